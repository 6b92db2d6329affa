"""Our own services beside the trials: from the newest release, and only what it shows."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from attune.core import instruments
from attune.core.figures.released import Interval
from attune.web.evidence.ours import MEASURES, Ours, ours
from attune.web.evidence.wording import OUTCOMES
from attune.web.national.models import Release
from tests.factories.releases import small_document, small_part

CATALOGUE = Path(instruments.__file__).parent / "catalogue"


def released(*parts, name="2026-11"):
    document = replace(small_document(name), parts=parts)
    Release.objects.create(
        name=name,
        number=Release.objects.count() + 1,
        body=document.body(),
        digest=document.digest,
        previous="",
        reasons={},
    )


def part(measure, scale, effect=None):
    made = replace(small_part(), measure=measure, scale=scale, title=measure, scale_title=scale)
    if effect is None:
        return made
    table = made.tables[0]
    values = replace(table.rows[0].values, effect=effect)
    row = replace(table.rows[0], values=values)
    return replace(made, tables=(replace(table, rows=(row,)),))


def hidden(measure, scale):
    made = part(measure, scale)
    row = replace(made.tables[0].rows[0], values=None, reason="Too few have both scores.")
    return replace(made, tables=(replace(made.tables[0], rows=(row,)),))


@pytest.mark.django_db
def test_before_the_first_release_there_is_nothing():
    assert ours("sensitivity") == []


@pytest.mark.django_db
def test_a_release_speaks_of_an_outcome_by_the_scales_that_measure_it():
    released(
        part("care-index", "sensitivity", Interval(0.62, 0.51, 0.73)),
        part("care-index", "control"),
        part("core-10", "total"),
    )
    assert ours("sensitivity") == [Ours("care-index, sensitivity", "2026-11", 90, 0.62, 0.51, 0.73)]
    assert ours("stress") == []
    assert ours("attachment") == []


@pytest.mark.django_db
def test_what_a_release_hides_stays_hidden():
    released(hidden("care-index", "sensitivity"))
    assert ours("sensitivity") == []


def test_every_scale_that_is_named_is_one_of_the_catalogue():
    for outcome, scales in MEASURES.items():
        assert outcome in OUTCOMES
        for measure, scale in scales:
            folder = next((CATALOGUE / measure).iterdir())
            told = tomllib.loads((folder / "scoring.toml").read_text(encoding="utf-8"))
            assert scale in told["scales"], (measure, scale)
