"""What measures bring to the journey of a case: that a form was filled in, and never what it scored."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from attune.web.cases.happenings import on_day
from attune.web.cases.journey import Contributor, Entry
from attune.web.cases.models import Case
from attune.web.outcomes.models import Decision
from attune.web.outcomes.queries.plans import Asked, asked_of


def entries(case: Case) -> list[Entry]:
    """Each form that counts, and each decision how to go on."""
    forms = [_form(asked) for asked in asked_of(case) if asked.counting]
    return [*forms, *(_decision(one) for one in Decision.objects.filter(case=case))]


def _form(asked: Asked) -> Entry:
    row = asked.counting[-1]
    said = {"who": asked.who, "measure": asked.measure.title}
    return Entry(
        on_day(row.taken_on, row.finished_at or timezone.now()),
        "measure",
        _("%(who)s filled in %(measure)s") % said,
        url=reverse("outcomes:case", args=[row.case_id]),
        cycle_id=row.cycle_id,
        note=_("About %(who)s") % {"who": asked.about} if asked.about else "",
    )


def _decision(decision: Decision) -> Entry:
    return Entry(
        decision.at,
        "note",
        decision.get_answer_display(),
        url=reverse("outcomes:change", args=[decision.case_id]),
        words=decision.client_words,
        note=decision.reasons,
    )


CONTRIBUTOR = Contributor(entries=entries, know=lambda known: None)
