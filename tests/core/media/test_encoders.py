from fractions import Fraction

import av
import numpy as np
import pytest

from attune.core.clock import TimeBase
from attune.core.media.encoders import (
    LONGEST_GOP,
    PROXY,
    PictureEncoder,
    SoundEncoder,
    stated_rate,
)
from attune.core.media.look import Look, first_look
from tests.films.made import made

BASE = TimeBase(1001, 30000)


def look(**changes: object) -> Look:
    given = first_look(made("no-audio").path)
    return Look(**{name: getattr(given, name) for name in Look.__slots__} | changes)


def picture(shade: int) -> av.VideoFrame:
    return av.VideoFrame.from_ndarray(np.full((270, 320), shade, dtype=np.uint8), format="yuv420p")


def test_each_picture_comes_out_once_at_its_time_and_keys_where_asked():
    encoder = PictureEncoder(look(), BASE, PROXY)
    ticks = [0, 1, 2, 5, 6, 9, *range(20, 60)]
    out = [
        one
        for number, tick in enumerate(ticks)
        for one in encoder.encode(tick, picture(number * 4), key=number == 4)
    ]
    out += encoder.rest()
    assert [at for at, _, _ in out] == [tick * 1001 for tick in ticks]
    keys = [number for number, (_, key, _) in enumerate(out) if key]
    assert {0, 4} <= set(keys)
    assert max(np.diff([*keys, len(out)])) <= LONGEST_GOP
    for _, _, data in out:  # each part of a packet says its own length (ISO/IEC 14496-15)
        at = 0
        while at < len(data):
            at += 4 + int.from_bytes(data[at : at + 4])
        assert at == len(data)
    assert encoder.track.config[0] == 1
    assert encoder.track.clock == 30000


@pytest.mark.parametrize(
    ("rate", "wanted"),
    [(Fraction(30000, 1001), Fraction(30000, 1001)), (Fraction(1, 5), 30), (Fraction(90000), 30)],
)
def test_a_rate_that_cannot_be_is_not_planned_with(rate, wanted):
    assert stated_rate(look(rate=rate)) == wanted


@pytest.mark.parametrize("channels", [1, 2])
def test_sound_comes_out_whole_with_its_priming_counted(channels):
    encoder = SoundEncoder(48_000, channels, 96_000)
    out = []
    for at in range(0, 48_000, 4801):
        out += encoder.encode(at, np.zeros((channels, min(4801, 48_000 - at)), dtype=np.float32))
    out += encoder.rest()
    starts = [at for at, _, _ in out]
    assert starts[0] == 0
    assert starts == [sum(length for _, length, _ in out[:n]) for n in range(len(out))]
    assert sum(length for _, length, _ in out) >= 48_000 + encoder.track.priming
    assert encoder.track.channels == channels
