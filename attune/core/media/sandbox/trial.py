"""The self-test: the program `escape` behind the walls, as a film would be. All must be stopped.

It runs before the first film is opened by a server, and whenever somebody asks.
"""

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from attune.core.media.sandbox import wishes
from attune.core.media.sandbox.devices import NONE
from attune.core.media.sandbox.launcher import Limits, SandboxError, Start, WallsError, run
from attune.core.media.sandbox.programs import escape
from attune.core.media.sandbox.starting import spawn
from attune.core.media.sandbox.walls import EVERY_WALL, SETTING, Wall, WallError, wanted

SECRETS = ("/etc/passwd", "/proc/self/maps")
MEMORY = 1 << 30
LIMITS = Limits(seconds=60, silence=60, memory=MEMORY, names=frozenset())

FILES = frozenset({Wall.LANDLOCK, Wall.SECCOMP})
CALLS = frozenset({Wall.SECCOMP})
STOPPED_BY = {
    "read a secret": FILES,
    "list a folder": FILES,
    "write a file": EVERY_WALL,
    "start another program": FILES,
    "take more memory": frozenset({Wall.LIMITS}),
}
"""The walls that stop an attempt, each alone; the attempts not named here are stopped by `CALLS`."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the trial found. `holds` decides; `sentence` says it to whoever runs the machine.

    `whole` is False where the operator goes without a wall.
    """

    holds: bool
    sentence: str
    whole: bool = True


def try_walls(secrets: Sequence[Path] = (), *, walls: Iterable[Wall] | None = None) -> Verdict:
    """Put the walls to the test; `secrets` are further files that must not be readable."""
    try:
        wish = wanted() if walls is None else frozenset(walls)
        came_through = escapes(secrets, walls=wish)
    except (WallError, WallsError) as error:
        return Verdict(holds=False, sentence=str(error))
    except SandboxError as error:
        return Verdict(
            holds=False,
            sentence=f"The trial of the walls round films broke off ({error}), so no film is opened.",
        )
    holes = [name for name in came_through if STOPPED_BY.get(name, CALLS) & wish]
    if holes:
        return Verdict(
            holds=False,
            sentence="The walls round films have holes on this machine, so no film is opened. "
            f"What came through: {', '.join(holes)}.",
        )
    missing = [wall.value for wall in Wall if wall not in wish]
    if missing:
        return Verdict(
            holds=True,
            whole=False,
            sentence=f"{SETTING} has films opened without these walls: {', '.join(missing)}. "
            "Use it for trying Attune out, never with films of families.",
        )
    return Verdict(holds=True, sentence="Films are opened behind walls; each was tried and holds.")


def escapes(secrets: Sequence[Path], *, walls: frozenset[Wall]) -> list[str]:
    """The attempts that come through `walls`, by name. Raises `SandboxError`."""
    with tempfile.TemporaryDirectory(prefix="attune-trial-") as folder:
        given = {
            "read": [*SECRETS, *map(str, secrets)],
            "write": folder,
            "memory": 2 * MEMORY,
        }
        facts = run(
            escape.__name__.rpartition(".")[2], given, [], NoSink(), limits=LIMITS, walls=walls
        )
    return [name for name, outcome in facts.items() if outcome != escape.STOPPED]


@dataclass(frozen=True, slots=True)
class Hardware:
    """The `kind` that decodes films, "none" for the processor; `sentence` says so where one was asked
    for, and `holds` whether it is the one that was asked for."""

    kind: str = NONE
    sentence: str = ""
    holds: bool = True


def try_hardware(kind: str | None = None, *, start: Start = spawn) -> Hardware:
    """Open hardware of this kind (by default what the operator wants) behind all walls.

    Raises `WallError` for a setting that makes no sense.
    """
    wish = wishes.hardware() if kind is None else kind
    if wish == NONE:
        return Hardware()
    limits = replace(LIMITS, memory=None)
    try:
        facts = run(
            "hardware", {"kind": wish}, [], NoSink(), limits=limits, start=start, hardware=wish
        )
        why = str(facts.get("why"))
    except SandboxError as error:
        why = str(error)
    if not why:
        return Hardware(wish, f"Films are decoded by hardware ({wish}).")
    return Hardware(
        NONE,
        f"{wishes.HARDWARE} is {wish}, but that does not open on this machine ({why}). "
        "Films are decoded by the processor, with the same result.",
        holds=False,
    )


class NoSink:
    """Takes nothing."""

    def append(self, name: str, piece: bytes) -> None:
        """Raise `SandboxError`."""
        raise SandboxError(f"Nobody asked for {name}.")

    def replace(self, name: str, content: bytes) -> None:
        """Raise `SandboxError`."""
        raise SandboxError(f"Nobody asked for {name}.")
