"""The steps of `benchmarks/nation.py`, each run in a process of its own in one of the two instances."""

import json
import sys
import time
from typing import Any
from uuid import uuid4

import django

django.setup()  # before anything that is made of models

from django.conf import settings
from django.core.management import call_command
from django_scopes import scope, scopes_disabled

from attune.core.figures.invented import CORE_10, Nation, true_intercept, works
from attune.core.figures.judging import thresholds_of
from attune.core.figures.model import sums_of
from attune.core.figures.tally import tallied
from attune.core.instruments.catalogue import shipped
from attune.core.statistics.mixed.fit import fit
from attune.core.statistics.mixed.intervals import t_interval
from attune.web.contribution import actions, enrolling, sending
from attune.web.contribution.models import NationalLink, Standing
from attune.web.demonstration.nation import write_cases
from attune.web.demonstration.national import release
from attune.web.films import keys
from attune.web.national.actions.invitations import invite as invited
from attune.web.national.engine import counting, store
from attune.web.national.queries.enrolments import committed
from attune.web.people.models import Membership, Person, Post, PostHeld, Role
from attune.web.people.queries import actor_for, officer_for
from benchmarks.nation import Told, say


def prepare(_asked: Told) -> Told:
    """The database of the national instance, and its analyst."""
    call_command("migrate", verbosity=0)
    person = Person.objects.create_user("nora@association.example", None, name="Nora")
    PostHeld.objects.create(person=person, post=Post.ANALYST)
    return {}


def invite(asked: Told) -> Told:
    """An invitation for each service, as the analyst makes them."""
    by = officer_for(Person.objects.get())
    places = {work.service: work.episode for work in _works(asked)}
    tokens = {}
    for service, said in places.items():
        name = f"Invented service {service + 1}"
        found = invited(by=by, key=uuid4(), name=name, region=said.region, setting=said.setting)
        tokens[name] = found[1]
    return {"tokens": tokens}


def give(asked: Told) -> Told:
    """Cases are written; every service joins and sends all it has."""
    call_command("migrate", verbosity=0)
    keys.begin()
    clock = _Clock()
    people = write_cases(_works(asked))
    clock.says("cases written")
    manager = Person.objects.create_user("helen@nation.example", None, name="Helen")
    for service in people.services.values():
        Membership.objects.create(person=manager, service=service, role=Role.MANAGER)
        with scope(service=service):
            by = actor_for(manager, str(service.pk))
            said, key = enrolling.enrol(service, asked["address"], asked["tokens"][service.name])
            actions.join(by=by, address=asked["address"], enrolled=said, key_id=key)
    clock.says("services joined")
    with scopes_disabled():
        links = list(NationalLink.objects.select_related("service"))
    many = 0
    for link in links:
        result = sending.contribute(link)
        if result.ended is not sending.Ended.DONE:
            raise SystemExit(f"{link.service}: {result.says}")
        many += result.pushes
    clock.says(f"{many} pushes sent")
    with scopes_disabled():
        held = (one for row in Standing.objects.iterator() for one in row.records)
        found = tallied(held, by=("region", "year"), thresholds=_thresholds())
    clock.says("counted here, in plain Python")
    return {"tallies": _said(found)}


def count(asked: Told) -> Told:
    """The same counts from what came in, the national model, and a release."""
    clock = _Clock()
    with counting.opened(store.files(settings.NATIONAL, committed())) as source:
        found = counting.tallies(source, by=("region", "year"), thresholds=_thresholds())
        clock.says("counted by DuckDB")
        sums = sums_of(counting.caseloads(source, "core-10", "total", "self", -1))
    clock.says("sums of the model")
    fitted = fit(sums)
    known = dict(CORE_10.effects) | {"(Intercept)": true_intercept(CORE_10)}
    effects = {}
    for name, true in known.items():
        low, high = t_interval(fitted, {name: 1.0})
        effects[name] = {"true": true, "estimate": fitted.fixed[name], "low": low, "high": high}
    clock.says("model fitted")
    say(f"variances: {fitted.variance}")
    made = release(by=officer_for(Person.objects.get()))
    clock.says(f"release {made.name} counted, tried and frozen: {len(made.body)} bytes")
    return {"tallies": _said(found), "effects": effects}


class _Clock:
    def __init__(self) -> None:
        self.begun = time.perf_counter()

    def says(self, what: str) -> None:
        now = time.perf_counter()
        say(f"{what}: {now - self.begun:.1f} s")
        self.begun = now


def _works(asked: Told) -> Any:

    return works(Nation(**asked["wish"]))


def _thresholds() -> Any:

    return thresholds_of(shipped())


def _said(found: Any) -> Told:
    return {
        "/".join([*subject, *category]): tally.as_numbers()
        for (subject, category), tally in found.items()
    }


STEPS = {step.__name__: step for step in (prepare, invite, give, count)}

if __name__ == "__main__":
    say(json.dumps(STEPS[sys.argv[1]](json.load(sys.stdin))))
