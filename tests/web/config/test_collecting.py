"""Scripts and styles are whole, or they are collected anew: in a process of their own, as at a start."""

import json

import pytest

from tests.browser.server import Server

COLLECT = (
    "import django; django.setup(); from attune.web.config.collecting import collect; collect()"
)


@pytest.fixture
def server(tmp_path):
    made = Server(tmp_path / "data")
    made.run("-c", COLLECT)
    return made


def test_collected_files_are_those_of_the_manifest(server):
    folder = server.data / "static"
    paths = json.loads((folder / "staticfiles.json").read_text())["paths"]
    assert "ui/built/attune.css" in paths
    assert all((folder / name).stat().st_size for name in paths.values())


def test_files_that_a_power_cut_emptied_are_collected_anew(server):
    folder = server.data / "static"
    whole = {path: path.read_bytes() for path in folder.rglob("attune*.css")}
    (folder / ".whole").unlink()
    for path in folder.rglob("*"):
        if path.is_file():
            path.write_bytes(b"")
    server.run("-c", COLLECT)
    assert {path: path.read_bytes() for path in folder.rglob("attune*.css")} == whole


def test_files_that_are_whole_are_not_copied_again(server):
    kept = server.data / "static/ui/built/attune.css"
    before = kept.stat().st_ino
    server.run("-c", COLLECT)
    assert kept.stat().st_ino == before
    assert (server.data / "static/.whole").exists()
