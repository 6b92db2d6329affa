"""What the machine tells Attune: read once, refused loudly when it makes no sense."""

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from attune.core.media.sandbox import wishes  # noqa: TID253 -- it opens no film
from attune.core.media.sandbox.walls import WallError  # noqa: TID253 -- nor does this
from attune.core.vault import key_file
from attune.core.vault.errors import KeyFileError

LOCAL = {"localhost", "127.0.0.1"}


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


def keys(data: Path) -> Path:
    """The key file (ATTUNE_KEYS), beside the data directory if nothing is said: never inside it.

    It may be missing still; one that others may read, or that is damaged, is refused.
    """
    text = os.environ.get("ATTUNE_KEYS") or f"{data}.keys"
    path = Path(text).expanduser().absolute()
    if not key_file.outside(path, data):
        raise ImproperlyConfigured(
            f"ATTUNE_KEYS names {path}, which lies in the data directory {data}. Keys must lie elsewhere, "
            "and never go into the same backup: whoever finds both can see every film."
        )
    if path.exists():
        try:
            key_file.read(path)
        except KeyFileError as error:
            raise ImproperlyConfigured(str(error)) from error
    return path


def public_url() -> str:
    """The address people type (ATTUNE_URL), without a slash at its end."""
    url = os.environ.get("ATTUNE_URL", "http://127.0.0.1:8000").rstrip("/")
    try:
        parts = urlsplit(url)
        fine = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:  # a port that is no number
        fine = False
    if not fine or parts.path or parts.query or parts.fragment:
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
        file.flush()
        os.fsync(file.fileno())
    return path.read_text()


@dataclass(frozen=True)
class Mail:
    """A mail server. ssl: encrypted from the first byte; starttls: encrypted once greeted."""

    host: str
    port: int
    user: str
    password: str
    ssl: bool
    starttls: bool


def mail() -> Mail | None:
    """ATTUNE_MAIL: smtps://user:password@host or smtp://user:password@host:port; None without it.

    smtp:// turns encryption on after the greeting, but to a server on this machine.
    """
    text = os.environ.get("ATTUNE_MAIL")
    if not text:
        return None
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or parts.scheme not in {"smtp", "smtps"}:
        raise ImproperlyConfigured(
            "ATTUNE_MAIL must be like smtps://user:password@mail.example.org or smtp://…:587."
        )
    ssl = parts.scheme == "smtps"
    return Mail(
        host=host,
        port=port or (465 if ssl else 587),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        ssl=ssl,
        starttls=not ssl and host not in LOCAL,
    )


@dataclass(frozen=True)
class S3:
    """A bucket of an S3-compatible store, and a key to it."""

    url: str
    bucket: str
    key: str
    secret: str = field(repr=False)
    region: str


def films_s3() -> S3 | None:
    """The bucket for what is large of films (ATTUNE_FILMS_S3_URL and its like); None without it.

    Without TLS only a store on this machine is used.
    """
    names = ("URL", "BUCKET", "KEY", "SECRET")
    told = {name: os.environ.get(f"ATTUNE_FILMS_S3_{name}", "") for name in names}
    if not any(told.values()):
        return None
    if missing := [f"ATTUNE_FILMS_S3_{name}" for name in names if not told[name]]:
        raise ImproperlyConfigured(
            f"Films are to lie in a bucket, but {' and '.join(missing)} does not say which."
        )
    url = told["URL"].rstrip("/")
    try:
        parts = urlsplit(url)
        fine = parts.hostname and parts.port != 0 and parts.username is None and not parts.query
    except ValueError:  # a port that is no number
        fine = False
    if not fine or parts.scheme not in {"http", "https"}:
        raise ImproperlyConfigured(
            "ATTUNE_FILMS_S3_URL must be like https://s3.example.org, with no name or key in it."
        )
    if parts.scheme == "http" and parts.hostname not in LOCAL:
        raise ImproperlyConfigured(
            "ATTUNE_FILMS_S3_URL must begin with https://, but for a store on this machine."
        )
    region = os.environ.get("ATTUNE_FILMS_S3_REGION") or "us-east-1"
    return S3(url, told["BUCKET"], told["KEY"], told["SECRET"], region)


def whole_number(name: str, default: int) -> int:
    """A setting that must be a whole number above zero."""
    text = os.environ.get(name, str(default))
    if not text.isdecimal() or int(text) < 1:
        raise ImproperlyConfigured(f"{name} is {text!r}; it must be a whole number above zero.")
    return int(text)


def check_media() -> None:
    """ATTUNE_MEDIA_MEMORY and ATTUNE_HARDWARE_DECODING, which those read who open films."""
    try:
        wishes.memory()
        wishes.hardware()
    except WallError as error:
        raise ImproperlyConfigured(str(error)) from error
