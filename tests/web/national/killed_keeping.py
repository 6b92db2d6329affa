"""Run by a test, as a program: keeps a file of an extract and is killed at a step of that. Arguments: folder, draft, step."""

import os
import signal
import sys
from pathlib import Path
from uuid import UUID

from django.conf import settings

from attune.web.national import extract_files

STEPS = {"open", "os.mkdir", "os.rename", "os.remove"}
CONTENT = b"episode,score\r\n" * 200_000


def main(root: Path, draft: UUID, step: int) -> None:
    settings.configure(NATIONAL=root)
    seen = 0

    def count_step(event: str, given: tuple[object, ...]) -> None:
        nonlocal seen
        if event in STEPS and str(given[0]).startswith(str(root)):
            seen += 1
            if seen == step:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count_step)
    extract_files.keep(draft, CONTENT)


if __name__ == "__main__":
    main(Path(sys.argv[1]), UUID(sys.argv[2]), int(sys.argv[3]))
