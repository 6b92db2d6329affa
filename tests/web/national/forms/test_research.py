"""What can be chosen in an agreement: all that may be given, in words, and nothing else."""

from attune.core.extracts.fields import AGREEABLE
from attune.core.instruments.catalogue import newest
from attune.web.national.forms.research import ExtractForm, field_choices, measure_choices


def test_every_field_that_can_be_agreed_on_has_words():
    assert [name for name, _words in field_choices()] == list(AGREEABLE)
    assert all(str(words) for _name, words in field_choices())


def test_every_measure_can_be_chosen():
    assert {key for key, _title in measure_choices()} == {one.id for one in newest()}


def test_file_format_that_is_not_known_is_refused():
    assert not ExtractForm({"form": "xlsx"}).is_valid()
    assert ExtractForm({}).errors == {"form": ["Choose a file format."]}
