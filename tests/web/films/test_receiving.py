"""Bytes that come in, over lines that break, side by side, onto disks that fill up."""

import errno
import os
import random
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from attune.web.films import blobs, receiving, store, tus
from attune.web.films.tus import UploadError
from tests.browser.server import Server
from tests.factories.films import begin_film
from tests.web.films.live import Live, film_id, film_of, sha256

MIB = 2**20


# --- over real sockets --------------------------------------------------------------------------
@pytest.fixture(scope="module")
def live(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("live") / "data")
    server.start()
    yield Live(server)
    server.stop()


def test_upload_cut_anywhere_goes_on_and_is_whole(live):
    content = film_of(700_000, 1)
    url = live.begin(len(content))
    draw, offset, cuts = random.Random(2), 0, 0
    while offset < len(content):
        left = len(content) - offset
        wanted = [0, 1, left - 1, *(draw.randrange(left) for _ in range(3))]
        after = min(wanted[cuts % 6], left) if cuts < 12 else left
        hard = cuts % 2 == 1
        live.patch_cut(url, content[offset:], offset, after, hard=hard)
        seen = live.settled_offset(url, offset + after)
        assert seen == offset + after
        offset, cuts = seen, cuts + 1
        assert live.original(film_id(url)) == content[:offset]
    assert cuts > 3
    live.wait_for(film_id(url), "sha256 != ''")
    assert live.row(film_id(url), "sha256") == (sha256(content),)


def test_fifty_at_once_never_mix(live):
    url = live.begin(50 * 40_000)

    def send(number: int) -> int:
        return live.patch(url, bytes([number]) * 40_000, 0).status

    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(send, range(50)))
    assert answers.count(204) == 1
    assert set(answers) <= {204, 409, 423}
    winner = answers.index(204)
    kept = live.original(film_id(url))
    assert kept == bytes([winner]) * 40_000


def test_line_that_falls_silent_lets_the_next_one_in(live):
    """The server waits for a silent line only so long, and keeps what it had sent."""
    content = film_of(100_000, 6)
    url = live.begin(len(content))
    with live.patch_begun(url, content, 0, 30):
        time.sleep(1)
        assert live.patch(url, content, 0).status in {409, 423}
        assert live.settled_offset(url, 30) == 30
    assert live.patch(url, content[30:], 30).status == 204
    live.wait_for(film_id(url), "sha256 != ''")
    assert live.row(film_id(url), "sha256") == (sha256(content),)


def test_server_killed_in_the_middle_loses_nothing_that_it_said_it_has(live):
    content = film_of(3 * MIB, 3)
    url = live.begin(len(content))
    assert live.patch(url, content[:MIB], 0).headers["Upload-Offset"] == str(MIB)
    with ThreadPoolExecutor(1) as pool:
        going = pool.submit(live.patch_cut, url, content[MIB:], MIB, MIB, hard=False)
        live.server.kill()
        going.exception()
    live.start_again()
    offset = live.offset(url)
    assert MIB <= offset <= 2 * MIB
    assert live.patch(url, content[offset:], offset).status == 204
    live.wait_for(film_id(url), "sha256 != ''")
    assert live.row(film_id(url), "sha256") == (sha256(content),)


def test_early_no_is_heard_while_the_film_is_still_being_sent(live):
    url = live.begin(20 * MIB)
    answer = live.patch(url, bytes(8 * MIB), 5)
    assert answer.status == 409
    assert live.offset(url) == 0


# --- onto the disk ------------------------------------------------------------------------------
@pytest.fixture
def film_id_here(family, cycle):
    return begin_film(family, cycle).pk


def take(film_id, *pieces, offset=0, size=10 * MIB, **more):
    length = more.pop("length", sum(map(len, pieces)))
    return receiving.receive(film_id, pieces, offset=offset, length=length, size=size, **more)


def kept(film_id):
    with store.open_for_read(film_id, store.ORIGINAL) as file:
        return file.read()


def test_body_that_ends_early_is_kept_as_far_as_it_came(film_id_here):
    assert take(film_id_here, b"abc", b"de", length=9) == 5
    assert kept(film_id_here) == b"abcde"


def test_body_with_a_checksum_that_ends_early_is_not_kept(film_id_here):
    checksum = tus.Checksum("sha256", bytes.fromhex(sha256(b"abcdef")))
    with pytest.raises(UploadError) as refused:
        take(film_id_here, b"abc", length=6, checksum=checksum)
    assert refused.value.status == 460
    assert kept(film_id_here) == b""
    assert take(film_id_here, b"abc", b"def", checksum=checksum) == 6


def test_writer_that_fails_otherwise_is_not_hidden(film_id_here):
    def broken():
        yield b"abc"
        raise OSError(errno.EIO, "the disk is broken")

    with pytest.raises(OSError, match="broken"):
        receiving.receive(film_id_here, broken(), offset=0, length=9, size=9)
    assert kept(film_id_here) == b"abc"


@pytest.mark.django_db
def test_film_that_is_gone_is_said_to_be_gone(films_directory):
    with pytest.raises(UploadError) as refused:
        take(uuid4(), b"abc")
    assert refused.value.status == 410


@pytest.fixture
def small_disk(films_directory, monkeypatch):
    """A disk of one MiB: a real one where we may mount it, else a system that says it is full."""
    films_directory.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(films_directory)]
    if subprocess.run(command, check=False, capture_output=True).returncode == 0:
        yield
        subprocess.run(["umount", str(films_directory)], check=True)
        return
    real, left = os.write, [MIB]

    def write(descriptor, content):
        if not left[0]:
            raise OSError(errno.ENOSPC, "No space left on device")
        written = real(descriptor, content[: left[0]])
        left[0] -= written
        return written

    monkeypatch.setattr(blobs.os, "write", write)
    yield


def test_disk_that_fills_up_meanwhile_keeps_what_came(small_disk, settings, family, cycle):
    settings.DISK_RESERVE = -100 * MIB  # nobody saw it coming
    film_id = begin_film(family, cycle).pk
    content = random.Random(4).randbytes(2 * MIB)
    with pytest.raises(UploadError) as refused:
        take(film_id, *(content[at : at + 65536] for at in range(0, len(content), 65536)))
    assert refused.value.status == 507
    arrived = kept(film_id)
    assert 500_000 < len(arrived) <= MIB
    assert content.startswith(arrived)


def test_disk_that_is_full_takes_no_byte(small_disk, settings, family, cycle):
    settings.DISK_RESERVE = -100 * MIB
    film_id = begin_film(family, cycle, size=10).pk
    settings.DISK_RESERVE = 100 * 2**40
    with pytest.raises(UploadError) as refused:
        take(film_id, b"x")
    assert refused.value.status == 507
    assert kept(film_id) == b""
