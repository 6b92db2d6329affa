"""A small release by hand: one subject, everybody and three regions, of which one is hidden."""

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
RULES = {"least": 8.0, "base": 5.0, "services": 3.0, "dominance": 0.85, "apart": 3.0}


def counts(*numbers: int | None) -> dict[str, int | None]:
    return dict(zip(("all", *STANDINGS), numbers, strict=True))


def values(pairs: int, since: str, change: float = 4.4) -> Values:
    return Values(
        pairs,
        17.7,
        round(17.7 - change, 1),
        Interval(change, change - 0.5, change + 0.5),
        Interval(1.1, 0.95, 1.25),
        since,
    )


def small_part(since: str = "2026-11") -> Part:
    whole = Row(
        (),
        counts(120, 30, None, 50, 35),
        90,
        Interval(0.75, 0.67, 0.82),
        Interval(0.39, 0.29, 0.49),
        None,
        values(90, since),
    )
    regions = (
        Row(
            ("london",),
            counts(75, 20, None, 30, 20),
            55,
            Interval(0.73, 0.62, 0.82),
            Interval(0.36, 0.25, 0.5),
            None,
            values(55, since, 5.0),
        ),
        Row(("wales",), counts(None, None, None, None, None), reason="Too few have both scores."),
        Row(("scotland",), counts(40, None, None, 15, 15), reason="Too few have both scores."),
    )
    model = Model(
        90,
        (
            Effect("(Intercept)", Interval(-1.0, -3.0, 1.0)),
            Effect("ordered", Interval(-1.7, -3.0, -0.5)),
        ),
        {"region": 0.3, "service": 0.8, "caseload": 0.6, "residual": 4.1},
        (Effect("london", Interval(0.4, -0.4, 1.1)),),
        since,
    )
    tables = (Table((), "end", STANDINGS, (whole,)), Table(("region",), "end", STANDINGS, regions))
    scale = ("CORE-10", "Clinical score", "lower", 0, 40)
    return Part("core-10", "total", "self", *scale, tables, model)


def small_document(name: str = "2026-11", previous: str = "") -> ReleaseDocument:
    return ReleaseDocument(
        name, previous, (2025, 2026), RULES, (small_part(name),), ("GAD-7, self",)
    )
