import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.base import BaseStorage
from django.core.exceptions import ValidationError

from attune.web.ui.refusals import refusal_said


class Kept(BaseStorage):
    def _get(self, *args, **kwargs):
        return [], True


@pytest.fixture
def request_(rf):
    request = rf.get("/")
    request._messages = Kept(request)
    return request


def test_a_refusal_is_said_on_the_next_page(request_):
    with refusal_said(request_) as outcome:
        raise ValidationError("There is no file to give.")
    assert outcome.refused
    assert [str(each) for each in get_messages(request_)] == ["There is no file to give."]


def test_what_went_well_and_other_errors_are_left_alone(request_):
    with refusal_said(request_) as outcome:
        pass
    assert not outcome.refused
    with pytest.raises(KeyError), refusal_said(request_):
        raise KeyError
    assert list(get_messages(request_)) == []
