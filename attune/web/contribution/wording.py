"""The fields of a record, as pages name them. What stands in them is shown as it is sent."""

from django.utils.translation import gettext_lazy as _

SAME = {
    "context": _("Who it is about"),
    "engagement": _("How it came about"),
    "relation": _("Who the client is to the other person"),
    "child_age": _("The other person’s age at the start"),
    "ethnicity": _("The client’s ethnic group"),
    "mode": _("How they met"),
    "stage": _("How far the practitioner was trained"),
    "cycles": _("Cycles done"),
    "end": _("How it ended"),
    "year": _("Year of the first score"),
    "region": _("Region"),
    "setting": _("Kind of organisation"),
    "caseload": _("Random number of the caseload"),
    "service": _("Random number of the service"),
    "contract": _("Version of the contract"),
}
"""The fields that are the same in all records of an episode, in the order in which a page shows them."""

EACH = {
    "measure": _("Measure"),
    "scale": _("Scale"),
    "occasion": _("When"),
    "score": _("Score"),
    "months": _("Months since the first"),
    "respondent": _("Filled in by"),
    "pair": _("Relationship"),
    "version": _("Version"),
}
"""The fields that differ, in the order of the columns."""
