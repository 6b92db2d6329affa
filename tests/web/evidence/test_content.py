"""What may be an entry."""

import pytest

from attune.web.evidence import wording
from attune.web.evidence.content import LARGEST, LIBRARY, NotAnEntryError, faults_of, read, shipped
from tests.factories.evidence import SOURCE, effect, study


def test_every_shipped_entry_is_one():
    found = shipped()
    assert len(found) == len(list(LIBRARY.glob("*.toml"))) >= 48
    assert all(faults_of(content) == [] for content in found.values())


def test_every_shipped_figure_has_a_source_that_was_looked_at():
    for key, content in shipped().items():
        for each in [*content.get("figures", []), *content.get("effects", [])]:
            source = content["sources"][each["source"] - 1]
            assert source["url"].startswith("http"), key
            assert source["looked_at"] == "2026-11-21", key


def test_no_two_shipped_entries_have_one_doi():
    dois = [content["doi"].lower() for content in shipped().values() if "doi" in content]
    assert len(dois) == len(set(dois)) > 20


def test_every_short_name_of_the_schema_has_its_words():
    for content in shipped().values():
        assert content["kind"] in wording.KINDS
        for name, words in (
            ("design", wording.DESIGNS),
            ("risk", wording.RISKS),
            ("method", wording.METHODS),
        ):
            assert content.get(name, next(iter(words))) in words


def test_a_figure_without_a_source_is_refused():
    content = study(figures=[{"says": "Much better"}])
    assert faults_of(content) == ["figures → 1: 'source' is a required property."]


def test_a_source_that_is_not_there_is_refused():
    assert faults_of(study("Heron", effect(source=2))) == ["effects → 1: there is no source 2."]


def test_an_entry_without_any_source_is_refused():
    assert faults_of({**study(), "sources": []}) == ["sources: [] should be non-empty."]


def test_two_effects_of_one_study_on_one_outcome_are_refused():
    content = study("Heron", effect(), effect(d=0.1))
    assert faults_of(content) == [
        "effects: a study counts once for sensitivity; tell the other as a figure."
    ]


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ({"derived": "ci", "because": "x"}, "effects → 1: 'ci' is a required property."),
        ({"derived": "n", "n": [4, 5]}, "effects → 1: 'because' is a required property."),
        (
            {"derived": "ci", "because": "x", "ci": [0.5, 0.1]},
            "effects → 1: an interval ends before it begins.",
        ),
        (
            {"derived": "p", "because": "x", "p": 0.5, "d": 0},
            "effects → 1: no standard error follows from P where the effect is none.",
        ),
        ({"outcome": "happiness"}, "effects → 1 → outcome: 'happiness' is not one of"),
        ({"se": 0}, "effects → 1 → se: 0 is less than or equal to the minimum of 0."),
    ],
)
def test_an_effect_from_which_nothing_follows_is_refused(wrong, fault):
    faults = faults_of(study("Heron", {**effect(), **wrong}))
    assert len(faults) == 1
    assert faults[0].startswith(fault)


def test_a_review_has_no_effects_that_would_count_its_studies_twice():
    faults = faults_of({**study("Heron", effect()), "kind": "review"})
    assert faults == [
        "effects: only a study counts in the analysis; tell what a review found as figures."
    ]


def test_a_day_that_never_was_is_refused():
    content = study(sources=[{**SOURCE, "looked_at": "2026-02-30"}])
    assert faults_of(content) == ["sources → 1: 2026-02-30 is no day."]


def test_a_doi_is_without_the_address_before_it():
    assert faults_of(study(doi="https://doi.org/10.1000/x"))[0].startswith("doi: ")


def test_text_that_is_no_toml_is_refused():
    with pytest.raises(NotAnEntryError, match="cannot be read as TOML"):
        read('title = "')


def test_text_that_is_no_entry_says_everything_that_is_wrong():
    with pytest.raises(NotAnEntryError) as refusal:
        read('kind = "poem"\ncolour = "blue"')
    assert len(refusal.value.faults) == 6


def test_a_text_of_any_length_is_not_read():
    with pytest.raises(NotAnEntryError, match="longer than an entry can be"):
        read("#" * (LARGEST + 1))


def test_days_of_toml_become_texts():
    text = (LIBRARY / "barlow-2016.toml").read_text(encoding="utf-8")
    assert read(text)["sources"][0]["looked_at"] == "2026-11-21"
