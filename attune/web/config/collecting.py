"""Scripts and styles for the browser, collected so that a power cut leaves no half of them behind.

A file that was being copied when the power went is there afterwards, with nothing in it. So a mark
says that all of them are on the disk, and where it is missing they are collected anew.
"""

import os
import shutil
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from attune.web.films.blobs import sync_folder

WHOLE = ".whole"


def collect() -> None:
    """Bring STATIC_ROOT up to date; when it returns, every file of it is on the disk."""
    folder = Path(settings.STATIC_ROOT)
    mark = folder / WHOLE
    if mark.exists():
        mark.unlink()
        sync_folder(folder)
    else:
        shutil.rmtree(folder, ignore_errors=True)
    call_command("collectstatic", verbosity=0, interactive=False)
    os.sync()
    mark.touch()
    sync_folder(folder)
