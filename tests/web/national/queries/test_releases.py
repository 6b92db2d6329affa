"""The newest release, and names of the next."""

import pytest
import time_machine
from django.http import Http404

from attune.web.national.models import Withdrawal
from attune.web.national.queries import releases as queries
from tests.core.figures.small_release import small_document
from tests.factories.releases import small_draft, small_release

pytestmark = pytest.mark.django_db
CORE_10 = ("core-10", "total", "self", "end")


def test_newest_is_the_last_that_is_not_withdrawn(django_assert_num_queries):
    assert queries.newest() is None
    first, second = small_release("2026-10"), small_release("2026-11")
    assert queries.newest().name == "2026-11"
    with django_assert_num_queries(1):  # its document is read once
        assert queries.newest().previous == first.digest
    Withdrawal.objects.create(release=second, reason="Wrong.")
    assert queries.newest() == small_document("2026-10")


def test_figures_are_rows_with_counts_values_and_reasons():
    small_release()
    london, wales, _scotland = queries.newest().figures(CORE_10, ("region",))
    assert (london.category, london.counts["improved"], london.values.pairs) == (
        ("london",),
        20,
        55,
    )
    assert (wales.counts["all"], wales.values, wales.reason) == (
        None,
        None,
        "Too few have both scores.",
    )


@time_machine.travel("2026-11-21 12:00", tick=False)
def test_name_is_the_month_and_then_numbered():
    assert queries.next_name() == "2026-11"
    small_release("2026-11")
    assert queries.next_name() == "2026-11-02"
    small_release("2026-11-02")
    assert queries.next_name() == "2026-11-03"
    assert queries.last_number() == 2


def test_list_of_drafts_leaves_out_what_is_over():
    small_draft(state="dropped")
    small_draft("2026-10", state="frozen")
    refused, made = small_draft("2026-09", state="refused"), small_draft("2026-08")
    assert set(queries.drafts()) == {refused, made}
    assert queries.open_draft() == made


def test_what_is_not_there_is_not_found():
    part = queries.part(small_document(), "core-10-total-self")
    for ask in (
        lambda: queries.release("2026-01"),
        lambda: queries.part(small_document(), "other"),
        lambda: queries.table(part, "other"),
        lambda: queries.draft("0b8b5a0e-6d3c-4b55-9d0c-000000000009"),
    ):
        with pytest.raises(Http404):
            ask()
