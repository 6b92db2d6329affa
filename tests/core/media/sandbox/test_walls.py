"""Which walls there are, which are wanted, and that a missing one is said and not passed over."""

import os
import resource
import threading
from pathlib import Path

import pytest

from attune.core.media.sandbox import landlock, seccomp, walls
from attune.core.media.sandbox.walls import EVERY_WALL, Wall, WallError, raise_walls, wanted


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        (None, {"limits", "landlock", "seccomp"}),
        ("", {"limits", "landlock", "seccomp"}),
        ("full", {"limits", "landlock", "seccomp"}),
        ("without-landlock", {"limits", "seccomp"}),
        ("without-seccomp", {"limits", "landlock"}),
        ("limits-only", {"limits"}),
    ],
)
def test_operator_goes_without_a_wall_by_naming_it(word, expected):
    assert wanted({} if word is None else {"ATTUNE_SANDBOX": word}) == expected


def test_word_that_names_no_exception_is_refused():
    with pytest.raises(WallError, match="'off'; it must be one of: full, without-landlock"):
        wanted({"ATTUNE_SANDBOX": "off"})


def test_limits_are_what_a_film_needs_and_no_more():
    told = walls.limits(memory=1 << 30, seconds=60)
    assert told[resource.RLIMIT_AS] == 1 << 30
    assert told[resource.RLIMIT_CPU] == 60
    assert told[resource.RLIMIT_FSIZE] == told[resource.RLIMIT_CORE] == 0


def test_limit_that_is_lower_already_stays(monkeypatch):
    held = {resource.RLIMIT_AS: (500, 1000), resource.RLIMIT_CPU: (-1, resource.RLIM_INFINITY)}
    monkeypatch.setattr(resource, "getrlimit", held.__getitem__)
    monkeypatch.setattr(resource, "setrlimit", held.__setitem__)
    walls.set_limits({resource.RLIMIT_AS: 2000, resource.RLIMIT_CPU: 7})
    assert held == {resource.RLIMIT_AS: (1000, 1000), resource.RLIMIT_CPU: (7, 7)}


def raised_in_a_thread(wish):
    """What stands, or what was raised, in a thread of its own."""
    outcome = []

    def run():
        try:
            outcome.append(raise_walls(wish, memory=1, seconds=1, whole_process=False))
        except WallError as error:
            outcome.append(str(error))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return outcome[0]


def test_walls_that_stand_are_told():
    assert raised_in_a_thread({Wall.LANDLOCK, Wall.SECCOMP}) == {
        "landlock": landlock.version(),
        "seccomp": 1,
    }
    assert raised_in_a_thread(EVERY_WALL) == raised_in_a_thread({Wall.LANDLOCK, Wall.SECCOMP})
    assert raised_in_a_thread(()) == {}


def test_machine_without_landlock_fails_closed_with_a_sentence(monkeypatch):
    monkeypatch.setattr(landlock, "_call", lambda *given: -1)
    sentence = raised_in_a_thread(EVERY_WALL)
    assert sentence.startswith("This machine has no landlock wall")
    assert "ATTUNE_SANDBOX=without-landlock" in sentence


def test_machine_without_seccomp_fails_closed_with_a_sentence(monkeypatch):
    monkeypatch.setattr(seccomp, "MACHINES", {})
    sentence = raised_in_a_thread({Wall.SECCOMP})
    assert sentence.startswith("This machine has no seccomp wall")
    assert "ATTUNE_SANDBOX=without-seccomp" in sentence


def test_walls_are_not_raised_round_threads_that_run_already():
    waiting = threading.Event()
    other = threading.Thread(target=waiting.wait)
    other.start()
    try:
        with pytest.raises(WallError, match="too late"):
            raise_walls(EVERY_WALL, memory=1 << 30, seconds=1)
    finally:
        waiting.set()
        other.join()


def test_whole_process_is_limited_and_hidden_when_it_is_alone(monkeypatch):
    """The kernel's calls are noted here and not made; `test_launcher` sees them at work."""
    noted = []
    monkeypatch.setattr(walls, "_threads", lambda: 1)
    monkeypatch.setattr(walls, "set_limits", noted.append)
    monkeypatch.setattr(walls, "_prctl", lambda *given: noted.append(given))
    assert raise_walls({Wall.LIMITS}, memory=5, seconds=6) == {"limits": 1}
    assert noted == [(38, 1), walls.limits(memory=5, seconds=6), (4, 0)]


def test_call_that_the_kernel_refuses_is_said():
    with pytest.raises(WallError, match="refuses prctl 99999"):
        walls._prctl(99999, 0)


def test_threads_are_counted_without_the_kernels_folder_too(monkeypatch):
    monkeypatch.setattr(walls.Path, "exists", lambda path: False)
    assert walls._threads() == threading.active_count()


def test_devices_stay_open_through_landlock_and_only_where_it_stands():
    """What every machine has stands for hardware: the wall of calls asks Landlock which they are."""
    found = {}

    def try_with(wish):
        def run():
            raise_walls(wish, memory=1, seconds=1, whole_process=False, devices=[Path("/dev/zero")])
            for path in ("/dev/zero", "/dev/full", "/etc/passwd"):
                try:
                    os.close(os.open(path, os.O_RDONLY))
                except PermissionError:
                    continue
                found.setdefault(frozenset(wish), []).append(path)

        thread = threading.Thread(target=run)
        thread.start()
        thread.join()

    for wish in (EVERY_WALL, {Wall.LANDLOCK}, {Wall.SECCOMP}):
        try_with(wish)
    assert found == {EVERY_WALL: ["/dev/zero"], frozenset({Wall.LANDLOCK}): ["/dev/zero"]}
