"""A practitioner who is signed in, and a page of theirs."""

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser import sending


@pytest.fixture
def page(context: BrowserContext, live) -> Page:
    """A page of the practitioner whose case `live` holds."""
    sending.sign_in_as(context, live)
    return context.new_page()
