"""How names, days and numbers are written."""

import datetime
from types import SimpleNamespace

import pytest

from attune.web.evidence.templatetags.evidence import chance, day, decimals, items, named, said


def test_a_short_name_has_its_words():
    assert named("vig", "methods") == "Video Interaction Guidance"


def test_a_mapping_with_a_word_of_the_template_language_can_be_read():
    assert items({"with": 40, "without": 28}) == {"with_": 40, "without_": 28}


def test_a_day_is_read_from_its_text():
    assert day("2026-11-21") == datetime.date(2026, 11, 21)


def test_a_difference_has_two_decimals_and_a_true_minus():
    assert decimals(-0.128) == "−0.13"


@pytest.mark.parametrize(("p", "words"), [(0.0004, "< 0.001"), (0.001, "0.001"), (0.39, "0.390")])
def test_a_p_value_is_never_nought(p, words):
    assert chance(p) == words


def test_an_effect_is_said_with_its_interval():
    pooled = SimpleNamespace(effect=0.432, low=0.187, high=0.677)
    slope = SimpleNamespace(estimate=-0.1, interval=lambda: (-0.3, 0.1))
    assert said(pooled) == "0.43 (0.19 to 0.68)"
    assert said(slope) == "−0.10 (−0.30 to 0.10)"
