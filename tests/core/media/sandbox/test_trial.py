"""The self-test: every wall is tried, and each is seen to be the one that stops something."""

import pytest

from attune.core.media.sandbox import trial
from attune.core.media.sandbox.launcher import SandboxError
from attune.core.media.sandbox.programs.escape import attempts
from attune.core.media.sandbox.trial import CALLS, STOPPED_BY, NoSink, escapes, try_walls
from attune.core.media.sandbox.walls import EVERY_WALL, Wall

NAMES = set(attempts({"read": [], "write": "/", "memory": 1}))


def test_nothing_comes_through_all_walls(tmp_path):
    (tmp_path / "key").write_text("a key")
    assert escapes([tmp_path, tmp_path / "key"], walls=EVERY_WALL) == []
    verdict = try_walls([tmp_path / "key"], walls=EVERY_WALL)
    assert (verdict.holds, verdict.whole) == (True, True)
    assert verdict.sentence == "Films are opened behind walls; each was tried and holds."


def test_everything_comes_through_without_walls(tmp_path):
    """So the trial can fail: what is stopped is stopped by the walls and by nothing else."""
    assert set(escapes([], walls=frozenset())) == NAMES


@pytest.mark.parametrize("wall", Wall)
def test_each_wall_alone_stops_what_it_is_there_for(wall):
    came_through = set(escapes([], walls=frozenset({wall})))
    stopped = {name for name in NAMES if wall in STOPPED_BY.get(name, CALLS)}
    assert stopped
    assert not stopped & came_through


@pytest.mark.parametrize("wall", Wall)
def test_wall_that_is_missing_is_noticed(wall, monkeypatch):
    """As if the kernel had said yes and done nothing: the walls seem to stand."""
    real = escapes
    monkeypatch.setattr(
        trial, "escapes", lambda secrets, walls: real(secrets, walls=walls - {wall})
    )
    if wall is Wall.LANDLOCK:  # all that it stops is stopped by the list of calls as well
        monkeypatch.setattr(
            trial, "escapes", lambda secrets, walls: real(secrets, walls=frozenset())
        )
    verdict = try_walls(walls=EVERY_WALL)
    assert not verdict.holds
    assert "have holes" in verdict.sentence


def test_exception_of_the_operator_is_allowed_and_said(monkeypatch):
    monkeypatch.setenv("ATTUNE_SANDBOX", "limits-only")
    verdict = try_walls()
    assert (verdict.holds, verdict.whole) == (True, False)
    assert "without these walls: landlock, seccomp" in verdict.sentence


def test_setting_that_makes_no_sense_opens_no_film(monkeypatch):
    monkeypatch.setenv("ATTUNE_SANDBOX", "off")
    verdict = try_walls()
    assert not verdict.holds
    assert "must be one of" in verdict.sentence


def test_trial_that_breaks_off_opens_no_film(monkeypatch):
    monkeypatch.setattr(trial, "escape", NoSink)  # a program that there is not
    NoSink.__name__ = "nothing.nothing"
    verdict = try_walls(walls=EVERY_WALL)
    assert not verdict.holds
    assert "broke off" in verdict.sentence


def test_trial_makes_nothing():
    for give in (NoSink().append, NoSink().replace):
        with pytest.raises(SandboxError):
            give("a.bin", b"x")
