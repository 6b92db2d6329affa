"""A receipt says what is gone, what is not, and until when."""

from datetime import UTC, datetime

import pytest
import time_machine

from attune.web.films import actions, receipts
from attune.web.films.models import ErasureReceipt
from tests.factories.films import begin_film

pytestmark = pytest.mark.django_db


@time_machine.travel(datetime(2026, 1, 20, 14, 30, tzinfo=UTC))
def test_last_film_of_a_case_takes_the_key_and_says_until_when_backups_open(family, cycle):
    receipt = actions.delete_film(film=begin_film(family, cycle), by=family.actor)
    said = " ".join(receipts.sentences(receipt))
    assert "since 20 January 2026, 14:30" in said
    assert "last film of its case" in said
    assert "until 1 April 2026" in said
    assert str(receipt.pk) in said


def test_film_with_others_beside_it_says_that_backups_hold_it(family, cycle):
    film, _other = begin_film(family, cycle), begin_film(family, cycle)
    receipt = actions.delete_film(film=film)
    said = " ".join(receipts.sentences(receipt))
    assert "there are other films of this case" in said
    assert "destroyed" not in said
    assert receipt.by_id is None


def test_receipt_outlives_the_film_and_names_no_one(family, cycle):
    film = begin_film(family, cycle)
    film_id = film.pk
    actions.delete_film(film=film, by=family.actor)
    kept = ErasureReceipt.objects.get()
    assert (kept.film_id, kept.case_id) == (film_id, family.case.pk)
    assert kept.by_id == family.actor.person.pk
    assert "Bath time" not in " ".join(map(str, vars(kept).values()))
