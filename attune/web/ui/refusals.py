"""What an action refuses, said on the next page."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest


@dataclass
class Outcome:
    refused: bool = False


@contextmanager
def refusal_said(request: HttpRequest) -> Iterator[Outcome]:
    """`with refusal_said(request) as outcome:` makes the sentence of a ValidationError a message of the
    next page; `outcome.refused` says afterwards whether there was one."""
    outcome = Outcome()
    try:
        yield outcome
    except ValidationError as refusal:
        messages.warning(request, refusal.message)
        outcome.refused = True
