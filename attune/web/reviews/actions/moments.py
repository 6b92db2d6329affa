"""Writing the moments of a film: changes as they come from the editor, each kept once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Protocol
from uuid import UUID

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus

from attune.core.timeline.edit import apply, read_moment, write_moment
from attune.core.timeline.model import Clip, Still, Timeline, TimelineError
from attune.web.films import store
from attune.web.films.models import Film
from attune.web.people.actions import record
from attune.web.people.queries import Actor
from attune.web.reviews import tasks
from attune.web.reviews.models import Moment, TimelineChange
from attune.web.reviews.queries import moments as queries

ASKED_FOR = 60  # seconds in which a picture is asked for once only
WAITED_FOR = timedelta(days=7)  # how long an original waits for stills that can't be drawn


class Letter(Protocol):
    """A change with the id that makes a repeat of it harmless."""

    @property
    def id(self) -> UUID: ...
    @property
    def change(self) -> Mapping[str, Any]: ...


@dataclass
class Outcome:
    """What became of some changes. Those after a refused one were not tried."""

    timeline: Timeline
    acknowledged: list[UUID] = field(default_factory=list)
    refused: UUID | None = None
    sentence: str = ""
    made: int = 0  # those that were not known before


@transaction.atomic
def change_moments(*, by: Actor, film: Film, letters: Iterable[Letter]) -> Outcome:
    """Make the changes in their order, until one can't be made. Those before it stay made."""
    Film.objects.select_for_update().get(pk=film.pk)  # two tabs take turns
    outcome = Outcome(queries.timeline_of(film))
    for letter in letters:
        try:
            _take(by, film, letter, outcome)
        except TimelineError as refusal:
            outcome.refused, outcome.sentence = letter.id, str(refusal)
            break
        outcome.acknowledged.append(letter.id)
    if outcome.made:
        record(by=by, verb="change", thing=film, moments=outcome.made)
    return outcome


def _take(by: Actor, film: Film, letter: Letter, outcome: Outcome) -> None:
    change = _plain(letter.change)
    known = queries.change_known(letter.id)
    if known is not None:
        if known.film_id != film.pk or known.change != change:
            raise TimelineError(_("Another change has this id already."))
        return
    moment_id = UUID(change["id"])
    if change["op"] == "remove":
        _check_not_chosen(moment_id, film)
    elif queries.belongs_elsewhere(moment_id, film):
        raise TimelineError(_("Another moment has this id already."))
    else:
        _check_frames_stay(read_moment(change), film)
    framework = queries.framework_in_use()
    outcome.timeline = apply(
        outcome.timeline, change, ticks=queries.ticks_of(film.pk), principles=framework.keys
    )
    _bring_in_line(by, film, moment_id, outcome.timeline)
    last = film.timeline_changes.last()
    TimelineChange.objects.create(
        id=letter.id,
        film=film,
        number=last.number + 1 if last else 1,
        change=change,
        by=by.person,
    )
    outcome.made += 1


def _plain(change: Mapping[str, Any]) -> dict[str, Any]:
    """The change with what belongs to it and nothing more. Raises TimelineError."""
    if change.get("op") == "put":
        return write_moment(read_moment(change))
    try:
        return {"op": change.get("op"), "id": str(UUID(change["id"]))}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise TimelineError(_("A change needs the id of a moment.")) from error


def _check_not_chosen(moment_id: UUID, film: Film) -> None:
    item = queries.chosen_for_review(moment_id, film)
    if item is None:
        return
    held_on = item.review.held_on
    if held_on is None:
        raise TimelineError(
            _("This moment is chosen for the shared review. Take it out there first.")
        )
    raise TimelineError(
        _("This moment belongs to the shared review of %(day)s, so it stays.")
        % {"day": date_format(held_on)}
    )


def _check_frames_stay(moment: Clip | Still, film: Film) -> None:
    """What was said belongs to the frames that were seen; a title or a note may still change."""
    item = queries.chosen_for_review(moment.id, film)
    if item is None or item.review.held_on is None:
        return
    if (_begins(moment), _ends(moment)) != (item.moment.first, item.moment.last):
        raise TimelineError(
            _(
                "This moment belongs to the shared review of %(day)s, so its frames stay. "
                "Keep a new clip instead."
            )
            % {"day": date_format(item.review.held_on)}
        )


def _bring_in_line(by: Actor, film: Film, moment_id: UUID, timeline: Timeline) -> None:
    """The row of this moment says what the timeline says."""
    moment = timeline.moments.get(moment_id)
    before = Moment.objects.filter(pk=moment_id, film=film).first()
    if before is not None and (moment is None or _begins(moment) != before.first):
        _drop_picture(before)
    if moment is None:
        Moment.objects.filter(pk=moment_id, film=film).delete()
        return
    is_clip = isinstance(moment, Clip)
    framework = queries.framework_in_use()
    said = {
        "first": _begins(moment),
        "last": _ends(moment),
        "title": moment.title,
        "note": moment.note,
        "principles": sorted(moment.principles),
        "framework": f"{framework.id}/{framework.version}",
    }
    made = {"kind": Moment.Kind.CLIP if is_clip else Moment.Kind.STILL, "by": by.person}
    Moment.objects.update_or_create(
        pk=moment_id, film=film, defaults=said, create_defaults={**said, **made}
    )


def _begins(moment: Clip | Still) -> int:
    return moment.first if isinstance(moment, Clip) else moment.at


def _ends(moment: Clip | Still) -> int:
    return moment.last if isinstance(moment, Clip) else moment.at


def _drop_picture(moment: Moment) -> None:
    """Once this is certain, the picture of a frame that nobody keeps any more goes."""
    film_id, name = moment.film_id, queries.picture_name(moment)
    cache.delete(f"picture:{name}")
    transaction.on_commit(lambda: store.drop_picture(film_id, name))


def ask_for_picture(*, moment: Moment) -> bool:
    """Have the picture made; asking again while it is being made asks nothing more.

    Returns whether it may still come: False when drawing it has just failed.
    """
    key = f"picture:{queries.picture_name(moment)}"
    if cache.add(key, "", ASKED_FOR):
        cache.set(key, tasks.make_picture.enqueue(str(moment.pk)).id, ASKED_FOR)
        return True
    asked = cache.get(key)
    return not asked or tasks.make_picture.get_result(asked).status != TaskResultStatus.FAILED


def needs_original(film: Film) -> bool:
    """Whether the film's original must stay for stills at its full size; they are then drawn at once.

    One that can't be drawn is waited for a week, and then comes from the copy when somebody asks.
    """
    stills = Moment.objects.filter(film=film, kind=Moment.Kind.STILL)
    missing = [moment for moment in stills if not store.has(film.pk, queries.picture_name(moment))]
    for moment in missing:
        ask_for_picture(moment=moment)
    until = film.kept_until
    return bool(missing) and (until is None or timezone.now() < until + WAITED_FOR)
