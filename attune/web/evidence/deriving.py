"""From what a study published to an effect with its variance, by stated formulas.

d is a standardised difference between two groups, in standard deviations; above zero favours video feedback.
Where no standard error is published, the variance v is derived:

    published   v = se²
    ci          v = ((upper − lower) / (2 · 1.96))²          from a 95 % interval
    n           v = (n₁ + n₂)/(n₁n₂) + d²/(2(n₁ + n₂))       from the sizes of the groups
    p           v = (d / z)², z the normal quantile of 1 − p/2    from an exact two-sided P value
    means       s = √n (upper − lower)/(2 · 1.96) in each group, d = (m₁ − m₂)/s pooled, then as n

Source: Cochrane Handbook for Systematic Reviews of Interventions, chapter 6 (from intervals, from P values);
Hedges & Olkin 1985 (from the sizes of the groups).
"""

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

from attune.web.evidence.content import Content

NORMAL = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True)
class Effect:
    """One study in an analysis. effect in standard deviations, variance in their square. families: how many, if told."""

    key: str
    label: str
    measure: str
    effect: float
    variance: float
    derived: str
    because: str
    families: int | None
    design: str
    risk: str
    method: str
    sessions: int | None

    @property
    def se(self) -> float:
        return math.sqrt(self.variance)

    @property
    def interval(self) -> tuple[float, float]:
        """The study's own 95 % interval, normal."""
        return self.effect - NORMAL * self.se, self.effect + NORMAL * self.se


def effects_on(outcome: str, entries: list[tuple[str, Content]]) -> list[Effect]:
    """The effects on one outcome, in the order of the entries."""
    return [
        derived(key, content, each)
        for key, content in entries
        for each in content.get("effects", [])
        if each["outcome"] == outcome
    ]


def derived(key: str, content: Content, effect: dict[str, Any]) -> Effect:
    """An effect of an entry that was checked (`content.faults_of`)."""
    value, variance = _FORMULAS[effect["derived"]](effect)
    return Effect(
        key=key,
        label=label_of(content),
        measure=effect["measure"],
        effect=value,
        variance=variance,
        derived=effect["derived"],
        because=effect.get("because", ""),
        families=sum(effect["n"]) if "n" in effect else None,
        design=content["design"],
        risk=content["risk"],
        method=content.get("method", ""),
        sessions=content.get("sessions"),
    )


def label_of(content: Content) -> str:
    """As "Barlow 2016": the first author's name, without initials, and the year."""
    first = content["authors"].split(",")[0].removesuffix(" and others").strip()
    names = [name for name in first.split() if not (name.isupper() and len(name) <= 3)]
    year = content.get("year")
    return " ".join([*(names or [first]), *([str(year)] if year else [])])


def _published(each: dict[str, Any]) -> tuple[float, float]:
    return each["d"], each["se"] ** 2


def _from_interval(each: dict[str, Any]) -> tuple[float, float]:
    low, high = each["ci"]
    return each["d"], ((high - low) / (2 * NORMAL)) ** 2


def _from_sizes(each: dict[str, Any]) -> tuple[float, float]:
    return each["d"], variance_of(each["d"], *each["n"])


def variance_of(d: float, first: int, second: int) -> float:
    """(n₁ + n₂)/(n₁n₂) + d²/(2(n₁ + n₂))."""
    both = first + second
    return both / (first * second) + d**2 / (2 * both)


def _from_p(each: dict[str, Any]) -> tuple[float, float]:
    z = NormalDist().inv_cdf(1 - each["p"] / 2)
    return each["d"], (each["d"] / z) ** 2


def _from_means(each: dict[str, Any]) -> tuple[float, float]:
    sizes = each["n"]
    spreads = [
        math.sqrt(n) * (high - low) / (2 * NORMAL)
        for n, (low, high) in zip(sizes, each["mean_ci"], strict=True)
    ]
    within = sum((n - 1) * s**2 for n, s in zip(sizes, spreads, strict=True))
    pooled = math.sqrt(within / (sum(sizes) - 2))
    d = (each["means"][0] - each["means"][1]) / pooled
    return d, variance_of(d, *sizes)


_FORMULAS = {
    "published": _published,
    "ci": _from_interval,
    "n": _from_sizes,
    "p": _from_p,
    "means": _from_means,
}
