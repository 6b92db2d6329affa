"""What the operator may say of memory and hardware, and nonsense that is refused."""

import pytest

from attune.core.media.sandbox import wishes
from attune.core.media.sandbox.walls import WallError


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, 6 << 30),
        ("", 6 << 30),
        ("1024", 1 << 30),
        ("2500", 2500 * 2**20),
        ("1048576", 1 << 40),
    ],
)
def test_memory_is_what_the_operator_says_or_six_gib(text, expected):
    assert wishes.memory({} if text is None else {"ATTUNE_MEDIA_MEMORY": text}) == expected


@pytest.mark.parametrize("text", ["0", "-1", "1023", "1048577", "6GB", "1.5", "٤٠٩٦", " 4096"])
def test_memory_that_makes_no_sense_is_refused(text):
    with pytest.raises(WallError, match="whole number of MiB from 1024 to 1048576"):
        wishes.memory({"ATTUNE_MEDIA_MEMORY": text})


@pytest.mark.parametrize("word", [None, "", "none", "vaapi", "qsv", "cuda"])
def test_hardware_is_none_unless_it_is_named(word):
    told = {} if word is None else {"ATTUNE_HARDWARE_DECODING": word}
    assert wishes.hardware(told) == (word or "none")


@pytest.mark.parametrize("word", ["auto", "yes", "VAAPI", "/dev/sda"])
def test_hardware_that_nobody_knows_is_refused(word):
    with pytest.raises(WallError, match="one of: none, vaapi, qsv, cuda"):
        wishes.hardware({"ATTUNE_HARDWARE_DECODING": word})
