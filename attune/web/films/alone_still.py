"""Runs alone, in a process that preparing.py starts: draws one frame of a film at its full size.

python -I -m attune.web.films.alone_still SOURCE FRAMES OUT NUMBER

FRAMES is the film's frame table, OUT a .png or .jpg. Says {"refused": "a sentence"} on its standard
output when the film cannot be used.
"""

import sys
from pathlib import Path

from attune.core.clock import FrameTable
from attune.web.films.alone import end_with_parent, say


def main(source: str, frames: str, out: str, number: str) -> None:
    end_with_parent()
    from attune.core.media import errors, still

    table = FrameTable.from_bytes(Path(frames).read_bytes())
    try:
        still.make_still(Path(source), Path(out), int(number), table=table)
    except errors.OutputError:
        raise  # the film may be fine: it is tried again
    except errors.FilmError as refusal:
        say(refused=str(refusal))


if __name__ == "__main__":
    main(*sys.argv[1:])
