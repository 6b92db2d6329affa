"""Services beside each other today, for the analyst: no service is named, and each figure is as coarse as in a release.

Shown are services with at least 8 pairs, where there are three. Pairs are told to the nearest five. A mean is rounded so far that
the sum of scores behind it is known to no better than a tenth of the scale's range: so two looks at different days tell of no one.
It loads the engines that count, and is itself loaded only when the page is asked for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from attune.core.figures.service_sums import scale_of
from attune.core.figures.showing import rounded, unit
from attune.core.figures.tables import OVERALL, Topic
from attune.core.statistics.disclosure.rules import Rules
from attune.core.statistics.errors import CannotComputeError
from attune.core.statistics.funnel import normal_limits
from attune.web.national import tallying
from attune.web.national.release_words import subject_name
from attune.web.ui.charts.drawing import Drawing
from attune.web.ui.charts.funnel import Point, Words, by_size, limits_of
from attune.web.ui.charts.scale import written

RULES = Rules()


@dataclass(frozen=True)
class Service:
    """One service without a name. pairs: to the nearest five. plain: the mean change of its pairs; drawn: what the model makes of
    it beside services like it, with chance taken out as far as can be. In points, more is better."""

    pairs: int
    plain: float
    drawn: float


@dataclass(frozen=True)
class Abreast:
    """All services of a topic that can be shown, by size. change, spread: of the pairs of all services, coarse. between: how far
    services of a region differ by the model, in points."""

    topic: Topic
    services: tuple[Service, ...]
    left_out: int
    change: float
    spread: float
    between: float


@dataclass(frozen=True)
class Choice:
    """One of the topics."""

    slug: str
    title: str
    is_chosen: bool


@dataclass(frozen=True)
class Page:
    """said: sentences. charts: by the name of their files."""

    topics: tuple[Choice, ...]
    said: tuple[str, ...]
    charts: Mapping[str, Drawing]
    slug: str = ""


def page(asked: str) -> Page:
    """The topic that was asked for, or the first there is something of. Raises StoreError."""
    known = tallying.services()
    there = [
        topic
        for topic in tallying.all_topics()
        if any((topic.subject(), ()) in mine.tables.get(OVERALL, {}) for mine in known.values())
    ]
    if not there:
        return Page(
            (), (_("No service has given anything yet that can be put beside others."),), {}
        )
    topic = next((one for one in there if _slug(one) == asked), there[0])
    topics = tuple(Choice(_slug(one), subject_name(one), one is topic) for one in there)
    found = of_topic(topic, known)
    if isinstance(found, str):
        return Page(topics, (found,), {}, _slug(topic))
    return Page(topics, tuple(_said(found)), _charts(found), _slug(topic))


def of_topic(topic: Topic, known: Mapping[str, tallying.ServiceSums]) -> Abreast | str:
    """The services of a topic; or in words why they can't be shown."""
    from attune.web.national.engine import modelling

    key = (topic.subject(), ())
    tallies = [mine.tables.get(OVERALL, {}).get(key) for mine in known.values()]
    if sum(one is not None and one.paired >= RULES.least for one in tallies) < RULES.services:
        return _("Fewer than three services have 8 pairs of this measure. Nothing is shown yet.")
    try:
        model = modelling.national(known, scale_of(topic))
    except CannotComputeError as refusal:
        return _("It can’t be computed yet: %(why)s.") % {"why": refusal.reason}
    every = modelling.service_estimates(model)
    shown = [one for one in every if one.pairs >= RULES.least]
    if len(shown) < RULES.services:  # some of those that give sums are not in the model
        return _("Too few services can be in the model of this measure. Nothing is shown yet.")
    pairs = sum(one.pairs for one in shown)
    services = sorted(
        (
            Service(
                RULES.rounded(one.pairs),
                rounded(one.plain, unit(topic, one.pairs)),
                rounded(one.effect, unit(topic, one.pairs)),
            )
            for one in shown
        ),
        key=lambda one: (one.pairs, one.plain, one.drawn),
    )
    step = unit(topic, pairs)
    return Abreast(
        topic,
        tuple(services),
        len(every) - len(shown),
        rounded(sum(one.pairs * one.plain for one in shown) / pairs, step),
        max(step, rounded(model.fit.variance["residual"] ** 0.5, step)),
        rounded(model.fit.variance["service"] ** 0.5, step),
    )


def _slug(topic: Topic) -> str:
    return f"{topic.measure}-{topic.respondent}"


def _said(found: Abreast) -> Sequence[str]:
    many = len(found.services)
    yield ngettext(
        "%(many)s service has at least 8 pairs; together they changed by %(change)s points on average, where more is better.",
        "%(many)s services have at least 8 pairs; together they changed by %(change)s points on average, where more is better.",
        many,
    ) % {"many": many, "change": written(found.change)}
    if found.between:
        yield _(
            "Services of one region differ by about %(between)s points when chance and whom they work with are taken out."
        ) % {"between": written(found.between)}
    else:
        yield _("By the national model services of one region do not differ beyond chance.")
    if found.left_out:
        yield _("Services with fewer pairs are counted in the model, and not shown.")
    yield _("There is no control group: people also change without help.")


def _charts(found: Abreast) -> dict[str, Drawing]:
    plain = [Point(one.pairs, one.plain, _("A service")) for one in found.services]
    drawn = [Point(one.pairs, one.drawn, _("A service")) for one in found.services]
    foot = (_("As of today; no release. Figures leave only as a release."),)
    charts = {
        "plain": by_size(
            plain,
            limits_of(plain, partial(normal_limits, found.change, found.spread)),
            middle=found.change,
            title=_("Change in each service, within the limits of chance"),
            says=_(
                "Between the lines lies what chance alone explains. A point beyond them asks a question: whom do they work with, "
                "and how complete are their forms? It is no verdict."
            ),
            words=Words(_("Pairs"), _("Points better"), _("all services"), _("a service")),
            foot=foot,
        )
    }
    if any(one.drawn for one in found.services):
        charts["drawn"] = by_size(
            drawn,
            (),
            middle=0.0,
            title=_("What is left of a service’s own, with chance taken out"),
            says=_(
                "By the national model: beside services of its region, for how hard the start was, ordered work, video calls and "
                "training. The fewer pairs, the closer to the middle."
            ),
            words=Words(
                _("Pairs"), _("Points better than expected"), _("as expected"), _("a service")
            ),
            foot=foot,
        )
    return charts
