"""Frameworks of principles: what ships, and what a broken file is told."""

import pytest

from attune.core.timeline.frameworks import (
    Framework,
    FrameworkError,
    Principle,
    attunement_principles,
    read_framework,
)

WHOLE = """
id = "ours"
version = "2"
title = "Ours"

[[principle]]
key = "being-there"
title = "Being there"
description = "Close by."
"""
SECOND = '[[principle]]\nkey = "being-there"\ntitle = "Again"\ndescription = "Twice."\n'


@pytest.fixture
def written(tmp_path):
    def write(text: str | bytes):
        path = tmp_path / "ours.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def test_attunement_principles_are_the_six_levels_in_the_order_they_are_taught():
    framework = attunement_principles()
    assert f"{framework.id}/{framework.version}" == "attunement-principles/1"
    assert [principle.title for principle in framework.principles] == [
        "Being attentive",
        "Encouraging initiatives",
        "Receiving initiatives",
        "Developing attuned interactions",
        "Guiding",
        "Deepening discussion",
    ]
    assert "guiding" in framework.keys
    assert len(framework.keys) == 6


def test_read_framework_of_one_s_own(written):
    assert read_framework(written(WHOLE)) == Framework(
        "ours", "2", "Ours", (Principle("being-there", "Being there", "Close by."),)
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("title = ", "ours.toml can't be read: Invalid value"),
        (b"title = '\xff'", "ours.toml can't be read: 'utf-8' codec"),
        (WHOLE.replace('id = "ours"', ""), "ours.toml lacks or misnames a part: 'id'"),
        (WHOLE.replace("[[principle]]", "[principle]"), "ours.toml lacks or misnames a part"),
        (WHOLE.replace("description", "words"), "ours.toml lacks or misnames a part"),
        (WHOLE.replace('"2"', "2"), "ours.toml: every part must be text, and none may be empty."),
        (WHOLE.replace('"Ours"', '" "'), "ours.toml: every part must be text"),
        (WHOLE.replace('"being-there"', "5"), "ours.toml: every part must be text"),
        (WHOLE.replace('"being-there"', "[5]"), "ours.toml: every part must be text"),
        (WHOLE.replace("being-there", "Being there"), "ours.toml: keys must be unique"),
        (WHOLE + SECOND, "ours.toml: keys must be unique"),
        ('id = "a"\nversion = "1"\ntitle = "A"\nprinciple = []', "ours.toml: keys must be unique"),
    ],
)
def test_read_framework_says_what_is_wrong(written, text, says):
    with pytest.raises(FrameworkError) as refusal:
        read_framework(written(text))
    assert str(refusal.value).startswith(says)


def test_read_framework_that_is_not_there(tmp_path):
    with pytest.raises(FrameworkError, match=r"^ours\.toml can't be read"):
        read_framework(tmp_path / "ours.toml")
