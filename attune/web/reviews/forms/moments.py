"""Changes as they come from the editor's script."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MOST = 200  # changes in one request; the script sends fifty


@dataclass(frozen=True)
class Letter:
    """One change and the id that the browser gave it."""

    id: UUID
    change: Mapping[str, Any]


def read_letters(body: bytes) -> list[Letter]:
    """The changes in a request, in their order. Raises ValidationError when it can't be read."""
    try:
        rows = json.loads(body)["changes"]
        json.dumps(rows, ensure_ascii=False).encode()  # half a character can't be stored
        letters = [Letter(UUID(row["id"]), row["change"]) for row in rows]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValidationError(
            _("These changes can’t be read. Please load the page again.")
        ) from error
    if not isinstance(rows, list) or not all(isinstance(row.change, dict) for row in letters):
        raise ValidationError(_("These changes can’t be read. Please load the page again."))
    if not 0 < len(letters) <= MOST:
        raise ValidationError(_("Send between 1 and %(most)d changes at a time.") % {"most": MOST})
    return letters
