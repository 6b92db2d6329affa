"""How the library's short names, days and numbers are written on a page."""

import datetime
from typing import Any

from django import template

from attune.web.evidence import wording
from attune.web.ui.charts.forest import interval_said
from attune.web.ui.charts.scale import written

register = template.Library()

DECIMALS = 2
SMALLEST = 0.001


@register.filter
def named(name: str, names: str) -> Any:
    """The words of a short name: `{{ content.design|named:"designs" }}`."""
    return getattr(wording, names.upper())[name]


@register.filter
def items(value: dict[str, Any]) -> dict[str, Any]:
    """A mapping with keys that a template may not name: "with" is a word of its own there."""
    return {f"{name}_": each for name, each in value.items()}


@register.filter
def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@register.filter
def decimals(value: float) -> str:
    """A difference or its standard error, with two decimals and a true minus."""
    return written(value, DECIMALS)


@register.filter
def chance(p: float) -> str:
    """A P value, never as nought."""
    return "< " + written(SMALLEST, 3) if p < SMALLEST else written(p, 3)


@register.filter
def said(of: Any) -> str:
    """As "0.43 (0.19 to 0.68)", of a pooled effect or of a coefficient."""
    if hasattr(of, "low"):
        return interval_said(of.effect, of.low, of.high, DECIMALS)
    return interval_said(of.estimate, *of.interval(), DECIMALS)
