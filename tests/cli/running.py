"""Runs the command as a person does: a process of its own, its output and its status."""

import subprocess
import sys


def attune(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(_command(arguments), capture_output=True, text=True, check=False)


def start_attune(*arguments: object) -> subprocess.Popen[str]:
    """The command, still running."""
    pipe = subprocess.PIPE
    return subprocess.Popen(_command(arguments), stdout=pipe, stderr=pipe, text=True)


def _command(arguments: tuple[object, ...]) -> list[str]:
    return [sys.executable, "-c", "from attune.cli import main; main()", *map(str, arguments)]
