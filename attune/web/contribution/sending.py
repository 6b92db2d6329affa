"""Sending what differs, until nothing does. It depends on no clock, and may be broken off at any instant.

Each try compares what should be held with what was acknowledged. So it does not matter how often it runs, in how many
processes, or what became of an earlier try: bytes that were stored are sent again as they are, and two that send the same
are answered alike.
"""

import random
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scope

from attune.core.records.pushes import MOST_EPISODES, public_of
from attune.web.contribution import keys, outbox, talking
from attune.web.contribution.models import NationalLink, OutgoingPush
from attune.web.contribution.numbering import give_numbers
from attune.web.contribution.queries.giving import differing
from attune.web.contribution.queries.sums import differ
from attune.web.contribution.talking import Answer, UnreachableError

SOONEST, LATEST = timedelta(minutes=1), timedelta(hours=6)
ROUNDS = 5
"""How often in one try we begin anew because the two sides did not agree; then it waits."""


class Ended(StrEnum):
    """How a try ended. LATER: the same is tried again after `wait`."""

    DONE = "done"
    LATER = "later"
    OVER = "over"


@dataclass(frozen=True)
class Result:
    ended: Ended
    pushes: int = 0
    says: str = ""
    wait: timedelta | None = None


class RefusedError(Exception):
    """The answer was a no, which a repetition will not change soon."""

    def __init__(self, says: str) -> None:
        super().__init__(says)
        self.says = says


class RevokedError(Exception):
    """The association has ended the link."""

    def __init__(self, says: str) -> None:
        super().__init__(says)
        self.says = says


class DisagreementError(Exception):
    """They have another last push than we think. The outbox knows now; begin anew."""


class TooLargeError(Exception):
    """The push was too large for them."""


def contribute(link: NationalLink) -> Result:
    """Send all that differs. Opens the scope of the link's service itself."""
    with scope(service=link.service):
        if link.state == NationalLink.State.STOPPED:
            return Result(Ended.OVER)
        sender = _Sender(link)
        try:
            sender.run()
        except UnreachableError as cut:
            return _later(link, sender.pushes, cut.says, cut.wait)
        except keys.KeyLostError:
            says = _("The key of this service is lost. Ask the association for a new invitation.")
            return _later(link, sender.pushes, says)
        except RefusedError as refusal:
            return _later(link, sender.pushes, refusal.says)
        except RevokedError as over:
            if (
                link.state == NationalLink.State.STOPPING
            ):  # still to be taken back, should it be possible again
                return _later(link, sender.pushes, over.says)
            _note(link, refusal=over.says, tries=0, state=NationalLink.State.REVOKED)
            return Result(Ended.OVER, sender.pushes, over.says)
        _note(link, refusal="", tries=0)
        outbox.after_all_is_sent(link)
        return Result(Ended.DONE, sender.pushes)


def _later(link: NationalLink, sent: int, says: str, wait: int = 0) -> Result:
    """Wait longer after each failure, and never as long as the others who failed with us."""
    tries = 1 if sent else link.tries + 1
    _note(link, refusal=says, tries=tries)
    pause = min(SOONEST * 2 ** min(tries - 1, 12), LATEST) * random.uniform(0.5, 1)  # noqa: S311 -- no secret
    asked = min(timedelta(seconds=wait), LATEST)
    return Result(Ended.LATER, sent, says, max(pause, asked))


@transaction.atomic
def _note(link: NationalLink, **told: object) -> None:
    told["refusal"] = str(told["refusal"])[:500]
    rows = NationalLink.objects.filter(pk=link.pk)
    if "state" in told:  # what the service stopped meanwhile stays so
        rows = rows.filter(state__in=(NationalLink.State.ACTIVE, NationalLink.State.REVOKED))
    rows.update(tried_at=timezone.now(), **told)


class _Sender:
    """One try. pushes: how many were acknowledged in it."""

    def __init__(self, link: NationalLink) -> None:
        self.link = link
        self.pushes = 0
        self.most = MOST_EPISODES

    def run(self) -> None:
        self.finish_renewal()
        self.key = keys.read(self.link.service_id)
        give_numbers(self.link.service)
        self.look()
        for _round in range(ROUNDS):
            try:
                while self.send_what_differs():
                    pass
            except DisagreementError:
                self.refresh()
            except TooLargeError:
                self.most = max(1, self.most // 4)
            else:
                return
        raise UnreachableError(_("The two sides did not agree on what was sent last."))

    @property
    def is_leaving(self) -> bool:
        """A revoked service may do that one thing: take everything back."""
        return self.link.state == NationalLink.State.STOPPING

    def refresh(self) -> None:
        self.link.refresh_from_db()

    # --- keys -------------------------------------------------------------------------------------
    def finish_renewal(self) -> None:
        """Have the new key that waits, if one does, take the place of the one in use."""
        link = self.link
        new = keys.begun(link.service_id)
        if new is None:
            return
        answer = self.ask_to_renew(new)
        if answer.status == 403 and self.is_leaving:  # the one in use does for taking all back
            return
        if answer.status == 409:  # they know it as one that was given up: the one in use stays
            keys.give_up_new(link.service_id)
            return
        if answer.status != 200 or answer.said.get("public_key") != public_of(new):
            self.refuse(answer)
        keys.use(link.service_id)
        NationalLink.objects.filter(pk=link.pk).update(key_id=keys.fingerprint_of(new))

    def ask_to_renew(self, new: keys.Ed25519PrivateKey) -> Answer:
        pseudonym = str(self.link.pseudonym)
        try:
            old = keys.read(self.link.service_id)
        except keys.KeyLostError:  # it may be known already: then the new key speaks for itself
            return talking.renew(self.link.address, pseudonym, new, new)
        answer = talking.renew(self.link.address, pseudonym, old, new)
        if answer.status == 401:
            answer = talking.renew(self.link.address, pseudonym, new, new)
        return answer

    # --- where they stand -------------------------------------------------------------------------
    def look(self) -> None:
        """Ask what they have last: after a backup was put back, on either side, it is not what we think."""
        answer = talking.me(self.link.address, str(self.link.pseudonym), self.key)
        if answer.status != 200:
            self.refuse(answer)
        if answer.said.get("revoked") and not self.is_leaving:
            raise RevokedError(answer.says or _("The association has ended the link."))
        if self.link.state == NationalLink.State.REVOKED:  # it counts again
            active = NationalLink.State.ACTIVE
            NationalLink.objects.filter(pk=self.link.pk).update(state=active)
        self.stand_where_they_say(answer)

    def stand_where_they_say(self, answer: Answer) -> None:
        last, digest = answer.said.get("last"), answer.said.get("digest")
        fine = type(last) is int and last >= 0 and isinstance(digest, str)
        if not fine or len(digest) != (64 if last else 0):
            raise UnreachableError(_("The answer was not that of a national instance."))
        outbox.stand_at(self.link, last, digest)
        self.refresh()

    # --- pushes -----------------------------------------------------------------------------------
    def send_what_differs(self) -> bool:
        """Whether anything was sent: then look again."""
        sent = self.pushes
        push = outbox.still_true(self.link)
        if push:
            self.deliver(push)
        self.refresh()
        if self.link.mode == NationalLink.Mode.SUMS:
            self.send_sums()
            return self.pushes > sent
        left = differing(self.link)
        while left or self.link.whole_next:
            push = outbox.still_true(self.link) or outbox.make(self.link, left[: self.most])
            self.deliver(push)
            self.refresh()
            left = [one for one in left if str(one) not in push.named]
        return self.pushes > sent

    def send_sums(self) -> None:
        while self.link.whole_next or differ(self.link):
            push = outbox.still_true(self.link) or outbox.make(self.link, [])
            self.deliver(push)
            self.refresh()

    def deliver(self, push: OutgoingPush) -> None:
        """One push on its way. Raises what stops it."""
        pseudonym = str(self.link.pseudonym)
        answer = talking.push(self.link.address, pseudonym, self.key, bytes(push.body))
        said = (answer.said.get("sequence"), answer.said.get("digest"))
        if answer.status in (200, 201):
            if said != (push.sequence, push.digest):
                raise UnreachableError(_("The answer was about something else than what was sent."))
            outbox.received(self.link, push)
            self.pushes += 1
        elif answer.status == 409:
            self.stand_where_they_say(answer)
            raise DisagreementError
        elif answer.status == 413:
            if len(push.named) < 2:
                raise RefusedError(_("One case has more records than the association takes."))
            with transaction.atomic():
                outbox.drop(push)
            raise TooLargeError
        else:
            self.refuse(answer)

    def refuse(self, answer: Answer) -> None:
        """Raise what this answer means."""
        if answer.status == 403:
            raise RevokedError(answer.says or _("The association has ended the link."))
        if answer.status == 401:
            raise RefusedError(
                _("The association does not know this key. Ask for a new invitation.")
            )
        if answer.status == 400:
            faults = [str(one)[:120] for one in list(answer.said.get("faults", []))[:3]]
            what = " ".join(faults) or answer.says or answer.error
            raise RefusedError(_("The association refused it: %(what)s") % {"what": what})
        raise UnreachableError(answer.says or _("The answer was not that of a national instance."))
