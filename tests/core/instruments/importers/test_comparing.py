"""Forms held against the measures that are known."""

from dataclasses import replace

import pytest

from attune.core.instruments.importers.comparing import Known, differences, looks_like
from attune.core.instruments.importers.forms import Choice, FormItem, Kind
from attune.core.instruments.package import read_package
from attune.core.instruments.vectors import read_vectors
from tests.core.instruments.importers.made import form, item
from tests.core.instruments.small import ANSWERS, TOTALS, VECTORS, write

# The measure `small`: four items from 0 to 3, item 2 counts backwards, item 1 has an alert. Its total
# prorates from three answers on.
LIKE = "small looks like Small, which Attune has already, sourced and tried. Use that one unless this form differs from it on purpose."
WORDLESS = "Attune does not hold the words of Small: answers were matched by their place. See that each item lists its answers in the order of the printed form."
RIGHT = "[q1]+(3-[q2])+[q3]+[q4]"


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Known:
    folder = write(tmp_path_factory.mktemp("package") / "small")
    return Known(read_package(folder), read_vectors(VECTORS))


def wordless(known: Known, **more) -> Known:
    items = tuple(replace(one, text="", options=()) for one in known.measure.items)
    return Known(replace(known.measure, items=items), known.forms, **more)


def worded(number: int, order=(0, 1, 2, 3), numbers=None) -> FormItem:
    """Item of the measure in its own words, the answers in this order."""
    counted = numbers or order
    choices = tuple(
        Choice(str(one), ANSWERS[at], float(one)) for at, one in zip(order, counted, strict=True)
    )
    return FormItem(f"q{number}", f"thought {number}", Kind.ONE, choices)


def mine(items, *formulas):
    return replace(form(items, *formulas), id="small", title="")


def four(**more) -> list[FormItem]:
    return [item(f"q{number}", **more) for number in range(1, 5)]


def told(made, known: Known) -> list[str]:
    return list(differences(made, known))


@pytest.mark.parametrize(
    ("form_id", "title", "name", "ids", "found"),
    [
        ("GAD7_schema", "", "", ["a", "b"], "gad-7"),
        ("x", "The GAD-7 form", "", ["a", "b"], "gad-7"),
        ("x", "", "gad_7.csv", ["a", "b"], "gad-7"),
        ("x", "", "", ["gad7_1", "gad7_2"], "gad-7"),
        ("x", "", "", ["gad7_1", "other"], None),
        ("x", "", "", ["gad7_1"], None),
        ("gad70", "megad7", "", ["a", "a"], None),
    ],
)
def test_form_looks_like_a_measure_by_its_name(small, form_id, title, name, ids, found):
    gad = replace(small.measure, id="gad-7", items=())
    made = replace(form([item(one) for one in ids]), id=form_id, title=title)
    like = looks_like(made, name, [wordless(small), Known(gad, [])])
    assert (like and like.measure.id) == found


def test_form_looks_like_a_measure_by_its_words(small):
    made = form([worded(number) for number in (1, 2, 3, 4)])
    assert looks_like(made, "", [small]) is small
    assert looks_like(form([worded(1), worded(2)]), "", [small]) is None


def test_form_that_scores_as_the_manual_does_has_only_its_blanks_wrong(small):
    made = mine([worded(number) for number in (1, 2, 3, 4)], ("total", RIGHT))
    assert told(made, small) == [
        LIKE,
        # a blank is prorated by the manual, "does not apply" counts 2; the form gives nothing for both
        (
            "Of 6 filled forms of Small, 2 score otherwise by the form's total: “one blank” gives nothing, not "
            "9.33333; “does not apply” gives nothing, not 3."
        ),
    ]


def test_answers_are_matched_by_their_words_in_any_order(small):
    turned = [worded(number, (3, 2, 1, 0)) for number in (4, 3, 2, 1)]
    assert (
        told(mine(turned, ("total", RIGHT)), small)[1:]
        == told(mine([worded(number) for number in (1, 2, 3, 4)], ("total", RIGHT)), small)[1:]
    )


def test_item_that_is_scored_backwards_makes_a_person_look(small):
    made = mine(four(), ("total", "(3-[q1])+(3-[q2])+[q3]+[q4]"))
    assert told(made, wordless(small))[:3] == [
        LIKE,
        WORDLESS,
        (
            "Look at item 1 (q1): the form scores total backwards compared with the manual of Small. With its "
            "last answer (“Answer 3”) the score is 3 lower than with its first, and by the manual 3 higher. "
            "Answers to this item need a person's response: it must not be wrong."
        ),
    ]


def test_print_order_is_minded(small):
    """Items 1 and 3 are printed with their greatest first: there 0 for the first answer is wrong."""
    known = wordless(small, falling=frozenset({"1", "3"}))
    looked = [one.partition(":")[0] for one in told(mine(four(), ("total", RIGHT)), known)[2:4]]
    assert looked == ["Look at item 1 (q1)", "Look at item 3 (q3)"]
    falling = [item("q1", (3, 2, 1, 0)), item("q2"), item("q3", (3, 2, 1, 0)), item("q4")]
    assert not [one for one in told(mine(falling, ("total", RIGHT)), known) if "Look" in one]


def test_without_a_score_the_numbers_of_the_answers_are_compared(small):
    assert told(mine(four()), wordless(small)) == [
        LIKE,
        WORDLESS,
        (
            "Look at item 2 (q2): the form numbers its answers backwards compared with the manual of Small. Its "
            "first answer has 0 and its last (“Answer 3”) 3; by the manual they count 3 and 0."
        ),
    ]


def test_numbers_that_begin_elsewhere_are_doubted(small):
    made = mine(
        [item("q1", (1, 2, 3, 4)), item("q2", (3, 2, 1, 0)), item("q3", (0, 2, 4, 6)), item("q4")]
    )
    assert told(made, wordless(small))[2:] == [
        (
            "The answers of item 1 (q1), item 3 (q3) have other numbers than in the manual of Small, although "
            "they run the same way."
        )
    ]


def test_only_scales_of_the_same_items_are_compared(small):
    made = mine(four(), ("first", "[q1]+(3-[q2])"), ("other", "[q1]+[q3]"), ("lost", "[q1]+[no]"))
    assert [one.partition(" by ")[0] for one in told(made, wordless(small))[2:]] == []
    more = mine([*four(), item("extra")], ("total", RIGHT), ("extra", "[extra]"))
    assert "Of 6 filled forms" in told(more, wordless(small))[2]
    assert told(mine([*four(), item("extra")], ("none", "[q1]")), wordless(small))[1:] == [
        "Small has 4 items, and 5 of this form have answers with numbers, so its scoring was not compared."
    ]


def test_answers_that_do_not_fit_are_said(small):
    slider = FormItem("q1", "", Kind.NUMBER, minimum=0, maximum=3)
    wide = replace(slider, id="q2", maximum=10)
    made = mine([slider, wide, item("q3", (0, 1)), item("q4")])
    assert told(made, wordless(small)) == [
        LIKE,
        "item 2 (q2), item 3 (q3): not as many answers as in Small, so nothing more was compared.",
    ]
    assert told(mine([slider, *four()[1:]], ("total", RIGHT)), wordless(small))[1] == WORDLESS


def test_words_that_are_empty_are_not_quoted(small):
    bare = FormItem("q2", "", Kind.NUMBER, minimum=0, maximum=3)
    made = mine([four()[0], bare, *four()[2:]])
    assert "and its last 3; by" in told(made, wordless(small))[2]


def test_measure_that_is_known_by_its_totals_is_not_compared(tmp_path):
    known = Known(read_package(write(tmp_path / "totals", TOTALS)), [])
    assert told(mine(four()), known)[1:] == [
        "The words of Small may not be copied freely. Holder: Ours. Licence: None needed.",
        "Attune knows only the totals of Small, so its items were not compared.",
    ]
