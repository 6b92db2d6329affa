"""Goals measured beyond their ratings: agreed once, then rated. One transaction and one event each."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from attune.core.instruments.goals import Target, gas_t
from attune.web.cases.models import Goal
from attune.web.outcomes.models import Attainment, Scaling
from attune.web.people.actions import record
from attune.web.people.queries import Actor

Method = Scaling.Method


@transaction.atomic
def scale_goal(
    *,
    by: Actor,
    goal: Goal,
    method: str,
    baseline: int,
    expected: int,
    words: Mapping[str, str],
    weight: int = 1,
) -> Scaling:
    """Agree how this goal is measured. It can be agreed anew until it was rated for the first time.

    Raises AnswerError in words for what the method does not know; ValidationError once it was rated.
    """
    check_scale(method=method, baseline=baseline, expected=expected, weight=weight)
    Goal.objects.select_for_update().get(pk=goal.pk)
    before = Scaling.objects.filter(goal=goal).first()
    if before is not None and before.attainments.exists():
        raise ValidationError(_("It was rated already, so its scale stays as it was agreed."))
    said = {"method": method, "baseline": baseline, "expected": expected, "weight": weight}
    scaling, made = Scaling.objects.update_or_create(
        goal=goal, defaults={**said, "words": dict(words), "by": by.person}
    )
    record(by=by, verb="create" if made else "change", thing=scaling, method=method)
    return scaling


def check_scale(*, method: str, baseline: int, expected: int, weight: int = 1) -> None:
    """Raise AnswerError, in words, for what the method does not know."""
    if method == Method.TME:
        Target(baseline, expected)
    else:
        gas_t([baseline], [weight])


@transaction.atomic
def attain(
    *, by: Actor, scaling: Scaling, level: int, words: str = "", on: date | None = None
) -> Attainment:
    """Where the goal is on a day. The same said twice, one after the other, is said once.

    Raises AnswerError in words for a level that the method does not know.
    """
    check_level(scaling, level)
    Scaling.objects.select_for_update().get(pk=scaling.pk)
    said = {"level": level, "words": words, "on": on or timezone.localdate()}
    newest = scaling.attainments.order_by("-at").first()
    if newest is not None and all(getattr(newest, name) == said[name] for name in said):
        return newest
    row = Attainment.objects.create(scaling=scaling, by=by.person, **said)
    record(by=by, verb="create", thing=row)
    return row


def check_level(scaling: Scaling, level: int) -> None:
    """Raise AnswerError, in words, for a level that the method does not know."""
    if scaling.method == Method.TME:
        Target(scaling.baseline, scaling.expected).change(level)
    else:
        gas_t([level])
