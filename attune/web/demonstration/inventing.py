"""The order in which the invented world is made. Broken off in the middle, it goes on next time."""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from attune.core.journey import FilmState
from attune.web.cases.models import Case, Cycle
from attune.web.demonstration import actions, national
from attune.web.demonstration.families import FILM_SECONDS, FILM_SIZE, invented
from attune.web.films.models import Film
from attune.web.people.models import Person, Post, Service
from attune.web.people.queries import Officer, officer_for

Row = Mapping[str, Any]
Say = Callable[[str], object]
BEGUN, DONE = "begun", "done"


def mark() -> Path:
    """A file that says how far the inventing has come in this data directory."""
    return settings.DATA / "invented"


def invent(say: Say) -> bool:
    """Make what is still missing. False when this installation has services of its own."""
    world = invented()
    if mark().exists() and mark().read_text() == DONE:
        return True
    if not mark().exists() and Service.objects.exists():
        return False
    if not Service.objects.exists():
        with transaction.atomic():
            actions.make_people(world["service"])
            actions.make_officers(world["association"])
            for family in world["family"]:
                with actions.working_as(family["worker"]) as by:
                    actions.make_case(family, by)
            mark().write_text(BEGUN)  # before the commit: `begun` without a service begins again
    bring_films(world["family"], say)
    for family in world["family"]:
        with actions.working_as(family["worker"]) as by:
            work_through(family, by)
    for service in world["service"]:
        if "cases" in service:
            national.fill(Service.objects.get(name=service["name"]), service["cases"])
    national.invent(officer(), say)
    with actions.working_as("helen@harbour.example") as by:
        national.let_join(by, officer())
    mark().write_text(DONE)
    return True


def officer() -> Officer:
    """The invented analyst of the national association."""
    found = officer_for(Person.objects.get(posts__post=Post.ANALYST))
    if found is None:
        raise LookupError("Nobody works at the invented association.")
    return found


def cycles_of(family: Row) -> list[tuple[Row, Cycle]]:
    """The family's cycles, as the file and as the database have them."""
    case = Case.objects.get(label=family["label"])
    rows = family.get("cycle", [])
    return list(zip(rows, case.cycles.select_related("dyad__first", "dyad__second"), strict=True))


def bring_films(families: list[Row], say: Say) -> None:
    """Draw the films that are missing, two at a time, take them in, and prepare them."""
    missing = []
    for family in families:
        with actions.working_as(family["worker"]) as by:
            for row, cycle in cycles_of(family):
                if "film" in row and not actions.has_film(cycle, by):
                    missing.append((family, row["film"], cycle))
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as artists:
        drawn = artists.map(lambda each: draw(each[1], Path(folder)), missing)
        for number, ((family, row, cycle), path) in enumerate(
            zip(missing, drawn, strict=True), start=1
        ):
            with actions.working_as(family["worker"]) as by:
                actions.bring_film(row, cycle, path, by)
            path.unlink()
            say(f"Invented film {number} of {len(missing)}: {row['title']}")
    say("Preparing the films …")
    command = [sys.executable, "-m", "django", "work", "--queue", "films", "--until-empty"]
    subprocess.run(command, check=True)  # noqa: S603 -- our own command


def draw(row: Row, folder: Path) -> Path:
    """One film, drawn in a process of its own: this one never opens films."""
    path = folder / f"{row['seed']}{'.mov' if row['kind'].startswith('hevc') else '.mp4'}"
    command = [sys.executable, "-m", "attune", "film", "invent", str(path)]
    options = {
        "--kind": row["kind"],
        "--scene": row["scene"],
        "--seconds": FILM_SECONDS,
        "--seed": row["seed"],
        "--width": FILM_SIZE[0],
        "--height": FILM_SIZE[1],
    }
    for name, value in options.items():
        command += [name, str(value)]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)  # noqa: S603 -- our own command
    return path


def work_through(family: Row, by: Any) -> None:
    """The moments, the reviews and the ending of a family whose films are ready."""
    for row, cycle in cycles_of(family):
        film = Film.objects.filter(cycle=cycle, state=FilmState.READY).first()
        if film is None or "moment" not in row or film.moments.exists():
            continue
        with transaction.atomic():
            found = actions.find_moments(row["moment"], film, by)
            if "review" in row:
                actions.hold_review(row["review"], row["moment"], found, cycle, by)
    if "ended_days_ago" in family:
        actions.end(family, by)
