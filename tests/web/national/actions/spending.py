"""Run by a test, as a program, on a database file of its own. Arguments: the file, then what to do.

spend: eight at once want 400 of a budget of 1000; says who got it; is then killed in the middle of drawing noise.
look: says what is left, makes the tables that were spent, and says it again.
"""

import json
import os
import signal
import sys
import threading
from pathlib import Path
from uuid import uuid4

from tests import room  # noqa: F401 -- the closed room, before Django reads its settings

os.environ["DJANGO_SETTINGS_MODULE"] = "attune.web.config.settings"

import django
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection

settings.DATABASES["default"]["NAME"] = sys.argv[1]
settings.NATIONAL = Path(sys.argv[1]).parent / "national"
django.setup()

from attune.web.national import noising  # noqa: E402 -- only after Django is set up
from attune.web.national.actions import noise as actions  # noqa: E402 -- the same
from attune.web.national.models import NoiseSpending, NoiseTable  # noqa: E402 -- the same
from attune.web.national.queries import noise as queries  # noqa: E402 -- the same
from tests.factories import make_officer  # noqa: E402 -- the same
from tests.factories.noise import CORE_10  # noqa: E402 -- the same


def spend() -> None:
    call_command("migrate", verbosity=0)
    officer = make_officer()
    actions.allow(by=officer, key=uuid4(), thousandths=1000, reason="Agreed.")
    asked = {"thousandths": 400, "subjects": [CORE_10], "breakdowns": []}
    said: list[str] = []

    def one() -> None:
        try:
            actions.spend(by=officer, key=uuid4(), **asked)
            said.append("spent")
        except ValidationError:
            said.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    sys.stdout.write(json.dumps(sorted(said)))
    sys.stdout.flush()
    noising.drawn = lambda *asked: os.kill(os.getpid(), signal.SIGKILL)
    noising.make(NoiseSpending.objects.first())


def look() -> None:
    for row in (None, *NoiseSpending.objects.all()):
        if row is not None:
            noising.make(row)
        sys.stdout.write(json.dumps([queries.account().left, NoiseTable.objects.count()]) + "\n")


{"spend": spend, "look": look}[sys.argv[2]]()
