"""What a film to give away is, in plain words."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from attune.core.consent import Answer, Purpose
from attune.web.cases import actions as cases
from attune.web.exports import queries, wording
from attune.web.exports.queries import clips_of
from attune.web.films.models import Film
from tests.factories import give_consent
from tests.factories.exports import begin_export
from tests.web.exports.conftest import withdraw


def test_what_the_file_holds_is_said_in_rows(family, moments):
    export = begin_export(family, *moments)
    export.title, export.subtitle = "For you", "Spring"
    clips = clips_of(export)
    clips[0].name = "Waiting"
    assert wording.holds(export, clips) == [
        ("Length", "3 moments, 11.0 seconds"),
        ("First card", "“For you”, “Spring”"),
        ("Line", "“For Ana only”, over every picture"),
        ("Picture", "For any player"),
        ("Chapters", "Waiting, Moment 2, Moment 3"),
    ]
    export.line = export.title = ""
    export.chapters = False
    assert [row for row in wording.holds(export, clips) if row[0] == "Line"] == [("Line", "None")]


def test_each_clip_says_how_it_is_shown(family, moments):
    clip, second, still = clips_of(begin_export(family, *moments))
    assert wording.shown_as(clip) == "2.0 seconds, with its sound"
    assert wording.shown_as(still) == "A still, for 4 seconds"
    clip.speed, clip.sound, clip.hide_all = "1/2", "muted", True
    assert wording.shown_as(clip) == (
        "4.0 seconds, half as fast, without sound, the whole picture hidden"
    )
    second.sound, second.boxes = "masked", [{}, {}]
    assert wording.shown_as(second) == "1.0 seconds, with voices changed, 2 places hidden"


def test_hiding_and_changed_voices_come_with_a_warning(family, moments):
    clips = clips_of(begin_export(family, *moments))
    assert wording.warnings(clips) == []
    clips[0].boxes, clips[1].sound = [{}], "masked"
    anonymous, names = wording.warnings(clips)
    assert "not anonymous" in anonymous
    assert "names as well" in names


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (None, ""),
        (59, "less than a minute left"),
        (61, "about 1 minute left"),
        (200, "about 3 minutes left"),
    ],
)
def test_the_time_left_is_said_roughly(seconds, said):
    assert wording.left_said(seconds) == said


def test_long_films_are_said_in_minutes():
    assert wording.seconds_said(75.2) == "1 minute 15 seconds"
    assert wording.seconds_said(9.96) == "10.0 seconds"


def test_who_no_longer_agrees_is_named(family):
    assert wording.no_longer_agreed([family.baby]).startswith("Bo no longer agrees")
    both = wording.no_longer_agreed([family.mother, family.baby])
    assert both == "Ana and Bo no longer agree to this, so the file was erased at once."
    assert wording.no_longer_agreed([]).startswith("Not everyone in the picture")


def test_beside_a_purpose_stands_who_has_not_agreed(family):
    assert wording.agreed_said([]) == "Everyone in the films has agreed to this."
    assert wording.agreed_said([family.mother]) == "Ana has not agreed to this."
    both = wording.agreed_said([family.mother, family.baby])
    assert both == "Ana and Bo have not agreed to this."


def test_which_consent_of_whom_is_missing_is_said(family, moments):
    export = begin_export(family, *moments, purpose=Purpose.TEACHING)
    assert wording.missing_said(queries.grounds_of(export)) == [
        "Ana has not been asked yet about “Teaching and conferences”.",
        "Bo has not been asked yet about “Teaching and conferences”.",
    ]
    give_consent(family, Purpose.TEACHING)
    assert wording.missing_said(queries.grounds_of(export)) == []
    withdraw(family, family.baby, Purpose.FILM)
    cases.record_consent(
        by=family.actor,
        participant=family.baby,
        purpose=Purpose.TEACHING,
        answer=Answer.DECLINED,
    )
    long_ago = timezone.localdate() - timedelta(days=30)
    family.mother.consents.filter(purpose=Purpose.TEACHING).update(on=long_ago, until=long_ago)
    assert wording.missing_said(queries.grounds_of(export)) == [
        "Ana’s yes to “Teaching and conferences” has run out.",
        "Bo took back the yes to “Being filmed”.",
        "Bo said no to “Teaching and conferences”.",
    ]


def test_a_film_whose_original_is_gone_is_said_to_be_made_of_the_copy(family, film, moments):
    export = begin_export(family, *moments)
    export.quality = export.Quality.ORIGINAL
    assert wording.from_copies(clips_of(export)) == []
    Film.objects.filter(pk=film.pk).update(original_removed_at=datetime(2026, 12, 21, tzinfo=UTC))
    clips = clips_of(export)
    sentence = (
        "The original of “Bath time” was removed on 21 December 2026; this film is made from "
        "Attune’s copy, whose shorter side has 720 pixels at most."
    )
    assert wording.from_copies(clips) == [sentence]
    assert wording.warnings(clips) == [sentence]
    assert ("Picture", "For any player") in wording.holds(export, clips)
