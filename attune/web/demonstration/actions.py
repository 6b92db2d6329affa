"""Making the invented families, through the same actions that the pages use."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.db import models
from django.utils import timezone
from django_scopes import scope

from attune.core.clock import FrameTable
from attune.core.consent import Answer, Purpose
from attune.core.journey import FilmState
from attune.core.timeline.edit import write_moment
from attune.core.timeline.model import Clip, Still
from attune.web.cases import actions as cases
from attune.web.cases.models import Case, Cycle
from attune.web.demonstration import measures
from attune.web.demonstration.families import PASSWORD, day
from attune.web.films import actions as films
from attune.web.films import receiving
from attune.web.films.models import Film
from attune.web.films.queries import frame_table
from attune.web.people.models import Membership, Person, Post, PostHeld, Role, Service
from attune.web.people.queries import Actor, actor_for
from attune.web.reviews.actions import moments, reviews
from attune.web.reviews.models import Moment, ReviewItem, SharedReview, Words

Row = Mapping[str, Any]


def backdate(rows: models.QuerySet, days_ago: float) -> None:
    """Let rows that say when they were made say it of an earlier time."""
    rows.update(at=timezone.now() - timedelta(days=days_ago))


def make_people(services: list[Row]) -> None:
    """The services and everybody who works in them."""
    for each in services:
        place = {name: each.get(name, "") for name in ("region", "setting")}
        service = Service.objects.create(name=each["name"], **place)
        for one in each["person"]:
            person = Person.objects.create_user(one["email"], PASSWORD, name=one["name"])
            for role in one["roles"]:
                Membership.objects.create(person=person, service=service, role=Role(role))
        manager = next(one for one in each["person"] if "manager" in one["roles"])
        with working_as(manager["email"]) as by:
            measures.set_up(each, by)


def make_officers(association: Row) -> None:
    """Whoever works for the national association, and in no service."""
    for one in association["person"]:
        person = Person.objects.create_user(one["email"], PASSWORD, name=one["name"])
        for post in one["posts"]:
            PostHeld.objects.create(person=person, post=Post(post))


@contextmanager
def working_as(email: str) -> Iterator[Actor]:
    """An invented person at work, in the scope of their service."""
    actor = actor_for(Person.objects.get(email=email))
    if actor is None:
        raise LookupError(f"{email} works in no service.")
    with scope(service=actor.service):
        yield actor


def make_case(family: Row, by: Actor) -> Case:
    """The case with its people, question, goals, consents and cycles; no film yet."""
    case = cases.start_case(
        by=by,
        label=family["label"],
        context=family["context"],
        engagement=family["engagement"],
        ordered_note=family.get("ordered_note", ""),
        started_on=day(family["days_ago"]),
    )
    if "facts" in family:
        cases.change_case(by=by, case=case, **family["facts"])
    for one in family["people"]:
        person = cases.add_participant(
            by=by,
            case=case,
            name=one["name"],
            relation=one["relation"],
            is_client=one.get("is_client", False),
        )
        for purpose in family["consent"]:
            cases.record_consent(
                by=by,
                participant=person,
                purpose=Purpose(purpose),
                answer=Answer.GIVEN,
                on=day(family["days_ago"]),
                given_by="" if one.get("is_client") else family["people"][0]["name"],
            )
    for colleague in family.get("shared_with", []):
        cases.share_case(by=by, case=case, person=Person.objects.get(email=colleague))
    cases.ask_helping_question(by=by, case=case, text=family["question"])
    make_goals(family, case, by)
    measures.fill_in(family.get("form", []), case, by)
    backdate(case.helping_questions.all(), family["days_ago"] + 0.03)
    for cycle in family.get("cycle", []):
        made = cases.start_cycle(
            by=by, case=case, dyad_id=case.dyads.first().pk, plan=cycle["plan"]
        )
        rows = Cycle.objects.filter(pk=made.pk)
        backdate(rows, cycle["days_ago"])
        rows.update(opened_on=day(cycle["days_ago"]))
    return case


def make_goals(family: Row, case: Case, by: Actor) -> None:
    for one in family.get("goal", []):
        goal = cases.set_goal(by=by, case=case, text=one["text"])
        for rating in one["ratings"]:
            row = cases.rate_goal(
                by=by, goal=goal, rating=rating["rating"], on=day(rating["days_ago"])
            )
            backdate(type(row).objects.filter(pk=row.pk), rating["days_ago"])
    backdate(case.goals.all(), family["days_ago"] + 0.02)


def bring_film(row: Row, cycle: Cycle, path: Path, by: Actor) -> Film:
    """Take the film in as an upload that has just arrived; the caller has it prepared."""
    size = path.stat().st_size
    film = films.begin_film(
        by=by,
        cycle=cycle,
        kind=Film.Kind.INTERACTION,
        title=row["title"],
        filmed_on=day(row["days_ago"]),
        in_picture=[cycle.dyad.first, cycle.dyad.second],
        original_name=path.name,
        size=size,
    )
    with path.open("rb") as file:
        pieces = iter(lambda: file.read(receiving.PIECE), b"")
        receiving.receive(film.pk, pieces, offset=0, length=size, size=size)
    films.finish_upload(film=film, by=by)
    backdate(Film.objects.filter(pk=film.pk), row["days_ago"])
    return film


def has_film(cycle: Cycle, by: Actor) -> bool:
    """Whether the cycle's film has come in. One that was broken off on its way is taken out."""
    for film in cycle.films.filter(state__in=[FilmState.UPLOADING, FilmState.REFUSED]):
        films.delete_film(film=film, by=by)
    return cycle.films.exists()


def find_moments(rows: list[Row], film: Film, by: Actor) -> list[Moment]:
    """The clips and stills that the practitioner marked in a film that is ready."""
    table = frame_table(film.pk)
    found = [as_moment(row, table) for row in rows]
    letters = [Letter(uuid4(), write_moment(moment)) for moment in found]
    outcome = moments.change_moments(by=by, film=film, letters=letters)
    if outcome.refused:
        raise ValueError(f"{film}: {outcome.sentence}")
    film.moments.update(at=film.at + timedelta(days=1))
    return [film.moments.get(pk=moment.id) for moment in found]


@dataclass(frozen=True)
class Letter:
    """A change as the editor sends it: with an id of its own."""

    id: UUID
    change: Mapping[str, Any]


def as_moment(row: Row, table: FrameTable) -> Clip | Still:
    """The moment that a row of the file describes, on the frames of this film."""
    words = {
        "id": uuid4(),
        "title": row["title"],
        "note": row.get("note", ""),
        "principles": frozenset(row.get("principles", [])),
    }
    first = tick_at(table, row["from_second"])
    if row["kind"] == "still":
        return Still(at=first, **words)
    return Clip(first=first, last=tick_at(table, row["to_second"]), **words)


def tick_at(table: FrameTable, seconds: float) -> int:
    """The tick of the frame that shows so many seconds after the film's start."""
    after = table.time_base.nearest_tick(Fraction(seconds))
    return table.pts[table.frame_at(table.start + after)]


def hold_review(row: Row, said: list[Row], found: list[Moment], cycle: Cycle, by: Actor) -> None:
    """The shared review of these moments: the client's words first, then the others'."""
    items = [reviews.choose(by=by, cycle=cycle, moment=moment) for moment in found]
    review = SharedReview.objects.get(cycle=cycle)
    for item, words in zip(items, said, strict=True):
        say(words, review, item, by)
    conclusion = reviews.Conclusion(
        narrative=row["client"],
        ideas=row.get("together", ""),
        next_step=row["next_step"],
        next_film=row["next_film"],
        go_on=False,
        form=uuid4(),
    )
    reviews.finish(by=by, review=review, conclusion=conclusion)
    SharedReview.objects.filter(pk=review.pk).update(held_on=day(row["days_ago"]))
    backdate(SharedReview.objects.filter(pk=review.pk), row["days_ago"])
    backdate(review.words.all(), row["days_ago"])


def say(row: Row, review: SharedReview, item: ReviewItem, by: Actor) -> None:
    for speaker in Words.Speaker:
        if speaker.value in row:
            reviews.keep_words(
                by=by,
                review=review,
                item=item,
                speaker=speaker,
                text=row[speaker.value],
                form=uuid4(),
            )


def end(family: Row, by: Actor) -> None:
    case = Case.objects.get(label=family["label"])
    cases.end_case(
        by=by,
        case=case,
        on=day(family["ended_days_ago"]),
        note=family["ending_note"],
        ending="planned",
    )
