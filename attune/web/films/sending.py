"""How the bytes of a file go to a browser: decrypted segment by segment while they are sent."""

from collections.abc import Iterator, Mapping
from typing import BinaryIO

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from attune.web.films.ranges import Nothing, Part, choose

MP4 = "video/mp4"
PRIVATE = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
}
NO_MORE: Mapping[str, str] = {}


def send_film(
    request: HttpRequest,
    file: BinaryIO,
    *,
    size: int,
    etag: str,
    headers: Mapping[str, str] = NO_MORE,
) -> HttpResponseBase:
    """A film, or the part of it that a player asks for; closes `file`."""
    part = choose(
        request.headers.get("Range") if request.method == "GET" else None,
        size=size,
        cap=settings.RANGE_CAP,
        if_range=request.headers.get("If-Range"),
        etag=etag,
    )
    headers = {**PRIVATE, "Accept-Ranges": "bytes", "ETag": etag, **headers}
    if isinstance(part, Nothing):
        file.close()
        return HttpResponse(status=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    first, length, status = 0, size, 200
    if isinstance(part, Part):
        first, length, status = part.first, part.length, 206
        headers["Content-Range"] = f"bytes {part.first}-{part.last}/{size}"
    headers["Content-Length"] = str(length)
    if request.method == "HEAD":
        file.close()
        return HttpResponse(status=status, content_type=MP4, headers=headers)
    return StreamingHttpResponse(
        Pieces(file, first, length), status=status, content_type=MP4, headers=headers
    )


class Pieces:
    """Some bytes of a file, piece by piece. The server closes it, also when nobody read on: a
    generator that was never begun would not let go of its file."""

    def __init__(self, file: BinaryIO, first: int, length: int) -> None:
        file.seek(first)
        self.file, self.left = file, length

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        piece = self.file.read1(self.left)
        if not piece:
            raise StopIteration
        self.left -= len(piece)
        return piece

    def close(self) -> None:
        self.file.close()
