"""Runs the command as a person does: a process of its own, its output and its status."""

import subprocess
import sys


def attune(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from attune.cli import main; main()", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)
