"""Agreements and extracts say what they are."""

import pytest
from django.core.exceptions import ValidationError

from attune.web.national.models import Extract, ExtractDraft
from tests.factories import make_officer
from tests.factories.releases import agreement


@pytest.mark.django_db
def test_agreement_and_extract_are_named_for_people():
    row = agreement(make_officer().person)
    assert str(row) == "Does it last?"
    assert str(Extract(agreement=row, form="sav")) == "Does it last?, SPSS"
    assert str(ExtractDraft(agreement=row, form="dta")) == "Does it last?, Stata"


@pytest.mark.django_db
def test_agreement_with_fewer_than_five_alike_is_refused():
    row = agreement(make_officer().person, k=4)
    with pytest.raises(ValidationError, match="greater than or equal to 5"):
        row.full_clean()
