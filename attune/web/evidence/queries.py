"""Reading the evidence library: as it is, or as it was at the end of a day."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from attune.web.evidence.content import Content
from attune.web.evidence.deriving import Effect, effects_on, label_of
from attune.web.evidence.models import Entry, Version


@dataclass(frozen=True)
class Wanted:
    """What a reader looks for; an empty text is anything. words: all of them must be there somewhere."""

    design: str = ""
    risk: str = ""
    method: str = ""
    outcome: str = ""
    words: str = ""

    def holds(self, content: Content) -> bool:
        plain = all(
            not value or content.get(name) == value
            for name, value in (
                ("design", self.design),
                ("risk", self.risk),
                ("method", self.method),
            )
        )
        return plain and self._has_outcome(content) and self._has_words(content)

    def _has_outcome(self, content: Content) -> bool:
        outcomes = {each["outcome"] for each in content.get("effects", [])}
        return not self.outcome or self.outcome in outcomes

    def _has_words(self, content: Content) -> bool:
        told = ("title", "authors", "population", "found", "caution")
        text = " ".join(content.get(name, "") for name in told).lower()
        return all(word in text for word in self.words.lower().split())


def current(as_of: datetime.date | None = None) -> QuerySet[Version]:
    """The newest version of every entry, at the end of a day or now; withdrawn ones are left out."""
    there = Version.objects.all()
    if as_of is not None:
        there = there.filter(at__lt=_after(as_of))
    newest = there.filter(entry=OuterRef("entry")).order_by("-number").values("pk")[:1]
    return there.filter(pk=Subquery(newest), withdrawn=False).select_related("entry")


def _after(day: datetime.date) -> datetime.datetime:
    """The first moment of the next day, where this server is."""
    midnight = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time())
    return timezone.make_aware(midnight)


def entries(kinds: Sequence[str], wanted: Wanted | None = None) -> list[Version]:
    """Entries of these kinds that somebody looks for, the newest publication first."""
    wanted = wanted or Wanted()
    found = [
        version
        for version in current()
        if version.content["kind"] in kinds and wanted.holds(version.content)
    ]
    return sorted(found, key=lambda one: (-one.content.get("year", 0), label_of(one.content)))


def entry(key: str) -> Entry:
    """Raises Entry.DoesNotExist."""
    return Entry.objects.get(key=key, versions__number=1)


def versions(of: Entry) -> list[Version]:
    """Every version, the newest first."""
    return list(of.versions.select_related("by").order_by("-number"))


def effects(outcome: str, as_of: datetime.date | None = None, among: str = "") -> list[Effect]:
    """The effects on an outcome, oldest study first. among: a design or a kind of video feedback alone."""
    told = [(one.entry.key, one.content) for one in current(as_of)]
    told.sort(key=lambda one: (one[1].get("year", 0), one[0]))
    found = effects_on(outcome, told)
    return [one for one in found if not among or among in (one.design, one.method)]


def counted(as_of: datetime.date | None = None) -> dict[str, int]:
    """How many effects there are on each outcome."""
    outcomes = [
        each["outcome"] for one in current(as_of) for each in one.content.get("effects", [])
    ]
    return {outcome: outcomes.count(outcome) for outcome in sorted(set(outcomes))}


def first_day() -> datetime.date | None:
    """When the library began here; None while it is empty."""
    first = Version.objects.order_by("at").values_list("at", flat=True).first()
    return timezone.localdate(first) if first else None
