"""What pages show is what is sent and what is held."""

import pytest
from django.core.exceptions import PermissionDenied

from attune.core.consent import Answer
from attune.core.records.contract import fields
from attune.web.contribution import outbox, sending
from attune.web.contribution.models import EpisodeNumber
from attune.web.contribution.queries import showing
from attune.web.contribution.queries.giving import differing, given_by
from attune.web.contribution.wording import EACH, SAME
from tests.factories.contribution import answer
from tests.factories.outcomes import fill


def test_home_of_a_service_that_has_not_joined_counts_who_would_give(giver, family, manager):
    home = showing.home_of(manager)
    assert (home.link, home.placed, home.history) == (None, False, [])
    assert (home.counts.cases, home.counts.agree, home.counts.ending_unsaid) == (2, 1, 0)


def test_home_counts_before_and_after(link, giver, manager):
    before = showing.home_of(manager)
    assert (before.counts.held, before.counts.waiting, before.placed) == (0, 1, True)
    sending.contribute(link)
    after = showing.home_of(manager)
    assert (after.counts.held, after.counts.held_records, after.counts.waiting) == (1, 2, 0)
    assert [(push.sequence, push.given) for push in after.history] == [(1, 1)]
    fill(giver, "gad-7", total=9)
    outbox.drop(outbox.make(link, differing(link)))
    later = showing.home_of(manager)
    assert (later.counts.unknown, later.counts.waiting) == (1, 1)
    assert len(later.history) == 1  # what was given up never counted


def test_every_field_of_every_record_is_shown(link):
    (episode,) = showing.before(given_by(link))
    assert len(episode.same) == len(SAME)
    for row, record in zip(episode.rows, episode.records, strict=True):
        assert row == [record[name] for name in EACH]
        assert {*SAME, *EACH, "episode"} == set(fields()) == set(record)


def test_before_and_after_of_all(link, giver):
    number = EpisodeNumber.objects.get(case=giver.case).number
    sending.contribute(link)
    given = given_by(link)
    assert showing.before(given) == []
    (after,) = showing.after(given)
    assert (after.number, after.known, len(after.records)) == (number, True, 2)
    answer(giver, Answer.WITHDRAWN)
    (before,) = showing.before(given_by(link))
    assert (before.number, before.records, before.same) == (number, [], [])


def test_case_before_and_after(link, giver, family):
    of = showing.of_case
    waiting = of(giver.actor, giver.case.pk)
    assert (len(waiting.before.records), waiting.after, waiting.is_there) == (2, None, False)
    sending.contribute(link)
    there = of(giver.actor, giver.case.pk)
    assert there.after.records == there.before.records
    assert there.is_there
    answer(giver, Answer.WITHDRAWN)
    withdrawn = of(giver.actor, giver.case.pk)
    assert (withdrawn.before, len(withdrawn.after.records), withdrawn.is_there) == (None, 2, False)
    nothing = of(family.actor, family.case.pk)
    assert (nothing.before, nothing.after, nothing.is_there) == (None, None, True)
    outbox.drop(outbox.make(link, differing(link)))
    assert of(giver.actor, giver.case.pk).is_there is False


def test_case_of_a_colleague_is_not_shown(giver, colleague):
    with pytest.raises(PermissionDenied):
        showing.of_case(colleague, giver.case.pk)


def test_panel_on_the_consents_only_where_the_service_has_joined(giver, manager, request):
    assert showing.on_consents(giver.case) is None
    request.getfixturevalue("link")
    panel = showing.on_consents(giver.case)
    assert panel.holds.case == giver.case
