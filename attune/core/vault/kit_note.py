"""A note beside the key file of the newest month that a recovery kit was said for: no key, no secret.

With it a start can tell that the paper in the safe is older than the keys. Nobody can know whether it
was printed.
"""

from contextlib import suppress
from pathlib import Path

from attune.core.vault.keys import check_epoch


def note(keys: Path, epoch: str) -> None:
    """The kit of the key file `keys` was said, with `epoch` as its newest month.

    Where nothing can be written beside the key file, nothing is noted.
    """
    with suppress(OSError):
        _beside(keys).write_text(f"{epoch}\n", encoding="ascii")


def noted(keys: Path) -> str | None:
    """The newest month of the kit that was said last; None where none was, or that can't be read."""
    try:
        return check_epoch(_beside(keys).read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        return None


def _beside(keys: Path) -> Path:
    return keys.with_name(f"{keys.name}.kit")
