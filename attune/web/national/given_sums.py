"""Sums that services give in the place of records: read when they come, and again when they are counted.

It stands on the tables of releases, which are slow to load, and is itself loaded only where sums are.
"""

import logging

from attune.core.figures.judging import thresholds_of
from attune.core.figures.service_sums import ServiceSums
from attune.core.figures.shipped_sums import Place, read
from attune.core.figures.tables import topics
from attune.core.instruments.catalogue import shipped
from attune.core.records.errors import RecordError
from attune.web.national.models import Enrolment, HeldSums

log = logging.getLogger("attune.national")


def of_service(service: Enrolment, form: object) -> ServiceSums:
    """The sums of this service. Raises RecordError, which never says a number."""
    thresholds = thresholds_of(shipped())
    place = Place(str(service.pseudonym), service.region, service.setting)
    return read(form, place, topics(shipped(), thresholds), thresholds)


def all_of_them() -> dict[str, ServiceSums]:
    """Of each service that gives sums, by its random number. Those that this version of Attune would judge otherwise are left
    out until the service sends them anew."""
    found = {}
    for row in HeldSums.objects.select_related("enrolment"):
        try:
            found[str(row.enrolment.pseudonym)] = of_service(row.enrolment, row.said)
        except RecordError as refusal:
            log.warning("The sums of %s are not counted: %s", row.enrolment.pseudonym, refusal)
    return found
