"""Drafts of packages: what was understood, and refused until a person has decided."""

import json
import tomllib
from dataclasses import replace

import pytest

from attune.core.instruments.errors import PackageError
from attune.core.instruments.importers.drafting import draft
from attune.core.instruments.importers.forms import Choice, FormItem, Kind
from attune.core.instruments.package import FILES, read_package
from attune.core.instruments.scoring import score
from tests.core.instruments.importers.made import form, item
from tests.core.instruments.small import write

ITEMS = [item("a"), item("b", (3, 2, 1, 0)), item("c")]


def scoring(made) -> dict:
    return tomllib.loads(draft(made)[0]["scoring.toml"])


def test_draft_never_loads_by_itself(tmp_path):
    files, _ = draft(form(ITEMS, ("total", "[a]+[b]+[c]")))
    assert set(files) == set(FILES)
    with pytest.raises(PackageError) as caught:
        read_package(write(tmp_path / "mine", files))
    faults = " ".join(caught.value.faults)
    for decided in ("status", "rights.toml, class", "sources", "better", "respondents", "holder"):
        assert decided in faults


def decided(files: dict[str, str], vectors: str) -> dict[str, str]:
    """The draft, with what a person must decide filled in."""
    text = files["scoring.toml"].replace("[sources]", '[sources.manual]\ntext = "The manual"')
    for place, told in {
        "source": "manual",
        "name": "Mine",
        "about": "A day.",
        "decides": "total",
        "better": "lower",
    }.items():
        text = text.replace(f'{place} = ""', f'{place} = "{told}"')
    rights = files["rights.toml"].replace('class = ""', 'class = "ship"')
    for place in ("holder", "licence"):
        rights = rights.replace(f'{place} = ""', f'{place} = "Ours"')
    return {
        "questionnaire.json": files["questionnaire.json"].replace('"draft"', '"active"'),
        "scoring.toml": text.replace("respondents = []", 'respondents = ["self"]'),
        "safety.toml": files["safety.toml"],
        "rights.toml": rights.replace('source = ""', 'source = "manual"'),
        "vectors.csv": files["vectors.csv"] + vectors,
    }


def test_draft_that_a_person_has_decided_scores_as_the_form_did(tmp_path):
    """Item b counts down in the form, item c is turned round by the formula."""
    files, doubts = draft(form(ITEMS, ("total", "[a]+[b]+(3-[c])")))
    assert doubts == []
    vectors = (
        "all blank,,,,\nall minimum,0,0,0,6\nall maximum,3,3,3,3\none blank,1,,1,\nmixed,0,1,2,3\n"
    )
    measure = read_package(write(tmp_path / "mine", decided(files, vectors)))
    assert [one.reversed for one in measure.items] == [False, True, True]
    assert [one.text for one in measure.items] == ["Thought a", "Thought b", "Thought c"]
    assert [one.text for one in measure.item("2").options] == [
        "Answer 3", "Answer 2", "Answer 1", "Answer 0",
    ]  # fmt: skip
    # the form: third answers, numbered 2, 1 and 2, make 2 + 1 + (3 - 2)
    assert score(measure, {"1": 2, "2": 2, "3": 2}).scores == {"total": 4}


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("[a]+[b]", {"range": [0, 6]}),
        ("mean([a],[b])", {"range": [0, 3], "times": 0.5}),
        ("mean([a],[b])*10", {"range": [0, 30], "times": 5}),
        (
            "[a]+2*[b]",
            {"range": [0, 9], "weights": {"by_item": {"1": 1, "2": 2}, "source": ""}},
        ),
    ],
)
def test_sums_means_and_weights_are_written(source, said):
    scale = scoring(form(ITEMS, ("my_Score 2", source)))["scales"]["my-score"]
    assert scale == {"title": "my_Score 2", "items": [1, 2], "better": "", "source": "", **said}


@pytest.mark.parametrize(
    "source", ["[a]*[b]", "[a]+1", "[a]+[b]*0", "[a]+[other]", "[a]+[nobody]", "1+1"]
)
def test_score_that_is_no_plain_sum_of_its_items_is_left_to_a_person(source):
    made = form([*ITEMS, item("other", (0, 1))], ("total", source))
    files, doubts = draft(made)
    assert tomllib.loads(files["scoring.toml"])["scales"] == {}
    assert "The score total is not in the draft: write it from the manual." in doubts


def test_scores_that_contradict_each_other_are_left_to_a_person():
    made = form(ITEMS, ("one", "[a]+[b]"), ("two", "[c]-[a]+3"), ("One!", "[a]+[c]"), ("9", "[c]"))
    files, doubts = draft(made)
    assert list(tomllib.loads(files["scoring.toml"])["scales"]) == ["one", "score"]
    assert doubts == [
        "The score two is not in the draft: it turns items round that another score does not.",
        "The score One! is not in the draft: another has its name.",
    ]


def test_items_that_run_otherwise_are_left_out_and_named():
    whole = FormItem("d", "", Kind.NUMBER, minimum=0, maximum=3)
    others = [
        item("gap", (0, 2, 4)),
        item("half", (0, 0.5, 1)),
        item("two", (0, 1)),
        item("same", (1, 1)),
        FormItem("far", "", Kind.NUMBER, minimum=0, maximum=99_999),
    ]
    files, doubts = draft(form([*ITEMS, whole, *others]))
    assert doubts == [
        (
            "gap, half, two, same, far: their numbers do not run from 0 to 3 as those of the other items, so "
            "the draft of mine leaves them out."
        )
    ]
    asked = json.loads(files["questionnaire.json"])["item"]
    assert [(one["linkId"], one["text"], one["type"]) for one in asked] == [
        ("1", "Thought a", "choice"),
        ("2", "Thought b", "choice"),
        ("3", "Thought c", "choice"),
        ("4", "d", "integer"),
    ]
    assert files["vectors.csv"] == "form,1,2,3,4\n"


def test_form_without_numbers_has_no_draft():
    assert draft(form([FormItem("a", "Why?", Kind.TEXT)])) == (
        {}, ["mine has no item whose answers are numbered one by one: no draft is made."],
    )  # fmt: skip


def test_words_of_strangers_stay_words():
    """A title that would end a comment, a text or a table of TOML does none of it."""
    bad = 'x"\n[rights]\nclass = "ship"\x7f\x85\u2028'
    choices = (Choice("0", "", 0), Choice("1", bad, 1))
    one = FormItem(bad, bad, Kind.ONE, choices)
    made = replace(form([one]), id="!!", title=bad, instructions="Think of today.")
    made = replace(made, formulas=(form([one], ("t", "1+1")).formulas[0],))
    files, _ = draft(made)
    read = tomllib.loads(files["scoring.toml"])
    assert "rights" not in read
    assert read["id"] == "form"
    told = json.loads(files["questionnaire.json"])
    assert told["description"] == "Think of today."
    displays = [
        each["display"] for each in told["contained"][0]["compose"]["include"][0]["concept"]
    ]
    assert displays[0] == "0"
    assert read["title"].startswith('x"\n[rights]')


def test_items_that_are_numbers_need_no_answers():
    one = FormItem("a", "Mood", Kind.NUMBER, minimum=0, maximum=10)
    told = json.loads(draft(form([one]))[0]["questionnaire.json"])
    assert "contained" not in told
    assert told["item"] == [{"linkId": "1", "text": "Mood", "type": "integer"}]
