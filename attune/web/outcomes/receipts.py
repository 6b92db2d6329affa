"""What was entered without internet and has arrived: one row for each letter of a device, and the signed
words that the device keeps in the place of what it sent."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.core import signing
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

SALT = "outcomes.offline"


class OfflineReceipt(models.Model):
    """That a letter is kept. id: made by the device. sha256: of the letter's bytes, as they arrived.

    response: the form that it holds or is about. rating: the goal's rating that it holds.
    """

    class Kind(models.TextChoices):
        FORM = "form", _("a filled form")
        RATING = "rating", _("a goal's rating")
        ACKNOWLEDGEMENT = "acknowledgement", _("what was done about an answer")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="offline_receipts")
    kind = models.CharField(_("what it holds"), max_length=20, choices=Kind.choices)
    sha256 = models.CharField(_("checksum"), max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    response = models.ForeignKey("outcomes.Response", models.CASCADE, null=True, related_name="+")
    rating = models.ForeignKey("cases.GoalRating", models.CASCADE, null=True, related_name="+")

    objects: ClassVar = ScopedManager(service="case__service")

    class Meta:
        ordering = ("at",)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.pk}"


def signed(receipt: OfflineReceipt) -> dict[str, str]:
    """The receipt in plain words and signed; the same each time it is asked for."""
    said = {
        "id": str(receipt.pk),
        "kind": receipt.kind,
        "sha256": receipt.sha256,
        "at": receipt.at.isoformat(),
    }
    return said | {"signed": signing.Signer(salt=SALT).sign_object(said)}


def read_signed(text: str) -> dict[str, Any] | None:
    """What a signed receipt says; None where this server did not sign it."""
    try:
        return signing.Signer(salt=SALT).unsign_object(text)
    except (signing.BadSignature, ValueError):
        return None
