"""Every field of the contract has its words, and no other field has."""

from attune.core.records.contract import fields
from attune.web.contribution.wording import EACH, SAME


def test_every_field_of_a_record_is_shown():
    assert {*SAME, *EACH, "episode"} == set(fields())
    assert not SAME.keys() & EACH.keys()
