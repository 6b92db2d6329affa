"""Consent: what counts today, and for whom something may not happen."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from attune.core.consent import (
    Answer,
    ConsentDecision,
    ConsentFact,
    Purpose,
    decide,
    standing,
)

MAY = date(2026, 5, 4)
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def said(
    answer: Answer = Answer.GIVEN,
    *,
    person: str = "ana",
    purpose: Purpose = Purpose.FILM,
    on: date = MAY,
    recorded_at: datetime = NOON,
    until: date | None = None,
) -> ConsentFact:
    return ConsentFact(person, purpose, answer, on, recorded_at, until)


def film(*facts: ConsentFact, today: date = MAY) -> Answer | None:
    return standing(facts, person="ana", purpose=Purpose.FILM, today=today)


# --- standing ------------------------------------------------------------------------------------
def test_standing_without_an_answer_is_none():
    assert film() is None


def test_standing_of_others_and_for_other_purposes_does_not_count():
    assert film(said(person="bo"), said(purpose=Purpose.REVIEW)) is None


def test_standing_is_the_newest_answer_whatever_the_order():
    early, late = said(), said(Answer.DECLINED, on=MAY + timedelta(1))
    assert film(late, early, today=MAY + timedelta(1)) is Answer.DECLINED
    assert film(early, late, today=MAY + timedelta(1)) is Answer.DECLINED


def test_standing_answers_of_one_day_count_as_they_were_written_down():
    again = said(Answer.GIVEN, recorded_at=NOON + timedelta(hours=1))
    assert film(again, said(Answer.WITHDRAWN)) is Answer.GIVEN


def test_standing_of_two_answers_at_one_instant_is_the_refusal():
    for refusal in (Answer.DECLINED, Answer.WITHDRAWN):
        assert film(said(), said(refusal)) is refusal
        assert film(said(refusal), said()) is refusal


def test_standing_answer_dated_after_today_does_not_count_yet():
    assert film(said(on=MAY + timedelta(1))) is None
    assert film(said(), said(Answer.DECLINED, on=MAY + timedelta(1))) is Answer.GIVEN


def test_standing_consent_holds_on_its_last_day_and_not_after():
    until = said(until=MAY + timedelta(2))
    assert film(until, today=MAY + timedelta(2)) is Answer.GIVEN
    assert film(until, today=MAY + timedelta(3)) is Answer.WITHDRAWN


def test_standing_refusal_with_a_last_day_stays_a_refusal():
    assert film(said(Answer.DECLINED, until=MAY), today=MAY + timedelta(1)) is Answer.DECLINED


# --- decide --------------------------------------------------------------------------------------
def may_film(*facts: ConsentFact, people: list[str]) -> ConsentDecision:
    return decide(facts, people=people, purpose=Purpose.FILM, today=MAY)


def test_decide_allows_when_everyone_said_yes():
    decision = may_film(said(), said(person="bo"), people=["ana", "bo"])
    assert decision == ConsentDecision(allowed=True, missing=())


def test_decide_names_those_who_did_not_say_yes_in_the_order_asked():
    decision = may_film(
        said(Answer.DECLINED), said(person="bo"), said(Answer.WITHDRAWN, person="cy"),
        people=["dee", "cy", "bo", "ana"],
    )  # fmt: skip
    assert decision == ConsentDecision(allowed=False, missing=("dee", "cy", "ana"))


def test_decide_about_nobody_is_no():
    assert may_film(said(), people=[]) == ConsentDecision(allowed=False, missing=())


def test_decide_reads_facts_and_people_that_can_be_read_only_once():
    decision = decide(
        iter([said(), said(person="bo")]),
        people=iter(["ana", "bo"]),
        purpose=Purpose.FILM,
        today=MAY,
    )
    assert decision.allowed


# --- whatever was said ---------------------------------------------------------------------------
days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
instants = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 -- hypothesis wants naive limits
facts_of_ana = st.lists(
    st.builds(
        ConsentFact,
        person=st.sampled_from(["ana", "bo"]),
        purpose=st.sampled_from(Purpose),
        answer=st.sampled_from(Answer),
        on=days,
        recorded_at=instants,
        until=st.none() | days,
    )
)


@given(facts_of_ana, days, st.sampled_from(Purpose))
def test_withdrawing_always_denies(facts, today, purpose):
    latest = max([NOON, *(fact.recorded_at for fact in facts)])
    withdrawal = said(Answer.WITHDRAWN, purpose=purpose, on=today, recorded_at=latest)
    decision = decide([*facts, withdrawal], people=["ana"], purpose=purpose, today=today)
    assert decision == ConsentDecision(allowed=False, missing=("ana",))


@given(facts_of_ana, days, st.sampled_from(Purpose))
def test_decide_is_yes_only_on_top_of_a_yes_that_still_holds(facts, today, purpose):
    if decide(facts, people=["ana"], purpose=purpose, today=today).allowed:
        assert any(
            fact.person == "ana"
            and fact.purpose is purpose
            and fact.answer is Answer.GIVEN
            and fact.on <= today
            and (fact.until is None or today <= fact.until)
            for fact in facts
        )


@given(facts_of_ana, days, st.randoms())
def test_standing_does_not_depend_on_the_order_of_the_facts(facts, today, random):
    shuffled = random.sample(facts, len(facts))
    assert [standing(facts, person="ana", purpose=purpose, today=today) for purpose in Purpose] == [
        standing(shuffled, person="ana", purpose=purpose, today=today) for purpose in Purpose
    ]
