"""An extract: the rows that a researcher is given, made of current outcome records."""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from attune.core.extracts.anonymity import MOST_LOST, TooMuchLostError, protected
from attune.core.extracts.fields import QUASI, Field, columns
from attune.core.figures.breakdowns import category


@dataclass(frozen=True)
class Terms:
    """What an agreement allows. fields: of `fields.AGREEABLE`. measures: ids. years: of the first score, both included."""

    fields: tuple[str, ...]
    measures: tuple[str, ...]
    first_year: int
    last_year: int
    k: int


@dataclass(frozen=True)
class Extract:
    """columns: with their meaning. rows: in the order of their new numbers. untold, dropped, lost: as of `Protected`."""

    columns: tuple[Field, ...]
    rows: tuple[Mapping[str, Any], ...]
    episodes: int
    untold: Mapping[str, int]
    dropped: int
    lost: float


def extracted(records: Iterable[Mapping[str, Any]], terms: Terms, chance: random.Random) -> Extract:
    """The rows of these records under these terms. chance: `random.SystemRandom()`, except where a test wants to know.

    Raises TooMuchLostError where protecting people would take out more than MOST_LOST of all values.
    """
    wanted = [record for record in records if _is_wanted(record, terms)]
    quasi = [name for name in QUASI if name in terms.fields]
    told = {one["episode"]: {name: category(one, name) for name in quasi} for one in wanted}
    safe = protected(told, terms.k)
    if safe.lost > MOST_LOST:
        raise TooMuchLostError(safe.lost)
    fields = columns(terms.fields)
    numbers = _numbers(sorted(safe.episodes), chance)
    rows = [
        _row(record, safe.episodes[record["episode"]], numbers, fields)
        for record in wanted
        if record["episode"] in numbers
    ]
    rows.sort(key=lambda row: [str(row[field.name]) for field in fields if field.name != "score"])
    rows.sort(key=lambda row: str(row["episode"]))
    return Extract(fields, tuple(rows), len(numbers), safe.untold, safe.dropped, safe.lost)


def _is_wanted(record: Mapping[str, Any], terms: Terms) -> bool:
    years = range(terms.first_year, terms.last_year + 1)
    return record["measure"] in terms.measures and record["year"] in years


def _numbers(episodes: Sequence[str], chance: random.Random) -> dict[str, str]:
    """A new number for each episode, by chance."""
    drawn = list(episodes)
    chance.shuffle(drawn)
    return {episode: f"E{number:06}" for number, episode in enumerate(drawn, start=1)}


def _row(
    record: Mapping[str, Any],
    values: Mapping[str, str],
    numbers: Mapping[str, str],
    fields: Sequence[Field],
) -> dict[str, Any]:
    own = {**record, **values, "episode": numbers[record["episode"]]}
    return {field.name: own[field.name] for field in fields}
