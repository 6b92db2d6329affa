"""Tasks for the tests of workers. They lie here so that a worker finds them by their name."""

from collections.abc import Callable

from django_tasks import task

DONE: list[str] = []
STOPS: list[Callable[[], None]] = []  # how the test tells its worker to stop


@task(queue_name="default")
def note(word: str) -> str:
    DONE.append(word)
    return word


@task(queue_name="films")
def note_of_films(word: str) -> None:
    DONE.append(word)


@task(queue_name="default")
def fail() -> None:
    DONE.append("failed")
    raise ValueError("it can't be done")


@task(queue_name="default")
def be_told_to_stop() -> None:
    DONE.append("begun")
    STOPS[0]()
    DONE.append("never reached")
