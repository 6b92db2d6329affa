"""Random numbers for cases and caseloads. Each is made once and stays, so that records of one episode belong together."""

from django.db import transaction

from attune.web.cases.models import Case
from attune.web.contribution.models import CaseloadNumber, EpisodeNumber
from attune.web.contribution.queries.records import first_holders
from attune.web.people.models import Service


@transaction.atomic
def give_numbers(service: Service) -> None:
    """A number for each case of the service, and for each caseload, that has none. Doing it twice does no harm."""
    fresh = list(Case.objects.filter(service=service, episode_number=None).only("pk"))
    EpisodeNumber.objects.bulk_create(
        [EpisodeNumber(case=case) for case in fresh], ignore_conflicts=True
    )
    known = set(CaseloadNumber.objects.values_list("person", flat=True))
    people = {person for person in first_holders(fresh).values() if person not in known}
    CaseloadNumber.objects.bulk_create(
        [CaseloadNumber(service=service, person_id=person) for person in sorted(people)],
        ignore_conflicts=True,
    )
