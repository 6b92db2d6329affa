"""The test run is a closed room: no test in it reaches another machine."""

import socket
import urllib.request

import pytest

from tests.room import NetworkError

ELSEWHERE = "192.0.2.1"  # an address of nobody: RFC 5737


def test_no_name_of_another_machine_is_asked_for():
    with pytest.raises(NetworkError, match=r"example\.org"):
        urllib.request.urlopen("http://example.org/")
    with pytest.raises(NetworkError):
        socket.gethostbyname("example.org")


@pytest.mark.parametrize(
    ("family", "host"),
    [(socket.AF_INET, ELSEWHERE), (socket.AF_INET6, "2001:db8::1")],
)
def test_no_other_machine_is_reached(family, host):
    with socket.socket(family, socket.SOCK_STREAM) as line:
        line.settimeout(1)
        for connect in (line.connect, line.connect_ex):
            with pytest.raises(NetworkError, match="stay on this machine"):
                connect((host, 80))
    with socket.socket(family, socket.SOCK_DGRAM) as line:
        with pytest.raises(NetworkError):
            line.sendto(b"?", (host, 53))
        with pytest.raises(NetworkError):
            line.sendmsg([b"?"], [], 0, (host, 53))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_machine_is_reached(host):
    with socket.create_server(("127.0.0.1", 0)) as door:
        line = socket.create_connection((host, door.getsockname()[1]))
        line.close()
    one, other = socket.socketpair()
    with one, other:
        one.sendmsg([b"yes"])
        assert other.recv(3) == b"yes"
