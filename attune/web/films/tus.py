"""The words of tus 1.0, the protocol for uploads that go on after a lost connection.

https://tus.io/protocols/resumable-upload: this file reads and writes its headers and knows nothing
of films, disks or databases.
"""

import base64
import binascii
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, QueryDict
from django.utils.http import http_date
from django.utils.translation import gettext as _

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-defer-length,termination,checksum,expiration"
CHECKSUMS = ("sha1", "sha256")
BODY_TYPE = "application/offset+octet-stream"
CHECKSUM_MISMATCH = 460  # tus's own
REASONS = {CHECKSUM_MISMATCH: "Checksum Mismatch"}  # for those that HTTP does not know


class UploadError(Exception):
    """A request of an upload that is answered with `status` and a sentence for a person."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status, self.sentence = status, sentence


@dataclass(frozen=True)
class Checksum:
    """What the body of one request must add up to."""

    algorithm: str
    digest: bytes

    def fresh(self):
        """A new hash object of this algorithm."""
        return hashlib.new(self.algorithm, usedforsecurity=False)


def options(largest: int) -> dict[str, str]:
    """The headers that say what this server can do."""
    return {
        "Tus-Resumable": VERSION,
        "Tus-Version": VERSION,
        "Tus-Extension": EXTENSIONS,
        "Tus-Checksum-Algorithm": ",".join(CHECKSUMS),
        "Tus-Max-Size": str(largest),
    }


def state(*, offset: int, size: int | None, expires: datetime | None) -> dict[str, str]:
    """The headers that say how far an upload has come; `size` is None while nobody knows it."""
    said = {"Tus-Resumable": VERSION, "Upload-Offset": str(offset)}
    said |= {"Upload-Defer-Length": "1"} if size is None else {"Upload-Length": str(size)}
    if expires is not None:
        said["Upload-Expires"] = http_date(expires.timestamp())
    return said


def require_version(headers: Mapping[str, str]) -> None:
    """Raise UploadError unless the client speaks our version."""
    if headers.get("Tus-Resumable") != VERSION:
        raise UploadError(412, _("This upload speaks another version of the protocol."))


def whole_number(headers: Mapping[str, str], name: str) -> int:
    """A header that must be a whole number, zero or more. Raises UploadError."""
    text = headers.get(name, "")
    if not (text.isascii() and text.isdecimal() and len(text) <= 19):
        raise UploadError(400, _("The upload did not say its %(name)s.") % {"name": name})
    return int(text)


def body_length(headers: Mapping[str, str]) -> int:
    """How many bytes a PATCH brings. Raises UploadError when it doesn't say so in advance."""
    if headers.get("Content-Type", "").partition(";")[0].strip() != BODY_TYPE:
        raise UploadError(415, _("An upload must be sent as %(type)s.") % {"type": BODY_TYPE})
    if not headers.get("Content-Length"):
        raise UploadError(411, _("The upload did not say how much it brings."))
    return whole_number(headers, "Content-Length")


def checksum(headers: Mapping[str, str]) -> Checksum | None:
    """What Upload-Checksum asks for, None without one. Raises UploadError."""
    text = headers.get("Upload-Checksum")
    if text is None:
        return None
    algorithm, _space, encoded = text.partition(" ")
    if algorithm not in CHECKSUMS or not encoded:
        raise UploadError(400, _("This kind of checksum is not known here."))
    return Checksum(algorithm, decoded(encoded))


def metadata(headers: Mapping[str, str]) -> dict[str, str]:
    """What Upload-Metadata says: names and texts. Raises UploadError."""
    pairs = [pair.strip() for pair in headers.get("Upload-Metadata", "").split(",") if pair.strip()]
    found = {}
    for pair in pairs:
        name, _space, encoded = pair.partition(" ")
        found[name] = decoded(encoded).decode(errors="replace")
    return found


def decoded(encoded: str) -> bytes:
    try:
        return base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise UploadError(400, _("The upload could not be understood.")) from error


def defers_length(headers: Mapping[str, str]) -> bool:
    """Whether the length of this upload is told later. Raises UploadError."""
    told = headers.get("Upload-Defer-Length")
    if told is None:
        return False
    if told != "1" or "Upload-Length" in headers:
        raise UploadError(400, _("The upload could not be understood."))
    return True


def creation(request: HttpRequest) -> QueryDict:
    """What a request that begins an upload says of the film: its form, and tus's own headers."""
    said = request.POST.copy()
    told = metadata(request.headers)
    if "filename" in told:
        said["original_name"] = told["filename"]
    if "Upload-Length" in request.headers:
        said["size"] = str(whole_number(request.headers, "Upload-Length"))
    return said
