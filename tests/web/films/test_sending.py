"""Bytes to a browser: all of them, the part it asks for, and the file is closed whatever happens."""

import io

import pytest

from attune.web.films.sending import PRIVATE, send_film

pytestmark = pytest.mark.django_db  # a streamed answer that ends closes old connections
CONTENT = bytes(range(200))


@pytest.fixture
def file():
    return io.BytesIO(CONTENT)


def send(request, file, **more):
    return send_film(request, file, size=len(CONTENT), etag='"one"', **more)


def test_all_of_it(rf, file):
    answer = send(rf.get("/"), file, headers={"Content-Disposition": "attachment"})
    assert (answer.status_code, b"".join(answer)) == (200, CONTENT)
    told = {"Content-Length": "200", "ETag": '"one"', "Accept-Ranges": "bytes"}
    for name, value in {**PRIVATE, **told, "Content-Disposition": "attachment"}.items():
        assert answer[name] == value
    answer.close()
    assert file.closed


def test_the_part_that_is_asked_for_as_far_as_the_cap(rf, file, settings):
    settings.RANGE_CAP = 50
    answer = send(rf.get("/", headers={"Range": "bytes=20-"}), file)
    assert (answer.status_code, answer["Content-Range"]) == (206, "bytes 20-69/200")
    assert b"".join(answer) == CONTENT[20:70]


@pytest.mark.parametrize(
    ("method", "range_", "status"), [("head", "bytes=0-9", 200), ("get", "bytes=200-", 416)]
)
def test_without_a_body_the_file_is_closed_at_once(rf, file, method, range_, status):
    answer = send(getattr(rf, method)("/", headers={"Range": range_}), file)
    assert (answer.status_code, answer.content, file.closed) == (status, b"", True)
