"""Where an encrypted file belongs. It opens at its own place and nowhere else."""

from dataclasses import dataclass

FORM = b"attune-1"


@dataclass(frozen=True, slots=True)
class Binding:
    """The place of one encrypted file: whose it is, and which part of which film.

    `film` may name another thing that has bytes of its own, as an export has. `rendition` is the
    part's name, such as "proxy.frag".
    """

    service: str
    case: str
    film: str
    rendition: str

    def to_bytes(self) -> bytes:
        """The associated data that the file is authenticated with: no two places give the same."""
        return FORM + b"".join(
            len(text).to_bytes(2, "big") + text
            for text in (
                each.encode() for each in (self.service, self.case, self.film, self.rendition)
            )
        )
