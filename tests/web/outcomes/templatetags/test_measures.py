"""The name of a measure in a template."""

from attune.web.outcomes.templatetags.measures import measure_title


def test_title_is_the_packages():
    assert measure_title("core-10") == "CORE-10"
