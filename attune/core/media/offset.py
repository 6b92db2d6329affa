"""How much later one camera began than another, from the sound that both heard.

Some loud stretches of the second film are looked for in the whole of the first, by the phases of their
sound alone (generalised cross-correlation with phase transform, Knapp and Carter 1976), which is sharp
to a sample. Any sound lies somewhere best; so what was found is believed only where several stretches,
each looked for by itself, lie at the same offset.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from attune.core.clock import FrameTable
from attune.core.media.opening import Source, open_film
from attune.core.media.sound import SoundLine, within

RATE = 8_000
"""Samples per second in which sounds are compared; an offset is good to one of them."""
STRETCH, STRETCHES = 12 * RATE, 6
"""Samples in one stretch that is looked for, and how many stretches are."""
BLOCK = 64 * RATE
"""Samples of the first film in which a stretch is looked for at once; blocks overlap by half."""
SHORTEST = RATE // 2
"""Samples in a stretch below which nothing can be said."""
AGREE, DRIFT = RATE // 400, Fraction(1, 10_000)
"""Samples by which stretches may differ (a metre of air is 23), and how far clocks may run apart."""
SHARP = 10.0
"""How far a peak must stand out of the rest, in standard deviations, to count at all."""
LOW, HIGH = 100, 3_600
"""The pitch that is compared, in hertz: voices; below it is the hum of a room."""
SILENCE = 1e-4
"""Loudness (1 is the loudest there is) below which a film counts as silent."""

Samples = npt.NDArray[np.float32]
Numbers = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Match:
    """What was found of two films' sound.

    At `t` seconds since the first frame of the first film, the second film is at `t + offset` seconds
    since its own first frame; None where nothing was found at all. `sure` is whether it may be
    believed; `agreeing` of `compared` stretches say the same. `reason` is "", "silent-first",
    "silent-second", "too-short" or "no-match".
    """

    offset: Fraction | None
    sure: bool
    agreeing: int = 0
    compared: int = 0
    reason: str = ""

    def to_json(self) -> dict[str, object]:
        """A value for `json.dumps`; the offset as [numerator, denominator] in seconds, or None."""
        offset = None if self.offset is None else [self.offset.numerator, self.offset.denominator]
        return {
            "offset": offset,
            "sure": self.sure,
            "agreeing": self.agreeing,
            "compared": self.compared,
            "reason": self.reason,
        }


def hear(source: Source, table: FrameTable) -> Samples:
    """The film's sound from its first frame to its last, one channel at `RATE`; empty without sound.

    Raises a `FilmError` for what is not a film.
    """
    with open_film(source) as film:
        if film.sound is None:
            return np.zeros(0, dtype=np.float32)
        line = SoundLine(RATE, 1, table.time_base.seconds(table.start))
        end = round(table.duration * RATE)
        whole = np.zeros(end, dtype=np.float32)
        for frame in film.container.decode(film.sound):
            _lay(whole, line.lay(frame), end)
        _lay(whole, line.rest(), end)
        return whole


def _lay(whole: Samples, blocks: Iterator[tuple[int, Samples]], end: int) -> None:
    for at, block in blocks:
        start, part = within(at, block, 0, end)
        whole[start : start + part.shape[1]] = part[0]


def find_offset(first: Source, table: FrameTable, second: Source, other: FrameTable) -> Match:
    """`match` of two films' sound, each with its frame table. Raises a `FilmError` for no film."""
    return match(hear(first, table), hear(second, other))


def match(first: Samples, second: Samples) -> Match:
    """Find where `second` lies beside `first`; both are samples at `RATE` from their first frames."""
    for samples, reason in ((first, "silent-first"), (second, "silent-second")):
        if not len(samples) or float(np.abs(samples).max()) < SILENCE:
            return Match(None, sure=False, reason=reason)
    starts, length = _stretches(second)
    if length < SHORTEST:
        return Match(None, sure=False, reason="too-short")
    blocks = _blocks(first, length)
    found = []
    for at in starts:
        lag, sharpness = _look_for(second[at : at + length], blocks, at)
        if sharpness >= SHARP:
            found.append((at, lag))
    return _most_agree(found, len(starts))


def _stretches(samples: Samples) -> tuple[list[int], int]:
    """Where the loudest stretches begin, in order, and how long each is."""
    length = min(STRETCH, len(samples) // STRETCHES)
    starts = list(range(0, len(samples) - length + 1, max(1, length)))
    loud = {at: float(np.square(samples[at : at + length]).mean()) for at in starts}
    return sorted(sorted(starts, key=lambda at: -loud[at])[:STRETCHES]), length


@dataclass(frozen=True, slots=True)
class _Block:
    """A part of the first film, ready to be compared: where it begins, and its spectrum."""

    at: int
    spectrum: Numbers
    size: int


def _blocks(samples: Samples, length: int) -> list[_Block]:
    size = 1 << (min(BLOCK, len(samples)) + length).bit_length()
    last = max(1, len(samples) - BLOCK // 2)
    return [
        _Block(at, _spectrum(samples[at : at + BLOCK], size), size)
        for at in range(0, last, BLOCK // 2)
    ]


def _spectrum(samples: Samples, size: int) -> Numbers:
    shape = np.hanning(len(samples)).astype(np.float32)
    return np.fft.rfft(samples * shape, size)


def _look_for(stretch: Samples, blocks: list[_Block], at: int) -> tuple[float, float]:
    """The offset in samples at which a stretch that begins at `at` fits best, and how sharply."""
    size = blocks[0].size
    wanted = _spectrum(stretch, size)
    pitch = np.fft.rfftfreq(size, 1 / RATE)
    outside = (pitch < LOW) | (pitch > HIGH)
    best, sharpest = 0.0, 0.0
    for block in blocks:
        crossed = wanted * np.conj(block.spectrum)
        strength = np.abs(crossed)
        phases = crossed / (strength + float(strength.mean()) * 1e-3 + 1e-12)
        phases[outside] = 0
        fits = np.fft.irfft(phases, size)
        peak = int(np.argmax(fits))
        sharpness = float(fits[peak]) / (float(fits.std()) + 1e-12)
        if sharpness > sharpest:
            shift = peak if peak < len(stretch) else peak - size
            best, sharpest = at - block.at + shift + _between(fits, peak), sharpness
    return best, sharpest


def _between(fits: Numbers, at: int) -> float:
    """Where between the samples the top of the parabola through three of them lies, at most half."""
    left, top, right = (float(fits[(at + step) % len(fits)]) for step in (-1, 0, 1))
    return 0.5 * (left - right) / (left - 2 * top + right - 1e-12)


def _most_agree(found: list[tuple[int, float]], compared: int) -> Match:
    """The offset on which most stretches agree; `found` has each one's place and its offset."""

    def beside(one: tuple[int, float]) -> list[float]:
        return [lag for at, lag in found if abs(lag - one[1]) <= AGREE + DRIFT * abs(at - one[0])]

    groups = [beside(one) for one in found]
    agreeing = max(groups, key=len, default=[])
    if not agreeing:
        return Match(None, sure=False, compared=compared, reason="no-match")
    offset = Fraction(round(sorted(agreeing)[len(agreeing) // 2] * 16), RATE * 16)
    sure = 2 * len(agreeing) >= max(compared, STRETCHES)
    reason = "" if sure else "no-match"
    return Match(offset, sure, agreeing=len(agreeing), compared=compared, reason=reason)
