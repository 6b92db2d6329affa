"""What a device takes along: one session of one case."""

import json
from datetime import date

from attune.core.instruments.browser import for_browser
from attune.web.cases import actions as cases
from attune.web.outcomes.models import RiskText
from attune.web.outcomes.queries.measures import measure_in
from attune.web.outcomes.queries.offline import pack_of
from attune.web.outcomes.queries.plans import asked_of
from tests.factories import make_family
from tests.factories.outcomes import fill, plan


def test_what_is_due_and_has_wording_is_taken_along_with_its_words(family):
    plan(family, "phq-9", "start", "end")
    plan(family, "epds", "start")
    pack = pack_of(family.actor, family.case)
    (form,) = [one for one in pack["forms"] if one["scoring"]["measure"] == "phq-9"]
    measure = measure_in("phq-9")
    keys = {one.key for one in asked_of(family.case) if one.measure.id == "phq-9"}
    assert form["key"] in keys
    assert form["occasion"] == "At the start"  # the end is not due
    assert (form["who"], form["about"]) == ("Ana", "")
    assert [item["text"] for item in form["items"]] == [item.text for item in measure.items]
    assert [option["value"] for option in form["items"][0]["options"]] == [0, 1, 2, 3]
    assert form["scoring"] == for_browser(measure)
    assert form["last"] is None
    assert pack["on_paper"] == [measure_in("epds").title]
    assert pack["practitioner"] == {
        "id": str(family.actor.person.pk),
        "name": family.actor.person.name,
    }
    assert pack["label"] == "Willow"
    json.dumps(pack)


def test_a_form_that_is_done_stays_and_its_score_goes_with_the_next(family):
    fill(family, "gad-7", "start", total=9, on=date(2026, 11, 1))
    plan(family, "gad-7", "start", "cycle")
    before = [one["scoring"]["measure"] for one in pack_of(family.actor, family.case)["forms"]]
    assert "gad-7" not in before
    cases.ask_helping_question(by=family.actor, case=family.case, text="What helps?")
    cases.start_cycle(by=family.actor, case=family.case, dyad_id=family.dyad.pk, plan="Bath time")
    forms = pack_of(family.actor, family.case)["forms"]
    (form,) = [one for one in forms if one["scoring"]["measure"] == "gad-7"]
    assert (form["occasion"], form["last"]) == ("Cycle 1", {"on": "2026-11-01", "value": 9.0})


def test_goals_go_along_with_their_last_rating(family):
    goal = cases.set_goal(by=family.actor, case=family.case, text="To feel calm")
    cases.rate_goal(by=family.actor, goal=goal, rating=3, on=date(2026, 11, 2))
    pack = pack_of(family.actor, family.case)
    assert pack["goals"] == [
        {"id": str(goal.pk), "text": "To feel calm", "last": {"rating": 3, "on": "2026-11-02"}}
    ]


def test_the_services_own_words_go_along(family):
    RiskText.objects.create(
        service=family.case.service, for_practitioner="Ring Lee.", for_client="You matter."
    )
    pack = pack_of(family.actor, family.case)
    assert pack["risk"] == {"practitioner": "Ring Lee.", "client": "You matter."}


def test_no_other_case_goes_along(family):
    make_family(family.actor, label="Hazel", words=" elsewhere")
    text = json.dumps(pack_of(family.actor, family.case))
    assert "Hazel" not in text
    assert "elsewhere" not in text
