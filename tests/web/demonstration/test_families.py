"""The file of invented families makes sense in itself."""

from attune.core.consent import Purpose
from attune.core.media.invented import KINDS, SCENES
from attune.core.timeline.frameworks import attunement_principles
from attune.web.cases.models import Case
from attune.web.demonstration.families import FILM_SECONDS, invented
from attune.web.people.models import Role

WORLD = invented()
CYCLES = [cycle for family in WORLD["family"] for cycle in family.get("cycle", [])]


def test_people_have_roles_that_there_are_and_invented_addresses():
    people = [person for service in WORLD["service"] for person in service["person"]]
    assert {role for person in people for role in person["roles"]} == set(Role)
    assert all(person["email"].endswith(".example") for person in people)
    assert {family["worker"] for family in WORLD["family"]} <= {each["email"] for each in people}


def test_families_use_the_words_of_the_models():
    families = WORLD["family"]
    assert {family["context"] for family in families} <= set(Case.Context.values)
    assert {family["engagement"] for family in families} == set(Case.Engagement.values)
    assert {purpose for family in families for purpose in family["consent"]} <= set(Purpose)


def test_films_are_of_kinds_that_can_be_made():
    films = [cycle["film"] for cycle in CYCLES if "film" in cycle]
    assert len(films) == 5
    assert {film["kind"] for film in films} <= set(KINDS)
    assert {film["scene"] for film in films} <= set(SCENES)
    assert len({film["seed"] for film in films}) == len(films)


def test_moments_lie_inside_their_film_and_name_real_principles():
    moments = [moment for cycle in CYCLES for moment in cycle.get("moment", [])]
    keys = attunement_principles().keys
    for moment in moments:
        assert set(moment.get("principles", [])) <= keys
        end = moment.get("to_second", moment["from_second"])
        assert moment["from_second"] <= end < FILM_SECONDS
