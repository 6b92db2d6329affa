"""An invented nation that gave its records: what a national instance holds, without any service that sends."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from django.conf import settings

from attune.core.figures.invented import Nation, Work, works
from attune.core.records.making import records_of
from attune.web.national.actions.releases import freeze, prepare
from attune.web.national.engine import store
from attune.web.national.models import Enrolment, Release, ReleaseDraft
from attune.web.national.queries.releases import draft as found
from attune.web.national.tasks import count
from attune.web.national.tasks import freeze as frozen
from tests.factories import make_officer

SMALL = Nation(7, services=12, practitioners=36, dyads=500, first_year=2023, years=3)
REGIONS = ("london", "midlands", "scotland")


def spread(work: Work) -> Work:
    """Services in three regions, four in each, so that there is something to show."""
    region = REGIONS[work.service % len(REGIONS)]
    return replace(work, episode=replace(work.episode, region=region))


def give(
    nation: Nation = SMALL, *, sequence: int = 1, change: Callable[[Work], Work] = spread
) -> list[dict]:
    """Every service of the nation has given its records; all of them."""
    episodes: dict[str, dict[str, list[dict]]] = defaultdict(dict)
    for work in map(change, works(nation)):
        records = records_of(work.episode, work.scores)
        episodes[work.episode.service][work.episode.episode] = records
    invited_by = make_officer().person
    for service, mine in episodes.items():
        store.append(settings.NATIONAL, service, sequence, "episodes", mine)
        one = next(records[0] for records in mine.values() if records)
        Enrolment.objects.update_or_create(
            pseudonym=UUID(service),
            defaults={
                "name": f"Invented {service[:8]}",
                "region": one["region"],
                "setting": one["setting"],
                "invited_by": invited_by,
                "last_sequence": sequence,
                "last_digest": "0" * 64,
            },
        )
    return [one for mine in episodes.values() for records in mine.values() for one in records]


def drafted() -> ReleaseDraft:
    """A draft that is counted."""
    draft = prepare(by=None)
    count(draft)
    return found(draft.pk)


def released() -> Release:
    """A frozen release."""
    draft = drafted()
    freeze(by=None, draft=draft)
    release = frozen(draft, None)
    assert release is not None, found(draft.pk).refusal
    return release
