"""What can be agreed on, and what each column says of itself."""

import pytest

from attune.core.extracts import fields
from attune.core.records.contract import fields as contract


def test_numbers_of_services_and_caseloads_can_not_be_agreed_on():
    """Nor the exact number of cycles, for which there is a band."""
    left = {"service", "caseload", "cycles", "contract"}
    assert set(fields.AGREEABLE) | set(fields.ALWAYS) == set(contract()) - left | {"dose"}
    for name in left:
        with pytest.raises(ValueError, match=name):
            fields.columns([name])


def test_every_column_says_what_it_is():
    found = fields.columns(fields.AGREEABLE)
    assert [one.name for one in found] == [*fields.QUASI, *fields.ORDER]
    assert all(one.says for one in found)
    kinds = {one.name: one.kind for one in found if one.kind != "text"}
    assert kinds == {"pair": "whole", "months": "whole", "score": "number"}


def test_list_of_what_others_may_know_has_untold_among_its_values():
    found = {one.name: one for one in fields.columns(("mode", "dose"))}
    assert found["mode"].values == ("in-person", "remote", "both", "not-recorded", "not-told")
    assert found["dose"].values[-1] == "not-told"
    assert "not-told" not in found["occasion"].values


def test_columns_without_anything_agreed_are_scores_alone():
    assert tuple(one.name for one in fields.columns(())) == (
        "episode",
        "measure",
        "scale",
        "occasion",
        "respondent",
        "score",
    )
