"""An invented nation of 300 services whose records come in, month by month, and sometimes are withdrawn."""

import random
from collections.abc import Mapping
from itertools import accumulate

from attune.core.statistics.disclosure.tables import Cell, Count, Dimensions, counted

REGIONS = tuple(f"R{number}" for number in range(1, 12))
SETTINGS = ("nhs", "council", "charity", "school", "independent", "other")
YEARS = ("2021", "2022", "2023", "2024", "2025", "2026")
KINDS = {
    "stage": ("practitioner", "trainee", "supervisor"),
    "mode": ("in-person", "remote", "both", "not-recorded"),
    "end": ("planned", "unplanned", "open"),
}
TABLES: tuple[Dimensions, ...] = (
    {"region": REGIONS, "setting": SETTINGS},
    {"year": YEARS, "region": REGIONS},
    KINDS,
)
Tables = list[tuple[Dimensions, Mapping[Cell, Count]]]


def falling(names, by):
    """Sums of weights, each the one before divided by this."""
    return list(accumulate(by**-place for place in range(len(names))))


def months(seed: int, *, number: int = 24, start: int = 1500, each: int = 60, withdrawn: int = 0):
    """The tables of each month: records that were there at the start, new ones, less those withdrawn."""
    chance = random.Random(seed)
    services = [
        (
            f"s{number}",
            chance.choices(REGIONS, cum_weights=falling(REGIONS, 1.15))[0],
            chance.choices(SETTINGS, cum_weights=falling(SETTINGS, 1.6))[0],
        )
        for number in range(300)
    ]
    sizes = list(accumulate(chance.paretovariate(1.3) for _service in services))
    records: list[tuple[dict[str, str], str]] = []
    for month in range(number):
        for _one in range(withdrawn if month else 0):
            records.pop(chance.randrange(len(records)))
        years = YEARS[:4] if month == 0 else YEARS[4:5] if month < 12 else YEARS[5:]
        for _one in range(each if month else start):
            service, region, setting = chance.choices(services, cum_weights=sizes)[0]
            kinds = {
                name: chance.choices(values, cum_weights=falling(values, 2))[0]
                for name, values in KINDS.items()
            }
            place = {"region": region, "setting": setting, "year": chance.choice(years)}
            records.append((kinds | place, service))
        yield [(table, counted(table, records)) for table in TABLES]
