"""The table of docs/method/measures.md says what the packages say."""

from pathlib import Path

from attune.core.instruments.catalogue import newest
from attune.core.instruments.change import Basis, threshold_of

PAGE = Path(__file__).parents[4] / "docs/method/measures.md"
BEGINS, ENDS = "<!-- the table begins -->\n", "<!-- the table ends -->\n"
HEAD = (
    "| id | measure | for whom · who answers | rights | what is shipped | alerts | more than error |\n"
    "|---|---|---|---|---|---|---|\n"
)


def counted(number, thing):
    return f"{number} {thing}{'s' * (number > 1)}"


def shipped(measure):
    if measure.items:
        known = "in words" if measure.worded else "by number"
        return f"{counted(len(measure.items), 'question')} {known}"
    return f"{counted(len(measure.entered), 'score')} to enter"


def more_than_error(measure):
    threshold = threshold_of(measure.scale(measure.decides))
    if threshold is None:
        parts = any(threshold_of(scale) for scale in measure.scales)
        return "of its parts only" if parts else "none found"
    level = f", {threshold.confidence * 100:.0f} %" if threshold.confidence else ""
    if threshold.basis is Basis.JACOBSON_TRUAX:
        return f"above {threshold.points:.4g} (computed{level})"
    return f"{threshold.points:g} (published{level})"


def line(measure):
    cells = (
        f"`{measure.id}`",
        measure.name,
        f"{measure.ages} · {', '.join(measure.respondents)}",
        measure.rights.rights_class,
        shipped(measure),
        ", ".join(alert.item for alert in measure.safety.alerts) or "–",
        more_than_error(measure),
    )
    return f"| {' | '.join(cells)} |\n"


def test_table_is_the_catalogue():
    written = PAGE.read_text("utf-8").split(BEGINS)[1].split(ENDS)[0]
    assert written == HEAD + "".join(line(measure) for measure in newest())
