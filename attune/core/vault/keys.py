"""The key of a case, and how it is kept: wrapped by the key of a month.

Each case has one random key, from which every file of it is encrypted. It lies in the database, but
only wrapped (AES-256-GCM) by a key that is in the key file alone. A month is an epoch: when its key is
destroyed, no backup from that time opens any more.
"""

import os
import re
from datetime import date

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from attune.core.vault.errors import WrongKeyError
from attune.core.vault.streaming import KEY

NONCE = 12
FORM = b"attune-key-1"
EPOCH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])", re.ASCII)


def new_key() -> bytes:
    """32 bytes that nobody can guess."""
    return os.urandom(KEY)


def epoch_of(day: date) -> str:
    """The epoch of a day, such as "2026-11"."""
    return f"{day.year:04}-{day.month:02}"


def check_epoch(epoch: str) -> str:
    """The epoch itself. Raises ValueError when it is not written as a year and a month."""
    if not EPOCH.fullmatch(epoch):
        raise ValueError(f"{epoch!r} is no month; one is written like 2026-11.")
    return epoch


def later(epoch: str, months: int) -> str:
    """The epoch so many months after another (before it, when negative)."""
    year, month = map(int, check_epoch(epoch).split("-"))
    year, month = divmod(year * 12 + month - 1 + months, 12)
    return f"{year:04}-{month + 1:02}"


def first_day(epoch: str) -> date:
    """The day on which an epoch begins."""
    year, month = map(int, check_epoch(epoch).split("-"))
    return date(year, month, 1)


def wrap(key: bytes, by: bytes, *, service: str, case: str, epoch: str) -> bytes:
    """The key of a case, sealed by the key of an epoch: 60 bytes that open for this case only."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(by).encrypt(nonce, key, _bound(service, case, epoch))


def unwrap(wrapped: bytes, by: bytes, *, service: str, case: str, epoch: str) -> bytes:
    """The key of a case. Raises `WrongKeyError`."""
    try:
        return AESGCM(by).decrypt(wrapped[:NONCE], wrapped[NONCE:], _bound(service, case, epoch))
    except (InvalidTag, ValueError) as error:
        raise WrongKeyError(
            f"The key of case {case} does not open with the key of {epoch}: either is not the right one."
        ) from error


def _bound(service: str, case: str, epoch: str) -> bytes:
    texts = (each.encode() for each in (service, case, check_epoch(epoch)))
    return FORM + b"".join(len(text).to_bytes(2, "big") + text for text in texts)
