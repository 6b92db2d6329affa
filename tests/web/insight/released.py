"""A release made by hand, with what a page has to cope with: hidden rows, a region whose figure is left out, a follow-up."""

from attune.core.figures.released import (
    Effect,
    Interval,
    Model,
    Part,
    ReleaseDocument,
    Row,
    Table,
    Values,
)

STANDINGS = ("unpaired", "worsened", "unchanged", "improved")


def row(category=(), pairs=100, change=4.1, *, values=True, since="2026-11") -> Row:
    counts = {"all": 125, "unpaired": 25, "worsened": 10, "unchanged": 50, "improved": 40}
    said = None
    if values:
        interval = Interval(change, change - 1, change + 1)
        said = Values(pairs, 20.0, 20.0 - change, interval, Interval(1.0, 0.8, 1.2), since)
    shares = (Interval(0.8, 0.72, 0.86), Interval(0.4, 0.31, 0.5), Interval(0.1, 0.06, 0.17))
    return Row(category, counts, pairs, *shares, said, "" if values else "It is left out.")


def hidden(category) -> Row:
    return Row(category, {"all": None, "unpaired": None}, reason="Too few.")


def tables() -> tuple[Table, ...]:
    def by(name, *rows, later="end"):
        return Table((name,) if name else (), later, STANDINGS, rows)

    return (
        by("", row()),
        by("", row(pairs=60, change=3.0), later="follow-up-3"),
        by(
            "region",
            row(("london",), 40, 3.5),
            hidden(("wales",)),
            row(("scotland",), 30, 5.0),
            row(("midlands",), 30, values=False),
        ),
        by("year", row(("2023",), 50, 4.0), hidden(("2024",)), row(("2025",), 50, 4.2)),
        by("context", row(("parent-infant",), 70, 4.5), row(("school",), 30, 3.0)),
        by("mode", row(("in-person",), 70, 4.5), row(("remote",), 30, 3.0)),
    )


MODEL = Model(
    100,
    (Effect("(Intercept)", Interval(4.0, 3.0, 5.0)), Effect("start", Interval(0.0, -0.1, 0.1))),
    {"region": 0.0, "service": 1.0, "caseload": 0.0, "residual": 4.0},
    (),
    "2026-11",
)


def part(measure="core-10", title="CORE-10", model=MODEL, made=None) -> Part:
    return Part(
        measure,
        "total",
        "self",
        title,
        "Clinical score",
        "lower",
        0.0,
        40.0,
        tables() if made is None else made,
        model,
    )


def release(*parts: Part) -> ReleaseDocument:
    return ReleaseDocument("2026-11", "", (2023, 2024, 2025), {"least": 8.0}, parts or (part(),))
