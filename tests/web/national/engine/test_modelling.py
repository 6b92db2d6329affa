"""The national model from the sums that are kept: that of the rows, and live after one push of one service."""

import shutil

import numpy as np
import pytest

from attune.core.figures.guarding import may_leave
from attune.core.figures.invented import CORE_10, Nation, works
from attune.core.figures.model import FIXED, LEVELS, Scale, sums_of
from attune.core.records.making import records_of
from attune.core.statistics.errors import CannotComputeError
from attune.core.statistics.mixed import likelihood
from attune.core.statistics.mixed.blups import effects
from attune.core.statistics.mixed.fit import at_ratios, fit
from attune.core.statistics.mixed.live import Live
from attune.core.statistics.mixed.sums import of_rows
from attune.web.national.engine import kept, modelling, store
from tests.core.figures.caseloads import rows_of
from tests.core.figures.records import number, record

SCALE = Scale("core-10", "total", "self", -1)
QUESTION = kept.Question({}, [SCALE])


@pytest.fixture(scope="module")
def given(tmp_path_factory):
    """Eight invented services with 600 dyads, counted once."""
    root = tmp_path_factory.mktemp("national")
    services: dict[str, dict] = {}
    for work in works(Nation(9, services=8, practitioners=32, dyads=600)):
        mine = services.setdefault(work.episode.service, {})
        mine[work.episode.episode] = records_of(work.episode, work.scores)
    for service, episodes in services.items():
        store.append(root, service, 1, "episodes", episodes)
    committed = dict.fromkeys(services, 1)
    return root, committed, services, kept.of_services(root, committed, QUESTION)


def plain(services):
    """The kernel's own sums of the rows, without any sum of ours."""
    records = [
        one
        for mine in services.values()
        for many in mine.values()
        for one in many
        if one["end"] != "open"
    ]
    rows = sorted(rows_of(records, *SCALE), key=lambda row: row[0])
    column = {name: [columns[name] for _, columns in rows] for name in (*FIXED, "change")}
    for name in ("start", "change"):
        column[name] = [value / 1000 for value in column[name]]
    return of_rows(
        column["change"],
        fixed={name: column[name] for name in FIXED},
        levels={level: [path[place] for path, _ in rows] for place, level in enumerate(LEVELS)},
    )


def test_model_is_that_of_the_rows(given):
    *_, services, counted = given
    found, wanted = modelling.national(counted, SCALE), fit(plain(services))
    assert found.fit.fixed == pytest.approx(wanted.fixed, rel=1e-9)
    assert found.fit.standard_errors == pytest.approx(wanted.standard_errors, rel=1e-6)
    assert found.fit.criterion == pytest.approx(wanted.criterion, rel=1e-10)


def test_model_finds_the_effects_that_the_nation_was_given(given):
    found = modelling.national(given[3], SCALE).fit
    for name in FIXED:
        away = abs(found.fixed[name] - CORE_10.effects[name])
        assert away < 3.5 * found.standard_errors[name]


def test_one_new_pair_changes_the_figures_without_any_other_service(given, tmp_path):
    root, committed, services, counted = given
    root = shutil.copytree(root, tmp_path / "national")
    before = modelling.national(counted, SCALE)
    mine, *others = sorted(committed)
    old = next(iter(services[mine].values()))[0]
    new = {**old, "episode": number(5), "score": 31.5, "months": 0, "occasion": "start"}
    pair = [new, {**new, "occasion": "end", "months": 4, "score": 12.25}]
    store.append(root, mine, 2, "episodes", {number(5): pair})
    for service in others:
        shutil.rmtree(root / "records" / f"service={service}")
    after = kept.of_services(root, {**committed, mine: 2}, QUESTION)
    wanted = plain({**services, mine: {**services[mine], number(5): pair}})

    at = at_ratios(wanted.fixed, likelihood.tree(wanted), before.fit.ratios, reml=True)
    sums = sums_of(one for mine in after.values() for one in mine.caseloads[SCALE])
    now = at_ratios(sums.fixed, likelihood.tree(sums), before.fit.ratios, reml=True)
    live = Live(before.sums, before.fit)
    conditions = [
        float(new[field] == value)
        for field, value in (("engagement", "ordered"), ("mode", "remote"), ("stage", "trainee"))
    ]
    live.add((old["region"], mine, old["caseload"]), [[1, -31.5, *conditions, 19.25]])
    estimates, errors, _ = live.figures()
    assert now.fixed == pytest.approx(at.fixed, rel=1e-9)
    assert now.standard_errors == pytest.approx(at.standard_errors, rel=1e-9)
    assert estimates == pytest.approx(at.fixed, rel=1e-9)
    assert errors == pytest.approx(at.standard_errors, rel=1e-9)
    assert at.fixed != before.fit.fixed

    refitted = modelling.national(after, SCALE, near=before.ratios).fit
    assert refitted.criterion == pytest.approx(fit(wanted).criterion, rel=1e-9)


def test_estimates_of_services_are_shrunk_and_each_has_its_interval(given):
    *_, services, counted = given
    model = modelling.national(counted, SCALE)
    found = modelling.service_estimates(model)
    assert [one.service for one in found] == sorted(services)
    wanted = {path[1]: one for path, one in effects(model.fit, "service").items()}
    rows = rows_of(
        [
            one
            for mine in services.values()
            for many in mine.values()
            for one in many
            if one["end"] != "open"
        ],
        *SCALE,
    )
    for one in found:
        changes = [columns["change"] / 1000 for path, columns in rows if path[1] == one.service]
        assert one.pairs == len(changes)
        assert one.plain == pytest.approx(np.mean(changes), rel=1e-12)
        assert one.effect == wanted[one.service].value
        assert (one.low, one.high) == wanted[one.service].interval()
        assert one.low < one.effect < one.high
    spread = np.std([one.plain for one in found])
    assert np.std([one.effect for one in found]) < spread


def test_service_that_gives_sums_has_the_same_estimate(given):
    *_, counted = given
    leaving = {service: may_leave(whole).sums for service, whole in counted.items()}
    mine, shipped = next((each, sums) for each, sums in leaving.items() if sums.shipped)
    model = modelling.national({**counted, mine: shipped}, SCALE)
    plainly = modelling.service_estimates(modelling.national(counted, SCALE))
    for one, wanted in zip(modelling.service_estimates(model), plainly, strict=True):
        assert (one.service, one.region, one.pairs) == (wanted.service, wanted.region, wanted.pairs)
        assert one.plain == pytest.approx(wanted.plain, rel=1e-9)
        assert one.effect == pytest.approx(wanted.effect, rel=0.05, abs=0.02)


def test_model_without_enough_pairs_says_why(tmp_path):
    store.append(tmp_path, number(2), 1, "whole", {number(1): [record(episode=number(1))]})
    counted = kept.of_services(tmp_path, {number(2): 1}, QUESTION)
    for near in (None, (1.0, 1.0, 1.0)):
        with pytest.raises(CannotComputeError):
            modelling.national(counted, SCALE, near=near)
