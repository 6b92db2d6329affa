"""Who contributes, who is invited, with which keys; and how the numbers of it are said."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from attune.core.records.pushes import fingerprint, is_signed
from attune.web.national.models import (
    EnrolledKey,
    Enrolment,
    HeldEpisode,
    HeldSums,
    Invitation,
    Received,
)

QUIET = timedelta(days=90)
FEW, TO = 8, 5  # fewer are not told; others to the nearest five
AT_ONCE = 25  # receipts on a page


def hashed(token: str) -> str:
    """What is kept of a token, which is long and random: no salt is needed, nor a slow hash."""
    return sha256(token.encode()).hexdigest()


def address(token: str) -> str:
    """An invitation as one text: where this instance is, and the token, which a browser never sends."""
    return f"{settings.PUBLIC_URL}/#{token}"


def roughly(number: int) -> str:
    """A number of episodes or records in words that tell of nobody: none, fewer than 8, or to the nearest five."""
    if not number:
        return _("none")
    if number < FEW:
        return _("fewer than %(few)s") % {"few": FEW}
    return _("about %(number)s") % {"number": f"{(number + TO // 2) // TO * TO:,}"}


# --- invitations ----------------------------------------------------------------------------------
class Invited(StrEnum):
    """How an invitation stands."""

    OPEN = "open"
    USED = "used"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


def state_of(invitation: Invitation) -> Invited:
    """By this server's own clock; what was once found over stays over."""
    if invitation.withdrawn_at:
        return Invited.WITHDRAWN
    if invitation.used_at:
        return Invited.USED
    if invitation.closed_at or invitation.expires_at <= timezone.now():
        return Invited.EXPIRED
    return Invited.OPEN


def invitation_by_token(token: str) -> Invitation | None:
    return Invitation.objects.filter(token_hash=hashed(token)).first()


def invitation(invitation_id: UUID) -> Invitation:
    return get_object_or_404(Invitation, pk=invitation_id)


def waiting_invitations() -> list[tuple[Invitation, Invited]]:
    """Those that nobody used or withdrew, the newest first."""
    rows = Invitation.objects.filter(used_at=None, withdrawn_at=None).select_related("made_by")
    return [(row, state_of(row)) for row in rows]


def is_known(name: str) -> bool:
    """Whether a service of this name contributes or contributed."""
    return Enrolment.objects.filter(name__iexact=name).exists()


# --- services -------------------------------------------------------------------------------------
def enrolment_by_pseudonym(pseudonym: UUID) -> Enrolment | None:
    return Enrolment.objects.filter(pseudonym=pseudonym).first()


def enrolment(enrolment_id: UUID) -> Enrolment:
    return get_object_or_404(Enrolment.objects.select_related("invited_by"), pk=enrolment_id)


def is_by(
    enrolment: Enrolment, prefix: bytes, said: bytes, signature: str, *, ever: bool = False
) -> bool:
    """Whether the service signed this with its key; `ever`: with any that it ever had."""
    keys = enrolment.keys.all() if ever else enrolment.keys.filter(until=None)
    return any(is_signed(key.public_key, said, signature, prefix) for key in keys)


def signs(enrolment: Enrolment, public_key: str) -> bool:
    """Whether this is the key with which the service signs now."""
    return enrolment.keys.filter(until=None, public_key=public_key).exists()


def committed() -> dict[str, int]:
    """Of each service the last push that was taken, by its pseudonym: what the store may read."""
    rows = Enrolment.objects.filter(last_sequence__gt=0)
    return {str(one.pseudonym): one.last_sequence for one in rows}


@dataclass(frozen=True)
class Contributor:
    """A service with what came of it. gives_sums: in the place of records."""

    enrolment: Enrolment
    episodes: int
    records: int
    last: datetime | None
    gives_sums: bool = False

    @property
    def state(self) -> str:
        if self.enrolment.revoked_at:
            return "revoked"
        if self.last is None:
            return "waiting"
        return "quiet" if self.last < timezone.now() - QUIET else "contributes"

    @property
    def words(self) -> dict[str, str]:
        if self.gives_sums:
            return dict.fromkeys(("episodes", "records"), _("it gives sums only"))
        return {"episodes": roughly(self.episodes), "records": roughly(self.records)}


def contributors() -> list[Contributor]:
    return [_contributor(row) for row in _counted(Enrolment.objects.all())]


def contributor(enrolment: Enrolment) -> Contributor:
    return _contributor(_counted(Enrolment.objects.filter(pk=enrolment.pk)).get())


def _counted(rows: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    held = HeldEpisode.objects.filter(enrolment=OuterRef("pk")).order_by().values("enrolment")
    came = Received.objects.filter(enrolment=OuterRef("pk"), by_us=False).order_by("-sequence")
    return rows.annotate(
        episodes=Coalesce(Subquery(held.annotate(all=Count("pk")).values("all")), 0),
        records=Coalesce(Subquery(held.annotate(all=Sum("records")).values("all")), 0),
        last=Subquery(came.values("at")[:1]),
        gives_sums=Exists(HeldSums.objects.filter(enrolment=OuterRef("pk"))),
    )


def _contributor(row: Enrolment) -> Contributor:
    return Contributor(row, row.episodes, row.records, row.last, row.gives_sums)


@dataclass(frozen=True)
class Overview:
    """All that contributes, as the first page says it."""

    contributors: list[Contributor]
    invitations: int

    @property
    def contributing(self) -> int:
        return sum(not one.enrolment.revoked_at for one in self.contributors)

    @property
    def quiet(self) -> list[Contributor]:
        return [one for one in self.contributors if one.state == "quiet"]

    @property
    def episodes(self) -> str:
        return roughly(sum(one.episodes for one in self.contributors))

    @property
    def records(self) -> str:
        return roughly(sum(one.records for one in self.contributors))

    @property
    def last(self) -> datetime | None:
        return max((one.last for one in self.contributors if one.last), default=None)


def overview() -> Overview:
    still = [state for _row, state in waiting_invitations() if state is Invited.OPEN]
    return Overview(contributors(), len(still))


def receipts(enrolment: Enrolment, number: str | None) -> Page:
    """What came of a service, the newest first, a page of it."""
    return Paginator(enrolment.received.all(), AT_ONCE).get_page(number)


@dataclass(frozen=True)
class Amount:
    """How much a push held, in words that tell of nobody."""

    episodes: str
    records: str
    taken_back: str


def amount(row: Received) -> Amount:
    return Amount(roughly(row.episodes), roughly(row.records), roughly(row.taken_back))


def keys_of(enrolment: Enrolment) -> list[tuple[EnrolledKey, str]]:
    """Its keys with their fingerprints, the one in use first."""
    return [(key, fingerprint(key.public_key)) for key in enrolment.keys.all()]


def open_invitation_for(enrolment: Enrolment) -> Invitation | None:
    """The invitation by which a service that enrolled before may come back with a new key."""
    rows = enrolment.invitations.filter(used_at=None, withdrawn_at=None)
    return next((row for row in rows if state_of(row) is Invited.OPEN), None)
