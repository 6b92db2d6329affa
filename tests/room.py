"""The closed room of the test run: loaded before Django reads its settings."""

import base64
import json
import os
import tempfile
from pathlib import Path

os.environ["ATTUNE_DATA"] = tempfile.mkdtemp(prefix="attune-tests-")
Path(os.environ["ATTUNE_DATA"], "static").mkdir()  # nothing is collected, and nobody warns of it
os.environ["ATTUNE_MAIL"] = "smtp://localhost:25"  # never asked: tests keep what is sent
keys = Path(os.environ["ATTUNE_DATA"] + ".keys")  # written by hand: nothing of ours is loaded yet
keys.touch(0o600)
keys.write_text(
    json.dumps(
        {
            "form": "attune-keys-1",
            "name": "tests",
            "made": "2026-01-01",
            "keys": {"2026-01": base64.b64encode(os.urandom(32)).decode()},
        }
    )
)
for name in (
    "ATTUNE_KEYS",
    "ATTUNE_URL",
    "ATTUNE_SECRET_KEY",
    "ATTUNE_LARGEST_FILM_MIB",
    "ATTUNE_DISK_RESERVE_MIB",
):
    os.environ.pop(name, None)
