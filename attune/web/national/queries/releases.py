"""The releases of national figures: what anybody may read of them.

Nothing here reads a record. `newest()` gives the document; its `figures(subject, by)` gives rows of rounded
counts and figures (core/figures/released.py).
"""

from attune.core.figures.released import ReleaseDocument


def newest() -> ReleaseDocument | None:
    """The newest release that is not withdrawn; None before the first."""
    return None
