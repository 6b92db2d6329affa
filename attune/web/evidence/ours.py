"""Our own services beside the trials: what the newest national release says on an outcome.

Never pooled with studies: these are families before and after, without another group, and people change without
help too.
"""

from dataclasses import dataclass

from attune.web.national.queries import releases

MEASURES: dict[str, frozenset[tuple[str, str]]] = {
    "sensitivity": frozenset({("care-index", "sensitivity")}),
    "stress": frozenset({("psi-sf", "total")}),
    "depression": frozenset({("phq-9", "total"), ("epds", "total"), ("hads", "depression")}),
    "anxiety": frozenset({("gad-7", "total"), ("hads", "anxiety")}),
    "confidence": frozenset({("kpcs", "total"), ("bpses", "total"), ("topse", "total")}),
    "behaviour": frozenset({("sdq", "total"), ("sdq-teacher", "total")}),
}
"""Which scales of the catalogue speak of an outcome: (measure, scale)."""


@dataclass(frozen=True)
class Ours:
    """One scale's change in the nation's services, in standard deviations before; more is better."""

    title: str
    release: str
    pairs: int
    effect: float
    low: float
    high: float


def ours(outcome: str) -> list[Ours]:
    """What the newest release says on this outcome; empty before the first, and where all is hidden."""
    document = releases.newest()
    wanted = MEASURES.get(outcome, frozenset())
    if document is None:
        return []
    return [
        Ours(
            f"{part.title}, {part.scale_title}",
            document.name,
            part.overall.values.pairs,
            part.overall.values.effect.estimate,
            part.overall.values.effect.low,
            part.overall.values.effect.high,
        )
        for part in document.parts
        if (part.measure, part.scale) in wanted and part.overall.values is not None
    ]
