import pytest

from attune.core.media.render.reading import PlanError, row


@pytest.mark.parametrize("text", ["a\tb", "\x7f", "\x00"])
def test_control_characters_are_refused(text):
    with pytest.raises(PlanError, match="without control characters"):
        row("A line", text, 10)


def test_any_script_is_a_row():
    row("A line", "Åsa מִי 你好 ‏مرحبا", 40)
