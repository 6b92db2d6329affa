"""Reads and writes the little of H.264 that a smart cut needs (ITU-T H.264, 7.3; ISO/IEC 14496-15, 5.3)."""

from collections.abc import Sequence
from dataclasses import dataclass

IDR, SEI, SPS, PPS, DELIMITER, FILLER = 5, 6, 7, 8, 9, 12
SETS = (SPS, PPS)
PROFILES = {66: "baseline", 77: "main", 100: "high"}
MOST_IDS = 32


class NotPossibleError(Exception):
    """The film's own pictures cannot be copied. The text says why, as the rest of a sentence."""


@dataclass(frozen=True, slots=True)
class Sets:
    """The parameter sets of a film: sequence and picture parameter sets as whole units."""

    sequence: tuple[bytes, ...]
    picture: tuple[bytes, ...]

    @property
    def profile(self) -> str:
        """The name by which an encoder knows the profile; raises `NotPossibleError` for others."""
        name = PROFILES.get(self.sequence[0][1])
        if name is None:
            raise NotPossibleError("its pictures are coded in an unusual way")
        return name

    @property
    def free_id(self) -> int:
        """A number that no set has; raises `NotPossibleError` when there is none."""
        taken = {_first_number(each, 4) for each in self.sequence}
        taken |= {_first_number(each, 1) for each in self.picture}
        # Not 0: nearly every film has it, and every encoder uses it unasked.
        for number in range(1, MOST_IDS):
            if number not in taken:
                return number
        raise NotPossibleError("its pictures are coded in an unusual way")


def _first_number(unit: bytes, at: int) -> int:
    """The Exp-Golomb number that starts at byte `at` (7.3.2.1.1, 7.3.2.2)."""
    bits = "".join(f"{byte:08b}" for byte in unit[at : at + 5])
    zeros = len(bits) - len(bits.lstrip("0"))
    return int(bits[zeros : 2 * zeros + 1] or "1", 2) - 1


def read_config(config: bytes) -> Sets:
    """The sets in an MP4's avcC record, which must have lengths of four bytes.

    Raises `NotPossibleError` for anything else.
    """
    if len(config) < 7 or config[0] != 1 or config[4] & 3 != 3:
        raise NotPossibleError("its pictures are packed in an unusual way")
    at, lists = 5, []
    for mask in (0x1F, 0xFF):
        found = []
        count = config[at] & mask if at < len(config) else 0
        at += 1
        for _ in range(count):
            size = int.from_bytes(config[at : at + 2])
            found.append(config[at + 2 : at + 2 + size])
            at += 2 + size
        lists.append(tuple(found))
    if at > len(config) or not all(lists) or min(map(len, lists[0])) < 5:
        raise NotPossibleError("its pictures are packed in an unusual way")
    return Sets(*lists)


def write_config(sets: Sets) -> bytes:
    """The avcC record of these sets."""
    first = sets.sequence[0]
    level = max(each[3] for each in sets.sequence)
    parts = [bytes([1, first[1], first[2], level, 0xFF, 0xE0 | len(sets.sequence)])]
    parts += [len(each).to_bytes(2) + each for each in sets.sequence]
    parts.append(bytes([len(sets.picture)]))
    parts += [len(each).to_bytes(2) + each for each in sets.picture]
    if first[1] == 100:  # 4:2:0, eight bits, no more sets
        parts.append(bytes([0xFD, 0xF8, 0xF8, 0]))
    return b"".join(parts)


def packed_units(data: bytes) -> list[bytes]:
    """The units of a picture as an MP4 holds it; raises `NotPossibleError` where they do not add up."""
    units, at = [], 0
    while at < len(data):
        size = int.from_bytes(data[at : at + 4])
        units.append(data[at + 4 : at + 4 + size])
        at += 4 + size
    if at != len(data) or not all(units):
        raise NotPossibleError("its pictures are packed in an unusual way")
    return units


def stream_units(data: bytes) -> list[bytes]:
    """The units of a picture as an encoder gives it (Annex B)."""
    parts = data.replace(b"\0\0\0\1", b"\0\0\1").split(b"\0\0\1")
    return [part for part in parts if part]


def kind(unit: bytes) -> int:
    """The unit's type."""
    return unit[0] & 31


def pictures_only(units: Sequence[bytes]) -> bytes:
    """The coded slices alone, packed for an MP4: no notes of cameras or encoders, no sets."""
    kept = [each for each in units if kind(each) not in (SEI, SPS, PPS, DELIMITER, FILLER)]
    return b"".join(len(each).to_bytes(4) + each for each in kept)
