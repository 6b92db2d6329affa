"""Taking up an invitation: asking the national instance, with a key that is on the disk before it is told of."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from attune.web.contribution import keys, talking
from attune.web.people.models import Service


class NotEnrolledError(Exception):
    """It was not taken up. says: why, for the page."""

    def __init__(self, says: str) -> None:
        super().__init__(says)
        self.says = says


def enrol(service: Service, address: str, token: str) -> tuple[Mapping[str, Any], str]:
    """Their answer, and the fingerprint of the key that they know now; it waits to be put in use. Asked again with the same
    invitation, also after a crash, it is the same key. Raises NotEnrolledError."""
    try:
        fresh = keys.begun(service.pk) is None
        key = keys.begin(service.pk)
        answer = talking.enrol(address, token, key)
    except (keys.KeyLostError, OSError) as error:
        raise NotEnrolledError(_("The key could not be kept: %(why)s") % {"why": error}) from error
    except talking.UnreachableError as cut:
        raise NotEnrolledError(f"{cut.says} {_('Nothing was changed. Try again.')}") from cut
    if answer.status in (200, 201) and _is_random(answer.said.get("service")):
        return answer.said, keys.fingerprint_of(key)
    if fresh or answer.error == "old-key":  # one that waited before may be known to them
        keys.give_up_new(service.pk)
    says = answer.says or _("The association did not take up this invitation.")
    raise NotEnrolledError(says)


def _is_random(said: object) -> bool:
    try:
        return isinstance(said, str) and UUID(said).version == 4
    except ValueError:
        return False
