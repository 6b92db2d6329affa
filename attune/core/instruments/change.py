"""What the scores of one relationship say: each scale by itself, and all of one respondent together.

Scores are in points of the scale, oldest first. Nothing here says what caused a change: scores also move
without help (regression to the mean), and a verdict is about a score, never about a person.

Sources: Jacobson & Truax 1991, J Consult Clin Psychol 59:12–19, with the standard deviation and the
reliability that the package cites; the rule that puts measures together is NHS England's for children and
young people's outcomes (first and last valid score; one respondent at a time).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from attune.core.instruments.model import Better, CutOff, Scale
from attune.core.statistics.change import measurements_needed, reliable_change_threshold


class Verdict(StrEnum):
    """What is said of a change, or why nothing can be said.

    MOVED: more than error, on a scale of which neither end is the hoped-for one.
    """

    IMPROVED = "improved"
    DETERIORATED = "deteriorated"
    WITHIN_ERROR = "within-error"
    MOVED = "moved"
    CANNOT_TELL = "cannot-tell"
    NOT_PUBLISHED = "not-published"


class Basis(StrEnum):
    """What a threshold was made of: an SD and a reliability, or a published number."""

    JACOBSON_TRUAX = "jacobson-truax"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class Threshold:
    """The change, in points, that is more than error. confidence: of the test, where it is known.

    reached_at: whether a change of exactly this size counts. A published threshold is the least change
    that does; Jacobson and Truax's is passed.
    """

    points: float
    basis: Basis
    source: str
    confidence: float | None = None

    @property
    def reached_at(self) -> bool:
        return self.basis is Basis.PUBLISHED

    def passed_by(self, change: float) -> bool:
        """Whether a change of so many points, whichever way, is more than error."""
        size = abs(change)
        return size >= self.points if self.reached_at else size > self.points


@dataclass(frozen=True, slots=True)
class Crossing:
    """A published cut-off, and whether the first and the last score lie beyond it."""

    cut_off: CutOff
    first_beyond: bool
    last_beyond: bool


@dataclass(frozen=True, slots=True)
class ScaleChange:
    """How the score of one scale changed, from the first valid one to the last.

    change: last − first, None without a pair. needed: how many parallel measurements on each occasion
    would make a change of this size more than error, where a scale's raters or clips can be more than
    one (its reliability is between raters); None elsewhere.
    """

    scale: Scale
    first: float | None
    last: float | None
    threshold: Threshold | None
    verdict: Verdict
    needed: int | None
    crossings: tuple[Crossing, ...]

    @property
    def change(self) -> float | None:
        """Points from the first to the last score."""
        if self.first is None or self.last is None:
            return None
        return self.last - self.first


def threshold_of(scale: Scale) -> Threshold | None:
    """The scale's own: Jacobson–Truax where an SD and a reliability are cited, else the first that a
    source published; None where there is neither."""
    if (given := scale.reliability) is not None:
        points = reliable_change_threshold(given.sd, given.reliability, given.confidence)
        return Threshold(points, Basis.JACOBSON_TRUAX, given.source, given.confidence)
    for one in scale.published:
        return Threshold(one.threshold, Basis.PUBLISHED, one.source, one.confidence)
    return None


def scale_change(scale: Scale, scores: Sequence[float | None]) -> ScaleChange:
    """The change over these scores, oldest first; None where an occasion gave no valid score.

    CORE-10: 20 → 14 improved (5.665 at 90 %), 20 → 15 within error. The first and the last valid score
    count, whatever lies between them.
    """
    valid = [score for score in scores if score is not None]
    first = valid[0] if valid else None
    last = valid[-1] if len(valid) > 1 else None
    threshold = threshold_of(scale)
    return ScaleChange(
        scale,
        first,
        last,
        threshold,
        _verdict(scale, threshold, first, last),
        _needed(scale, first, last),
        _crossings(scale, first, last),
    )


def combined(changes: Iterable[ScaleChange]) -> Verdict:
    """What several measures of one respondent say together (NHS England).

    Deteriorated if any of them deteriorated; improved if at least one improved and none deteriorated;
    within error if pairs could be judged and none moved; else it can't be told. Give the scale that
    decides of each measure, and one respondent's only: two people's scores are never put together.
    """
    found = {one.verdict for one in changes}
    for verdict in (Verdict.DETERIORATED, Verdict.IMPROVED):
        if verdict in found:
            return verdict
    still = Verdict.WITHIN_ERROR in found and Verdict.MOVED not in found
    return Verdict.WITHIN_ERROR if still else Verdict.CANNOT_TELL


def _verdict(
    scale: Scale, threshold: Threshold | None, first: float | None, last: float | None
) -> Verdict:
    if first is None or last is None:
        return Verdict.CANNOT_TELL
    if threshold is None:
        return Verdict.NOT_PUBLISHED
    change = last - first
    if not threshold.passed_by(change):
        return Verdict.WITHIN_ERROR
    if scale.better is Better.NEITHER:
        return Verdict.MOVED
    good = change > 0 if scale.better is Better.HIGHER else change < 0
    return Verdict.IMPROVED if good else Verdict.DETERIORATED


def _needed(scale: Scale, first: float | None, last: float | None) -> int | None:
    given = scale.reliability
    if given is None or given.kind != "inter-rater":
        return None
    if first is None or last is None or first == last:
        return None
    return measurements_needed(
        last - first, sd=given.sd, reliability=given.reliability, confidence=given.confidence
    )


def _crossings(scale: Scale, first: float | None, last: float | None) -> tuple[Crossing, ...]:
    if first is None or last is None:
        return ()
    return tuple(Crossing(one, _beyond(one, first), _beyond(one, last)) for one in scale.cut_offs)


def _beyond(cut_off: CutOff, score: float) -> bool:
    return score >= cut_off.at if cut_off.from_above else score <= cut_off.at
