"""A data directory, read without a server: which films it has, and what opens them."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from attune.core.vault import key_file
from attune.core.vault.away import Away
from attune.core.vault.binding import Binding
from attune.core.vault.errors import DamagedError, VaultError
from attune.core.vault.joined import JoinedReader
from attune.core.vault.keys import unwrap
from attune.core.vault.streaming import StreamReader

ROWS = """
SELECT film.id, film.state, film.case_id, cases_case.service_id, own.epoch, own.wrapped
FROM films_film film JOIN cases_case ON cases_case.id = film.case_id
LEFT JOIN films_casekey own ON own.case_id = film.case_id ORDER BY film.at
"""
MUST = ("proxy.init", "proxy.frag", "proxy.index", "poster.jpg", "peaks.json", "frames.json")
UNFINISHED = ("original/arriving", "original/mended", "making/", ".gone-")


@dataclass(frozen=True)
class KeptFilm:
    """A film of the database, its folder, and the key of its case (None: it does not open)."""

    film_id: str
    state: str
    case: str
    service: str
    folder: Path
    key: bytes | None
    trouble: str = ""

    def parts(self) -> list[str]:
        """What lies in its folder and is finished, by name."""
        found = (
            path
            for path in self.folder.rglob("*")
            if path.is_file() and not path.name.startswith(".")
        )
        names = sorted(str(path.relative_to(self.folder)) for path in found)
        return [name for name in names if not name.startswith(UNFINISHED)]

    def missing(self) -> list[str]:
        """Parts that a film in its state must have, and does not."""
        parts = self.parts()
        lacking = [f"made/{name}" for name in MUST if self.state == "ready"]
        lost = [name for name in lacking if name not in parts]
        originals = [name for name in parts if name.startswith("original/")]
        expected = [f"original/{number:05}" for number in range(len(originals))]
        return lost + [name for name in expected if name not in originals]

    def open(self, part: str) -> StreamReader:
        """One part, decrypted as it is read. Raises VaultError and OSError."""
        if self.key is None:
            raise VaultError(self.trouble)
        name = part.removeprefix("made/")
        if self.is_away(part):
            raise VaultError("It lies in the bucket, where only the server reads it.")
        file = (self.folder / part).open("rb")
        try:
            return StreamReader(
                file, self.key, Binding(self.service, self.case, self.film_id, name)
            )
        except VaultError:
            file.close()
            raise

    def is_away(self, part: str) -> bool:
        """Whether its bytes lie in a bucket, and only a note of that is here."""
        with (self.folder / part).open("rb") as file:
            return Away.read(file) is not None

    def original(self) -> JoinedReader:
        """The film as it was sent, as far as it has arrived."""
        names = [name for name in self.parts() if name.startswith("original/")]
        sizes = []
        for name in names:
            with self.open(name) as part:
                sizes.append(part.size)
        return JoinedReader(sizes, lambda number: self.open(names[number]))


def films(data: Path, keys: Path) -> Iterator[KeptFilm]:
    """Every film of the data directory. Raises KeyFileError, and DamagedError when there is no database
    of Attune."""
    kept = key_file.read(keys)
    database = data / "attune.sqlite3"
    if not database.is_file():
        raise DamagedError(f"{data} is no data directory of Attune: it has no attune.sqlite3.")
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=20)) as line:
        try:
            rows = line.execute(ROWS).fetchall()
        except sqlite3.DatabaseError as error:
            raise DamagedError(f"The database {database} cannot be read: {error}.") from error
    for film, state, case, service, epoch, wrapped in rows:
        film_id, case, service = (str(UUID(hex=each)) for each in (film, case, service))
        key, trouble = None, "The key of its case is gone."
        if wrapped is not None:
            try:
                key = unwrap(wrapped, kept.key(epoch), service=service, case=case, epoch=epoch)
            except VaultError as error:
                trouble = str(error)
        yield KeptFilm(film_id, state, case, service, data / "films" / film_id, key, trouble)
