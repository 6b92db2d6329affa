"""The self-test: every wall is tried, and each is seen to be the one that stops something."""

from pathlib import Path

import pytest

from attune.core.media.sandbox import launcher, trial
from attune.core.media.sandbox.launcher import SandboxError
from attune.core.media.sandbox.programs.escape import STOPPED, attempts
from attune.core.media.sandbox.trial import CALLS, STOPPED_BY, NoSink, escapes, try_walls
from attune.core.media.sandbox.walls import EVERY_WALL, Wall
from tests.core.media.sandbox.inside import of_code

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


# --- hardware -------------------------------------------------------------------------------------
def as_if_a_driver_was_loaded(program):
    """A child that does what the real one does, but takes any hardware for one that opens."""
    return of_code(
        "from attune.core.media import hardware\n"
        "from attune.core.media.sandbox import child\n"
        "from attune.core.media.sandbox.wire import Line\n"
        "child.trouble = lambda kind: ''\n"
        "hardware.HWAccel = lambda kind: type('Opened', (), {'create': lambda *given: kind})()\n"
        f"child.serve(Line(line.fileno()), child.load({program!r}))\n"
        "os._exit(0)",
        with_site=True,
    )


def test_hardware_opens_its_own_devices_and_no_way_out(tmp_path, monkeypatch):
    """Devices that every machine has stand for those of hardware, which this one has not."""
    monkeypatch.setattr(
        launcher, "nodes", lambda kind: [Path("/dev/zero")] if kind == "cuda" else []
    )
    (tmp_path / "key").write_text("a key")

    def came_through(hardware, *read):
        given = {"read": [*map(str, read)], "write": str(tmp_path), "memory": 2 << 30}
        facts = launcher.run(
            "escape", given, [], NoSink(), limits=trial.LIMITS, walls=EVERY_WALL,
            hardware=hardware, start=as_if_a_driver_was_loaded("escape"),
        )  # fmt: skip
        return [name for name, outcome in facts.items() if outcome != STOPPED]

    others = ("/dev/full", "/dev/null", "/etc/passwd", tmp_path / "key")
    assert came_through("none", "/dev/zero", *others) == []
    assert came_through("cuda", *others) == []
    assert came_through("cuda", "/dev/zero") == ["read a secret"]


def test_hardware_that_nobody_asked_for_is_not_tried():
    assert trial.try_hardware("none", start=None) == trial.Hardware("none", "", holds=True)


def test_hardware_that_opens_is_used_and_said():
    start = as_if_a_driver_was_loaded("hardware")
    told = trial.try_hardware("cuda", start=start)
    assert told == trial.Hardware("cuda", "Films are decoded by hardware (cuda).")


def test_hardware_that_does_not_open_is_said_and_films_are_decoded_all_the_same(monkeypatch):
    monkeypatch.setenv("ATTUNE_HARDWARE_DECODING", "vaapi")
    told = trial.try_hardware()
    assert (told.kind, told.holds) == ("none", False)
    assert told.sentence.startswith(
        "ATTUNE_HARDWARE_DECODING is vaapi, but that does not open on this machine (NotImplemented"
    )
    assert told.sentence.endswith("Films are decoded by the processor, with the same result.")


def test_driver_that_takes_the_child_down_is_no_more_than_hardware_that_does_not_open():
    told = trial.try_hardware("cuda", start=of_code("os.abort()"))
    assert (told.kind, told.holds) == ("none", False)
    assert "It hung up" in told.sentence
