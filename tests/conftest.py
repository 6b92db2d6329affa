"""What every test may use."""

import copy

import pytest


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
