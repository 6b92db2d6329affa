"""What a service that gives sums only gives now: counts and sums of its ended cases, and none that tells of few.

New sums go when 8 cases differ from those that were told last, so that one can't be told by subtraction. Where a case that was told
gives no more, everything is taken back at once; new sums go when 8 cases differ again.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from attune.core.instruments.catalogue import shipped
from attune.web.contribution.models import NationalLink, OutgoingPush, SumsTold
from attune.web.contribution.queries.giving import digest_of, wanted

OPEN = "open"

Form = Mapping[str, Any]


@dataclass(frozen=True)
class Target:
    """What they should hold; form: None for nothing. episodes: what is in new sums, by checksums. is_new: made now, not told
    before. differing: cases that differ from those told last. too_few, without_model: measures that can't be told, and why."""

    form: Form | None = None
    episodes: Mapping[str, str] = field(default_factory=dict)
    is_new: bool = False
    differing: int = 0
    too_few: tuple[str, ...] = ()
    without_model: tuple[tuple[str, str], ...] = ()


def told_by(link: NationalLink) -> SumsTold:
    """What was told last, and whether they hold it; an empty row where nothing was."""
    return SumsTold.objects.filter(service=link.service).first() or SumsTold(service=link.service)


def target(link: NationalLink) -> Target:
    """What a service that gives sums only should have given."""
    from attune.core.figures import guarding  # noqa: PLC0415 -- slow to load

    if link.state != NationalLink.State.ACTIVE:
        return Target()
    given = {one: rows for one, rows in wanted(link).items() if rows[0]["end"] != OPEN}
    now = {str(one): digest_of(rows) for one, rows in given.items()}
    told = told_by(link)
    differing = guarding.differing(told.episodes, now)
    if guarding.is_due(told.episodes, now):
        return _new([one for rows in given.values() for one in rows], now, differing)
    if guarding.is_taken_back(told.episodes, now):
        return Target(differing=differing)
    return Target(told.said or None, told.episodes, differing=differing)


def _new(records: list[dict[str, Any]], now: Mapping[str, str], differing: int) -> Target:
    from attune.core.figures.guarding import may_leave  # noqa: PLC0415 -- slow to load
    from attune.core.figures.judging import thresholds_of  # noqa: PLC0415 -- the same
    from attune.core.figures.service_sums import of_records  # noqa: PLC0415 -- the same
    from attune.core.figures.shipped_sums import written  # noqa: PLC0415 -- the same
    from attune.core.figures.tables import topics  # noqa: PLC0415 -- the same

    thresholds = thresholds_of(shipped())
    asked = topics(shipped(), thresholds)
    titles = {(one.measure, one.respondent): one.title for one in asked}
    found = may_leave(of_records(records, asked, thresholds))
    form = written(found.sums, thresholds)
    return Target(
        form if form["tables"] else None,
        now,
        is_new=True,
        differing=differing,
        too_few=tuple(titles[one.measure, one.respondent] for one in found.too_few),
        without_model=tuple(
            (titles[scale.measure, scale.respondent], why)
            for scale, why in found.without_model.items()
        ),
    )


def digest_of_form(form: Form | None) -> str:
    """The checksum of sums; empty for none."""
    if form is None:
        return ""
    said = json.dumps(form, separators=(",", ":"), sort_keys=True, allow_nan=False)
    return sha256(said.encode()).hexdigest()


def differ(link: NationalLink) -> bool:
    """Whether they should hold other sums than they do, as far as is known."""
    return digest_of_form(target(link).form) != told_by(link).held


def in_push(push: OutgoingPush) -> Form | None:
    """The sums that a push under way holds."""
    said: dict[str, Any] = json.loads(bytes(push.body))
    return said.get("sums")
