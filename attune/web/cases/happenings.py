"""What happened in a case, one entry each, as far as this floor knows."""

from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from attune.core.consent import Answer
from attune.web.cases.models import Case, Consent, Cycle, Goal, GoalRating


@dataclass(frozen=True)
class Entry:
    """One thing that happened. kind: an icon of the ui timeline. title: a translated sentence.
    words: someone's own, if any; by: whose they are. note: more in plain words. standing: in a word or
    two, what is not as it should be yet."""

    at: datetime
    kind: str
    title: str
    url: str = ""
    words: str = ""
    cycle_id: UUID | None = None
    note: str = ""
    by: str = ""
    standing: str = ""


def own_entries(case: Case, cycles: list[Cycle]) -> list[Entry]:
    """Questions, goals, ratings, consents, the beginnings of cycles, the end."""
    return [
        *_questions(case),
        *_goals(case),
        *_ratings(case),
        *_consents(case),
        *(_begun(cycle) for cycle in cycles),
        *_end(case),
    ]


def on_day(day: date, written_at: datetime) -> datetime:
    """When something happened of which only the day is known: noon, unless it was written down
    on that very day."""
    if timezone.localdate(written_at) == day:
        return written_at
    return timezone.make_aware(datetime.combine(day, time(12)))


def _questions(case: Case) -> list[Entry]:
    url = reverse("cases:question", args=[case.pk])
    return [
        Entry(
            row.at,
            "question",
            _("The helping question") if row.version == 1 else _("The helping question, said anew"),
            url=url,
            words=row.text,
        )
        for row in case.helping_questions.all()
    ]


def _goals(case: Case) -> list[Entry]:
    return [
        Entry(row.at, "goal", _("A hope for this work"), url=_goal_url(row), words=row.text)
        for row in case.goals.all()
    ]


def _goal_url(goal: Goal) -> str:
    return reverse("cases:rate_goal", args=[goal.pk])


def _ratings(case: Case) -> list[Entry]:
    rows = GoalRating.objects.filter(goal__case=case).select_related("goal")
    return [
        Entry(
            on_day(row.on, row.at),
            "measure",
            _("%(rating)d of 10, in their own eyes") % {"rating": row.rating},
            url=_goal_url(row.goal),
            note=row.goal.text,
        )
        for row in rows
    ]


def _consents(case: Case) -> list[Entry]:
    """The answers that one person gave at one time, or somebody for them, are one entry."""
    rows = Consent.objects.filter(participant__case=case).select_related("participant")
    url = reverse("cases:consent", args=[case.pk])
    entries = []
    for (_day, _person, answer, speaker), group in groupby(sorted(rows, key=_said), key=_said):
        answers = list(group)
        entries.append(
            Entry(
                on_day(answers[0].on, answers[0].recorded_at),
                "consent",
                _consent_title(Answer(answer), answers[0].participant.name, speaker),
                url=url,
                note=" · ".join(str(row.get_purpose_display()) for row in answers),
            )
        )
    return entries


def _said(row: Consent) -> tuple[date, UUID, str, str]:
    """What answers have in common that are one entry."""
    return row.on, row.participant_id, row.answer, row.speaks_for_them


def _consent_title(answer: Answer, name: str, speaker: str) -> str:
    own = {
        Answer.GIVEN: _("%(name)s said yes"),
        Answer.DECLINED: _("%(name)s said no"),
        Answer.WITHDRAWN: _("%(name)s withdrew"),
    }
    spoken_for = {
        Answer.GIVEN: _("%(speaker)s said yes for %(name)s"),
        Answer.DECLINED: _("%(speaker)s said no for %(name)s"),
        Answer.WITHDRAWN: _("%(speaker)s withdrew for %(name)s"),
    }
    return (spoken_for if speaker else own)[answer] % {"name": name, "speaker": speaker}


def _begun(cycle: Cycle) -> Entry:
    return Entry(
        cycle.at,
        "sprout",
        _("We planned what to film"),
        cycle_id=cycle.pk,
        note=cycle.plan,
    )


def _end(case: Case) -> list[Entry]:
    if case.ended_on is None:
        return []
    # The end comes last on its day, whatever else was written down then.
    at = timezone.make_aware(datetime.combine(case.ended_on, time.max))
    return [Entry(at, "finish", _("The work ended"), note=case.ending_note)]
