"""Sums that services give in the place of records: read when they come, and again when they are counted.

It stands on the tables of releases, which are slow to load, and is itself loaded only where sums are.
"""

import logging

from attune.core.figures.judging import thresholds_of
from attune.core.figures.service_sums import ServiceSums
from attune.core.figures.shipped_sums import Place, read
from attune.core.figures.tables import Topic, topics
from attune.core.figures.tally import Thresholds
from attune.core.instruments.catalogue import shipped
from attune.core.records.errors import RecordError
from attune.web.national.models import Enrolment, HeldSums

log = logging.getLogger("attune.national")


Asked = tuple[tuple[Topic, ...], Thresholds]


def asked() -> Asked:
    """Every subject that is counted, and by which thresholds."""
    thresholds = thresholds_of(shipped())
    return topics(shipped(), thresholds), thresholds


def of_service(service: Enrolment, form: object, by: Asked) -> ServiceSums:
    """The sums of this service. by: what is asked here. Raises RecordError, which never says a number."""
    place = Place(str(service.pseudonym), service.region, service.setting)
    return read(form, place, *by)


def all_of_them() -> dict[str, ServiceSums]:
    """Of each service that gives sums, by its random number. Those that this version of Attune would judge otherwise are left
    out until the service sends them anew."""
    found, by = {}, asked()
    for row in HeldSums.objects.select_related("enrolment"):
        try:
            found[str(row.enrolment.pseudonym)] = of_service(row.enrolment, row.said, by)
        except RecordError as refusal:
            log.warning("The sums of %s are not counted: %s", row.enrolment.pseudonym, refusal)
    return found
