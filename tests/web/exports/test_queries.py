"""Who may open an export, what it stands on, how long it lasts."""

from fractions import Fraction

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from django.utils.formats import date_format

from attune.core.consent import Purpose
from attune.web.cases import actions as cases
from attune.web.exports import actions, queries
from attune.web.exports.models import ExportClip
from attune.web.films import store
from attune.web.films.models import Film
from tests.factories import give_consent, make_family
from tests.factories.exports import begin_export, given_export
from tests.factories.reviews import make_film, make_moment
from tests.web.exports.conftest import withdraw


def test_only_who_holds_the_case_opens_it(family, moments, colleague):
    export = begin_export(family, *moments)
    clip = export.clips.first()
    assert queries.open_export(family.actor, export.pk) == export
    assert queries.open_clip(family.actor, clip.pk) == clip
    for opening, thing in ((queries.open_export, export), (queries.open_clip, clip)):
        with pytest.raises(PermissionDenied):
            opening(colleague, thing.pk)
        with pytest.raises(Http404):
            opening(family.actor, family.case.pk)
    cases.share_case(by=family.actor, case=family.case, person=colleague.person)
    assert queries.open_export(colleague, export.pk) == export


def test_the_file_is_open_only_while_all_agree_and_all_films_are_there(family, moments):
    export = given_export(family, *moments)
    assert queries.open_file(family.actor, export.pk) == export
    ExportClip.objects.filter(first=60).update(film=None)
    with pytest.raises(queries.NoFileError):
        queries.open_file(family.actor, export.pk)
    ExportClip.objects.filter(first=60).update(film=moments[0].film)
    # The consent is gone and nothing has noticed yet: it is asked each time.
    family.baby.consents.filter(purpose=Purpose.COPY).delete()
    with pytest.raises(queries.NoFileError):
        queries.open_file(family.actor, export.pk)


def test_a_file_that_was_never_made_is_not_open(family, moments):
    with pytest.raises(queries.NoFileError):
        queries.open_file(family.actor, begin_export(family, *moments).pk)


def test_a_film_that_shows_nobody_who_is_named_has_nobodys_consent(family, film, moments):
    export = begin_export(family, *moments)
    assert queries.stands(export)
    film.in_picture.clear()
    assert not queries.stands(export)


def test_each_person_stands_for_themselves(family, moments):
    export = begin_export(family, *moments)
    withdraw(family, family.baby)
    grounds = {ground.person: ground for ground in queries.grounds_of(export)}
    told = {person: [each.holds for each in ground.standings] for person, ground in grounds.items()}
    assert told == {family.mother: [True, True], family.baby: [True, False]}
    assert [each.purpose for each in grounds[family.baby].missing] == [Purpose.COPY]
    assert queries.agreement_for(export).missing == (family.baby,)


def test_who_is_missing_for_each_purpose(family, moments):
    give_consent(family, Purpose.SUPERVISION)
    withdraw(family, family.baby, Purpose.SUPERVISION)
    missing = queries.missing_for(family.case)
    assert missing[Purpose.COPY] == ()
    assert missing[Purpose.SUPERVISION] == (family.baby,)
    assert set(missing[Purpose.TEACHING]) == {family.mother, family.baby}


def test_the_moments_are_those_of_ready_films_of_this_case(family, film, moments):
    other = make_film(make_family(family.actor), film.cycle, state="preparing")
    Film.objects.filter(pk=other.pk).update(case=family.case)
    assert queries.moments_of(family.case) == [moments[0], moments[2], moments[1]]


def test_lengths_are_exact_and_slow_ones_longer(family, moments):
    export = begin_export(family, *moments)
    clips = queries.clips_of(export)
    assert [queries.seconds_of(clip) for clip in clips] == [2, 1, 4]
    clips[0].speed = ExportClip.Speed.QUARTER
    assert queries.seconds_of(clips[0]) == 8
    assert queries.length_of(export, clips) == 13
    export.title = "For you"
    assert queries.length_of(export, clips) == Fraction(17)


def test_the_length_of_what_is_gone_is_not_known(family, film, moments):
    clip = begin_export(family, moments[0]).clips.get()
    clip.film = None
    assert queries.seconds_of(clip) is None
    clip.film = make_film(family, film.cycle)
    assert queries.seconds_of(clip) is None  # it has no times yet
    assert not store.has(clip.film_id, store.FRAMES)


def test_deleting_a_film_says_how_many_files_go_with_it(family, film, moments):
    begin_export(family, moments[0])
    assert queries.going_with(film) == []
    given_export(family, moments[0], moments[1])
    assert queries.going_with(film) == ["1 film made to give away"]


def test_what_goes_with_a_consent_is_what_stands_on_it(family, film, moments):
    begin_export(family, moments[0])
    export = given_export(family, moments[0])
    day = date_format(timezone.localtime(export.made_at), "j F Y")
    gone = [f"“A film for Ana” (A copy for the family, {day})"]
    for purpose, told in ((Purpose.COPY, gone), (Purpose.FILM, gone), (Purpose.TEACHING, [])):
        assert queries.going_without(family.baby, purpose) == told
    film.in_picture.remove(family.baby)
    assert queries.going_without(family.baby, Purpose.COPY) == []


def test_the_exports_of_a_case_are_the_newest_first(family, moments):
    made = [begin_export(family, moments[0]) for _ in range(2)]
    actions.erase(by=family.actor, export=begin_export(family, moments[0]))
    assert queries.exports_of(family.case) == made[::-1]


def test_nothing_is_shown_of_a_film_while_somebody_does_not_agree_to_being_filmed(
    family, film, moments
):
    alone = make_film(family, film.cycle)
    alone.in_picture.set([family.mother])
    other, nobodys = make_moment(alone), make_moment(make_film(family, film.cycle))
    nobodys.film.in_picture.clear()
    every = [*moments, other, nobodys, None]
    assert set(queries.seen(every)) == {moment.pk for moment in (*moments, other)}
    withdraw(family, family.baby, Purpose.FILM)
    assert set(queries.seen(every)) == {other.pk}
