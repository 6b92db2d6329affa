"""Changes from the editor: kept once each, in their order, and as rows of moments."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

import pytest
from django.core.cache import cache
from django.utils import timezone
from django_scopes import scope, scopes_disabled
from django_tasks_db.models import DBTaskResult

from attune.web.audit.models import Event
from attune.web.films import store
from attune.web.reviews.actions import moments as actions
from attune.web.reviews.actions import reviews
from attune.web.reviews.models import Moment, TimelineChange
from attune.web.reviews.queries import moments as queries
from tests.factories import give_consent, make_actor, make_family, start_cycle
from tests.factories.reviews import keep_frames, make_film, make_moment

WORDS = {"title": "", "note": "", "principles": []}


@dataclass(frozen=True)
class Letter:
    id: UUID
    change: dict


def clip(moment_id, first=10, last=60, **words):
    times = {"kind": "clip", "first": first, "last": last}
    return {"op": "put", "id": str(moment_id), **times, **WORDS, **words}


def still(moment_id, at=30, **words):
    return {"op": "put", "kind": "still", "id": str(moment_id), "at": at, **WORDS, **words}


def remove(moment_id):
    return {"op": "remove", "id": str(moment_id)}


def letters(*changes):
    return [Letter(uuid4(), change) for change in changes]


@pytest.fixture(autouse=True)
def own_place(films_directory):
    cache.clear()


@pytest.fixture
def film(family):
    film = make_film(family, start_cycle(family))
    keep_frames(film)
    return film


@pytest.fixture
def send(family, film):
    def sent(*changes):
        return actions.change_moments(by=family.actor, film=film, letters=letters(*changes))

    return sent


def test_changes_become_rows_and_a_journal(family, film, send):
    one, other = uuid4(), uuid4()
    put = clip(one, title=" He looks up ", note="Wait", principles=["guiding", "being-attentive"])
    outcome = send(put, still(other), clip(one, last=70, title="He looks up"))
    assert (outcome.refused, len(outcome.acknowledged), outcome.made) == (None, 3, 3)
    row = Moment.objects.get(pk=one)
    assert (row.kind, row.first, row.last, row.title) == ("clip", 10, 70, "He looks up")
    assert (row.note, row.principles, row.framework) == ("", [], "attunement-principles/1")
    assert row.by == family.actor.person
    assert Moment.objects.get(pk=other).last == 30
    journal = film.timeline_changes.all()
    assert [change.number for change in journal] == [1, 2, 3]
    assert journal[0].change == {
        **put,
        "title": "He looks up",
        "principles": ["being-attentive", "guiding"],
    }


def test_moment_keeps_who_made_it_when_a_colleague_changes_it(family, film, send, colleague):
    moment = uuid4()
    send(clip(moment))
    actions.change_moments(by=colleague, film=film, letters=letters(clip(moment, title="Hers")))
    row = Moment.objects.get(pk=moment)
    assert (row.by, row.title) == (family.actor.person, "Hers")
    assert film.timeline_changes.last().by == colleague.person


def test_removal_takes_the_row_and_undo_brings_it_back(film, send):
    moment = uuid4()
    send(clip(moment, title="Looking"), remove(moment))
    assert not film.moments.exists()
    send(clip(moment, title="Looking"))
    assert film.moments.get().title == "Looking"
    assert film.timeline_changes.count() == 3


def test_repeat_is_acknowledged_again_and_done_once(family, film):
    sent = letters(clip(uuid4()), still(uuid4()))
    for made in (2, 0):
        outcome = actions.change_moments(by=family.actor, film=film, letters=sent)
        assert outcome.acknowledged == [letter.id for letter in sent]
        assert outcome.made == made
    assert film.timeline_changes.count() == 2
    assert film.moments.count() == 2


def test_repeat_after_a_later_change_does_not_go_back(family, film, send):
    moment = uuid4()
    first = letters(clip(moment, title="First"))
    actions.change_moments(by=family.actor, film=film, letters=first)
    send(clip(moment, title="Second"))
    actions.change_moments(by=family.actor, film=film, letters=first)
    assert film.moments.get().title == "Second"


def test_same_id_with_another_content_is_refused(family, film):
    (sent,) = letters(clip(uuid4()))
    actions.change_moments(by=family.actor, film=film, letters=[sent])
    forged = Letter(sent.id, clip(uuid4()))
    outcome = actions.change_moments(by=family.actor, film=film, letters=[forged])
    assert (outcome.refused, outcome.acknowledged) == (sent.id, [])
    assert film.moments.count() == 1


def test_what_stands_before_a_refused_change_is_kept_and_what_follows_is_not_tried(film, send):
    good, bad, later = uuid4(), uuid4(), uuid4()
    outcome = send(clip(good), clip(bad, last=9999), clip(later))
    assert len(outcome.acknowledged) == 1
    assert outcome.sentence == "That moment is not on a frame of this film."
    assert [row.pk for row in film.moments.all()] == [good]
    assert list(outcome.timeline.moments) == [good]
    assert film.timeline_changes.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"op": "put"},
        {"op": "shout", "id": str(uuid4())},
        {"op": "remove"},
        {"op": "remove", "id": "x"},
        {"op": "remove", "id": 7},
        remove(uuid4()),
        clip(uuid4(), first=60, last=10),
        clip(uuid4(), first=10.0),
        clip(uuid4(), first=True),
        clip(uuid4(), principles=["scoring"]),
        clip(uuid4(), title="x" * 121),
        still(uuid4(), at=-1),
        still(uuid4(), note="\0"),
    ],
)
def test_change_that_makes_no_sense_is_refused(film, send, change):
    outcome = send(change)
    assert outcome.refused is not None
    assert outcome.sentence.endswith(".")
    assert not film.timeline_changes.exists()


def test_clip_that_is_chosen_for_a_review_stays(family, film, send):
    moment = make_moment(film)
    reviews.choose(by=family.actor, cycle=film.cycle, moment=moment)
    outcome = send(remove(moment.pk))
    assert "Take it out there first." in outcome.sentence
    assert film.moments.get() == moment


def test_clip_that_was_watched_together_stays_and_says_when(family, film, send):
    moment = make_moment(film)
    item = reviews.choose(by=family.actor, cycle=film.cycle, moment=moment)
    type(item.review).objects.filter(pk=item.review_id).update(
        held_on=timezone.localdate().replace(year=2026, month=3, day=14)
    )
    assert "14 Mar 2026" in send(remove(moment.pk)).sentence
    assert film.moments.get() == moment


@pytest.fixture
def watched(family, film):
    """A moment from 10 to 60 that was watched together on 14 March 2026."""
    moment = make_moment(film, first=10, last=60)
    item = reviews.choose(by=family.actor, cycle=film.cycle, moment=moment)
    type(item.review).objects.filter(pk=item.review_id).update(held_on=date(2026, 3, 14))
    return moment


@pytest.mark.parametrize("times", [{"first": 11}, {"last": 61}, {"first": 20, "last": 30}])
def test_frames_that_were_watched_together_stay(film, send, watched, times):
    assert send(clip(watched.pk, **times)).sentence == (
        "This moment belongs to the shared review of 14 Mar 2026, so its frames stay. "
        "Keep a new clip instead."
    )
    row = film.moments.get()
    assert (row.first, row.last) == (10, 60)


def test_frame_of_a_still_that_was_watched_stays(film, send, watched):
    Moment.objects.update(kind=Moment.Kind.STILL, last=10)
    assert "its frames stay" in send(still(watched.pk, at=11)).sentence
    assert send(still(watched.pk, at=10, title="He waits")).refused is None


def test_words_of_a_moment_that_was_watched_may_change(film, send, watched):
    said = {"title": "He waits", "note": "Mine", "principles": ["guiding"]}
    assert send(clip(watched.pk, **said)).refused is None
    row = film.moments.get()
    assert (row.title, row.note, row.principles) == ("He waits", "Mine", ["guiding"])


def test_chosen_moment_that_was_not_watched_yet_may_change_its_frames(family, film, send):
    moment = make_moment(film, first=10, last=60)
    reviews.choose(by=family.actor, cycle=film.cycle, moment=moment)
    assert send(clip(moment.pk, first=11)).refused is None
    assert film.moments.get().first == 11


@pytest.mark.django_db
def test_ids_of_another_service_can_neither_be_changed_nor_taken(family, film, send):
    stranger = make_actor()
    with scope(service=stranger.service):
        theirs = make_family(stranger)
        their_film = make_film(theirs, start_cycle(theirs))
        keep_frames(their_film)
        their_moment = make_moment(their_film, title="Theirs")
        their_letters = letters(clip(uuid4()))
        actions.change_moments(by=stranger, film=their_film, letters=their_letters)
    assert send(clip(their_moment.pk, title="Mine")).refused is not None
    assert send(remove(their_moment.pk)).refused is not None
    mine = [Letter(their_letters[0].id, clip(uuid4()))]
    outcome = actions.change_moments(by=family.actor, film=film, letters=mine)
    assert outcome.refused == mine[0].id
    with scopes_disabled():
        assert Moment.objects.get(pk=their_moment.pk).title == "Theirs"
        assert TimelineChange.objects.get(pk=mine[0].id).film == their_film


def test_one_request_is_one_event_without_words(film, send):
    send(clip(uuid4(), title="Secret"), still(uuid4(), note="Secret"))
    event = Event.objects.last()
    assert (event.verb, event.object_id, event.detail) == ("change", str(film.pk), {"moments": 2})
    before = Event.objects.count()
    send(remove(uuid4()))
    assert Event.objects.count() == before


def test_picture_is_asked_for_once_while_it_is_being_made(family, film):
    give_consent(family)
    moment = make_moment(film)
    for _ in range(3):
        actions.ask_for_picture(moment=moment)
    assert DBTaskResult.objects.filter(task_path__endswith="make_picture").count() == 1
    Moment.objects.filter(pk=moment.pk).update(first=moment.first + 1)
    actions.ask_for_picture(moment=Moment.objects.get(pk=moment.pk))
    assert DBTaskResult.objects.filter(task_path__endswith="make_picture").count() == 2


def test_picture_that_failed_will_not_come_until_it_is_tried_again(film):
    moment = make_moment(film)
    assert [actions.ask_for_picture(moment=moment) for _ in range(2)] == [True, True]
    DBTaskResult.objects.update(status="FAILED")
    assert actions.ask_for_picture(moment=moment) is False
    cache.clear()
    assert actions.ask_for_picture(moment=moment) is True


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        (remove, False),
        (lambda key: clip(key, first=11), False),
        (lambda key: clip(key, last=61, title="Named"), True),
    ],
    ids=["removed", "begins elsewhere", "ends elsewhere"],
)
def test_picture_of_a_frame_that_nobody_keeps_is_erased(
    film, send, change, kept, django_capture_on_commit_callbacks
):
    key = uuid4()
    send(clip(key))
    name = queries.picture_name(Moment.objects.get(pk=key))
    store.write(film.pk, name, b"a picture")
    with django_capture_on_commit_callbacks(execute=True):
        send(change(key))
    assert store.has(film.pk, name) is kept
