"""The closed room of the test run: loaded before Django reads its settings."""

import os
import tempfile

os.environ["ATTUNE_DATA"] = tempfile.mkdtemp(prefix="attune-tests-")
for name in (
    "ATTUNE_URL",
    "ATTUNE_SECRET_KEY",
    "ATTUNE_LARGEST_FILM_MIB",
    "ATTUNE_DISK_RESERVE_MIB",
):
    os.environ.pop(name, None)
