"""Runs the hostile corpus through ingest: `python -m tests.films.behind_walls FOLDER` prints what came of it.

Each file has a process of its own behind all walls. They are forked from this one, which has loaded
everything and has seen no film: a start of Python for each would cost more than all the films.
"""

import io
import json
import os
import sys
from pathlib import Path

from attune.core.media.sandbox.launcher import FilmRefusedError, Limits, run
from attune.core.media.sandbox.walls import EVERY_WALL
from benchmarks.fuzz import fork
from tests.core.media.sandbox.inside import Parts
from tests.films.hostile import MARKS, Hostile, corpus

LIMITS = Limits(seconds=600, memory=2 << 30)


def came_of(hostile: Hostile) -> dict[str, object]:
    """What was said (a sentence, or the number of frames), which parts were made, which marks they hold."""
    parts, film = Parts(), io.BytesIO(hostile.content)
    try:
        said = run("ingest", {}, [film], parts, limits=LIMITS, walls=EVERY_WALL, start=fork)[
            "frames"
        ]
    except FilmRefusedError as refusal:
        said = str(refusal)
    leaks = [[name, str(mark)] for name in parts for mark in MARKS if mark in parts[name]]
    return {"said": said, "parts": sorted(parts), "leaks": leaks}


def descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def main(folder: str) -> None:
    films = [one for family in corpus(Path(folder)).values() for one in family]
    before = descriptors()
    outcomes = {one.name: came_of(one) for one in films}
    told = {"outcomes": outcomes, "left_open": descriptors() - before, "process": os.getpid()}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
