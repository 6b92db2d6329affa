"""What the machine tells Attune, and nonsense that it refuses."""

import stat

import pytest
from django.core.exceptions import ImproperlyConfigured

from attune.web.config import environment


def test_data_directory_is_made_for_its_owner_only(tmp_path, monkeypatch):
    monkeypatch.setenv("ATTUNE_DATA", str(tmp_path / "a" / "b"))
    made = environment.data_directory()
    assert made == tmp_path / "a" / "b"
    assert stat.S_IMODE(made.stat().st_mode) == 0o700


def test_data_directory_that_is_a_file_is_refused(tmp_path, monkeypatch):
    file = tmp_path / "file"
    file.touch()
    monkeypatch.setenv("ATTUNE_DATA", str(file))
    with pytest.raises(ImproperlyConfigured, match="cannot be used"):
        environment.data_directory()


@pytest.mark.parametrize(
    "url",
    ["attune.example.org", "ftp://a.org", "https://", "http://a.org/x", "http://a:b", "http://a?b"],
)
def test_public_url_that_is_not_an_address_is_refused(url, monkeypatch):
    monkeypatch.setenv("ATTUNE_URL", url)
    with pytest.raises(ImproperlyConfigured, match="ATTUNE_URL"):
        environment.public_url()


def test_public_url_loses_its_last_slash(monkeypatch):
    monkeypatch.setenv("ATTUNE_URL", "https://attune.example.org/")
    assert environment.public_url() == "https://attune.example.org"


def test_secret_key_is_made_once_and_kept_for_the_owner(tmp_path, monkeypatch):
    monkeypatch.delenv("ATTUNE_SECRET_KEY", raising=False)
    key = environment.secret_key(tmp_path)
    assert len(key) >= 50
    assert environment.secret_key(tmp_path) == key
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_secret_key_that_is_short_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("ATTUNE_SECRET_KEY", "short")
    with pytest.raises(ImproperlyConfigured, match="50 characters"):
        environment.secret_key(tmp_path)


@pytest.mark.parametrize("text", ["0", "-1", "1.5", "many", ""])
def test_whole_number_that_is_none_is_refused(text, monkeypatch):
    monkeypatch.setenv("ATTUNE_LARGEST_FILM_MIB", text)
    with pytest.raises(ImproperlyConfigured, match="ATTUNE_LARGEST_FILM_MIB"):
        environment.whole_number("ATTUNE_LARGEST_FILM_MIB", 7)


def test_whole_number_that_is_not_given_is_the_default(monkeypatch):
    monkeypatch.delenv("ATTUNE_LARGEST_FILM_MIB", raising=False)
    assert environment.whole_number("ATTUNE_LARGEST_FILM_MIB", 7) == 7


def test_mail_that_is_not_set_is_none(monkeypatch):
    monkeypatch.delenv("ATTUNE_MAIL", raising=False)
    assert environment.mail() is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("smtps://me:a%40b@mail.org", environment.Mail("mail.org", 465, "me", "a@b", True, False)),
        ("smtp://mail.org", environment.Mail("mail.org", 587, "", "", False, True)),
        ("smtp://localhost:25", environment.Mail("localhost", 25, "", "", False, False)),
    ],
)
def test_mail_is_encrypted_but_to_this_machine(text, expected, monkeypatch):
    monkeypatch.setenv("ATTUNE_MAIL", text)
    assert environment.mail() == expected


@pytest.mark.parametrize(
    "text", ["mail.org", "http://mail.org", "smtp://", "smtp://a:b", "smtp://["]
)
def test_mail_that_makes_no_sense_is_refused(text, monkeypatch):
    monkeypatch.setenv("ATTUNE_MAIL", text)
    with pytest.raises(ImproperlyConfigured, match="ATTUNE_MAIL"):
        environment.mail()


# --- the key file -------------------------------------------------------------------------------
def test_key_file_lies_beside_the_data_and_may_be_missing_at_first(tmp_path, monkeypatch):
    monkeypatch.delenv("ATTUNE_KEYS", raising=False)
    assert environment.keys(tmp_path / "data") == tmp_path / "data.keys"


@pytest.mark.parametrize("place", ["data/keys", "data/films/keys", "link/keys"])
def test_key_file_inside_the_data_is_refused(place, tmp_path, monkeypatch):
    (tmp_path / "data").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "data")
    monkeypatch.setenv("ATTUNE_KEYS", str(tmp_path / place))
    with pytest.raises(ImproperlyConfigured, match="Keys must lie elsewhere"):
        environment.keys(tmp_path / "data")


@pytest.mark.parametrize(("mode", "says"), [(0o640, "chmod 600"), (0o600, "no key file")])
def test_key_file_that_others_may_read_or_that_is_none_is_refused(
    mode, says, tmp_path, monkeypatch
):
    path = tmp_path / "keys"
    path.touch()
    path.chmod(mode)
    monkeypatch.setenv("ATTUNE_KEYS", str(path))
    with pytest.raises(ImproperlyConfigured, match=says):
        environment.keys(tmp_path / "data")


# --- the opening of films -------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ATTUNE_MEDIA_MEMORY", "much"),
        ("ATTUNE_MEDIA_MEMORY", "12"),
        ("ATTUNE_HARDWARE_DECODING", "yes"),
    ],
)
def test_memory_and_hardware_that_make_no_sense_are_refused(name, text, monkeypatch):
    environment.check_media()
    monkeypatch.setenv(name, text)
    with pytest.raises(ImproperlyConfigured, match=f"{name} is '{text}'; it must be"):
        environment.check_media()


S3 = {
    "URL": "https://s3.example.org/",
    "BUCKET": "films",
    "KEY": "a key",
    "SECRET": "a secret",
    "REGION": "",
}


def set_s3(monkeypatch, **change):
    for name, value in (S3 | change).items():
        monkeypatch.setenv(f"ATTUNE_FILMS_S3_{name}", value)


def test_without_a_bucket_films_lie_on_this_machine(monkeypatch):
    set_s3(monkeypatch, **dict.fromkeys(S3, ""))
    assert environment.films_s3() is None


@pytest.mark.parametrize("url", ["https://s3.example.org", "http://127.0.0.1:9000"])
def test_a_bucket_is_told_whole(monkeypatch, url):
    set_s3(monkeypatch, URL=url)
    told = environment.films_s3()
    assert told == environment.S3(url, "films", "a key", "a secret", "us-east-1")
    set_s3(monkeypatch, REGION="eu-west-2")
    assert environment.films_s3().region == "eu-west-2"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"KEY": "", "SECRET": ""}, "ATTUNE_FILMS_S3_KEY and ATTUNE_FILMS_S3_SECRET does not"),
        ({"URL": ""}, "ATTUNE_FILMS_S3_URL does not"),
        ({"URL": "s3.example.org"}, "must be like"),
        ({"URL": "https://key:secret@s3.example.org"}, "no name or key in it"),
        ({"URL": "https://s3.example.org:port"}, "must be like"),
        ({"URL": "http://s3.example.org"}, "must begin with https"),
    ],
)
def test_a_bucket_that_makes_no_sense_is_refused(monkeypatch, change, sentence):
    set_s3(monkeypatch, **change)
    with pytest.raises(ImproperlyConfigured, match=sentence):
        environment.films_s3()
