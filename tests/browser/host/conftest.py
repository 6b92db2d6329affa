"""Power cuts need a disk of their own, which only root may mount."""

import os

collect_ignore = [] if os.geteuid() == 0 else ["test_power.py"]


def pytest_report_header() -> str | None:
    return None if os.geteuid() == 0 else "power cuts: not tried (only root may mount a disk)"
