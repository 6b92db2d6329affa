"""The recovery kit: exact when typed right, and it says where when typed wrong."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune.core.vault import kit
from attune.core.vault.errors import KitError
from attune.core.vault.key_file import KeyFile

KEYS = (
    KeyFile.fresh("Hafen – attune.example.org", date(2026, 11, 21), "2026-11")
    .with_epoch("2026-12")
    .with_epoch("2027-01")
)
TEXT = kit.to_text(KEYS)
ROWS = [number for number, line in enumerate(TEXT.splitlines()) if re.match(r"\s+\d+:", line)]
EPOCHS = st.dictionaries(
    st.dates().map(lambda day: f"{day.year:04}-{day.month:02}"),
    st.binary(min_size=32, max_size=32),
    min_size=1,
    max_size=4,
)


@given(st.text(max_size=40).filter(str.isprintable), st.dates(), EPOCHS)
def test_kit_gives_the_key_file_to_the_letter(name, made, epochs):
    keys = KeyFile(name, made, epochs)
    assert kit.from_text(kit.to_text(keys)).to_bytes() == keys.to_bytes()


def test_kit_says_whose_it_is_and_fits_on_paper():
    assert "Hafen – attune.example.org" in TEXT
    assert "2026-11-21" in TEXT
    assert "2026-11 and 2027-01 and between" in TEXT
    assert max(map(len, TEXT.splitlines())) <= 72
    assert len(ROWS) <= 10
    one = kit.to_text(KeyFile.fresh("a", date(2026, 11, 21), "2026-11"))
    assert "Keys of the months:  2026-11\n" in one


def test_typing_it_in_small_letters_without_spaces_does_no_harm():
    typed = "\n".join(TEXT.splitlines()[number] for number in ROWS)
    typed = typed.lower().replace("  ", "").replace("0", "o").replace("1", "l")
    typed = re.sub(r"(?m)^\s*([\dol]+):", lambda m: m[0].replace("o", "0").replace("l", "1"), typed)
    assert kit.from_text(typed) == KEYS


def places():
    lines = TEXT.splitlines()
    for row, number in enumerate(ROWS, 1):
        for group, match in enumerate(re.finditer(r"\b[0-9A-Z]{2,5}\b(?!:)", lines[number]), 1):
            for at in range(match.start(), match.end()):
                yield row, number, group, at


def test_each_wrong_letter_is_found_and_its_group_named():
    for row, number, group, at in places():
        for further in (1, 2, 8, 21):
            lines = TEXT.splitlines()
            line = lines[number]
            letter = kit.LETTERS[(kit.LETTERS.index(line[at]) + further) % 32]
            lines[number] = line[:at] + letter + line[at + 1 :]
            with pytest.raises(KitError, match=f"Line {row}, group {group}: "):
                kit.from_text("\n".join(lines))


def test_every_wrong_letter_in_a_group_is_found():
    """The check is linear: what holds for one group holds for all."""
    whole = kit._with_check("7K2Q", 3)
    for at in range(5):
        for letter in set(kit.LETTERS) - {whole[at]}:
            with pytest.raises(KitError):
                kit._checked(whole[:at] + letter + whole[at + 1 :], 3, "here")


def test_two_letters_that_changed_places_are_found():
    for row, number, group, at in places():
        lines = TEXT.splitlines()
        one, two = lines[number][at], lines[number][at + 1 : at + 2]
        if two in {"", " ", one}:
            continue
        lines[number] = lines[number][:at] + two + one + lines[number][at + 2 :]
        with pytest.raises(KitError, match=f"Line {row}, group {group}: "):
            kit.from_text("\n".join(lines))


def test_letters_that_no_kit_has_are_named():
    with pytest.raises(KitError, match="Line 1, group 1: “U” is not"):
        kit.from_text(re.sub(r"  1:  .", "  1:  U", TEXT))


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "no numbered line"),
        ("Service: somewhere", "no numbered line"),
        ("  2: 00000", "Line 1 is missing"),
        ("\n".join(line for line in TEXT.splitlines() if "  2:" not in line), "Line 2 is missing"),
        ("\n".join(TEXT.splitlines()[: ROWS[-1]]), "Lines are missing at the end"),
        ("  1: 0", "Line 1, group 1"),
    ],
)
def test_kit_that_is_not_whole_says_so(typed, says):
    with pytest.raises(KitError, match=says):
        kit.from_text(typed)


def coded(content: bytes) -> str:
    letters = kit._coded(content + kit.hashlib.sha256(content).digest()[: kit.CHECK])
    groups = [letters[at : at + 4] for at in range(0, len(letters), 4)]
    return "1: " + " ".join(kit._with_check(each, place) for place, each in enumerate(groups))


def test_kit_of_another_version_is_refused():
    with pytest.raises(KitError, match="another version"):
        kit.from_text(coded(b"\x02"))


def test_kit_with_sound_letters_and_no_keys_is_refused():
    with pytest.raises(KitError, match="does not hold a key file"):
        kit.from_text(coded(b"\x01\0\0\0\0\1"))
    with pytest.raises(KitError, match="does not hold a key file"):
        kit.from_text(coded(b"\x01\0\0\0\0\0" + bytes(35)))
