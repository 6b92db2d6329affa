"""The program that opens hardware behind the walls: this machine has none, and it says why."""

import av.codec.hwaccel
import pytest

from attune.core.media.sandbox.launcher import run
from attune.core.media.sandbox.programs.hardware import hardware
from attune.core.media.sandbox.walls import EVERY_WALL
from tests.core.media.sandbox.inside import Parts, serving


@pytest.mark.parametrize("start", [None, "thread"])
def test_hardware_that_is_not_there_is_told_with_its_reason(start):
    more = {} if start is None else {"start": serving(hardware)}
    facts = run(
        "hardware", {"kind": "vulkan"}, [], Parts(), walls=EVERY_WALL, hardware="vulkan", **more
    )
    assert "vulkan" not in av.codec.hwaccel.hwdevices_available()
    assert facts["why"].startswith("NotImplementedError: No supported hardware config")
