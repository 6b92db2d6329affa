"""Encrypted bytes in a bucket of an S3-compatible store, by name: put, read in ranges, erased.

It holds noise: what it keeps was encrypted before it came here. Who makes names is moving.py.
"""

import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from typing import Any, BinaryIO, Protocol
from uuid import uuid4

from django.conf import settings

from attune.core.seeking import SeekableReader
from attune.core.vault.away import Away

PART = 16 * 2**20  # bytes sent in one request
PIECE = 256 * 1024  # as the segments of the vault's streams: what is fetched begins at one
AHEAD = 4 * PIECE  # fetched at once when a reader goes on where it was
CONNECT, ANSWER = 2, 10  # seconds to wait for a line, and for an answer
REFUSED = {"SignatureDoesNotMatch", "InvalidAccessKeyId", "AccessDenied", "Forbidden", "403"}
MISSING = {"NoSuchKey", "404"}


class Told(Protocol):
    """What has to be known of a bucket (config/environment.py reads it)."""

    url: str
    bucket: str
    key: str
    secret: str
    region: str


class BucketError(OSError):
    """The bucket can't be used just now; the text is one sentence for whoever runs the server."""


class Bucket:
    """The one bucket of this server."""

    def __init__(self, told: Told) -> None:
        self._told = told

    @property
    def _client(self) -> Any:
        return _client(self._told)

    def put(self, key: str, file: BinaryIO, size: int) -> None:
        """Keep `size` bytes of a file, from where it stands. Raises BucketError."""
        with self._plainly():
            if size <= PART:
                self._client.put_object(Bucket=self._told.bucket, Key=key, Body=file.read(size))
                return
            self._put_in_parts({"Bucket": self._told.bucket, "Key": key}, file)

    def _put_in_parts(self, place: dict[str, str], file: BinaryIO) -> None:
        place |= {"UploadId": self._client.create_multipart_upload(**place)["UploadId"]}
        try:
            parts = []
            while piece := file.read(PART):
                number = len(parts) + 1
                sent = self._client.upload_part(PartNumber=number, Body=piece, **place)
                parts.append({"PartNumber": number, "ETag": sent["ETag"]})
            self._client.complete_multipart_upload(MultipartUpload={"Parts": parts}, **place)
        except BaseException:
            with suppress(Exception):  # what was wrong is said already
                self._client.abort_multipart_upload(**place)
            raise

    def read(self, key: str, at: int, most: int) -> bytes:
        """Up to `most` bytes from place `at`. Raises BucketError, FileNotFoundError."""
        asked = f"bytes={at}-{at + most - 1}"
        with self._plainly(key):
            answer = self._client.get_object(Bucket=self._told.bucket, Key=key, Range=asked)
            with answer["Body"] as body:
                return body.read()

    def drop(self, key: str) -> None:
        """Erase it; no harm when it is not there. Raises BucketError."""
        with self._plainly(), suppress(FileNotFoundError):
            self._client.delete_object(Bucket=self._told.bucket, Key=key)

    def try_out(self) -> None:
        """Write, read and erase something small. Raises BucketError."""
        key, content = f"attune-tries-whether-this-works/{uuid4()}", uuid4().bytes
        try:
            self.put(key, io.BytesIO(content), len(content))
            fine = self.read(key, 0, len(content)) == content
            self.drop(key)
        except FileNotFoundError as error:
            raise self._error("It does not keep what is put into it.") from error
        if not fine:
            raise self._error("It gives back something else than was put into it.")

    @contextmanager
    def _plainly(self, key: str = "") -> Iterator[None]:
        from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError  # noqa: PLC0415 -- only where a bucket is set: it takes its time to load
        from urllib3.exceptions import HTTPError  # noqa: PLC0415 -- only where a bucket is set: it takes its time to load

        try:
            yield
        except ClientError as error:
            code = str(error.response.get("Error", {}).get("Code", ""))
            if code in MISSING:
                raise FileNotFoundError(f"The bucket does not have {key}.") from error
            raise self._error(_explained(code)) from error
        except (BotoCoreError, HTTPClientError, HTTPError, OSError) as error:
            raise self._error(f"It can’t be reached ({type(error).__name__}).") from error

    def _error(self, sentence: str) -> BucketError:
        return BucketError(f"The bucket {self._told.bucket} at {self._told.url}: {sentence}")


def _explained(code: str) -> str:
    if code in REFUSED:
        return (
            "It refuses Attune’s key. ATTUNE_FILMS_S3_KEY and ATTUNE_FILMS_S3_SECRET must be those of "
            "somebody who may write, read and erase there, and ATTUNE_FILMS_S3_REGION its region."
        )
    if code == "NoSuchBucket":
        return "There is no such bucket. Make it, or correct ATTUNE_FILMS_S3_BUCKET."
    return f"It answers {code or 'nothing that could be understood'}."


@lru_cache(maxsize=4)
def _client(told: Told) -> Any:
    import boto3  # noqa: PLC0415 -- only where a bucket is set: it takes its time to load
    from botocore.config import Config  # noqa: PLC0415 -- only where a bucket is set: it takes its time to load

    config = Config(
        signature_version="s3v4",
        s3={"addressing_style": "path"},
        # Stores other than Amazon's do not know its newer checksums; moving.py compares every byte.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        retries={"total_max_attempts": 2, "mode": "standard"},
        connect_timeout=CONNECT,
        read_timeout=ANSWER,
    )
    return boto3.client(
        "s3",
        endpoint_url=told.url,
        aws_access_key_id=told.key,
        aws_secret_access_key=told.secret,
        region_name=told.region,
        config=config,
    )


def bucket() -> Bucket | None:
    """The bucket that the settings name; None when there is none."""
    return Bucket(settings.FILMS_S3) if settings.FILMS_S3 else None


def bucket_of(note: Away) -> Bucket:
    """The bucket in which something lies. Raises BucketError when none is set any more."""
    found = bucket()
    if found is None:
        raise BucketError(
            f"{note.key} lies in a bucket, but ATTUNE_FILMS_S3_URL does not say where that is."
        )
    return found


class AwayReader(SeekableReader):
    """Reads what lies in a bucket as a file: whole pieces, and some more when it goes on in order."""

    def __init__(self, note: Away) -> None:
        """Raises BucketError when no bucket is set."""
        super().__init__()
        self._bucket, self._key = bucket_of(note), note.key
        self.size = note.size
        self._start, self._held = 0, b""

    def _piece(self, at: int, most: int) -> bytes:
        if not self._start <= at < self._start + len(self._held):
            goes_on = bool(self._held) and at == self._start + len(self._held)
            self._start = at - at % PIECE
            length = min(AHEAD if goes_on else PIECE, self.size - self._start)
            self._held = self._bucket.read(self._key, self._start, length)
            if len(self._held) < length:
                raise BucketError(f"The bucket gave less of {self._key} than it keeps.")
        return self._held[at - self._start :][:most]


def same_bytes(found: Bucket, note: Away, file: BinaryIO) -> bool:
    """Whether the bucket gives back, byte for byte, what the file holds."""
    here, there, at = hashlib.sha256(), hashlib.sha256(), 0
    file.seek(0)
    while piece := file.read(PART):
        here.update(piece)
    while at < note.size:
        piece = found.read(note.key, at, min(PART, note.size - at))
        if not piece:
            return False
        there.update(piece)
        at += len(piece)
    return here.digest() == there.digest() and file.tell() == note.size
