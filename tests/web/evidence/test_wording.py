"""Every short name that an entry may have, and its words."""

import json

from attune.web.evidence import wording
from attune.web.evidence.content import LIBRARY

SCHEMA = json.loads((LIBRARY / "entry.schema.json").read_text(encoding="utf-8"))


def test_words_and_schema_know_the_same_names():
    of_entry, of_effect = SCHEMA["properties"], SCHEMA["$defs"]["effect"]["properties"]
    assert set(wording.KINDS) == set(of_entry["kind"]["enum"])
    assert set(wording.METHODS) == set(of_entry["method"]["enum"])
    assert set(wording.DESIGNS) == set(of_entry["design"]["enum"])
    assert set(wording.RISKS) == set(of_entry["risk"]["enum"])
    assert set(wording.OUTCOMES) == set(of_effect["outcome"]["enum"])
    assert set(wording.DERIVED) == set(of_effect["derived"]["enum"])
    seen = SCHEMA["$defs"]["source"]["properties"]["seen"]["enum"]
    assert set(wording.SEEN) == set(seen)


def test_a_list_to_choose_from_begins_with_what_chooses_nothing():
    names = {"one": "One", "two": "Two"}
    assert wording.choices(names) == [("one", "One"), ("two", "Two")]
    assert wording.choices(names, empty="Any")[0] == ("", "Any")


def test_every_slope_of_a_moderator_has_its_words():
    assert set(wording.SLOPES) == {*wording.DESIGNS, *wording.RISKS, "session"}
