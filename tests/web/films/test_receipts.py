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
    said = dict(receipts.rows(receipt, family.case))
    assert said["When"] == "20 January 2026, 14:30"
    assert said["By whom"] == family.actor.person.name
    assert said["Of which case"] == "Willow"
    assert "last film of its case" in said["What was erased"]
    assert "can still be opened until 1 April 2026" in said["Backups"]
    assert said["Number of this receipt"] == str(receipt.pk)
    with time_machine.travel(datetime(2026, 4, 1, 9, tzinfo=UTC)):
        said = dict(receipts.rows(receipt, family.case))
    assert "no backup opens the film any more since 1 April 2026" in said["Backups"]


def test_film_with_others_beside_it_says_that_backups_hold_it(family, cycle):
    film, other = begin_film(family, cycle), begin_film(family, cycle)
    receipt = actions.delete_film(film=film)
    said = dict(receipts.rows(receipt, family.case))
    assert "other films of this case are here" in said["Backups"]
    assert "last film" not in said["What was erased"]
    assert said["By whom"] == "Attune itself, when its time was over"
    actions.delete_film(film=other)  # and with it the key that both shared
    said = dict(receipts.rows(receipt, family.case))
    assert "other films of this case are here" not in said["Backups"]


def test_receipt_outlives_the_film_and_names_no_one(family, cycle):
    film = begin_film(family, cycle)
    film_id = film.pk
    actions.delete_film(film=film, by=family.actor)
    kept = ErasureReceipt.objects.get()
    assert (kept.film_id, kept.case_id) == (film_id, family.case.pk)
    assert kept.by_id == family.actor.person.pk
    assert "Bath time" not in " ".join(map(str, vars(kept).values()))
