"""The steps of making a film to give away, as pages."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from attune.core.consent import Purpose
from attune.web.exports import actions
from attune.web.exports.models import Export
from tests.factories.exports import begin_export, given_export, made_export
from tests.factories.reviews import choose, make_moment
from tests.web.conftest import browser_of
from tests.web.exports.conftest import withdraw


@pytest.fixture
def browser(family):
    return browser_of(family.actor)


def address(name, thing):
    return reverse(f"exports:{name}", args=[thing.pk])


def read(browser, name, thing, **query):
    answer = browser.get(address(name, thing), query, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_says_what_there_is_and_begins_empty(browser, family, moments):
    assert "Nothing has been made yet" in read(browser, "list", family.case)
    begin_export(family, *moments)
    given_export(family, *moments)
    page = read(browser, "list", family.case)
    assert "Being put together" in page
    assert "Ready to give" in page


def test_three_exports_cost_no_more_queries_than_one(browser, family, moments):
    given_export(family, *moments)
    counts = []
    for more in (0, 2):
        for _ in range(more):
            given_export(family, *moments)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            read(browser, "list", family.case)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_choosing_begins_with_the_client_and_no_purpose(browser, family, moments):
    page = read(browser, "new", family.case)
    assert 'value="Ana"' in page
    assert " checked" not in page
    assert "Everyone in the films has agreed to this." in page
    assert "Ana and Bo have not agreed to this." in page


def test_a_film_ticks_its_clips(browser, family, film, moments):
    page = read(browser, "new", family.case, film=film.pk)
    assert page.count(" checked") == 2


def test_a_review_that_is_named_ticks_its_moments_in_their_order(browser, family, film, moments):
    items = choose(family, film.cycle, film, moments=2)
    page = read(browser, "new", family.case, review=items[0].review_id)
    assert page.count(" checked") == 2
    places = [page.index(str(item.moment_id)) for item in items]
    assert places == sorted(places)
    assert read(browser, "new", family.case, review="nonsense").count(" checked") == 0


def test_a_case_without_moments_says_where_they_come_from(browser, family, film):
    assert "No moments yet" in read(browser, "new", family.case)


def test_sending_it_twice_makes_one_and_goes_on_to_arranging(browser, family, moments):
    sent = {"purpose": "copy", "recipient": "Ana", "key": uuid4(), "moments": [moments[0].pk]}
    for _ in range(2):
        answer = browser.post(address("new", family.case), sent)
    assert answer["Location"] == address("arrange", Export.objects.get())


def test_what_is_missing_stays_on_the_page(browser, family, moments):
    answer = browser.post(address("new", family.case), {"moments": [moments[1].pk]})
    page = answer.content.decode()
    assert "Consent is given for one purpose" in page
    assert page.count(" checked") == 1


def test_the_choice_can_be_changed(browser, family, moments):
    export = begin_export(family, *moments)
    assert read(browser, "choose", export).count(" checked") == 4
    sent = {"purpose": "teaching", "recipient": "Course", "moments": [moments[1].pk]}
    browser.post(address("choose", export), sent)
    export.refresh_from_db()
    assert (export.purpose, export.recipient, export.clips.count()) == ("teaching", "Course", 1)


def arranged(export, do="", **more):
    sent = {"line": "For Ana only", "quality": "exact", "do": do}
    for clip in export.clips.filter(is_still=False):
        sent |= {f"clip-{clip.pk}-speed": "1/2", f"clip-{clip.pk}-sound": "muted"}
    return sent | more


def test_arranging_keeps_all_and_goes_on_to_check(browser, family, moments):
    export = begin_export(family, *moments)
    answer = browser.post(address("arrange", export), arranged(export, title="For you"))
    assert answer["Location"] == address("check", export)
    export.refresh_from_db()
    assert export.title == "For you"
    assert list(export.clips.values_list("speed", "sound")) == [
        ("1/2", "muted"),
        ("1/2", "muted"),
        ("1", "kept"),
    ]


def test_every_button_keeps_what_was_typed_first(browser, family, moments):
    export = begin_export(family, *moments)
    first, second, still = export.clips.all()
    for do, order in [
        (f"later:{first.pk}", [second, first, still]),
        (f"earlier:{still.pk}", [second, still, first]),
        (f"leave-out:{second.pk}", [still, first]),
    ]:
        answer = browser.post(address("arrange", export), arranged(export, do, title=do[:9]))
        assert answer["Location"] == address("arrange", export)
        export.refresh_from_db()
        assert (export.title, list(export.clips.all())) == (do[:9], order)
    answer = browser.post(address("arrange", export), arranged(export, f"hide:{first.pk}"))
    assert answer["Location"] == address("hide", first)


def test_the_last_moment_stays(browser, family, moments):
    export = begin_export(family, moments[0])
    do = f"leave-out:{export.clips.get().pk}"
    page = browser.post(address("arrange", export), arranged(export, do), follow=True)
    assert "at least one moment" in page.content.decode()


def test_titles_are_for_the_practitioner_and_not_part_of_the_file(browser, family, moments):
    export = begin_export(family, *moments)
    assert "She waits" in read(browser, "arrange", export)
    assert "She waits" not in read(browser, "check", export)


def test_the_check_says_what_for_whom_and_whose_consent(browser, family, moments):
    page = read(browser, "check", begin_export(family, *moments))
    for words in ("For Ana only", "3 moments, 7.0 seconds", "A copy for the family", "Make it"):
        assert words in page
    assert page.index("Ana") < page.index("Who has agreed")


def test_the_check_says_who_is_missing_and_leads_to_them(browser, family, moments):
    withdraw(family, family.baby)
    page = read(browser, "check", begin_export(family, *moments))
    assert "Make it" not in page
    assert "Bo took back the yes to “A copy of clips for the family”." in page
    assert f"{reverse('cases:ask_consent', args=[family.baby.pk])}?then=/exports/" in page
    assert reverse("cases:ask_consent", args=[family.mother.pk]) not in page


def test_what_is_hidden_is_shown_over_the_thumbnail(browser, family, moments):
    export = begin_export(family, *moments)
    box = {"left": 12.5, "top": 20, "width": 30, "height": 40, "at": moments[0].first}
    export.clips.filter(position=1).update(boxes=[box])
    export.clips.filter(position=2).update(hide_all=True, cover="fill")
    drawn = [
        '<rect class="attune-covered__pixelate" x="12.5%" y="20%" width="30%" height="40%"/>',
        '<rect class="attune-covered__fill" x="0%" y="0%" width="100%" height="100%"/>',
    ]
    for step in ("arrange", "check"):
        assert re.findall("<rect .*?/>", read(browser, step, export)) == drawn
    withdraw(family, family.baby, Purpose.FILM)
    assert "<rect" not in read(browser, "check", export)


def test_making_it_leads_to_a_page_that_asks_how_far_it_is(browser, family, moments):
    export = begin_export(family, *moments)
    answer = browser.post(address("check", export), follow=True)
    assert address("progress", export) in answer.content.decode()
    assert "Waiting for its turn" in answer.content.decode()


def test_making_it_without_consent_says_why(browser, family, moments):
    export = begin_export(family, *moments, purpose=Purpose.TEACHING)
    answer = browser.post(address("check", export), follow=True)
    page = answer.content.decode()
    assert "Not everyone in the picture has agreed. Ana has not been asked yet about" in page
    export.refresh_from_db()
    assert export.state == "arranged"


def test_each_state_has_its_page(browser, family, moments):
    said = {
        "arranged": "The moments, in their order",
        "making": "Attune is making this film",
        "made": "Watch all of it before you give it",
        "given": "Download the film",
        "failed": "It broke.",
        "expired": "The file is gone",
        "withdrawn": "The file is gone",
        "erased": "The file is gone",
    }
    gone = ("expired", "withdrawn", "erased")
    export = made_export(family, *moments, refusal="It broke.")
    for state, words in said.items():
        ended_at = timezone.now() if state in gone else None
        Export.objects.update(state=state, ended_at=ended_at)
        page = read(browser, "export", export)
        assert words in page, state
        assert (address("video", export) in page) == (state in ("made", "given")), state
        assert (address("download", export) in page) == (state == "given"), state
        assert ("/picture" in page) == (state not in gone), state
        for step in ("choose", "arrange", "check"):
            closed = browser.get(address(step, export)).status_code == 302
            assert closed == (state not in ("arranged", "failed")), (state, step)


def test_a_consent_that_ran_out_ends_it_when_its_page_is_opened(browser, family, moments):
    export = given_export(family, *moments)
    family.baby.consents.filter(purpose=Purpose.COPY).delete()  # as if its last day were over
    assert "Bo no longer agrees to this" in read(browser, "export", export)


def test_who_took_it_along_is_shown(browser, family, moments):
    export = given_export(family, *moments)
    assert "Nobody has downloaded it yet" in read(browser, "export", export)
    actions.take_along(by=family.actor, export=export)
    assert f"<li>{family.actor.person.name}, " in read(browser, "export", export)


def test_a_colleague_to_whom_it_is_not_shared_and_a_stranger(
    family, moments, colleague, stranger, film
):
    export = given_export(family, *moments, make_moment(film))
    for name, thing in [("list", family.case), ("new", family.case), ("export", export)]:
        assert browser_of(colleague).get(address(name, thing)).status_code == 403
        assert browser_of(stranger).get(address(name, thing)).status_code == 404
