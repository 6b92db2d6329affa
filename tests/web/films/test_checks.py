"""What a server says of the walls round films when it starts."""

import io

import pytest
from django.core import checks
from django.core.checks import Tags, run_checks

from attune.core.media.sandbox.trial import Hardware, Verdict
from attune.web.films import preparing
from attune.web.films.checks import (
    bucket_can_be_used,
    hardware_decodes_films,
    walls_round_films_hold,
)
from tests.core.media.sandbox.inside import Parts
from tests.factories.films import film_bytes


def said():
    return [(each.id, each.msg, each.hint) for each in walls_round_films_hold(None, databases=[])]


def test_walls_that_hold_need_no_word():
    assert said() == []


def test_exception_of_the_operator_is_said_at_every_start(monkeypatch):
    monkeypatch.setenv("ATTUNE_SANDBOX", "without-landlock")
    ((name, sentence, hint),) = said()
    assert name == "attune.W010"
    assert "without these walls: landlock" in sentence
    assert hint == ""
    preparing.tried.cache_clear()


def test_walls_with_holes_are_said_with_what_still_works(monkeypatch):
    verdict = Verdict(holds=False, sentence="There is a hole.")
    monkeypatch.setattr(preparing, "try_walls", lambda bait: verdict)
    assert said() == [
        (
            "attune.W010",
            "There is a hole.",
            "Films wait until that is put right; everything else works.",
        )
    ]
    preparing.tried.cache_clear()


def test_it_is_asked_where_the_machine_is_looked_at_and_not_before_every_command(monkeypatch):
    verdict = Verdict(holds=False, sentence="There is a hole.")
    monkeypatch.setattr(preparing, "try_walls", lambda bait: verdict)
    assert "There is a hole." not in [each.msg for each in run_checks()]
    asked = run_checks(tags=[Tags.database], databases=[])
    assert "There is a hole." in [each.msg for each in asked]
    preparing.tried.cache_clear()


# --- hardware -------------------------------------------------------------------------------------
@pytest.fixture
def hardware_anew():
    preparing.hardware.cache_clear()
    yield
    preparing.hardware.cache_clear()


def test_hardware_that_nobody_asked_for_needs_no_word(hardware_anew, caplog):
    assert hardware_decodes_films(None, databases=[]) == []
    assert caplog.messages == []


def test_hardware_that_is_not_there_is_said_once_and_films_are_prepared(
    hardware_anew, monkeypatch, caplog
):
    monkeypatch.setenv("ATTUNE_HARDWARE_DECODING", "vaapi")
    (told,) = hardware_decodes_films(None, databases=[])
    assert (told.id, told.level, told.hint) == ("attune.W011", checks.WARNING, "")
    assert told.msg.startswith("ATTUNE_HARDWARE_DECODING is vaapi, but that does not open on")
    assert hardware_decodes_films(None) == []  # not before every command
    parts = [prepared(), prepared()]
    assert [each.message for each in caplog.records if each.name == "attune.films"] == [told.msg]
    monkeypatch.delenv("ATTUNE_HARDWARE_DECODING")
    preparing.hardware.cache_clear()
    assert parts == [prepared()] * 2


def prepared() -> dict[str, bytes]:
    parts = Parts()
    preparing.prepare(io.BytesIO(film_bytes()), parts, progress=lambda done, total: None)
    return dict(parts)


def test_hardware_that_opens_is_said_and_used(hardware_anew, monkeypatch):
    found = Hardware("cuda", "Films are decoded by hardware (cuda).")
    monkeypatch.setattr(preparing, "try_hardware", lambda: found)
    (told,) = hardware_decodes_films(None, databases=[])
    assert (told.level, told.msg) == (checks.INFO, found.sentence)
    asked = []
    monkeypatch.setattr(preparing, "run", lambda *given, **more: asked.append((given[:2], more)))
    preparing.prepare(io.BytesIO(), Parts(), progress=lambda done, total: None)
    (given, more) = asked[0]
    assert given == ("ingest", {"hardware": "cuda"})
    assert more["hardware"] == "cuda"


def bucket_said(databases=()):
    return [(each.id, each.msg, each.hint) for each in bucket_can_be_used(None, databases)]


def test_a_bucket_that_can_be_used_needs_no_word_and_keeps_nothing(s3, settings):
    settings.FILMS_S3 = None
    assert bucket_said() == []
    settings.FILMS_S3 = s3.told
    assert bucket_said() == []
    assert s3.keys() == []


def test_a_bucket_that_refuses_the_key_is_said_with_what_still_works(s3, settings):
    settings.FILMS_S3 = s3.with_secret("another")
    ((name, sentence, hint),) = bucket_said()
    assert name == "attune.W011"
    assert "refuses Attune’s key" in sentence
    assert "new ones stay here" in hint
    assert bucket_said(None) == []  # not before every command
