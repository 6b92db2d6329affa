"""The decision: what was decided and why; the client's words come first and may be left empty."""

from attune.web.outcomes.forms.change import DecisionForm


def test_clients_words_come_first_and_may_be_empty():
    assert next(iter(DecisionForm().fields)) == "client_words"
    assert DecisionForm({"answer": "later", "reasons": "A busy month"}).is_valid()


def test_answer_and_reasons_are_needed():
    form = DecisionForm({"answer": "never", "reasons": " "})
    assert set(form.errors) == {"answer", "reasons"}
