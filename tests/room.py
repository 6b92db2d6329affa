"""The closed room of the test run: loaded before Django reads its settings. It has no way out."""

import base64
import json
import os
import socket
import sys
import tempfile
from ipaddress import ip_address
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
    "ATTUNE_MEDIA_MEMORY",
    "ATTUNE_HARDWARE_DECODING",
    "ATTUNE_SANDBOX",
    *(f"ATTUNE_FILMS_S3_{name}" for name in ("URL", "BUCKET", "KEY", "SECRET", "REGION")),
):
    os.environ.pop(name, None)


# --- no network -----------------------------------------------------------------------------------
class NetworkError(RuntimeError):
    """A test reached for another machine. It would pass with a network only, or tell of us there."""


def stay_inside(event: str, given: tuple[object, ...]) -> None:
    """An audit hook: nothing in this process talks to, or asks the name of, another machine."""
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        line, address = given[:2]
        if getattr(line, "family", None) in (socket.AF_INET, socket.AF_INET6) and address:
            refuse_foreign(event, address[0])
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        refuse_foreign(event, given[0])


def refuse_foreign(event: str, host: object) -> None:
    name = host.decode() if isinstance(host, bytes) else host
    try:
        inside = name in (None, "", "localhost") or ip_address(name).is_loopback
    except ValueError:
        inside = False  # a name, which only another machine could explain
    if not inside:
        raise NetworkError(f"{event} to {name!r}: tests stay on this machine.")


sys.addaudithook(stay_inside)
