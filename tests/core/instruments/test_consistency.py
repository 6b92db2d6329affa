"""One fault in a package that is right, and the sentence that says it."""

import pytest

from attune.core.instruments.errors import PackageError
from attune.core.instruments.package import read_package
from tests.core.instruments.small import TOTALS, changed, small, totals_only

S, Q, R, A = "scoring.toml", "questionnaire.json", "rights.toml", "safety.toml"
FAULTS = [
    (S, "[sources.manual]", "[sources.other]", "cites 'manual', which is not among the sources"),
    (A, 'source = "manual"', 'source = "rumour"', "safety.toml cites 'rumour'"),
    (R, 'source = "manual"', 'source = "rumour"', "rights.toml cites 'rumour'"),
    (S, 'id = "small"', 'id = "other"', "name different measures or versions"),
    (S, 'decides = "total"', 'decides = "sum"', "'sum', is not among the scales"),
    (S, "count = 4", "count = 5", "must number its items from 1 to 5"),
    (Q, '"linkId": "3"', '"linkId": "7"', "must number its items from 1 to 4"),
    (S, "minimum = 0\nmaximum = 3", "minimum = 3\nmaximum = 3", "must be below its greatest"),
    (S, "items = [2], source", "items = [9], source", "no item 9 to be reversed"),
    (S, "items = [4], counts", "items = [8], counts", "no item 8 to be not applicable"),
    (S, "counts = 2", "counts = 4", "does not apply is outside"),
    (Q, '"id": "answers"', '"id": "others"', "takes its answers from #answers"),
    (Q, '"text": "Thought 3",\n   "type": "choice"', '"text": "Thought 3",\n   "type": "integer"',
     "Item 3: an item with words that is a choice names its answers"),
    (Q, '"code": "2"', '"code": "5"', "must be numbered 0 to 3, in this order"),
    (R, 'class = "ship"', 'class = "bring-your-own-text"', "and there is wording"),
    (Q, '"text": "Thought 2",\n   ', "", "it is not all there"),
    (S, 'of = ["first", "mean"]', 'of = ["first", "mean"]\nitems = [1]', "not of both"),
    (S, 'title = "Total"\nitems = [1, 2, 3, 4]\n', 'title = "Total"\n', "each scale is made of them"),
    (S, 'of = ["first", "mean"]', 'of = ["first", "later"]', "scales that stand before it"),
    (S, "items = [3, 4]", "items = [3, 6]", "the items are 1 to 4"),
    (S, "range = [0, 6]", "range = [6, 6]", "must run from less to more"),
    (S, "range = [0, 6]", "range = [0, 7]", "give 0 to 6, not the range"),
    (S, "range = [0, 18]", "range = [0, 36]", "give 0 to 18, not the range"),
    (S, "5.5, 7.0]", "7.0]", "must hold each number from 0 to 6"),
    (S, "4.0, 5.5", "5.5, 4.0", "must rise from each number to the next"),
    (S, 'of = ["first", "mean"]', 'of = ["first", "mean"]\nmissing = { rule = "prorate", at_least = 1, source = "manual" }',
     "only a scale made of items"),
    (S, "at_least = 3", "at_least = 5", "asks for more items than it has"),
    (S, 'rule = "prorate"', 'rule = "at-least"', "would count the blank ones as nothing"),
    (S, "{ 3 = 2 }", "{ 3 = 2, 1 = 2 }", "a weight to an item that is not its own"),
    (S, "low = 4, label", "low = 1, label", "its bands must stand in order"),
    (S, "at = 4, beyond", "at = 40, beyond", "40 is outside its range"),
    (A, "item = 1", "item = 5", "there is no item 5"),
    (A, "scored_from = 2", "scored_from = 4", "item 1 never counts 4"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "says"), FAULTS)
def test_fault_is_said(tmp_path, file, old, new, says):
    with pytest.raises(PackageError) as refused:
        read_package(changed(tmp_path / "small", file, old, new))
    assert any(says in fault for fault in refused.value.faults)


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        (A, "ask =", 'alerts = [{item = 1, scored_from = 1, says = "x", source = "manual"}]\nask =',
         "there is no item 1"),
        (Q, '"status": "active"', '"status": "active", "item": [{"linkId": "1", "type": "integer"}]',
         "and scoring.toml says nothing of them"),
        (S, "range = [1, 5]", "times = 2\nrange = [1, 5]", "a total that is entered is not computed"),
        (R, "totals-only", "ship", "it is not all there"),
    ],
)  # fmt: skip
def test_fault_of_totals_is_said(tmp_path, file, old, new, says):
    with pytest.raises(PackageError) as refused:
        read_package(changed(tmp_path / "totals", file, old, new, TOTALS))
    assert any(says in fault for fault in refused.value.faults)


def test_packages_without_a_fault_are_read(tmp_path):
    assert (small(tmp_path).title, totals_only(tmp_path).title) == ("Small", "Small")
    said = 'title = "Total"\nscore = "sum"\nitems'  # a sum may be called one
    folder = changed(tmp_path / "said", S, 'title = "Total"\nitems', said)
    assert not read_package(folder).scale("total").mean
