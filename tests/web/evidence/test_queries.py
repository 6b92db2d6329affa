"""Reading the library, as it is and as it was."""

import datetime

import pytest
import time_machine

from attune.web.evidence import queries
from attune.web.evidence.actions import change_entry, withdraw_entry
from attune.web.evidence.models import Entry
from attune.web.evidence.queries import Wanted
from tests.factories.evidence import add, effect, make_editor, study

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 11, 10)


def titles(found):
    return [version.content["title"] for version in found]


def noon(day):
    return datetime.datetime.combine(day, datetime.time(12), datetime.UTC)


def a_history():
    """Heron on the tenth, changed on the twelfth, withdrawn on the fourteenth; Tern on the twelfth."""
    editor = make_editor()
    with time_machine.travel(noon(DAY), tick=False):
        entry = add(study("Heron", effect(0.1)), editor).entry
    with time_machine.travel(noon(DAY + datetime.timedelta(2)), tick=False):
        change_entry(by=editor, entry=entry, content=study("Heron", effect(0.2)), why="Read again.")
        add(study("Tern", effect(0.5)), editor)
    with time_machine.travel(noon(DAY + datetime.timedelta(4)), tick=False):
        withdraw_entry(by=editor, entry=entry, why="Retracted.")


@pytest.mark.parametrize(
    ("days", "expected"),
    [(-1, []), (0, [0.1]), (1, [0.1]), (2, [0.2, 0.5]), (3, [0.2, 0.5]), (4, [0.5]), (9, [0.5])],
)
def test_effects_are_those_of_the_library_at_the_end_of_a_day(days, expected):
    a_history()
    found = queries.effects("sensitivity", DAY + datetime.timedelta(days))
    assert [one.effect for one in found] == expected


def test_without_a_day_the_library_is_as_it_is_now():
    a_history()
    assert [one.effect for one in queries.effects("sensitivity")] == [0.5]
    assert queries.counted() == {"sensitivity": 1}
    assert queries.counted(DAY) == {"sensitivity": 1}
    assert queries.first_day() == DAY


@pytest.mark.parametrize(
    ("among", "expected"), [("", [0.1, 0.2, 0.3]), ("randomised", [0.1, 0.2]), ("vig", [0.2])]
)
def test_effects_are_those_of_the_studies_that_are_asked_for(among, expected):
    add(study("Heron", effect(0.1), year=2001))
    add(study("Tern", effect(0.2), method="vig", year=2002))
    add(study("Gull", effect(0.3), design="controlled", year=2003))
    assert [one.effect for one in queries.effects("sensitivity", among=among)] == expected


def test_an_empty_library_began_on_no_day():
    assert queries.first_day() is None
    assert queries.counted() == {}


def test_a_day_ends_at_midnight_where_the_server_is(settings):
    settings.TIME_ZONE = "Europe/London"
    late = datetime.datetime(2026, 7, 1, 22, 59, tzinfo=datetime.UTC)  # 23:59 in London
    with time_machine.travel(late, tick=False):
        add(study("Heron", effect(0.1)))
    with time_machine.travel(late + datetime.timedelta(minutes=1), tick=False):
        add(study("Tern", effect(0.2)))
    found = queries.effects("sensitivity", datetime.date(2026, 7, 1))
    assert [one.effect for one in found] == [0.1]


def test_entries_are_of_the_kinds_that_are_asked_for_the_newest_publication_first():
    add(study("Heron", year=2010))
    add(study("Tern", year=2020))
    add({**study("Gull", year=2015), "kind": "review"})
    add({**study("Rook", year=2025), "kind": "guideline"})
    assert titles(queries.entries(("study", "review"))) == [
        "What Tern found",
        "What Gull found",
        "What Heron found",
    ]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted(), {"Heron", "Tern"}),
        (Wanted(design="controlled"), {"Tern"}),
        (Wanted(risk="preterm"), {"Heron"}),
        (Wanted(method="vig"), {"Heron"}),
        (Wanted(outcome="stress"), {"Tern"}),
        (Wanted(words="invented PARENTS"), {"Heron", "Tern"}),
        (Wanted(words="heron"), {"Heron"}),
        (Wanted(words="heron tern gull"), set()),
        (Wanted(design="controlled", risk="preterm"), set()),
    ],
)
def test_entries_are_those_that_somebody_looks_for(wanted, expected):
    add({**study("Heron", effect(), risk="preterm", method="vig"), "authors": "Heron A"})
    tern = study("Tern", effect(outcome="stress"), design="controlled")
    add({**tern, "authors": "Tern B"})
    found = queries.entries(("study",), wanted)
    assert {title.split()[1] for title in titles(found)} == expected


def test_a_library_of_one_and_of_three_asks_the_same(django_assert_num_queries):
    for name in ("Heron", "Tern", "Gull"):
        add(study(name, effect()))
        with django_assert_num_queries(1):
            queries.entries(("study",))
        with django_assert_num_queries(1):
            queries.effects("sensitivity")


def test_versions_are_all_of_them_the_newest_first():
    a_history()
    entry = queries.entry("heron-2020")
    assert [one.number for one in queries.versions(entry)] == [3, 2, 1]


def test_an_entry_that_never_was_is_not_found():
    with pytest.raises(Entry.DoesNotExist):
        queries.entry("never-was")
