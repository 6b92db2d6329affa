"""The tables that the tests of the mixed model share: reference cases and invented nests."""

import numpy as np

from attune.core.statistics.mixed import sums
from attune.core.statistics.mixed.sums import Sums
from tests.reference.tables import table

# Davies & Goldsmith 1972, Statistical Methods in Research and Production: lme4's Dyestuff.
DYESTUFF = [
    *(1545, 1440, 1440, 1520, 1580, 1540, 1555, 1490, 1560, 1495, 1595, 1550, 1605, 1510, 1560),
    *(1445, 1440, 1595, 1465, 1545, 1595, 1630, 1515, 1635, 1625, 1520, 1455, 1450, 1480, 1445),
]


def column(rows: list[dict[str, str]], name: str) -> list[float]:
    return [float(row[name]) for row in rows]


def labels(rows: list[dict[str, str]], *names: str) -> dict[str, list[str]]:
    return {name: [row[name] for row in rows] for name in names}


def dyestuff() -> Sums:
    return sums.of_rows(DYESTUFF, levels={"batch": [number // 5 for number in range(30)]})


def sleepstudy(*, as_unit: bool) -> Sums:
    rows = table("08_sleepstudy")
    subject = labels(rows, "Subject")
    return sums.of_rows(
        column(rows, "Reaction"),
        fixed={"Days": column(rows, "Days")},
        levels={} if as_unit else subject,
        unit=("Subject", subject["Subject"]) if as_unit else None,
    )


def pastes(*, as_unit: bool = False) -> Sums:
    rows = table("09_pastes")
    cask = labels(rows, "cask")
    return sums.of_rows(
        column(rows, "strength"),
        levels=labels(rows, "batch") | ({} if as_unit else cask),
        unit=("cask", cask["cask"]) if as_unit else None,
    )


def change() -> Sums:
    rows = table("11_vig_synthetic")
    return sums.of_rows(
        column(rows, "change"), levels=labels(rows, "region", "service", "practitioner")
    )


def ancova() -> Sums:
    rows = table("11_vig_synthetic")
    return sums.of_rows(
        column(rows, "post"),
        fixed={"pre": column(rows, "pre")},
        levels=labels(rows, "region", "service", "practitioner"),
    )


def occasions() -> Sums:
    rows = table("11_vig_synthetic")
    long = [(row, at) for row in rows for at in ("pre", "post", "follow") if row[at]]
    each = [row for row, _ in long]
    return sums.of_rows(
        [float(row[at]) for row, at in long],
        fixed={
            "t1post": [at == "post" for _, at in long],
            "t2follow": [at == "follow" for _, at in long],
        },
        levels=labels(each, "service", "practitioner"),
        unit=("dyad", [row["dyad"] for row in each]),
    )


def invented(seed: int, spreads: tuple[float, ...] = (1, 1, 1, 2)) -> dict[str, np.ndarray]:
    """An unbalanced nest of 3 regions, services, practitioners and dyads with 1 to 3 rows each.

    `spreads` are the standard deviations of region, service, practitioner and dyad; that of a row is 2.
    """
    chance = np.random.default_rng(seed)
    found: dict[str, list[float]] = {name: [] for name in ("region", "service", "practitioner")}
    found |= {"dyad": [], "x": [], "y": []}
    for region in range(3):
        at = 20 + spreads[0] * chance.normal()
        for service in range(chance.integers(2, 4)):
            here = at + spreads[1] * chance.normal()
            for practitioner in range(chance.integers(2, 5)):
                who = here + spreads[2] * chance.normal()
                for dyad in range(chance.integers(1, 6)):
                    base = who + spreads[3] * chance.normal()
                    for occasion in range(chance.integers(1, 4)):
                        place = region, service, practitioner, dyad, occasion
                        score = base + 0.7 * occasion + 2 * chance.normal()
                        for name, value in zip(found, (*place, score), strict=True):
                            found[name].append(value)
    return {name: np.array(values) for name, values in found.items()}


def sums_of(
    rows: dict[str, np.ndarray], chosen: object = slice(None), *, dyads: bool = True
) -> Sums:
    """The sums of these rows of an invented table."""
    levels = {name: rows[name][chosen] for name in ("region", "service", "practitioner")}
    unit = ("dyad", rows["dyad"][chosen]) if dyads else None
    return sums.of_rows(rows["y"][chosen], fixed={"x": rows["x"][chosen]}, levels=levels, unit=unit)


def members(rows: dict[str, np.ndarray], names: tuple[str, ...]) -> list[np.ndarray]:
    """For each level the matrix Z of who belongs to which group, from full paths."""
    found = []
    for depth in range(1, len(names) + 1):
        path = np.column_stack([rows[name] for name in names[:depth]])
        _, code = np.unique(path, axis=0, return_inverse=True)
        found.append(np.eye(code.max() + 1)[code])
    return found
