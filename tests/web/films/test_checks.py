"""What a server says of the walls round films when it starts."""

from django.core.checks import Tags, run_checks

from attune.core.media.sandbox.trial import Verdict
from attune.web.films import preparing
from attune.web.films.checks import walls_round_films_hold


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
