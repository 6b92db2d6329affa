"""The closed room of the test run: loaded before Django reads its settings."""

import os
import tempfile
from pathlib import Path

os.environ["ATTUNE_DATA"] = tempfile.mkdtemp(prefix="attune-tests-")
Path(os.environ["ATTUNE_DATA"], "static").mkdir()  # nothing is collected, and nobody warns of it
os.environ["ATTUNE_MAIL"] = "smtp://localhost:25"  # never asked: tests keep what is sent
for name in (
    "ATTUNE_URL",
    "ATTUNE_SECRET_KEY",
    "ATTUNE_LARGEST_FILM_MIB",
    "ATTUNE_DISK_RESERVE_MIB",
):
    os.environ.pop(name, None)
