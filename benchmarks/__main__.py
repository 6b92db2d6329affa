"""`./run bench [--seconds N] [--rounds N] [--memory] [--only CODING]`: each line one ratio.

Ingest and export of films, then ranges of encrypted films (`./run bench vault`: those alone).
`./run bench statistics`: the mixed model against R's lme4 (statistics.py).
`./run bench coverage [--nations N]`: how often intervals hold the truth (coverage.py).
`./run bench nation [--dyads N]`: an invented nation the whole way, from cases to a release (nation.py).
`./run bench fuzz [--films N]`: mutated films under the sandbox (fuzz.py).
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from benchmarks import coverage, nation, statistics, vault
from benchmarks.export import export_against_ffmpeg
from benchmarks.media import (
    CODERS,
    film_of,
    first_fragment,
    memory_against_length,
    proxy_against_ffmpeg,
)


def main() -> None:
    """Run what the command line asks for."""
    if sys.argv[1:2] == ["vault"]:
        vault.main()
        return
    if sys.argv[1:2] == ["coverage"]:
        coverage.main()
        return
    if sys.argv[1:2] == ["nation"]:
        sys.argv[1:2] = []
        nation.main()
        return
    if sys.argv[1:2] == ["statistics"]:
        statistics.main()
        return
    if sys.argv[1:2] == ["fuzz"]:  # in a process that has loaded nothing yet
        words = [sys.executable, "-m", "benchmarks.fuzz", *sys.argv[2:]]
        os.execv(sys.executable, words)  # noqa: S606 -- our own program
    words = argparse.ArgumentParser(prog="./run bench")
    words.add_argument("--seconds", type=int, default=10, help="length of the films")
    words.add_argument(
        "--rounds", type=int, default=3, help="runs of each, of which the least counts"
    )
    words.add_argument("--memory", action="store_true", help="2 hours against 2 minutes")
    words.add_argument("--only", choices=CODERS, help="one coding")
    wish = words.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for coder in [wish.only] if wish.only else CODERS:
            film = film_of(folder, coder, wish.seconds)
            name = f"{wish.seconds} s of 1080p {coder}"
            proxy_against_ffmpeg(film, folder, name, wish.rounds)
            first_fragment(film, name)
            export_against_ffmpeg(film, folder, name, wish.rounds)
            film.unlink()
        if wish.memory:
            memory_against_length(folder)
    vault.main()


if __name__ == "__main__":
    main()
