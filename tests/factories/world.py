"""A whole small world: one case with everything in it, and everybody who might ask for it."""

from dataclasses import dataclass
from uuid import UUID

from django_scopes import scope

from attune.core.consent import Purpose
from attune.web.cases import actions as cases
from attune.web.films import actions as films
from attune.web.national.models import Invitation
from attune.web.outcomes.actions import forms
from attune.web.outcomes.actions.decisions import decide
from attune.web.outcomes.actions.goals import attain, scale_goal
from attune.web.people.models import Person, Post, Role
from tests.factories import (
    Family,
    give_consent,
    make_actor,
    make_family,
    make_officer,
    make_service,
    start_cycle,
)
from tests.factories.evidence import add as add_evidence
from tests.factories.evidence import effect, study
from tests.factories.exports import given_export, make_face
from tests.factories.films import begin_film, ready_film
from tests.factories.links import link_for
from tests.factories.national import enrolled, invited, row_of
from tests.factories.noise import small_table
from tests.factories.outcomes import fill
from tests.factories.releases import agreement, ready_extract, small_draft, small_release
from tests.factories.reviews import choose, say

CANARY = " kingfisher-canary"  # part of every text of the case


@dataclass(frozen=True)
class World:
    """actors: who may ask, by the names of the access matrix; None is somebody not signed in.
    keys: what an address needs to name each thing of the case."""

    family: Family
    actors: dict[str, Person | None]
    keys: dict[str, UUID | str | int]


PLAIN = {"measure_id": "pbq", "form_key": "0" * 32, "purpose": "film", "number": 0}


def make() -> World:
    """The world; the store of films has to be the test's own."""
    harbour, elsewhere = make_service("Harbour"), make_service("Elsewhere")
    holder = make_actor(harbour)
    actors: dict[str, Person | None] = {
        "holder": holder.person,
        "shared": make_actor(harbour).person,
        "colleague": make_actor(harbour).person,
        "supervisor": make_actor(harbour, Role.SUPERVISOR).person,
        "manager": make_actor(harbour, Role.MANAGER).person,
        "stranger": make_actor(elsewhere).person,
        "strange-manager": make_actor(elsewhere, Role.MANAGER).person,
        "administrator": Person.objects.create_superuser("root@example.org", name="Root"),
        "analyst": make_officer(Post.ANALYST).person,
        "editor": make_officer(Post.EDITOR).person,
        "nobody": None,
    }
    with scope(service=harbour):
        family = make_family(holder, words=CANARY)
        cycle = start_cycle(family, words=CANARY)
        give_consent(family)
        cases.share_case(by=holder, case=family.case, person=actors["shared"])
        film = ready_film(family, cycle, words=CANARY)
        item = choose(family, cycle, film)[0]
        item.moment.title = item.moment.note = CANARY
        item.moment.save()
        give_consent(family, Purpose.COPY)
        export = given_export(family, item.moment, title=CANARY, line=CANARY)
        words = say(family, item.review, item, "He waits for me." + CANARY)
        receipt = films.delete_film(by=holder, film=begin_film(family, cycle, words=CANARY))
        form = fill(family, answers={"1": 2, "6": 1})
        forms.set_aside(by=holder, response=form, reason="Filled in twice." + CANARY)
        goal = family.case.goals.get()
        agreed = {"method": "gas", "baseline": -1, "expected": 0, "words": {"0": CANARY}}
        attain(by=holder, scaling=scale_goal(by=holder, goal=goal, **agreed), level=0, words=CANARY)
        decide(by=holder, case=family.case, answer="more", client_words=CANARY, reasons=CANARY)
        link, _token = link_for(family, name="Ana" + CANARY, email="ana@example.org")
        keys = {
            "case_id": family.case.pk,
            "participant_id": family.baby.pk,
            "goal_id": goal.pk,
            "cycle_id": cycle.pk,
            "film_id": film.pk,
            "receipt_id": receipt.pk,
            "moment_id": item.moment.pk,
            "review_id": item.review.pk,
            "item_id": item.pk,
            "words_id": words.pk,
            "export_id": export.pk,
            "clip_id": export.clips.get().pk,
            "face_id": make_face(export.clips.get()).pk,
            "response_id": form.pk,
            "alert_id": form.alerts.get().pk,
            "link_id": link.pk,
            **PLAIN,
            **national_keys(),
            **released_keys(actors["analyst"]),
            **figure_keys(),
        }
    return World(family, actors, keys)


def national_keys() -> dict[str, UUID]:
    """At the national instance: a service that contributes, and one that is invited."""
    contributor = enrolled(name="Northfield")
    invited(name="Eastfield")
    waiting = Invitation.objects.get(name="Eastfield")
    return {"enrolment_id": row_of(contributor).pk, "invitation_id": waiting.pk}


def released_keys(analyst: Person | None) -> dict[str, UUID | str]:
    """What is released, prepared, and agreed with a researcher."""
    assert analyst is not None
    agreed = agreement(analyst)
    return {
        "release_name": small_release().name,
        "draft_id": small_draft().pk,
        "spending_id": small_table(analyst).spending_id,
        "agreement_id": agreed.pk,
        "extract_id": ready_extract(agreed).pk,
        "subject": "core-10-total-self",
        "table": "region",
    }


def figure_keys() -> dict[str, str]:
    """Figures and the evidence beside them."""
    return {
        "tab": "change",
        "key": add_evidence(study("Heron", effect())).entry.key,
        "outcome": "sensitivity",
        "chart": "forest",
    }
