"""A service that gives sums only: what goes, when it goes, and that no difference of two tells of a few."""

import pytest

from attune.core.consent import Answer
from attune.core.figures.judging import thresholds_of
from attune.core.figures.shipped_sums import Place, read
from attune.core.figures.tables import OVERALL, topics
from attune.core.instruments.catalogue import find, shipped
from attune.web.contribution import actions, outbox
from attune.web.contribution.models import (
    EpisodeNumber,
    NationalLink,
    OutgoingPush,
    Standing,
    SumsTold,
)
from attune.web.contribution.queries import sums
from attune.web.contribution.queries.giving import under_way
from tests.factories.contribution import SECOND, answer, family_that_gives, join, send
from tests.factories.outcomes import fill

MODES = NationalLink.Mode
CORE_10 = find("core-10").title


@pytest.fixture
def link(sums_link) -> NationalLink:
    return sums_link


def pairs_in(form, link):
    """Of how many pairs the sums tell, as the national instance reads them; 0 without any."""
    if form is None:
        return 0
    thresholds = thresholds_of(shipped())
    link.service.refresh_from_db()
    place = Place(str(link.pseudonym), link.service.region, link.service.setting)
    found = read(form, place, topics(shipped(), thresholds), thresholds)
    (tally,) = (tally for key, tally in found.tables[OVERALL].items() if key[0].later == "end")
    return tally.paired


def told(national, link):
    """The same, of what the national instance has; and that it is what we think."""
    row = SumsTold.objects.filter(service=link.service).first()
    assert (row.held if row else "") == sums.digest_of_form(national.only.sums)
    assert national.only.held == {}
    assert not Standing.objects.exists()
    return pairs_in(national.only.sums, link)


def test_sums_arrive_and_no_record(link, give, national):
    give(8)
    assert send(link).pushes == 1
    assert told(national, link) == 9
    assert b"Willow" not in national.only.bodies[0]
    for number in EpisodeNumber.objects.values_list("number", flat=True):
        assert str(number).encode() not in national.only.bodies[0]
    assert send(link).pushes == 0
    push = OutgoingPush.objects.first()
    assert (push.kind, push.given, push.taken_back, push.records) == ("sums", 9, 0, 0)


def test_too_few_are_not_told_of_and_the_reason_is_said(link, give, national):
    give(6)
    assert send(link).pushes == 1  # that there is nothing: they might have had records
    assert told(national, link) == 0
    found = sums.target(link)
    assert (found.form, found.too_few, found.differing) == (None, (CORE_10,), 7)
    assert send(link).pushes == 0


def test_work_that_goes_on_is_not_told_of(link, give, national):
    family_that_gives(give(8)[0].actor, "Elm")
    send(link)
    assert told(national, link) == 9


def test_new_sums_wait_until_eight_differ(link, give, national):
    give(8)
    send(link)
    give(7)
    assert send(link).pushes == 0
    assert sums.target(link).differing == 7
    give(1)
    assert send(link).pushes == 1
    assert told(national, link) == 17


def test_withdrawal_takes_everything_back_until_eight_differ(link, give, national):
    first, *_ = give(9)
    send(link)
    answer(first, Answer.WITHDRAWN)
    assert send(link).pushes == 1
    assert told(national, link) == 0
    give(6)
    assert send(link).pushes == 0  # seven differ from those that were told
    assert told(national, link) == 0
    give(1)
    assert send(link).pushes == 1
    assert told(national, link) == 10 - 1 + 7


def test_withdrawal_that_is_taken_back_gives_the_same_sums_again(link, give, national):
    first, *_ = give(8)
    send(link)
    before = national.only.sums
    answer(first, Answer.WITHDRAWN)
    send(link)
    answer(first)
    send(link)
    assert national.only.sums == before


def test_withdrawal_leaves_no_copy_of_what_is_on_its_way(link, give, national):
    first, *_ = give(8)
    national.ills.append(503)
    send(link)
    assert under_way() is not None
    answer(first, Answer.WITHDRAWN)
    assert under_way() is None
    send(link)
    assert told(national, link) == 0


@pytest.mark.parametrize("ill", ["cut-before", "cut-after", 503, "nonsense", "other-digest"])
def test_whatever_happened_in_the_end_they_hold_what_they_should(link, give, national, ill):
    give(8)
    national.ills.append(ill)
    send(link)
    send(link)
    assert told(national, link) == 9
    give(8)
    national.ills.append(ill)
    send(link)
    answer(give(1)[0], Answer.WITHDRAWN)
    send(link)
    assert told(national, link) == 17


def test_their_backup_was_put_back(link, give, national):
    give(8)
    send(link)
    one = national.only
    one.last, one.digest, one.sums, one.bodies = 0, "", None, []
    assert send(link).pushes == 1
    assert told(national, link) == 9


def test_new_scores_of_one_wait_too(link, give, national):
    first, *_ = give(8)
    send(link)
    fill(first, when="follow-up-3", total=9)
    assert send(link).pushes == 0


def test_service_changes_from_records_to_sums_and_back(link, give, national, manager):
    give(8)
    actions.give(by=manager, link=link, mode=MODES.RECORDS)
    send(link)
    assert (len(national.only.held), national.only.sums) == (9, None)
    actions.give(by=manager, link=link, mode=MODES.SUMS)
    send(link)
    assert told(national, link) == 9
    actions.give(by=manager, link=link, mode=MODES.RECORDS)
    send(link)
    assert (len(national.only.held), national.only.sums) == (9, None)
    assert Standing.objects.count() == 9


def test_push_of_the_other_kind_does_not_go(link, give, national, manager):
    give(8)
    link.refresh_from_db()
    push = outbox.make(link, [])
    assert push.kind == "sums"
    actions.give(by=manager, link=link, mode=MODES.RECORDS)
    send(link)
    assert (len(national.only.held), national.only.sums) == (9, None)
    NationalLink.objects.update(mode=MODES.SUMS)
    link.refresh_from_db()
    assert outbox.make(link, []).kind == "sums"
    NationalLink.objects.update(mode=MODES.RECORDS)
    link.refresh_from_db()
    assert outbox.still_true(link) is None


def test_leaving_takes_sums_back(link, give, national, manager):
    give(8)
    send(link)
    actions.stop(by=manager, link=link)
    send(link)
    link.refresh_from_db()
    assert (link.state, national.only.sums) == (NationalLink.State.STOPPED, None)


def test_joining_elsewhere_begins_anew(link, give, national, manager):
    give(8)
    send(link)
    other = join(manager, national.address, SECOND)
    assert not SumsTold.objects.exists()
    assert (other.mode, other.whole_next) == (MODES.RECORDS, False)


def test_choosing_what_is_given_already_changes_nothing(link, manager):
    link.refresh_from_db()
    NationalLink.objects.update(whole_next=False)
    actions.give(by=manager, link=link, mode=MODES.SUMS)
    link.refresh_from_db()
    assert not link.whole_next
