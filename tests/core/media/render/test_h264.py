import av
import pytest

from attune.core.media.render.h264 import (
    NotPossibleError,
    Sets,
    packed_units,
    pictures_only,
    read_config,
    stream_units,
    write_config,
)
from tests.films.made import made


def config_of(kind: str) -> bytes:
    with av.open(str(made(kind).path)) as film:
        return bytes(film.streams.video[0].codec_context.extradata)


def test_an_encoders_record_is_read_and_written_back_as_it_was():
    for kind in ("h264", "b-frames"):
        config = config_of(kind)
        assert write_config(read_config(config)) == config


def test_the_number_of_a_set_that_is_free_is_found():
    sets = read_config(config_of("h264"))
    assert sets.free_id == 1
    # ue(v) 010 is 1 and 011 is 2: a set of each number.
    more = Sets((*sets.sequence, b"\x67\x64\0\x1f\x50"), (*sets.picture, b"\x68\x60"))
    assert more.free_id == 3
    numbers = [f"{'0' * (len(f'{n + 1:b}') - 1)}{n + 1:b}".ljust(16, "1") for n in range(32)]
    every = tuple(b"\x68" + int(bits, 2).to_bytes(2) for bits in numbers)
    with pytest.raises(NotPossibleError):
        _ = Sets(sets.sequence, every).free_id
    assert Sets(sets.sequence, (b"\x68\0\0\0\0\0",)).free_id > 0


def test_profiles_have_the_names_that_encoders_know():
    assert read_config(config_of("b-frames")).profile == "high"
    assert write_config(Sets((b"\x67\x42\0\x1f\xff",), (b"\x68\xff",)))[1] == 66
    with pytest.raises(NotPossibleError):
        _ = Sets((b"\x67\x6e\0\x1f\xff",), (b"\x68\xff",)).profile


def test_a_record_that_is_none_is_refused():
    config = config_of("h264")
    for broken in (b"", config[:5], b"\2" + config[1:], config[:4] + b"\xfe" + config[5:],
                   config[:8], config[:5] + b"\xe0\0" + config[6:]):  # fmt: skip
        with pytest.raises(NotPossibleError, match="packed"):
            read_config(broken)


def test_only_slices_are_kept():
    units = [b"\x06note", b"\x67set", b"\x68set", b"\x65slice", b"\x09", b"\x0cfill", b"\x41more"]
    assert pictures_only(units) == b"\0\0\0\6\x65slice\0\0\0\5\x41more"
    assert packed_units(pictures_only(units)) == [b"\x65slice", b"\x41more"]
    assert stream_units(b"\0\0\0\1\x67a\0\0\1\x65b") == [b"\x67a", b"\x65b"]
    for broken in (b"\0\0\0\6\x65", b"\0\0\0\0"):
        with pytest.raises(NotPossibleError):
            packed_units(broken)
