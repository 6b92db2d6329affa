"""Frameworks of principles, as data: each a TOML file beside this one, checked when it is read."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
KEY = re.compile(r"[a-z][a-z0-9-]*")


class FrameworkError(ValueError):
    """A framework file that can't be used; the message names the file and the fault."""


@dataclass(frozen=True)
class Principle:
    """One principle: a key that is kept with a moment, and the words a page shows."""

    key: str
    title: str
    description: str


@dataclass(frozen=True)
class Framework:
    """A versioned set of principles, in the order in which they are taught."""

    id: str
    version: str
    title: str
    principles: tuple[Principle, ...]

    @property
    def keys(self) -> frozenset[str]:
        """The keys of all principles."""
        return frozenset(principle.key for principle in self.principles)


def read_framework(path: Path) -> Framework:
    """The framework in a TOML file. Raises FrameworkError naming what is wrong with it."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
        framework = Framework(
            id=found["id"],
            version=found["version"],
            title=found["title"],
            principles=tuple(Principle(**row) for row in found["principle"]),
        )
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FrameworkError(f"{path.name} can't be read: {error}") from error
    except (KeyError, TypeError) as error:
        raise FrameworkError(f"{path.name} lacks or misnames a part: {error}") from error
    if not all(isinstance(words, str) and words.strip() for words in _words(framework)):
        raise FrameworkError(f"{path.name}: every part must be text, and none may be empty.")
    keys = [principle.key for principle in framework.principles]
    if not keys or len(set(keys)) != len(keys) or not all(KEY.fullmatch(key) for key in keys):
        raise FrameworkError(f"{path.name}: keys must be unique, lower case, joined by hyphens.")
    return framework


def _words(framework: Framework) -> Iterator[object]:
    yield from (framework.id, framework.version, framework.title)
    for principle in framework.principles:
        yield from (principle.key, principle.title, principle.description)


@cache
def attunement_principles() -> Framework:
    """The framework that Attune ships."""
    return read_framework(HERE / "attunement-principles.toml")
