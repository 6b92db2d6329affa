"""A small measure that has one of everything, written down for a test, whole or with one fault."""

import json
from pathlib import Path

from attune.core.instruments.model import Measure
from attune.core.instruments.package import read_package

SCORING = """\
id = "small"
version = "1.0.0"
title = "Small"
name = "A small measure"
about = "How a day went."
period = "Today"
ages = "Adults"
respondents = ["self"]
decides = "total"
unverified = ["Nothing is known of it."]

[sources.manual]
text = "The manual"

[items]
count = 4
minimum = 0
maximum = 3
source = "manual"
reversed = { items = [2], source = "manual" }
not_applicable = { items = [4], counts = 2, source = "manual" }

[scales.first]
title = "First half"
items = [1, 2]
range = [0, 6]
better = "lower"
source = "manual"
bands = [{ low = 1, label = "some", source = "manual" }, { low = 4, label = "much", source = "manual" }]
cut_offs = [{ at = 4, beyond = "above", says = "A closer look", source = "manual" }]
published = [{ threshold = 2, confidence = 0.9, source = "manual" }]
codes = { snomed = ["720433000"], source = "manual" }

[scales.mean]
title = "Mean of the second half"
items = [3, 4]
score = "mean"
times = 10
weights = { by_item = { 3 = 2 }, source = "manual" }
missing = { rule = "at-least", at_least = 1, source = "manual" }
range = [0, 30]
better = "higher"
source = "manual"

[scales.table]
title = "First half, looked up"
items = [1, 2]
table = { from = 0, to = [0.0, 1.5, 2.5, 3.0, 4.0, 5.5, 7.0], source = "manual" }
range = [0, 7]
better = "lower"
source = "manual"

[scales.total]
title = "Total"
items = [1, 2, 3, 4]
missing = { rule = "prorate", at_least = 3, source = "manual" }
range = [0, 12]
better = "neither"
source = "manual"

[scales.total.reliability]
sd = 2.5
reliability = 0.8
kind = "alpha"
sample = "100 people"
confidence = 0.95
source = "manual"

[scales.both]
title = "Both"
of = ["first", "mean"]
score = "mean"
range = [0, 18]
better = "neither"
source = "manual"
"""
SAFETY = """\
ask = "Was question 1 answered with anything but “Never”?"

[[alerts]]
item = 1
scored_from = 2
says = "Question 1 was answered “Often” or “Always”."
source = "manual"
"""
RIGHTS = """\
class = "ship"
holder = "Ours"
licence = "None needed"
source = "manual"
note = "Ask nobody."
"""
ANSWERS = ("Never", "Seldom", "Often", "Always")
QUESTIONNAIRE = {
    "resourceType": "Questionnaire",
    "id": "small",
    "version": "1.0.0",
    "name": "Small",
    "title": "Small",
    "status": "active",
    "description": "Think of today.",
    "contained": [
        {
            "resourceType": "ValueSet",
            "id": "answers",
            "status": "active",
            "compose": {
                "include": [
                    {
                        "system": "urn:attune:measure:small",
                        "concept": [
                            {"code": str(code), "display": words}
                            for code, words in enumerate(ANSWERS)
                        ],
                    }
                ]
            },
        }
    ],
    "item": [
        {
            "linkId": str(number),
            "text": f"Thought {number}",
            "type": "choice",
            "answerValueSet": "#answers",
        }
        for number in (1, 2, 3, 4)
    ],
}
# Worked out by hand from SCORING: item 2 counts 3 − answer, item 3 weighs twice in the mean.
VECTORS = """\
form,1,2,3,4,score:first,score:mean,score:table,score:total,score:both,risk
all blank,,,,,,,,,,
all minimum,0,0,0,0,3,0,3.0,3,1.5,
all maximum,3,3,3,3,3,30,3.0,9,16.5,1
one blank,2,1,,3,4,30,4.0,9.333333333333334,17,1
does not apply,1,3,0,na,1,6.666666666666667,1.5,3,3.8333333333333335,
mixed,0,1,2,3,2,23.333333333333332,2.5,7,12.666666666666666,
"""
WHOLE = {
    "questionnaire.json": json.dumps(QUESTIONNAIRE, indent=1, ensure_ascii=False),
    "scoring.toml": SCORING,
    "safety.toml": SAFETY,
    "rights.toml": RIGHTS,
    "vectors.csv": VECTORS,
}
TOTALS = {
    "questionnaire.json": json.dumps(
        {
            key: QUESTIONNAIRE[key]
            for key in ("resourceType", "id", "version", "name", "title", "status")
        }
    ),
    "scoring.toml": SCORING[: SCORING.index("[items]")]
    + """\
[scales.warmth]
title = "Warmth"
range = [0, 35]
better = "higher"
source = "manual"

[scales.worry]
title = "Worry"
range = [1, 5]
better = "lower"
source = "manual"

[scales.total]
title = "Total"
of = ["warmth", "worry"]
range = [1, 40]
better = "neither"
source = "manual"
""",
    "safety.toml": 'ask = "Was there any thought of harm?"\n',
    "rights.toml": RIGHTS.replace('"ship"', '"totals-only"'),
    "vectors.csv": """\
form,entered:warmth,entered:worry,score:warmth,score:worry,score:total
all blank,,,,,
all minimum,0,1,0,1,1
all maximum,35,5,35,5,40
one blank,20,,20,,
mixed,20,2.5,20,2.5,22.5
""",
}


def write(folder: Path, files: dict[str, str] = WHOLE) -> Path:
    """Write the files of a package into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def changed(folder: Path, file: str, old: str, new: str, files: dict[str, str] = WHOLE) -> Path:
    """The package with the one place `old` of a file changed to `new`."""
    assert files[file].count(old) == 1, f"{old!r} must be there once"
    return write(folder, {**files, file: files[file].replace(old, new)})


def small(folder: Path) -> Measure:
    return read_package(write(folder / "small"))


def totals_only(folder: Path) -> Measure:
    return read_package(write(folder / "totals", TOTALS))
