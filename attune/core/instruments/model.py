"""What a measure is, once its package has been read: plain data, never changed.

Item ids and scale ids are the package's own ("1" to "25" as numbered in the manual; "total").
A raw answer is the number that stands for the option that was chosen, counted in the order of the form
from the item's minimum, before any reversal.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Status(StrEnum):
    """Why an item has no number. None of these is ever a number inside an item's range."""

    MISSING = "missing"
    DECLINED = "declined"
    SKIPPED = "skipped"  # by the form's own logic
    NOT_ASKED = "not-asked"
    NOT_APPLICABLE = "not-applicable"


Answer = int | Status


class Better(StrEnum):
    """Which way of a scale is the hoped-for one. NEITHER: the middle, or it is not known."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


class RightsClass(StrEnum):
    """What may be shipped of a measure.

    SHIP: everything. SEPARATE: wording too, as content with a licence of its own. OWN_TEXT: scoring and
    structure; a service that may loads the wording. TOTALS: totals are entered from a form on paper.
    """

    SHIP = "ship"
    SEPARATE = "separate"
    OWN_TEXT = "bring-your-own-text"
    TOTALS = "totals-only"


class Rule(StrEnum):
    """When a scale is scored although items have no answer.

    COMPLETE: never. AT_LEAST: from the items that were answered, when there are enough of them.
    PRORATE: the same, and a sum is raised to what all items would give at the same mean.
    """

    COMPLETE = "complete"
    AT_LEAST = "at-least"
    PRORATE = "prorate"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a number was found. seen: "whole" or "in part" (quoted by somebody else)."""

    id: str
    text: str
    url: str = ""
    seen: str = "whole"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of an item: its raw number and its words ("" where they may not be shipped)."""

    value: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One question. options: in the order of the form; where empty, any whole number in range.

    reversed: the number that counts runs from the other end. if_not_applicable: the number that counts
    where the question does not apply to somebody; None where that leaves it without an answer.
    """

    id: str
    minimum: int
    maximum: int
    reversed: bool = False
    if_not_applicable: int | None = None
    text: str = ""
    options: tuple[Option, ...] = ()

    def scored(self, answer: Answer) -> int | None:
        """The number that counts for a raw answer; None where there is none."""
        if isinstance(answer, Status):
            return self.if_not_applicable if answer is Status.NOT_APPLICABLE else None
        return self.minimum + self.maximum - answer if self.reversed else answer

    @property
    def values(self) -> range:
        """All raw answers that the item can have."""
        return range(self.minimum, self.maximum + 1)


@dataclass(frozen=True, slots=True)
class Band:
    """Scores from `low` up to the next band's, and what the source calls them."""

    low: float
    label: str
    source: str


@dataclass(frozen=True, slots=True)
class CutOff:
    """A published threshold. from_above: scores at or above `at` are beyond it, else at or below."""

    at: float
    from_above: bool
    says: str
    source: str


@dataclass(frozen=True, slots=True)
class Published:
    """A change that a source calls reliable: at least `threshold` points."""

    threshold: float
    confidence: float | None
    source: str


@dataclass(frozen=True, slots=True)
class Reliability:
    """What Jacobson and Truax need: the SD and the reliability of one sample, and the level.

    kind: "alpha", "test-retest" or "inter-rater". comparison: mean and SD of people without the
    difficulty, and mean of those with it, for the cut-off c; None where not published.
    """

    sd: float
    reliability: float
    kind: str
    sample: str
    confidence: float
    source: str
    clinical_mean: float | None = None
    comparison_mean: float | None = None
    comparison_sd: float | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """What happens when items have no answer. at_least: of the scale's items (COMPLETE: all)."""

    rule: Rule
    at_least: int
    source: str | None


@dataclass(frozen=True, slots=True)
class Scale:
    """One score of a measure.

    Made of `items` (with `weights`, 1 where not named) or of other scales (`of`), as their sum or mean,
    multiplied by `times`, then looked up in `table` where there is one. low, high: the range. codes:
    SNOMED CT observables.
    """

    id: str
    title: str
    low: float
    high: float
    better: Better
    source: str
    items: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    mean: bool = False
    times: float = 1
    weights: Mapping[str, float] = field(default_factory=dict)
    table: Mapping[int, float] = field(default_factory=dict)
    missing: Missing = Missing(Rule.COMPLETE, 0, None)
    bands: tuple[Band, ...] = ()
    cut_offs: tuple[CutOff, ...] = ()
    reliability: Reliability | None = None
    published: tuple[Published, ...] = ()
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alert:
    """An item whose answers need a person's response at once.

    scored_from: the least number, after reversal, that does. says: the sentence for the practitioner.
    """

    item: str
    scored_from: int
    says: str
    source: str


@dataclass(frozen=True, slots=True)
class Safety:
    """What needs a response. ask: the question that is asked when only totals are entered."""

    alerts: tuple[Alert, ...] = ()
    ask: str = ""


@dataclass(frozen=True, slots=True)
class Rights:
    """Who holds the measure, and what may be done with it. note: what a service must know or do."""

    rights_class: RightsClass
    holder: str
    licence: str
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """One version of one measure.

    sha256: of the package's files, in hexadecimal. respondents: who may fill it in ("self", "parent",
    "teacher", "practitioner", "observer"). instructions: what stands above the items, "" where that may not
    be shown. copyright: the line that a form with the wording shows, "" where none is asked for. items:
    none where only totals are known. decides: the scale whose change counts. unverified: what was looked
    for and not found, in words.
    """

    id: str
    version: str
    sha256: str
    title: str
    name: str
    about: str
    period: str
    ages: str
    respondents: tuple[str, ...]
    instructions: str
    items: tuple[Item, ...]
    scales: tuple[Scale, ...]
    decides: str
    safety: Safety
    rights: Rights
    sources: Mapping[str, Source]
    unverified: tuple[str, ...] = ()
    copyright: str = ""

    def item(self, item_id: str) -> Item:
        """The item of that id, which must be one of this measure."""
        return next(one for one in self.items if one.id == item_id)

    def scale(self, scale_id: str) -> Scale:
        """The scale of that id, which must be one of this measure."""
        return next(one for one in self.scales if one.id == scale_id)

    @property
    def entered(self) -> tuple[Scale, ...]:
        """The scales that are entered where only totals are: those not made of other scales."""
        return tuple(scale for scale in self.scales if not scale.of)

    @property
    def worded(self) -> bool:
        """Whether the package holds the words of its items."""
        return bool(self.items) and all(item.text for item in self.items)
