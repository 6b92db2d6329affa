"""Two invented voices that take turns: formant-shaped tones, no recording of anyone.

A grown-up's low, sing-song voice and a baby's higher one answer each other with short gaps. The turns
are part of a film's truth, so that whoever looks for turn taking knows what there is to find.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

RATE = 48_000
"""Samples per second."""

Who = Literal["parent", "baby"]
Samples = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Turn:
    """One sound: who, from when to when in seconds of the film's own time (0 = first sample)."""

    who: Who
    start: float
    stop: float


@dataclass(frozen=True, slots=True)
class Voice:
    """Pitch in Hz, how far it rises within a turn, and formants as (centre Hz, width Hz, weight)."""

    pitch: float
    sweep: float
    syllables: float
    formants: tuple[tuple[float, float, float], ...]


VOICES: dict[Who, Voice] = {
    "parent": Voice(205, 0.35, 3.2, ((650, 260, 1.0), (1150, 300, 0.5), (2600, 400, 0.15))),
    "baby": Voice(390, 0.25, 2.1, ((950, 420, 1.0), (1900, 500, 0.35), (3600, 600, 0.1))),
}
LENGTHS: dict[Who, tuple[float, float]] = {"parent": (0.9, 1.8), "baby": (0.5, 1.1)}
GAPS = (0.25, 0.8)


def take_turns(seconds: float, seed: int) -> tuple[Turn, ...]:
    """Alternating turns that fit into `seconds`, the same for the same seed."""
    random = np.random.default_rng(seed)
    turns: list[Turn] = []
    who: Who = "parent"
    start = 0.3
    while True:
        stop = start + random.uniform(*LENGTHS[who])
        if stop > seconds:
            return tuple(turns)
        turns.append(Turn(who, round(start, 3), round(stop, 3)))
        start = stop + random.uniform(*GAPS)
        who = "baby" if who == "parent" else "parent"


def _one_sound(turn: Turn, count: int, seed: int) -> Samples:
    """`count` samples of one turn, -1 to 1."""
    voice = VOICES[turn.who]
    random = np.random.default_rng(seed)
    at = np.linspace(0, 1, count, dtype=np.float32)
    seconds = at * np.float32(turn.stop - turn.start)
    bend = np.sin(np.pi * at * random.uniform(0.8, 1.4)) * voice.sweep * random.uniform(0.6, 1.2)
    pitch = voice.pitch * (1 + bend + 0.012 * np.sin(2 * np.pi * 5.5 * seconds))
    phase = 2 * np.pi * np.cumsum(pitch) / RATE
    sound = np.zeros(count, dtype=np.float64)
    for harmonic in range(1, int(4500 / voice.pitch) + 1):
        weight = sum(
            height * np.exp(-(((harmonic * voice.pitch - centre) / width) ** 2))
            for centre, width, height in voice.formants
        )
        sound += (weight + 0.3 / harmonic**2) * np.sin(harmonic * phase)
    syllable = 0.65 + 0.35 * np.sin(2 * np.pi * voice.syllables * seconds + random.uniform(0, 6))
    edge = np.clip(np.minimum(at, 1 - at) * 12, 0, 1)
    shaped = sound * syllable * edge
    return np.asarray(0.4 * shaped / max(1e-9, float(np.abs(shaped).max())), dtype=np.float32)


def sound_of(turns: tuple[Turn, ...], seconds: float, seed: int) -> Samples:
    """The whole film's sound: one channel of `RATE` samples per second, shape (samples,)."""
    random = np.random.default_rng(seed)
    room = np.asarray(random.normal(0, 0.0008, round(seconds * RATE)), dtype=np.float32)
    for number, turn in enumerate(turns):
        first, last = round(turn.start * RATE), round(turn.stop * RATE)
        room[first:last] += _one_sound(turn, last - first, seed + number)
    return room
