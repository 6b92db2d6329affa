"""The gallery and the error pages are asked for through the whole server."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def place_for_static_files(settings):
    """Nothing has been collected in a test run, and WhiteNoise warns where the folder is missing."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
