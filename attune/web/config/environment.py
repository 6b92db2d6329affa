"""What the machine tells Attune: read once, refused loudly when it makes no sense."""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


def data_directory() -> Path:
    """The one directory that holds all data (ATTUNE_DATA), made when it is missing."""
    path = Path(os.environ.get("ATTUNE_DATA") or "attune-data").expanduser().resolve()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"ATTUNE_DATA names {path}, which cannot be used: {error.strerror}."
        ) from error
    return path


def public_url() -> str:
    """The address people type (ATTUNE_URL), without a slash at its end."""
    url = os.environ.get("ATTUNE_URL", "http://127.0.0.1:8000").rstrip("/")
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path:
        raise ImproperlyConfigured(
            f"ATTUNE_URL is {url!r}; it must be like https://attune.example.org, with nothing after the host."
        )
    return url


def secret_key(data: Path) -> str:
    """ATTUNE_SECRET_KEY, or a key made once and kept readable by its owner only."""
    given = os.environ.get("ATTUNE_SECRET_KEY")
    if given is not None:
        if len(given) < 50:
            raise ImproperlyConfigured("ATTUNE_SECRET_KEY must have at least 50 characters.")
        return given
    path = data / "secret-key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(50))
    return path.read_text()


def whole_number(name: str, default: int) -> int:
    """A setting that must be a whole number above zero."""
    text = os.environ.get(name, str(default))
    if not text.isdecimal() or int(text) < 1:
        raise ImproperlyConfigured(f"{name} is {text!r}; it must be a whole number above zero.")
    return int(text)
