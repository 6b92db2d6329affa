"""The web application with a clock that is wrong by as many years as ATTUNE_TEST_YEARS says."""

import os
from datetime import UTC, datetime, timedelta

import time_machine

years = int(os.environ.get("ATTUNE_TEST_YEARS", "0"))
if years:
    time_machine.travel(datetime.now(UTC) + timedelta(days=365 * years)).start()

from attune.web.config.wsgi import application  # noqa: E402, F401 -- after the clock is set; gunicorn's
