"""What is given under an agreement: every kind of file, and refusals in a sentence."""

import io
import json
import zipfile
from datetime import date

import pandas as pd
import pytest
from pyarrow import parquet

from attune.web.national.extracting import STEPS, NotGivableError, made
from attune.web.national.models import Extract
from tests.factories import make_officer, nation
from tests.factories.releases import agreement

pytestmark = pytest.mark.django_db


def scores(form, content):
    """All scores in a file, as another program reads them."""
    if form == "csv":
        text = zipfile.ZipFile(io.BytesIO(content)).read("data.csv")
        return sorted(pd.read_csv(io.BytesIO(text))["score"])
    if form == "parquet":
        return sorted(parquet.read_table(io.BytesIO(content))["score"].to_pylist())
    if form == "dta":
        return sorted(pd.read_stata(io.BytesIO(content))["score"])
    if form == "ndjson":
        lines = content.decode().splitlines()
        return sorted(json.loads(line)["valueQuantity"]["value"] for line in lines)
    return None  # SPSS is read in tests/core/extracts


def test_every_kind_of_file_has_the_same_scores(national):
    nation.give()
    row, steps = agreement(make_officer().person, fields=["engagement"]), []
    given = {form: made(row, form, steps.append) for form in Extract.Form.values}
    told = [scores(form, content) for form, (content, _facts) in given.items()]
    whole = [one for one in told if one is not None]
    assert len(whole) == 4
    assert all(one == whole[0] for one in whole)
    assert {facts["records"] for _content, facts in given.values()} == {len(whole[0])}
    assert len({facts["digest"] for _content, facts in given.values()}) == 5
    assert steps == list(range(STEPS)) * 5


def test_too_much_lost_is_refused_with_what_to_do(national):
    nation.give()
    fields = ["region", "context", "relation", "child_age", "ethnicity", "mode"]
    row = agreement(make_officer().person, fields=fields, k=50)
    with pytest.raises(NotGivableError, match="Agree on fewer fields"):
        made(row, "csv", lambda step: None)


def test_nothing_to_give_is_refused(national):
    with pytest.raises(NotGivableError, match="nothing that may be given"):
        made(agreement(make_officer().person), "csv", lambda step: None)


def test_agreement_that_is_over_gives_nothing(national):
    row = agreement(make_officer().person, valid_until=date(2026, 2, 1))
    with pytest.raises(NotGivableError, match="This agreement is over"):
        made(row, "csv", lambda step: None)
