"""Making films to give away: each step once, with its event; what ends them without a click."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from attune.core.consent import Answer, Purpose
from attune.web.audit.models import Event
from attune.web.cases import actions as cases
from attune.web.exports import actions
from attune.web.exports.models import ClipFace, Download, Export
from attune.web.films import actions as films
from attune.web.films import store
from tests.factories.exports import begin_export, given_export, made_export, make_face
from tests.factories.reviews import make_film, make_moment
from tests.web.exports.conftest import withdraw

State = Export.State


def positions(export):
    return [(clip.position, clip.first) for clip in export.clips.all()]


def there(export):
    return store.has(export.home_id, store.export(export.pk))


def test_it_begins_with_the_chosen_moments_and_a_line_for_whom_it_is(family, moments):
    export = begin_export(family, *moments)
    assert positions(export) == [(1, 10), (2, 100), (3, 60)]
    assert (export.line, export.state) == ("For Ana only", State.ARRANGED)
    assert [clip.is_still for clip in export.clips.all()] == [False, False, True]
    # A moment's title is the practitioner's own.
    assert [clip.name for clip in export.clips.all()] == ["", "", ""]


def test_a_form_that_is_sent_twice_makes_one(family, moments):
    key, said = uuid4(), {"purpose": "copy", "recipient": "Ana", "moments": moments}
    for _ in range(2):
        actions.begin_export(by=family.actor, case=family.case, key=key, **said)
    assert Export.objects.get().clips.count() == 3
    assert Event.objects.filter(verb="create", object_type="exports.Export").count() == 1


def test_choosing_anew_keeps_the_place_and_look_of_those_that_stay(family, moments):
    export = begin_export(family, *moments)
    export.clips.filter(first=100).update(speed="1/2")
    said = {"purpose": Purpose.SUPERVISION, "recipient": "Ines", "moments": moments[1:]}
    actions.choose_clips(by=family.actor, export=export, **said)
    assert positions(export) == [(1, 100), (2, 60)]
    assert export.clips.first().speed == "1/2"
    assert (export.purpose, export.line) == (Purpose.SUPERVISION, "For Ines only")


def test_a_line_that_somebody_wrote_stays_when_the_name_changes(family, moments):
    export = begin_export(family, *moments)
    actions.arrange(by=family.actor, export=export, words={"line": "For us"}, clips={})
    said = {"purpose": Purpose.COPY, "recipient": "Ines", "moments": moments}
    actions.choose_clips(by=family.actor, export=export, **said)
    assert export.line == "For us"


def test_moving_and_leaving_out_number_anew(family, moments):
    export = begin_export(family, *moments)
    actions.move(by=family.actor, clip=export.clips.get(first=60), places=-5)
    assert positions(export) == [(1, 60), (2, 10), (3, 100)]
    for first in (60, 10):
        actions.leave_out(by=family.actor, clip=export.clips.get(first=first))
    assert positions(export) == [(1, 100)]
    with pytest.raises(ValidationError, match="at least one moment"):
        actions.leave_out(by=family.actor, clip=export.clips.get())


def test_making_is_queued_once(family, moments):
    export = begin_export(family, *moments)
    for _ in range(2):
        actions.make(by=family.actor, export=export)
    export.refresh_from_db()
    assert (export.state, export.home_id) == (State.MAKING, moments[0].film_id)
    assert export.total_seconds == 2 + 1 + 4
    task = DBTaskResult.objects.get()
    assert task.args_kwargs["args"] == [str(export.pk), str(export.job)]
    with pytest.raises(ValidationError, match="made already"):
        actions.move(by=family.actor, clip=export.clips.first(), places=1)


def test_nothing_is_made_without_everyones_yes_to_that_very_purpose(family, moments):
    export = begin_export(family, *moments, purpose=Purpose.TEACHING)
    with pytest.raises(ValidationError, match="Not everyone in the picture"):
        actions.make(by=family.actor, export=export)
    withdraw(family, family.baby, Purpose.FILM)
    copy = begin_export(family, *moments)
    with pytest.raises(ValidationError, match="Not everyone in the picture"):
        actions.make(by=family.actor, export=copy)
    assert not DBTaskResult.objects.exists()


def test_nothing_is_made_into_the_reserve_of_the_disk(family, moments, settings):
    settings.DISK_RESERVE = 2**62
    with pytest.raises(ValidationError, match="not enough room"):
        actions.make(by=family.actor, export=begin_export(family, *moments))


def test_stopping_keeps_what_was_chosen(family, moments):
    export = begin_export(family, *moments)
    actions.make(by=family.actor, export=export)
    actions.stop(by=family.actor, export=export)
    export.refresh_from_db()
    assert (export.state, export.job, export.clips.count()) == (State.ARRANGED, None, 3)


def test_it_is_given_for_two_weeks_by_who_looked_at_it(family, moments):
    export = given_export(family, *moments)
    assert (export.state, export.given_by) == (State.GIVEN, family.actor.person)
    assert timedelta(days=13) < export.expires_at - timezone.now() <= timedelta(days=14)


def test_what_was_not_made_cannot_be_given(family, moments):
    with pytest.raises(ValidationError, match="no file to give"):
        actions.give(by=family.actor, export=begin_export(family, *moments))


def test_changing_it_again_drops_the_file(family, moments, django_capture_on_commit_callbacks):
    export = made_export(family, *moments)
    assert there(export)
    with django_capture_on_commit_callbacks(execute=True):
        actions.change_again(by=family.actor, export=export)
    export.refresh_from_db()
    assert (export.state, there(export)) == (State.ARRANGED, False)
    with pytest.raises(ValidationError, match="given already"):
        actions.change_again(by=family.actor, export=export)


def test_taking_along_is_kept_and_logged(family, moments):
    export = given_export(family, *moments)
    actions.take_along(by=family.actor, export=export)
    assert Download.objects.get().by == family.actor.person
    last = Event.objects.last()
    assert (last.verb, last.object_id, last.detail) == (
        "read",
        str(export.pk),
        {"downloaded": True},
    )


def test_erasing_keeps_the_row_and_drops_the_file(
    family, moments, django_capture_on_commit_callbacks
):
    export = given_export(family, *moments)
    with django_capture_on_commit_callbacks(execute=True):
        actions.erase(by=family.actor, export=export)
    export.refresh_from_db()
    assert (export.state, there(export)) == (State.ERASED, False)
    assert export.ended_at is not None
    assert Event.objects.last().verb == "erase"


def test_a_draft_that_is_erased_leaves_nothing(family, moments):
    actions.erase(by=family.actor, export=begin_export(family, *moments))
    assert not Export.objects.exists()


@pytest.mark.parametrize("purpose", [Purpose.COPY, Purpose.FILM])
def test_a_withdrawal_erases_at_once(family, moments, purpose, django_capture_on_commit_callbacks):
    export = given_export(family, *moments)
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(family, family.baby, purpose)
    export.refresh_from_db()
    assert (export.state, there(export)) == (State.WITHDRAWN, False)
    assert export.refusal == "Bo no longer agrees to this, so the file was erased at once."
    last = Event.objects.filter(object_id=str(export.pk)).last()
    assert (last.verb, last.person_id) == ("withdraw", family.actor.person.pk)


def test_a_withdrawal_of_something_else_leaves_it(family, moments):
    export = given_export(family, *moments)
    withdraw(family, family.baby, Purpose.TEACHING)
    export.refresh_from_db()
    assert export.state == State.GIVEN


def test_a_withdrawal_ends_one_that_is_being_made(family, moments):
    export = begin_export(family, *moments)
    actions.make(by=family.actor, export=export)
    withdraw(family, family.mother)
    export.refresh_from_db()
    assert (export.state, export.job) == (State.WITHDRAWN, None)


def test_a_yes_ends_nothing(family, moments):
    export = given_export(family, *moments)
    cases.record_consent(
        by=family.actor, participant=family.baby, purpose=Purpose.COPY, answer=Answer.GIVEN
    )
    export.refresh_from_db()
    assert export.state == State.GIVEN


def test_faces_are_looked_for_once_and_chosen_by_a_person(family, moments):
    clip = begin_export(family, *moments).clips.first()
    for _ in range(2):
        actions.look_for_faces(by=family.actor, clip=clip)
    assert DBTaskResult.objects.get().args_kwargs["args"] == [str(clip.pk)]
    first, second = make_face(clip, 1), make_face(clip, 2)
    how = {"everything": False, "boxes": [], "follows": True, "cover": "fill"}
    actions.hide(by=family.actor, clip=clip, faces=[second.pk], **how)
    assert clip.hidden_faces == [second]
    assert clip.places_hidden == 1
    actions.hide(by=family.actor, clip=clip, faces=[first.pk], **how)
    clip.refresh_from_db()
    assert clip.hidden_faces == [first]


@pytest.mark.parametrize("deed", ["leave out", "erase", "withdraw"])
def test_pictures_of_faces_go_with_what_they_were_found_for(
    family, moments, deed, django_capture_on_commit_callbacks
):
    export = given_export(family, *moments[:2])
    if deed == "leave out":
        export = begin_export(family, *moments[:2])
    face = make_face(export.clips.first())
    film, picture = face.clip.film_id, store.picture(face.pk, "jpg")
    assert store.has(film, picture)
    with django_capture_on_commit_callbacks(execute=True):
        if deed == "leave out":
            actions.leave_out(by=family.actor, clip=export.clips.first())
        elif deed == "erase":
            actions.erase(by=family.actor, export=export)
        else:
            withdraw(family, family.baby)
    assert not ClipFace.objects.exists()
    assert not store.has(film, picture)


def test_a_film_that_is_deleted_takes_its_exports_along(
    family, film, moments, django_capture_on_commit_callbacks
):
    other = make_film(family, film.cycle)
    reel = given_export(family, moments[0], make_moment(other))
    alone = given_export(family, moments[1])
    with django_capture_on_commit_callbacks(execute=True):
        films.delete_film(film=other, by=family.actor)
    for export in (reel, alone):
        export.refresh_from_db()
    assert (reel.state, there(reel)) == (State.ERASED, False)
    assert (alone.state, there(alone)) == (State.GIVEN, True)


def test_what_expired_is_erased_and_stays_written_down(
    family, moments, django_capture_on_commit_callbacks
):
    export, fresh = given_export(family, *moments), given_export(family, *moments)
    Export.objects.filter(pk=export.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.end_expired(Export.objects.all()) == 1
    export.refresh_from_db()
    assert (export.state, there(export), there(fresh)) == (State.EXPIRED, False, True)
    assert (Event.objects.last().verb, Event.objects.last().person_id) == ("erase", None)
