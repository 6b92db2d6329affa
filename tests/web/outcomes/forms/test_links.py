"""What is asked when a link is made, and when one is opened by hand."""

from uuid import UUID

import pytest

from attune.web.config.environment import Mail
from attune.web.outcomes.forms.links import LinkForm, OpenForm
from attune.web.outcomes.queries.links import recipients
from tests.factories.outcomes import plan


@pytest.fixture
def offered(family):
    plan(family, "core-10", "start")
    plan(family, "phq-9", "start", respondent="teacher")
    return {one.who: one for one in recipients(family.case)}


def sent(offered, **said):
    return LinkForm({"days": "14", **said}, recipients=offered.values())


def test_each_person_is_offered_with_what_they_are_asked(offered):
    labels = {
        label for _key, label in LinkForm(recipients=offered.values()).fields["recipient"].choices
    }
    assert labels == {
        "Ana – At the start: CORE-10",
        "The teacher, about the child – At the start: PHQ-9",
    }


def test_a_valid_form_says_for_whom(offered):
    form = sent(offered, recipient=offered["Ana"].key, name="  An  na ", key=str(UUID(int=1)))
    assert form.is_valid()
    assert form.chosen == offered["Ana"]
    assert form.cleaned_data["name"] == "An na"
    assert (form.cleaned_data["days"], form.cleaned_data["email"]) == (14, "")


def test_a_teacher_is_called_by_a_name(offered):
    teacher = offered["The teacher, about the child"]
    form = sent(offered, recipient=teacher.key)
    assert form.errors == {"name": ["Write their first name, for the greeting."]}
    assert sent(offered, recipient=teacher.key, name="Miss Lee").is_valid()


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({}, "recipient"),
        ({"recipient": "start~nobody"}, "recipient"),
        ({"days": "90"}, "days"),
        ({"email": "ana@"}, "email"),
        ({"email": "a@example.org\nBcc: b@example.org"}, "email"),
    ],
)
def test_what_makes_no_sense_is_refused(offered, said, wrong):
    usual = {"recipient": offered["Ana"].key} if wrong != "recipient" else {}
    assert wrong in sent(offered, **(usual | said)).errors


def test_nothing_is_promised_where_there_is_no_mail_server(offered, settings):
    settings.MAIL = None
    assert "no mail server" in LinkForm(recipients=[]).fields["email"].help_text
    settings.MAIL = Mail("localhost", 25, "", "", ssl=False, starttls=False)
    assert "at most two reminders" in LinkForm(recipients=[]).fields["email"].help_text


@pytest.mark.parametrize(
    "pasted", ["a-token", " a-token\n", "https://attune.example.org/fill/#a-token", "#a-token"]
)
def test_a_whole_link_is_pasted_or_only_its_token(pasted):
    form = OpenForm({"token": pasted})
    assert form.is_valid()
    assert form.cleaned_data["token"] == "a-token"


@pytest.mark.parametrize("pasted", ["", "   ", "x" * 501])
def test_nothing_and_too_much_are_refused(pasted):
    assert not OpenForm({"token": pasted}).is_valid()
