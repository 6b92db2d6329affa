"""Runs alone, in a process that preparing.py starts: opens one film and makes what is made of it.

python -I -m attune.web.films.alone SOURCE FOLDER

Says lines of JSON on its standard output: {"done": seconds, "total": seconds} now and then, at the
end {"facts": {…}}, or {"refused": "a sentence"} when the film cannot be used. Anything else that goes
wrong ends it with a traceback and without facts.
"""

import ctypes
import json
import os
import signal
import sys
from pathlib import Path
from time import monotonic
from typing import Any

END_WITH_PARENT = 1  # PR_SET_PDEATHSIG, from linux/prctl.h
EVERY = 0.5  # seconds between two words about progress


def say(**words: Any) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


def end_with_parent() -> None:
    """When the worker is killed, nothing goes on working for nobody."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(END_WITH_PARENT, signal.SIGKILL)
        if os.getppid() != int(os.environ.get("ATTUNE_PARENT", os.getppid())):
            raise SystemExit("The process that wanted this film is gone.")


class Progress:
    """Says how far it is, not more often than people can see."""

    def __init__(self) -> None:
        self.said_at = 0.0

    def __call__(self, done: float, total: float) -> None:
        now = monotonic()
        if now - self.said_at >= EVERY:
            self.said_at = now
            say(done=float(done), total=float(total))


def main(source: str, folder: str) -> None:
    end_with_parent()
    from attune.core.media import errors, ingest, playable, sink  # only in this process

    try:
        kept = sink.FolderSink(Path(folder))
        made = ingest.ingest(Path(source), kept, progress=Progress())
        playable.write_playable(Path(folder), Path(folder) / "proxy.mp4")
        for part in (playable.INIT, playable.FRAGMENTS, playable.INDEX):
            (Path(folder) / part).unlink()
        for sheet in Path(folder).glob("sprite*"):  # nothing shows them yet
            sheet.unlink()
    except errors.OutputError:
        raise  # the film may be fine: it is tried again
    except errors.FilmError as refusal:
        say(refused=str(refusal))
        return
    facts = made.probe.to_json()
    facts.pop("streams")  # may hold what the phone wrote of itself
    say(facts={**facts, "sha256": made.sha256})


if __name__ == "__main__":
    main(*sys.argv[1:])
