"""Where a second camera's film lies beside the first: found by a worker, from the sound of both.

The films are opened by the program `offset` behind the sandbox's walls. Doing it twice does no harm.
"""

from contextlib import ExitStack
from typing import Any

from django_scopes import scope, scopes_disabled
from django_tasks import task

from attune.web.films.models import SecondCamera
from attune.web.films.sources import open_source

STATES = {True: SecondCamera.State.FOUND, False: SecondCamera.State.UNSURE}


class NoSink:
    """For a program that makes nothing."""

    def append(self, name: str, piece: bytes) -> None:
        raise ValueError(f"The program was to make nothing, not {name!r}.")

    replace = append


@task(queue_name="films")
def find_offset(joined_id: str) -> None:
    """Listen to both films and write down what was found, unless somebody was faster by hand."""
    with scopes_disabled():
        looking = SecondCamera.objects.filter(pk=joined_id, state=SecondCamera.State.LOOKING)
        joined = looking.select_related("first__case__service").first()
    if joined is None:
        return
    with scope(service=joined.first.case.service):
        found = _listen(joined)
        num, den = found["offset"] or (None, None)
        SecondCamera.objects.filter(pk=joined.pk, state=SecondCamera.State.LOOKING).update(
            offset_num=num, offset_den=den, state=STATES[found["sure"]], reason=found["reason"]
        )


def _listen(joined: SecondCamera) -> dict[str, Any]:
    """What the program `offset` says; where a film can't be heard, that nothing was found."""
    from attune.core.media.sandbox.launcher import FilmRefusedError, SandboxError, run

    with ExitStack() as stack:
        both = (joined.first_id, joined.second_id)
        opened = [stack.enter_context(open_source(film)) for film in both]
        sources = [part for each in opened for part in (each.file, each.frames)]
        try:
            return run("offset", {}, sources, NoSink())
        except (FilmRefusedError, SandboxError):  # it can be laid by hand all the same
            return {"offset": None, "sure": False, "reason": "no-match"}
