"""Films of known truth, made by code: every frame carries its own number."""

from attune.core.media.invented.film import FilmTruth, make_film
from attune.core.media.invented.kinds import CAMERAS, KINDS
from attune.core.media.invented.scene import SCENES
from attune.core.media.invented.strip import UnreadableError, read_frame_number

__all__ = [
    "CAMERAS",
    "KINDS",
    "SCENES",
    "FilmTruth",
    "UnreadableError",
    "make_film",
    "read_frame_number",
]
