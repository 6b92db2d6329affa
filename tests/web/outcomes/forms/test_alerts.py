"""What was done about an answer is said."""

from attune.web.outcomes.forms.alerts import AcknowledgeForm


def test_seeing_it_is_not_enough():
    assert AcknowledgeForm({"did": ""}).errors["did"] == [
        "Say in a sentence what you did, or will do."
    ]
    assert AcknowledgeForm({"did": "We talked."}).is_valid()
