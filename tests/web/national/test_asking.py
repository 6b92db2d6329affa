"""What every answer to a program has, and how a body is read."""

import io
import json

import pytest
from django.db import OperationalError
from django.http import JsonResponse
from django.test import RequestFactory

from attune.web.national import asking
from attune.web.national.keeping import NotKeptError


def asked(view, **headers):
    return asking.for_programs(view)(RequestFactory().post("/", headers=headers))


def test_a_view_for_programs_is_public_and_asks_no_forgery_token():
    view = asking.for_programs(lambda request: JsonResponse({}))
    assert view.access == "public"
    assert view.csrf_exempt is True
    assert "no-store" in asked(lambda request: JsonResponse({}))["Cache-Control"]


@pytest.mark.parametrize("error", [OperationalError("database is locked"), NotKeptError(1)])
def test_what_can_not_be_kept_now_is_asked_for_again(error, caplog):
    def view(request):
        raise error

    answer = asked(view)
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert json.loads(answer.content)["error"] == "busy"
    assert "no-store" in answer["Cache-Control"]
    assert "could not be kept" in caplog.text


def test_another_mistake_of_ours_is_not_hidden():
    def view(request):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        asked(view)


class Broken(io.BytesIO):
    def read(self, *given):
        raise OSError("the line is cut")


def test_a_body_of_a_line_that_breaks_is_refused():
    request = RequestFactory().generic("POST", "/", b"1234")
    request._stream = request.META["wsgi.input"] = Broken()
    with pytest.raises(asking.RefusalError, match="broken-off"):
        asking.body_of(request, 10)


@pytest.mark.parametrize("length", ["", "many", "-1"])
def test_a_body_without_a_length_is_empty(length):
    request = RequestFactory().generic("POST", "/", b"1234")
    request.META["CONTENT_LENGTH"] = length
    request = type(request)(request.environ)
    assert asking.body_of(request, 10) == b""


def test_a_body_that_says_it_is_too_large_is_not_read():
    request = RequestFactory().generic("POST", "/", b"x" * 11)
    with pytest.raises(asking.RefusalError, match="size"):
        asking.body_of(request, 10)
    assert request.read() == b"x" * 11
