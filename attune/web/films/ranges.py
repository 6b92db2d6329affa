"""Which bytes to answer with: RFC 9110, section 14, as a pure decision."""

import re
from dataclasses import dataclass

RANGE = re.compile(r"bytes=(?P<specs>.+)", re.IGNORECASE)
ENDLESS = 2**63
SPEC = re.compile(r"(?P<first>[0-9]{0,19})-(?P<last>[0-9]{0,19})", re.ASCII)


@dataclass(frozen=True)
class Whole:
    """Answer 200 with everything."""


@dataclass(frozen=True)
class Part:
    """Answer 206 with the bytes `first` to `last`, both included."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


@dataclass(frozen=True)
class Nothing:
    """Answer 416: no byte of what was asked for exists."""


def choose(
    header: str | None, *, size: int, cap: int, if_range: str | None = None, etag: str = ""
) -> Whole | Part | Nothing:
    """What to answer to a Range header, for a file of `size` bytes.

    A part has at most `cap` bytes: a player asks again for what follows. Of several ranges the first
    that can be answered is. A header that is no range of bytes is as good as none, and so is one
    whose If-Range names another version (dates never match: ours has none).
    """
    match = RANGE.fullmatch((header or "").strip())
    if match is None or (if_range is not None and if_range.strip() != etag):
        return Whole()
    wanted = [_read(spec.strip()) for spec in match["specs"].split(",")]
    if any(spec is None for spec in wanted):
        return Whole()
    for first, last in filter(None, wanted):
        if first is None:  # the last so many bytes
            first, last = max(0, size - last), size - 1
        if first < size and first <= last:
            return Part(first, min(last, size - 1, first + cap - 1))
    return Nothing()


def _read(spec: str) -> tuple[int | None, int] | None:
    """First and last byte; (None, n) for the last n; None for what is no range."""
    match = SPEC.fullmatch(spec)
    if match is None or not (match["first"] or match["last"]):
        return None
    if not match["first"]:
        return (None, int(match["last"]))
    first = int(match["first"])
    last = int(match["last"]) if match["last"] else ENDLESS
    return (first, last) if first <= last else None
