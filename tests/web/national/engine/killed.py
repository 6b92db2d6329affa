"""Run by a test, as a program: does a thing to a store again and again, each time killed one step later.

A step is a file that is opened, renamed or removed; the kill comes before it. Every time it is done to a fresh copy of the
store, beside it (`<store>-1`, `<store>-2`, …), until it is done without being killed. Prints how many copies there are.
"""

import json
import os
import shutil
import signal
import sys
from itertools import count
from pathlib import Path

from attune.web.national.engine import store

STEPS = {"open", "os.mkdir", "os.rename", "os.remove"}


def killed_at(step: int, copy: Path) -> None:
    """From here on the process ends at this step inside the copy."""
    seen = 0

    def count_step(event: str, given: tuple[object, ...]) -> None:
        nonlocal seen
        if event in STEPS and str(given[0]).startswith(str(copy)):
            seen += 1
            if seen == step:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count_step)


def main(root: Path, action: str, given: list[object]) -> None:
    for step in count(1):
        copy = root.with_name(f"{root.name}-{step}")
        shutil.copytree(root, copy)
        child = os.fork()
        if child == 0:
            killed_at(step, copy)
            getattr(store, action)(copy, *given)
            os._exit(0)
        _, ended = os.waitpid(child, 0)
        if ended == 0:
            print(step)  # noqa: T201 -- the answer of this program
            return
        if ended != signal.SIGKILL:
            sys.exit(f"It ended by itself, with {ended}.")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], json.loads(sys.argv[3]))
