"""Run inside a server's environment: an invented nation has given its records to this instance."""

import django

django.setup()

from tests.factories import nation  # noqa: E402 -- only after Django is set up

nation.give()
