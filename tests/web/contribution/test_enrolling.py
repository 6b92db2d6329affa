"""Taking up an invitation: once, with one key, whatever breaks off in between."""

import pytest

from attune.core.records.pushes import public_of
from attune.web.contribution import enrolling, keys, talking
from attune.web.contribution.talking import Answer
from tests.factories.contribution import FIRST

pytestmark = pytest.mark.django_db


def test_answer_that_was_lost_is_asked_for_again_with_the_same_key(manager, national):
    first = enrolling.enrol(manager.service, national.address, FIRST)
    assert enrolling.enrol(manager.service, national.address, FIRST) == first
    assert national.only.key == public_of(keys.begun(manager.service.pk))
    assert not keys.path(manager.service.pk).exists()  # in use only once the link is kept


def test_refusal_is_told_in_their_words_and_leaves_no_key(manager, national, key_folder):
    with pytest.raises(enrolling.NotEnrolledError) as refusal:
        enrolling.enrol(manager.service, national.address, "x" * 32)
    assert refusal.value.says == "This is no invitation of ours."
    assert list(key_folder.iterdir()) == []


def test_refusal_keeps_a_key_that_waited_before_unless_they_gave_it_up(
    manager, national, monkeypatch
):
    keys.begin(manager.service.pk)
    with pytest.raises(enrolling.NotEnrolledError):
        enrolling.enrol(manager.service, national.address, "x" * 32)
    assert keys.begun(manager.service.pk)
    monkeypatch.setattr(talking, "enrol", lambda *_: Answer(410, {"error": "old-key"}))
    with pytest.raises(enrolling.NotEnrolledError):
        enrolling.enrol(manager.service, national.address, FIRST)
    assert keys.begun(manager.service.pk) is None


def test_nobody_there_changes_nothing(manager, national):
    national.server.socket.close()
    with pytest.raises(enrolling.NotEnrolledError, match="could not be reached"):
        enrolling.enrol(manager.service, national.address, FIRST)


def test_key_that_can_not_be_kept_is_told_to_nobody(manager, national, settings, tmp_path):
    settings.KEYS = tmp_path / "missing" / "data.keys"
    with pytest.raises(enrolling.NotEnrolledError, match="The key could not be kept"):
        enrolling.enrol(manager.service, national.address, FIRST)
    assert national.services == {}


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"service": 7},
        {"service": "Harbour"},
        {"service": "5f1c3c9e-2f3d-1a65-9d3f-0a0c8f6f1b11"},
    ],
)
def test_answer_without_a_random_number_is_none(manager, national, monkeypatch, said):
    monkeypatch.setattr(talking, "enrol", lambda *_: Answer(201, said))
    with pytest.raises(enrolling.NotEnrolledError, match="did not take up"):
        enrolling.enrol(manager.service, national.address, FIRST)
