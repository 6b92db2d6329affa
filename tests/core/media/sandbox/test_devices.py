"""Which paths hardware may open: those of its kind, and only if they are devices."""

from pathlib import Path

import pytest

from attune.core.media.sandbox.devices import NODES, nodes


@pytest.fixture
def machine(tmp_path) -> Path:
    """A machine's /dev whose nodes are links to one that every machine has, as only root makes nodes."""
    for name in ("dri/renderD128", "dri/renderD129", "dri/card0", "nvidia0", "nvidiactl",
                 "nvidia-uvm", "nvidia-modeset", "sda", "mem"):  # fmt: skip
        path = tmp_path / "dev" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to("/dev/null")
    (tmp_path / "dev/dri/renderD130").write_text("no device")
    return tmp_path


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("none", []),
        ("vaapi", ["dri/renderD128", "dri/renderD129"]),
        ("qsv", ["dri/renderD128", "dri/renderD129"]),
        ("cuda", ["nvidia-uvm", "nvidia0", "nvidiactl"]),
    ],
)
def test_nodes_are_those_of_one_kind_and_no_others(kind, expected, machine):
    assert [str(path.relative_to(machine / "dev")) for path in nodes(kind, machine)] == expected


def test_nodes_that_the_machine_does_not_have_are_none(tmp_path):
    assert [nodes(kind, tmp_path) for kind in NODES] == [[], [], []]


def test_nodes_of_this_machine_are_devices():
    for kind in NODES:
        assert all(path.is_char_device() and path.is_absolute() for path in nodes(kind))
