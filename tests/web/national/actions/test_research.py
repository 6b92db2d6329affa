"""What is given under an agreement: every kind of file, and refusals in a sentence."""

import io
import json
import zipfile

import pandas as pd
import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from pyarrow import parquet

from attune.web.audit.models import AppendOnlyError
from attune.web.national.actions import research as actions
from attune.web.national.models import Extract
from tests.factories import make_officer, nation
from tests.factories.releases import agreement

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return make_officer()


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


def test_every_kind_of_file_has_the_same_scores(officer, national):
    nation.give()
    row = agreement(officer.person, fields=["engagement"])
    given = {
        form: actions.extract(by=officer, agreement=row, form=form) for form in Extract.Form.values
    }
    told = [scores(form, one.content) for form, one in given.items()]
    whole = [one for one in told if one is not None]
    assert len(whole) == 4
    assert all(one == whole[0] for one in whole)
    assert {one.row.records for one in given.values()} == {len(whole[0])}
    assert given["csv"].name.endswith(".zip")
    assert len({one.row.digest for one in given.values()}) == 5


def test_too_much_lost_is_refused_with_what_to_do(officer, national):
    nation.give()
    fields = ["region", "context", "relation", "child_age", "ethnicity", "mode"]
    row = agreement(officer.person, fields=fields, k=50)
    with pytest.raises(ValidationError, match="Agree on fewer fields"):
        actions.extract(by=officer, agreement=row, form="csv")
    assert not Extract.objects.exists()


def test_nothing_to_give_is_refused(officer, national):
    with pytest.raises(ValidationError, match="nothing that may be given"):
        actions.rows_of(agreement(officer.person))


def test_row_of_an_extract_is_never_changed(officer, national):
    row = Extract.objects.create(
        agreement=agreement(officer.person),
        form="csv",
        digest="0" * 64,
        size=1,
        episodes=1,
        records=1,
        by=officer.person,
    )
    row.size = 2
    for change in (row.save, row.delete, Extract.objects.all().delete):
        with pytest.raises(AppendOnlyError):
            change()
    with pytest.raises(AppendOnlyError):
        Extract.objects.update(size=2)
    for statement in ("UPDATE national_extract SET size = 2", "DELETE FROM national_extract"):
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
            connection.cursor().execute(statement)
