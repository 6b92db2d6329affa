"""Charts in a page: `{% chart drawing key="regions" %}`, with its key, its table, and what it can't tell."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from attune.web.ui.charts.drawing import Cell, Drawing
from attune.web.ui.charts.scale import written

register = template.Library()

SAMPLES = {
    "line": '<line class="attune-mark--{}" x1="1" y1="8" x2="27" y2="8"/>',
    "broken": '<line class="attune-mark--{}" x1="1" y1="8" x2="27" y2="8" stroke-dasharray="6 4"/>',
    "square": '<rect class="attune-mark--{}" x="8" y="2" width="12" height="12"/>',
    "dot": '<circle class="attune-mark--{}" cx="14" cy="8" r="6"/>',
    "box": '<rect class="attune-mark--{}" x="2" y="3" width="24" height="10"/>',
    "diamond": '<polygon class="attune-mark--{}" points="1,8 14,1 27,8 14,15"/>',
    "hatched": (
        '<rect class="attune-mark--{}" x="2" y="1" width="24" height="14"/>'
        '<line class="attune-mark--hatch" x1="6" y1="14" x2="18" y2="2"/>'
        '<line class="attune-mark--hatch" x1="13" y1="14" x2="25" y2="2"/>'
    ),
}
FORMS = {
    "estimate": "dot",
    "weight": "square",
    "outer": "broken",
    "own": "dot",
    "before": "dot",
    "pooled": "diamond",
    "prediction": "box",
    "band": "box",
    "bar": "box",
    "tile-1": "box",
    "tile-2": "box",
    "tile-3": "box",
    "tile-hidden": "hatched",
}


@register.simple_tag
def sample(kind: str) -> SafeString:
    """What a kind of mark looks like, for the key: a picture of 28 by 16."""
    drawn = SAMPLES[FORMS.get(kind, "line")].format(kind)
    return mark_safe(drawn)  # noqa: S308 -- made of our own words alone; `kind` is a name in our code


@register.filter
def cell(value: Cell, decimals: int) -> str:
    """A number or a word of a table."""
    if value is None:
        return "–"
    if isinstance(value, int | float):
        return written(value, 0 if isinstance(value, int) else decimals)
    return str(value)  # a word, or one that is translated only now


@register.inclusion_tag("ui/charts/figure.html")
def chart(drawing: Drawing, key: str, files: str = "", level: int = 2) -> dict[str, object]:
    """key: names it on its page. files: the address that gives it as a file, to which as=svg, png or csv is added."""
    joined = files and files + ("&" if "?" in files else "?")
    return {"drawing": drawing, "key": key, "files": joined, "level": level}
