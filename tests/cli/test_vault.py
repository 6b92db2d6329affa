"""`attune vault`: on a data directory, and on paper. In this process, for a start costs a second;
once as a person runs it."""

import io
import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from typer.testing import CliRunner

from attune.cli import app, data_directory
from attune.core.vault import key_file, kit
from attune.core.vault.away import Away
from attune.core.vault.binding import Binding
from attune.core.vault.errors import VaultError
from attune.core.vault.key_file import KeyFile
from attune.core.vault.keys import new_key, wrap
from attune.core.vault.streaming import SEGMENT, StreamWriter

FILM, CASE, SERVICE = uuid4(), uuid4(), uuid4()
CONTENT = bytes(range(256)) * 2048  # three segments
PARTS = {
    "original/00000": CONTENT,
    "original/00001": b"the rest",
    "pictures/one.png": b"picture",
    **{f"made/{name}": name.encode() for name in data_directory.MUST},
}


@dataclass
class Told:
    returncode: int
    stdout: str
    stderr: str


def attune(*arguments: object) -> Told:
    result = CliRunner().invoke(app, [str(each) for each in arguments])
    return Told(result.exit_code, result.stdout, result.stderr)


@pytest.fixture
def data(tmp_path) -> Path:
    """A data directory with one film that is ready, and its key file."""
    data = tmp_path / "data"
    folder = data / "films" / str(FILM)
    keys, key = KeyFile.fresh("Harbour", date(2026, 11, 21), "2026-11"), new_key()
    for part, content in PARTS.items():
        name = part.removeprefix("made/")
        out = io.BytesIO()
        writer = StreamWriter(out, key, Binding(str(SERVICE), str(CASE), str(FILM), name))
        writer.write(content)
        writer.finish()
        (folder / part).parent.mkdir(parents=True, exist_ok=True)
        (folder / part).write_bytes(out.getvalue())
    (folder / "making").mkdir()
    (folder / "making" / "proxy.frag").write_bytes(b"half made")
    (folder / "pictures" / ".draft").write_bytes(b"half written")
    key_file.create(tmp_path / "data.keys", keys)
    wrapped = wrap(key, keys.key("2026-11"), service=str(SERVICE), case=str(CASE), epoch="2026-11")
    with closing(sqlite3.connect(data / "attune.sqlite3")) as line:
        line.execute("CREATE TABLE films_film (id, state, case_id, at)")
        line.execute("CREATE TABLE cases_case (id, service_id)")
        line.execute("CREATE TABLE films_casekey (case_id, epoch, wrapped)")
        line.execute("INSERT INTO films_film VALUES (?, 'ready', ?, 1)", [FILM.hex, CASE.hex])
        line.execute("INSERT INTO cases_case VALUES (?, ?)", [CASE.hex, SERVICE.hex])
        line.execute("INSERT INTO films_casekey VALUES (?, '2026-11', ?)", [CASE.hex, wrapped])
        line.commit()
    return data


def change(data: Path, sql: str) -> None:
    with closing(sqlite3.connect(data / "attune.sqlite3")) as line:
        line.execute(sql)
        line.commit()


def test_whole_data_is_said_to_be_whole(data):
    told = attune("vault", "verify", data, "--json")
    assert told.returncode == 0
    assert json.loads(told.stdout) == {
        "films": 1,
        "parts": len(PARTS),
        "bytes": sum(map(len, PARTS.values())),
        "away": 0,
        "broken": [],
    }
    assert "nothing broken" in told.stderr


def test_what_lies_in_a_bucket_is_counted_and_neither_whole_nor_broken(data):
    note = Away("a name", 99).to_bytes()
    (data / "films" / str(FILM) / "original/00000").write_bytes(note)
    told = attune("vault", "verify", data, "--json")
    assert told.returncode == 0
    assert json.loads(told.stdout)["away"] == 1
    assert "1 parts lie in the bucket and were not read" in told.stderr


def test_what_is_broken_is_named_and_the_status_says_so(data):
    folder = data / "films" / str(FILM)
    original = bytearray((folder / "original/00000").read_bytes())
    original[SEGMENT + 5] ^= 1
    (folder / "original/00000").write_bytes(original)
    (folder / "made/frames.json").unlink()
    (folder / "made/proxy.frag").write_bytes((folder / "made/proxy.init").read_bytes())
    told = attune("vault", "verify", data, "--json")
    assert told.returncode == 1
    broken = {each["part"]: each["says"] for each in json.loads(told.stdout)["broken"]}
    assert sorted(broken) == ["made/frames.json", "made/proxy.frag", "original/00000"]
    assert "segment 1" in broken["original/00000"]
    assert "missing" in broken["made/frames.json"]
    assert "belongs elsewhere" in broken["made/proxy.frag"]
    assert "3 broken" in told.stderr


def test_missing_part_of_an_original_is_named(data):
    (data / "films" / str(FILM) / "original/00000").unlink()
    told = attune("vault", "verify", data)
    assert told.returncode == 1
    assert "original/00000: It is missing" in told.stderr


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("DELETE FROM films_casekey", "key of its case is gone"),
        ("UPDATE films_casekey SET epoch = '2026-08'", "no key of 2026-08"),
        ("UPDATE films_casekey SET wrapped = x'00'", "does not open"),
    ],
)
def test_film_whose_key_does_not_open_is_said(sql, says, data):
    change(data, sql)
    told = attune("vault", "verify", data)
    assert told.returncode == 1
    assert says in told.stderr
    (film,) = data_directory.films(data, data.with_name("data.keys"))
    with pytest.raises(VaultError, match=says):
        film.open("original/00000")


def test_original_is_read_from_its_parts(data):
    (film,) = data_directory.films(data, data.with_name("data.keys"))
    with film.original() as file:
        assert file.read() == CONTENT + b"the rest"


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        (lambda data: (data / "attune.sqlite3").unlink(), "no data directory"),
        (lambda data: (data / "attune.sqlite3").write_bytes(b"x" * 999), "cannot be read"),
        (lambda data: data.with_name("data.keys").unlink(), "no key file"),
        (lambda data: data.with_name("data.keys").chmod(0o644), "chmod 600"),
    ],
)
def test_what_is_no_data_directory_is_one_sentence_and_status_2(harm, says, data):
    harm(data)
    told = attune("vault", "verify", data)
    assert (told.returncode, told.stdout) == (2, "")
    assert says in told.stderr
    assert "Traceback" not in told.stderr


# --- on paper -----------------------------------------------------------------------------------
def test_kit_is_printed_typed_and_gives_the_key_file_to_the_letter(data, tmp_path):
    keys = data.with_name("data.keys")
    printed = attune("vault", "kit", keys)
    assert (printed.returncode, printed.stdout) == (0, kit.to_text(key_file.read(keys)))
    (tmp_path / "typed").write_text(printed.stdout.lower())
    told = attune("vault", "restore-kit", tmp_path / "again", "--from", tmp_path / "typed")
    assert told.returncode == 0
    assert (tmp_path / "again").read_bytes() == keys.read_bytes()
    assert attune("vault", "verify", data, "--keys", tmp_path / "again").returncode == 0


def test_kit_is_read_from_standard_input_too(data, tmp_path):
    text = kit.to_text(key_file.read(data.with_name("data.keys")))
    command = [sys.executable, "-c", "from attune.cli import main; main()"]
    command += ["vault", "restore-kit", str(tmp_path / "again")]
    told = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
    assert "Harbour" in told.stderr


def test_key_file_that_exists_is_never_replaced(data, tmp_path):
    keys = data.with_name("data.keys")
    before = keys.read_bytes()
    (tmp_path / "typed").write_text(attune("vault", "kit", keys).stdout)
    told = attune("vault", "restore-kit", keys, "--from", tmp_path / "typed")
    assert told.returncode == 2
    assert "already" in told.stderr
    assert keys.read_bytes() == before


def test_wrong_letter_is_found_and_named(data, tmp_path):
    text = attune("vault", "kit", data.with_name("data.keys")).stdout
    lines = text.splitlines()
    row = next(number for number, line in enumerate(lines) if line.startswith("   1:"))
    lines[row] = lines[row][:9] + ("A" if lines[row][9] != "A" else "B") + lines[row][10:]
    (tmp_path / "typed").write_text("\n".join(lines))
    told = attune("vault", "restore-kit", tmp_path / "again", "--from", tmp_path / "typed")
    assert told.returncode == 2
    assert "Line 1, group 1" in told.stderr
    assert not (tmp_path / "again").exists()
