import re

import pytest
from django.template import Context, Template

from attune.web.ui.charts.bars import Share, bars
from attune.web.ui.charts.forest import Row, Words, forest
from attune.web.ui.templatetags.charts import FORMS, cell, sample


def drawn(drawing, **context):
    tag = '{% load charts %}{% chart drawing key="some" files=files %}'
    return Template(tag).render(Context({"drawing": drawing, "files": "", **context}))


def made(label="A"):
    rows = [Row(label, 5, 0, 10, count=7), Row("All", 5, 2, 8, pooled=True, prediction=(0, 9))]
    return forest(rows, title="How much", says="Much.", words=Words(), foot=("No control group.",))


def test_chart_has_its_name_its_words_its_key_its_foot_and_its_table():
    html = drawn(made())
    assert 'role="img" aria-labelledby="title-some says-some"' in html
    assert '<title id="title-some">How much</title>' in html
    assert '<desc id="says-some">Much.</desc>' in html
    assert "No control group." in html
    assert re.search(
        r'<th scope="row">A</th>\s*<td>7</td>\s*<td>5.0</td>|<td>7</td><td>5</td>', html
    )


def test_chart_holds_to_the_content_security_policy():
    assert not re.search(r"\sstyle=|<style|<script|\son\w+=", drawn(made()))


def test_words_of_people_are_never_markup():
    assert "<b>" not in drawn(made("<b>bold</b>"))
    assert "&lt;b&gt;bold" in drawn(made("<b>bold</b>"))


@pytest.mark.parametrize(
    ("files", "address"), [("/x/", "/x/?as=svg"), ("?save=a", "?save=a&amp;as=svg")]
)
def test_files_are_offered_at_their_address(files, address):
    assert f'href="{address}"' in drawn(made(), files=files)


def test_no_files_are_offered_without_an_address():
    assert "Save this chart" not in drawn(made())


@pytest.mark.parametrize(
    ("value", "text"), [(None, "–"), ("few", "few"), (7, "7"), (0.714, "0.71"), (-1.0, "−1.00")]
)
def test_cell_of_a_table_is_written_for_people(value, text):
    assert cell(value, 2) == text


@pytest.mark.parametrize("kind", [*FORMS, "middle"])
def test_every_kind_of_mark_has_a_sample(kind):
    assert f"attune-mark--{kind}" in sample(kind)


def test_shares_are_drawn_too():
    share = Share("A", 0.5, 0.2, 0.8, 5, 10)
    assert "5 of 10 (50 %)" in drawn(bars([share], title="T", says="", whose="W", what="S"))
