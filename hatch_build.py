"""Build hook: a wheel carries the built scripts and styles, so that installing it needs no Node.js."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PagesBuildHook(BuildHookInterface):  # type: ignore[type-arg] -- hatchling leaves its own type open
    """Builds the pages before a wheel is packed; an editable install leaves it to ./run."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        build = Path(self.root) / "frontend" / "build.py"
        subprocess.run([sys.executable, str(build)], check=True)  # noqa: S603 -- our own script
