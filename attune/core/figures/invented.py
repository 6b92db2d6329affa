"""An invented nation: episodes whose true effects are known, for trying the way from cases to figures.

Nobody in it exists. Practitioners work in services, services in regions; each of these differs a little from the others. A
dyad's change follows the national model (`model.py`) with effects that are given; afterwards some scores go missing, more
often where work was ordered and where the start was hard, so that what is missing can be explained by what is known.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

import numpy as np

from attune.core.instruments.catalogue import find
from attune.core.records.contract import values_of
from attune.core.records.making import Episode, Scored


@dataclass(frozen=True)
class Asked:
    """A measure that everybody is asked. mean, sd: of scores at the start. sign: −1 where lower is better. effects: of the
    national model, on change turned so that more is better; "(Intercept)" belongs to a start at `mean`."""

    measure: str
    scale: str
    respondent: str
    mean: float
    sd: float
    sign: int
    effects: Mapping[str, float]
    error: float
    """The standard deviation of a dyad's change that nothing explains."""


CORE_10 = Asked(
    "core-10",
    "total",
    "self",
    mean=18.0,
    sd=4.0,
    sign=-1,
    effects={"(Intercept)": 5.0, "start": -0.35, "ordered": -1.2, "remote": -0.3, "trainee": -0.5},
    error=4.0,
)


@dataclass(frozen=True)
class Nation:
    """How large it is, and how far regions, services and practitioners differ (standard deviations, in points)."""

    seed: int
    services: int = 300
    practitioners: int = 2000
    dyads: int = 100_000
    first_year: int = 2020
    years: int = 6
    asked: tuple[Asked, ...] = (CORE_10,)
    apart: Mapping[str, float] = field(
        default_factory=lambda: {"region": 0.3, "service": 0.8, "caseload": 0.6}
    )


@dataclass(frozen=True)
class Work:
    """One episode: who did it (numbers, from 0), what the contract says of it, and its scores; the service's number is its
    place in the nation."""

    service: int
    practitioner: int
    episode: Episode
    scores: tuple[Scored, ...]


REGIONS = (14, 14, 9, 10, 16, 12, 12, 8, 4, 1, 0)
"""How many of a hundred services each region has, in the contract's order: invented."""


def works(nation: Nation) -> Iterator[Work]:
    """All episodes, the same for the same seed."""
    draw = np.random.default_rng(nation.seed)
    chance = random.Random(nation.seed)  # noqa: S311 -- invented numbers, no secrets
    services = [_Service(nation, draw, chance) for _ in range(nation.services)]
    service_of = [number % nation.services for number in range(nation.practitioners)]
    spread = draw.normal(0, nation.apart["caseload"], nation.practitioners)
    caseloads = [_random_id(chance) for _ in range(nation.practitioners)]
    busy = draw.lognormal(0, 0.6, nation.practitioners)
    of_dyad = np.sort(draw.choice(nation.practitioners, nation.dyads, p=busy / busy.sum()))
    for practitioner in of_dyad.tolist():
        service = services[service_of[practitioner]]
        said = _said(service, caseloads[practitioner], practitioner, chance)
        ability = service.apart + float(spread[practitioner])
        begun = _begun(nation, chance)
        scores = tuple(
            one for asked in nation.asked for one in _scores(asked, said, ability, begun, draw)
        )
        yield Work(service_of[practitioner], practitioner, said, scores)


class _Service:
    def __init__(self, nation: Nation, draw: np.random.Generator, chance: random.Random) -> None:
        regions = values_of("region")
        self.id = _random_id(chance)
        self.region = regions[int(draw.choice(len(regions), p=np.array(REGIONS) / sum(REGIONS)))]
        self.setting = chance.choices(values_of("setting"), (40, 25, 15, 8, 8, 4))[0]
        region = np.random.default_rng([nation.seed, regions.index(self.region)])
        self.apart = float(region.normal(0, nation.apart["region"])) + float(
            draw.normal(0, nation.apart["service"])
        )


def _said(service: _Service, caseload: str, practitioner: int, chance: random.Random) -> Episode:
    """What the contract asks of an episode, apart from its scores."""

    def one(field_of: str, weights: tuple[int, ...]) -> str:
        return chance.choices(values_of(field_of), weights)[0]

    engagement = one("engagement", (82, 18))
    end = "open" if chance.random() < 0.06 else "planned"
    if end == "planned" and chance.random() < (0.3 if engagement == "ordered" else 0.12):
        end = "unplanned"
    return Episode(
        episode=_random_id(chance),
        service=service.id,
        caseload=caseload,
        region=service.region,
        setting=service.setting,
        context=one("context", (46, 26, 8, 8, 5, 2, 4, 1)),
        engagement=engagement,
        relation=one("relation", (62, 14, 8, 4, 5, 3, 2, 2)),
        child_age=one("child_age", (38, 27, 17, 9, 4, 5)),
        ethnicity=one("ethnicity", (10, 6, 4, 62, 3, 15)),
        stage=("trainee", "practitioner", "practitioner", "supervisor")[practitioner % 4],
        mode=one("mode", (68, 14, 14, 4)),
        cycles=chance.choice((1, 2))
        if end == "unplanned"
        else chance.choice((3, 3, 3, 4, 4, 5, 6, 8)),
        end=end,
    )


def _begun(nation: Nation, chance: random.Random) -> date:
    first = date(nation.first_year, 1, 1)
    return first + timedelta(days=chance.randrange(365 * nation.years))


def _scores(
    asked: Asked, said: Episode, ability: float, begun: date, draw: np.random.Generator
) -> Iterator[Scored]:
    start = float(draw.normal(asked.mean, asked.sd))
    effect = asked.effects
    change = (
        effect["(Intercept)"]
        + effect["start"] * asked.sign * (start - asked.mean)
        + effect["ordered"] * (said.engagement == "ordered")
        + effect["remote"] * (said.mode == "remote")
        + effect["trainee"] * (said.stage == "trainee")
        + ability
        + float(draw.normal(0, asked.error))
    )
    hard = asked.sign * (asked.mean - start) / asked.sd  # more is a harder start
    missing = {"planned": 0.12, "unplanned": 0.6, "open": 0.9}[said.end] + 0.05 * hard
    stays, lasts = draw.random(), draw.random()
    version = find(asked.measure).version

    def scored(occasion: str, score: float, days: int) -> Scored:
        day = begun + timedelta(days=days)
        return Scored(
            1, asked.measure, version, asked.scale, occasion, asked.respondent, round(score, 3), day
        )

    yield scored("start", start, 0)
    if stays < missing:
        return
    end = start + asked.sign * change
    yield scored("end", end, 120)
    if lasts < 0.35:
        for months in (3, 6, 12)[: 1 + int(lasts * 9)]:
            later = end - asked.sign * 0.15 * change + float(draw.normal(0, 1.5))
            yield scored(f"follow-up-{months}", later, 120 + 30 * months)


def true_intercept(asked: Asked) -> float:
    """The model's intercept, which belongs to a start of 0."""
    return asked.effects["(Intercept)"] - asked.effects["start"] * asked.sign * asked.mean


def _random_id(chance: random.Random) -> str:
    return str(UUID(int=chance.getrandbits(128), version=4))
