from fractions import Fraction

import av
import numpy as np
import pytest

from attune.core.media.cut import make_cut
from attune.core.media.probe import probe
from attune.core.media.proxy import make_proxy
from attune.core.media.sound import SoundLine, plain_rate, within
from tests.films.made import made, numbers_shown
from tests.films.oracle import ffmpeg, samples

RATE = 48_000


def frame(at: int | None, count: int = 960) -> av.AudioFrame:
    block = np.full((1, count), 0.5, dtype=np.float32)
    made_frame = av.AudioFrame.from_ndarray(block, "fltp", "mono")
    made_frame.sample_rate = RATE
    made_frame.pts, made_frame.time_base = at, Fraction(1, RATE)
    return made_frame


def laid(starts: list[int | None], zero: Fraction = Fraction(0)) -> list[tuple[int, int, float]]:
    line = SoundLine(RATE, 1, zero)
    blocks = [block for at in starts for block in line.lay(frame(at))]
    blocks += list(line.rest())
    return [(at, block.shape[1], float(block.max())) for at, block in blocks]


def test_sound_in_order_stays_as_it_is():
    assert laid([480, 1440, None, 3360]) == [(480 + n * 960, 960, 0.5) for n in range(4)]


def test_sound_counts_from_zero():
    assert laid([480], Fraction(1, 10)) == [(-4320, 960, 0.5)]


def test_a_gap_that_the_next_piece_confirms_becomes_silence_in_short_blocks():
    assert laid([0, 960 + 60_000, 1920 + 60_000]) == [
        (0, 960, 0.5), (960, 48_000, 0.0), (48_960, 12_000, 0.0), (60_960, 960, 0.5),
        (61_920, 960, 0.5),
    ]  # fmt: skip


@pytest.mark.parametrize("wild", [60_000, -60_000, 10**9, -(10**9), 100])
def test_one_wild_time_moves_nothing(wild):
    straight = [(n * 960, 960, 0.5) for n in range(6)]
    for number in range(1, 6):
        starts: list[int | None] = [n * 960 for n in range(6)]
        starts[number] = number * 960 + wild
        assert laid(starts) == straight
    if abs(wild) > 100:
        assert laid([wild, 960, 1920, 2880]) == straight[:4]


def test_jumps_past_belief_move_nothing():
    for jump in (601 * RATE, -11 * RATE):
        assert laid([0, *(n * 960 + jump for n in range(1, 6))]) == [
            (n * 960, 960, 0.5) for n in range(6)
        ]


def test_a_jump_without_times_after_it_is_not_confirmed():
    assert laid([0, 60_960, None, 2880]) == [(n * 960, 960, 0.5) for n in range(4)]


def test_an_overlap_that_the_next_piece_confirms_is_cut():
    starts = [n * 960 for n in range(6)]
    again = [n * 960 for n in range(7)]
    assert laid([*starts, *again]) == [(n * 960, 960, 0.5) for n in range(7)]


def test_a_gap_in_an_overlap_cuts_less():
    starts = [n * 4800 for n in range(3)]
    line = SoundLine(RATE, 1, Fraction(0))
    blocks = [b for at in starts for b in line.lay(frame(at, 4800))]
    for at in (0, 4800, 14_400, 19_200):  # back to 0, and on from 14,400 when 9,600 were due
        blocks += list(line.lay(frame(at, 4800)))
    blocks += list(line.rest())
    assert [(at, block.shape[1]) for at, block in blocks] == [(n * 4800, 4800) for n in range(5)]


def test_sound_that_changes_its_form_goes_on():
    line = SoundLine(RATE, 1, Fraction(0))
    blocks = list(line.lay(frame(0)))
    other = av.AudioFrame.from_ndarray(np.full((2, 441), 0.5, dtype=np.float32), "fltp", "stereo")
    other.sample_rate, other.pts, other.time_base = 44_100, 882, Fraction(1, 44_100)
    blocks += list(line.lay(other)) + list(line.rest())
    ends = [at + block.shape[1] for at, block in blocks]
    assert [at for at, _ in blocks] == [0, *ends[:-1]]
    assert ends[-1] == pytest.approx(960 + 480, abs=2)


def test_nothing_heard_leaves_nothing():
    assert laid([]) == []


def test_sound_without_a_time_starts_at_zero():
    assert laid([None]) == [(0, 960, 0.5)]


def test_plain_rates_stay():
    assert [plain_rate(rate) for rate in (44_100, 48_000, 96_000, 22_050)] == [44_100, 48_000, 48_000, 48_000]  # fmt: skip


@pytest.mark.parametrize(
    ("first", "last", "at", "count"),
    [(0, None, 0, 5), (-9, 9, -5, 10), (0, 3, 0, 3), (7, 9, 7, 0), (-9, -7, -5, 0)],
)
def test_within_keeps_the_wanted_part(first, last, at, count):
    start, block = within(-5, np.zeros((2, 10), dtype=np.float32), first, last)
    assert block.shape == (2, count)
    assert start == at


def test_sound_of_an_unusual_rate_is_converted_and_stays_in_place(tmp_path):
    film, odd = made("no-audio"), tmp_path / "odd.mkv"
    ffmpeg("-i", film.path, "-i", made("h264").path, "-map", "0:v", "-map", "1:a", "-c:v", "copy",
           "-c:a", "pcm_s16le", "-ar", 22_050, odd)  # fmt: skip
    make_proxy(odd, tmp_path / "proxy.mp4")
    sound = probe(tmp_path / "proxy.mp4").sound
    assert (sound.rate, sound.codec, sound.channels) == (48_000, "aac", 1)
    before, after = samples(odd)[:48_000], samples(tmp_path / "proxy.mp4")[:48_000]
    assert np.corrcoef(before, after)[0, 1] > 0.9
    make_cut(odd, tmp_path / "cut.mp4", 20, 44)
    assert [number for _, number in numbers_shown(tmp_path / "cut.mp4")] == list(range(20, 45))
