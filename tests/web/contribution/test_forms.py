"""The text of an invitation, taken apart; and region and kind, which both are needed."""

import pytest

from attune.web.contribution.forms import JoinForm, PlaceForm
from tests.factories import make_service

TOKEN = "k" * 32


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (f"https://national.example.org/national/#{TOKEN}", "https://national.example.org"),
        (f"  https://x.org:8443/#{TOKEN}\n", "https://x.org:8443"),
        (f"https://x.org/attune/national/join/#{TOKEN}", "https://x.org/attune"),
        (f"http://127.0.0.1:8000#{TOKEN}", "http://127.0.0.1:8000"),
    ],
)
def test_invitation_is_an_address_and_a_token(text, address):
    form = JoinForm({"invitation": text, "mode": "records"})
    assert form.is_valid()
    assert (form.address, form.token) == (address, TOKEN)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Paste the text of the invitation."),
        ("https://x.org/", "This is not the whole invitation. Copy it once more."),
        ("https://x.org/#short", "This is not the whole invitation. Copy it once more."),
        (f"https://x.org/#{TOKEN}<b>", "This is not the whole invitation. Copy it once more."),
        (f"http://x.org/#{TOKEN}", "This is no invitation: it does not begin with https://."),
        (f"javascript:alert(1)#{TOKEN}", "This is no invitation: it does not begin with https://."),
    ],
)
def test_text_that_is_no_invitation_is_told_what_to_do(text, says):
    form = JoinForm({"invitation": text, "mode": "records"})
    assert form.errors["invitation"] == [says]


@pytest.mark.django_db
def test_region_and_kind_are_both_needed():
    service = make_service()
    assert set(PlaceForm({}, instance=service).errors) == {"region", "setting"}
    assert PlaceForm({"region": "wales", "setting": "nhs"}, instance=service).is_valid()
    assert not PlaceForm(
        {"region": "Harbour Street", "setting": "nhs"}, instance=service
    ).is_valid()
