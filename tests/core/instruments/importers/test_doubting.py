"""What is doubted of a form's answers and scores."""

from dataclasses import replace

from attune.core.instruments.importers.doubting import item_doubts, score_findings
from attune.core.instruments.importers.expressions import Call, Name, Number
from attune.core.instruments.importers.forms import Choice, Form, FormItem, Formula, Kind
from tests.core.instruments.importers.made import form, item

AWAY = Choice("777", "Refused", 777, missing=True)
COUNTED = [item("a"), item("b"), item("c")]


def with_code(name: str) -> FormItem:
    one = item(name)
    return replace(one, choices=(*one.choices, AWAY))


def decide(made: Form) -> list[str]:
    return score_findings(made)[2]


def test_items_leave_to_a_person():
    never = tuple(
        Choice(str(n), words, n) for n, words in enumerate(("Yes, often", "Seldom", "Never"))
    )
    made = form(
        [
            with_code("a"),
            with_code("b"),
            FormItem("c", "Thoughts of suicide", Kind.ONE, never),
            item("d", (0, 1, 1)),
            FormItem("e", "Anything", Kind.TEXT),
        ]
    )
    assert list(item_doubts(made)) == [
        "a, b: 777 “Refused” was taken for no answer and kept out of the range.",
        "Item 3 (c) speaks of harm: say which of its answers need a person's response.",
        "Item 3 (c): the answer “Never” has the highest number, 2. Say whether the manual counts it so.",
        "Item 4 (d): two of its answers count the same.",
    ]


def test_scores_are_recomputed_at_their_ends_and_with_a_blank():
    recomputed, dropped, doubts = score_findings(form(COUNTED, ("total", "[a]+[b]+(3-[c])")))
    assert recomputed == [
        (
            "total is made of 3 items: all lowest numbers give 3, all highest 6, all highest with a blank "
            "nothing. It goes down where the number goes up: item 3 (c)."
        )
    ]
    assert (dropped, doubts) == ([], [])


def test_blank_that_counts_as_zero_is_doubted():
    says = "The score total counts {} as zero. Say what the manual does with a blank."
    made = form(COUNTED, ("total", "sum([a],[b],[c])"))
    assert decide(made) == [says.format("a blank answer")]
    one = form(COUNTED, ("total", "if([a]='',0,[a])+[b]+[c]"))
    assert decide(one) == [says.format("a blank answer to a")]
    script = form(COUNTED, ("total", "[a]+[b]+[c]"), blank_is_zero=True)
    assert decide(replace(script, formulas=(replace(script.formulas[0], blank_is_zero=True),))) == [
        says.format("a blank answer")
    ]


def test_blank_that_is_passed_over_is_told():
    assert decide(form(COUNTED, ("total", "mean([a],[b],[c])"))) == [
        "The score total is given although answers are blank. Say how many the manual allows."
    ]


def test_code_that_is_added_as_a_number_is_doubted():
    bare = Choice("x", "Unknown", None, missing=True)
    made = form(
        [with_code("a"), replace(item("b"), choices=(*item("b").choices, bare))],
        ("total", "[a]+[b]"),
    )
    assert decide(made) == [
        "The score total adds the code 777 of a (“Refused”) as if it were a number, and gives 780."
    ]
    spared = form([with_code("a"), item("b")], ("total", "if([a]=777,'',[a])+[b]"))
    assert decide(spared) == []


def test_condition_and_item_without_effect_are_doubted():
    items = [replace(item("a"), shown_if="[b]=1"), item("b")]
    assert decide(form(items, ("total", "[a]+[b]*0"))) == [
        "The score total uses a, asked only under a condition: say what counts where it is not asked.",
        "The score total does not change with item 2 (b), although it reads it.",
    ]


def test_range_that_the_form_states_is_held_against_its_answers():
    made = form(COUNTED, ("total", "[a]+[b]-[c]"))
    stated = [replace(made.formulas[0], minimum=low, maximum=6) for low in (0, -3)]
    assert decide(replace(made, formulas=(stated[0],))) == [
        "The form says that total runs from 0 to 6; its answers give -3 to 6."
    ]
    assert decide(replace(made, formulas=(stated[1],))) == []
    odd = form(COUNTED, ("total", "[a]*[b]*[c]+[a]+[b]+[c]"))
    assert decide(replace(odd, formulas=(replace(odd.formulas[0], minimum=0, maximum=9),))) == []


def test_score_that_cannot_be_recomputed_says_why():
    open_item = FormItem("open", "", Kind.NUMBER)
    made = form(
        [*COUNTED, open_item],
        ("one", "[a]+[nobody]"),
        ("two", "[a]+[open]"),
        ("three", "1+1"),
    )
    empty = Formula("four", "%resource.item.answer.sum()", Call("least", ()))
    assert decide(replace(made, formulas=(*made.formulas, empty))) == [
        "The score one is made of nobody, which is no question that was read: it can't be recomputed.",
        "The score two can't be recomputed: the form does not say what the answers of open count.",
        (
            "The score three never reaches an answer: however the form is filled in, it gives 2. Its formula: "
            "1+1"
        ),
        (
            "The score four never reaches an answer: however the form is filled in, it gives nothing. Its "
            "formula: %resource.item.answer.sum()"
        ),
        "The form mine holds no score that could be recomputed: take it from the manual.",
    ]


def test_score_that_is_not_understood_is_dropped():
    made = replace(form(COUNTED), formulas=(Formula("x", "a;\n  b", None, "it is odd"),))
    assert score_findings(made)[:2] == (
        [], ["x: the form's formula is not understood, because it is odd: a; b"],
    )  # fmt: skip


def test_only_score_that_leaves_items_out_is_doubted():
    assert decide(form(COUNTED, ("total", "[a]+[b]"))) == [
        "The only score of mine leaves out item 3 (c)."
    ]
    assert decide(form(COUNTED, ("one", "[a]+[b]"), ("two", "[c]"))) == []


def test_step_to_another_score_is_not_told_of_by_itself():
    made = form(COUNTED, ("total", "[a]+[b]"))
    step = Formula("%raw", "", Call("sum", (Name("a"), Name("b"))))
    last = Formula("total", "", Call("sum", (Name("%raw"), Name("c"))))
    told = score_findings(replace(made, formulas=(step, last)))
    assert [one.partition(" is ")[0] for one in told[0]] == ["total"]
    assert told[2] == []
    constant, odd = Formula("%url", "", Number(1)), Formula("%odd", "x", None, "it is odd")
    assert score_findings(replace(made, formulas=(step, last, constant, odd)))[0] == told[0]
    alone = score_findings(replace(made, formulas=(step,)))
    assert [one.partition(" is ")[0] for one in alone[0]] == ["%raw"]


def test_score_that_breaks_at_its_ends_has_no_effect_to_tell():
    recomputed, _, _ = score_findings(form([item("a", (0, 1)), item("b")], ("total", "[b]/[a]")))
    assert recomputed == [
        (
            "total is made of 2 items: all lowest numbers give nothing, all highest 3, all highest with a blank "
            "nothing."
        )
    ]
