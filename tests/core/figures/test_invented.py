"""The invented nation: the same for the same seed, within the contract, and with the effects it was given."""

import numpy as np
import pytest

from attune.core.figures.invented import CORE_10, Nation, true_intercept, works
from attune.core.records.making import records_of

SMALL = Nation(7, services=12, practitioners=40, dyads=600)


@pytest.fixture(scope="module")
def small():
    return list(works(SMALL))


def test_same_seed_gives_the_same_nation_and_another_another(small):
    assert list(works(SMALL)) == small
    assert next(iter(works(Nation(8, services=12, practitioners=40, dyads=600)))) != small[0]


def test_every_score_is_a_record_of_the_contract(small):
    made = [record for work in small for record in records_of(work.episode, work.scores)]
    assert len(made) == sum(len(work.scores) for work in small)
    assert {record["year"] for record in made} == set(range(2020, 2026))


def test_practitioners_keep_to_one_service_and_services_to_one_region(small):
    assert len({(work.practitioner, work.service) for work in small}) == len(
        {work.practitioner for work in small}
    )
    assert len({(work.service, work.episode.region) for work in small}) == len(
        {work.service for work in small}
    )


def test_effects_are_those_that_were_given():
    """Least squares on 12,000 dyads that differ in nothing but what the model knows."""
    nation = Nation(
        3, services=30, practitioners=100, dyads=12_000,
        apart={"region": 0.0, "service": 0.0, "caseload": 0.0},
    )  # fmt: skip
    rows, changes = [], []
    for work in works(nation):
        by_when = {one.occasion: one.score for one in work.scores}
        if "end" in by_when:
            said = work.episode
            rows.append(
                [
                    1,
                    -by_when["start"],
                    said.engagement == "ordered",
                    said.mode == "remote",
                    said.stage == "trainee",
                ]
            )
            changes.append(by_when["start"] - by_when["end"])
    table, outcome = np.array(rows, dtype=float), np.array(changes)
    found, rest, *_ = np.linalg.lstsq(table, outcome, rcond=None)
    known = [
        true_intercept(CORE_10),
        *(CORE_10.effects[name] for name in ("start", "ordered", "remote", "trainee")),
    ]
    spread = np.sqrt(np.diag(np.linalg.inv(table.T @ table)) * rest[0] / (len(rows) - 5))
    assert np.all(np.abs(found - known) < 4 * spread)
    assert 0.7 < len(rows) / nation.dyads < 0.85
    assert np.sqrt(rest[0] / (len(rows) - 5)) == pytest.approx(CORE_10.error, rel=0.03)


def test_more_go_missing_where_work_was_ordered(small):
    def missing(engagement):
        of_them = [work for work in small if work.episode.engagement == engagement]
        return sum(len(work.scores) == 1 for work in of_them) / len(of_them)

    assert missing("ordered") > missing("chosen")
