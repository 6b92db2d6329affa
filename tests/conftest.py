"""What every test may use."""

import copy

import hypothesis
import pytest

# A busy machine is no defect: no test is timed, and no search for examples is given up as slow.
hypothesis.settings.register_profile(
    "attune", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("attune")


@pytest.fixture(autouse=True)
def plain_settings(settings):
    """Two differences from the real settings: names of static files are not hashed (nothing has
    been collected), and passwords of invented people are hashed fast."""
    storages = copy.deepcopy(settings.STORAGES)
    storages["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = storages
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def films_directory(settings, tmp_path):
    """A store of films that is empty at the start of the test."""
    settings.FILMS = tmp_path / "films"
    return settings.FILMS
