"""Our own services beside the trials: from the newest release, and only what it shows."""

import pytest

from attune.core.instruments.catalogue import __file__ as catalogue
from attune.web.evidence import ours
from attune.web.evidence.ours import MEASURES
from attune.web.evidence.wording import OUTCOMES
