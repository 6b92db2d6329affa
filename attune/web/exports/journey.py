"""What this floor brings to the journey of a case: what was given to whom."""

from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from attune.web.cases.journey import Contributor, Entry
from attune.web.cases.models import Case
from attune.web.exports.models import Export
from attune.web.exports.wording import moments_said


def entries(case: Case) -> list[Entry]:
    """Each film that was approved, also after its file is gone; and each whose file went because
    somebody took their consent back."""
    exports = list(Export.objects.filter(case=case).prefetch_related("clips"))
    given = [
        _entry(each, each.given_at, str(each), _note(each)) for each in exports if each.given_at
    ]
    return given + [
        _entry(each, each.ended_at, _("%(film)s was erased") % {"film": each}, each.refusal)
        for each in exports
        if each.state == Export.State.WITHDRAWN and each.ended_at
    ]


def _entry(export: Export, at: datetime, title: str, note: str) -> Entry:
    url = reverse("exports:export", args=[export.pk])
    return Entry(at, "forward", title, url=url, note=note)


def _note(export: Export) -> str:
    what = f"{export.get_purpose_display()} · {moments_said(len(export.clips.all()))}"
    return f"{what}\n{_standing(export)}"


def _standing(export: Export) -> str:
    if export.state == Export.State.GIVEN and export.expires_at:
        day = date_format(localtime(export.expires_at), "j F Y")
        return _("Can be downloaded until %(day)s.") % {"day": day}
    return f"{export.get_state_display()}."


CONTRIBUTION = Contributor(entries=entries, know=lambda known: None)
