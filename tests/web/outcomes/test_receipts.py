"""What a device keeps in the place of what it sent."""

import pytest
from django.core.signing import Signer

from attune.web.outcomes.receipts import OfflineReceipt, read_signed, signed


@pytest.fixture
def receipt(family):
    return OfflineReceipt.objects.create(
        case=family.case, kind="form", sha256="ab" * 32, by=family.actor.person
    )


def test_a_receipt_says_what_arrived_the_same_each_time(receipt):
    said = signed(receipt)
    assert said == signed(OfflineReceipt.objects.get(pk=receipt.pk))
    assert {name: said[name] for name in ("id", "kind", "sha256", "at")} == {
        "id": str(receipt.pk),
        "kind": "form",
        "sha256": "ab" * 32,
        "at": receipt.at.isoformat(),
    }


def test_what_this_server_signed_can_be_read_and_nothing_else(receipt):
    said = signed(receipt)
    assert read_signed(said["signed"]) == {
        name: said[name] for name in ("id", "kind", "sha256", "at")
    }
    assert read_signed(said["signed"] + "x") is None
    assert read_signed(Signer(salt="another").sign_object({"id": "1"})) is None
    assert read_signed("") is None
