"""Encrypted files that can be appended to while they are made, and read at any place.

The format is Tink's AES256-GCM-HKDF-SHA256 with segments of 256 KiB
(https://developers.google.com/tink/wire-format#streaming_encryption): a header with a random salt, then
segments, each with its own nonce and tag. A nonce holds the number of the segment and whether it is
the last one, so none can be left out, moved, or cut off at the end.
"""

import io
import os
from collections import OrderedDict
from typing import BinaryIO, Protocol, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from attune.core.seeking import SeekableReader
from attune.core.vault.binding import Binding
from attune.core.vault.errors import DamagedError

SEGMENT = 256 * 1024
"""Bytes of a whole segment on the disk, its tag included; the header counts as part of the first."""

KEY, SALT, PREFIX, TAG = 32, 32, 7, 16
HEADER = 1 + SALT + PREFIX
SEGMENTS_KEPT = 4  # decrypted, in memory: picture and sound of a film are read in turns


class Sequel(Protocol):
    """Where a writer puts its bytes: a file, or anything else that takes them in order."""

    def write(self, piece: bytes, /) -> object: ...


class _Cipher:
    """The segments of one stream, by number."""

    def __init__(self, key: bytes, salt: bytes, prefix: bytes, binding: Binding) -> None:
        if len(key) != KEY:
            raise ValueError(f"A key has {KEY} bytes, not {len(key)}.")
        derived = HKDF(algorithm=SHA256(), length=KEY, salt=salt, info=binding.to_bytes())
        self._gcm = AESGCM(derived.derive(key))
        self._prefix, self._binding = prefix, binding

    def _nonce(self, number: int, last: bool) -> bytes:
        return self._prefix + number.to_bytes(4, "big") + bytes([last])

    def seal(self, number: int, text: bytes | bytearray | memoryview, *, last: bool) -> bytes:
        return self._gcm.encrypt(self._nonce(number, last), text, None)

    def unseal(self, number: int, sealed: memoryview, *, last: bool) -> bytes:
        try:
            return self._gcm.decrypt(self._nonce(number, last), sealed, None)
        except InvalidTag as error:
            raise DamagedError(
                f"{self._binding.rendition} is damaged or belongs elsewhere: "
                f"its segment {number} is not what was written."
            ) from error


class StreamWriter:
    """Encrypts what is written to it, in order, and hands whole segments on to `out`.

    It must be finished once all is written: without its last segment a stream can't be opened. `segment`
    is the size of a segment on the disk, in bytes. Whatever `out` raises is passed on; after that the
    stream must not be written to any more, because a nonce is never used twice.
    """

    def __init__(
        self, out: Sequel, key: bytes, binding: Binding, *, segment: int = SEGMENT
    ) -> None:
        self.salt = os.urandom(SALT)
        prefix = os.urandom(PREFIX)
        self._cipher = _Cipher(key, self.salt, prefix, binding)
        self._out, self._segment = out, segment
        self._number, self._held = 0, bytearray()
        self._taken = 0
        self._ended: set[int] = set()
        out.write(bytes([HEADER]) + self.salt + prefix)

    @property
    def size(self) -> int:
        """Bytes of plaintext so far, those that wait in memory included."""
        return self._taken + len(self._held)

    @property
    def segments(self) -> int:
        """Whole segments that have been handed on."""
        return self._number

    @property
    def waiting(self) -> bytes:
        """The plaintext that is not yet in a segment which was handed on."""
        return bytes(self._held)

    def write(self, piece: bytes) -> int:
        """Add `piece`; returns its length."""
        self._held += piece
        while len(self._held) > (room := _room(self._number, self._segment)):
            with memoryview(self._held) as held:
                sealed = self._cipher.seal(self._number, held[:room], last=False)
            self._out.write(sealed)
            del self._held[:room]
            self._taken += room
            self._number += 1
        return len(piece)

    def finish(self) -> None:
        """Write the last segment."""
        self._end(bytes(self._held))

    def finish_at(self, segments: int) -> None:
        """Write a last segment that holds nothing after so many whole segments, for an `out` that had no
        room for more and was cut back to them. `size` says what was kept."""
        self._number, self._taken = segments, whole_size(segments, segment=self._segment)
        self._end(b"")

    def _end(self, text: bytes) -> None:
        if self._number in self._ended:
            raise RuntimeError("This stream has ended there already: no nonce is used twice.")
        self._ended.add(self._number)
        self._held.clear()
        self._out.write(self._cipher.seal(self._number, text, last=True))
        self._taken += len(text)


class SegmentReader(SeekableReader):
    """Reads plaintext at any place of an encrypted file: the base of `StreamReader` and of the readers
    of streams that have no last segment yet.

    `salt` differs for every stream that was ever written. No byte is given that was not authenticated:
    `read` raises `DamagedError` instead. It closes `file` when it is closed.
    """

    def __init__(self, file: BinaryIO, key: bytes, binding: Binding, segment: int) -> None:
        super().__init__()
        self._file, self._segment = file, segment
        self._kept: OrderedDict[int, bytes] = OrderedDict()
        # One place for all that is read: a new one for each segment took longer than its decryption.
        self._sealed = bytearray(segment)
        file.seek(0)
        header = file.read(HEADER)
        if len(header) != HEADER or header[0] != HEADER:
            raise DamagedError(f"{binding.rendition} is damaged: it does not begin as it should.")
        self.salt = header[1 : 1 + SALT]
        self._cipher = _Cipher(key, self.salt, header[1 + SALT :], binding)

    def close(self) -> None:
        """Close the encrypted file too."""
        self._kept.clear()
        self._file.close()
        super().close()

    def _fresh(self, number: int) -> bytes:
        """The plaintext of segment `number`, from the file."""
        raise NotImplementedError

    def _piece(self, at: int, most: int) -> bytes:
        number, inside = _place(at, self._segment)
        text = self._kept.pop(number, None)
        if text is None:
            text = self._fresh(number)
        self._kept[number] = text
        if len(self._kept) > SEGMENTS_KEPT:
            self._kept.popitem(last=False)
        return text[inside : inside + most]

    def _unsealed(self, number: int, *, last: bool) -> bytes:
        start = max(HEADER, number * self._segment)
        self._file.seek(start)
        whole = memoryview(self._sealed)[: (number + 1) * self._segment - start]
        length = 0
        while read := cast(io.RawIOBase, self._file).readinto(whole[length:]):
            length += read
        return self._cipher.unseal(number, whole[:length], last=last)


class StreamReader(SegmentReader):
    """A finished stream. Opening it authenticates its last segment, so a file that was cut shorter,
    wherever it was cut, is found out before a byte of it is given.

    Raises `DamagedError`. `size` is the length of the plaintext in bytes.
    """

    def __init__(
        self, file: BinaryIO, key: bytes, binding: Binding, *, segment: int = SEGMENT
    ) -> None:
        super().__init__(file, key, binding, segment)
        length = file.seek(0, os.SEEK_END)
        self._last = max(0, length - 1) // segment
        self.size = plain_size(length, segment=segment)
        self._kept[self._last] = self._unsealed(self._last, last=True)

    @property
    def segments(self) -> int:
        """How many segments there are."""
        return self._last + 1

    def _fresh(self, number: int) -> bytes:
        return self._unsealed(number, last=number == self._last)


def plain_size(length: int, *, segment: int = SEGMENT) -> int:
    """Bytes of plaintext in a finished stream of `length` bytes, as far as its length tells.

    Only opening the stream proves it. 0 for what is too short to be one.
    """
    segments = max(1, -(-length // segment))
    return max(0, length - HEADER - segments * TAG)


def whole_size(segments: int, *, segment: int = SEGMENT) -> int:
    """Bytes of plaintext in so many whole segments from the beginning."""
    return segments * (segment - TAG) - (HEADER if segments else 0)


def check_stream(reader: StreamReader) -> int:
    """Authenticate every segment; return the bytes of plaintext. Raises `DamagedError`."""
    reader.seek(0)
    while reader.read(SEGMENT):
        pass
    return reader.tell()


def _room(number: int, segment: int) -> int:
    """Bytes of plaintext in whole segment `number`."""
    return segment - TAG - (HEADER if number == 0 else 0)


def _place(at: int, segment: int) -> tuple[int, int]:
    """In which segment byte `at` of the plaintext is, and where in it."""
    number, inside = divmod(at + HEADER, segment - TAG)
    return (number, inside) if number else (0, inside - HEADER)
