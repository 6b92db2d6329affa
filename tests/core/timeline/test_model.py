"""A timeline is never changed: an edit makes a new one."""

from uuid import UUID

import pytest

from attune.core.timeline.model import Clip, Still, Timeline, TimelineError

ONE, TWO = UUID(int=1), UUID(int=2)
CLIP, STILL = Clip(ONE, first=900, last=4500), Still(TWO, at=1800)


def test_timeline_is_empty_at_first():
    assert dict(Timeline().moments) == {}


def test_with_moment_leaves_the_timeline_before_as_it_was():
    before = Timeline().with_moment(CLIP)
    after = before.with_moment(STILL)
    assert dict(before.moments) == {ONE: CLIP}
    assert dict(after.moments) == {ONE: CLIP, TWO: STILL}


def test_with_moment_of_a_known_id_takes_its_place():
    longer = Clip(ONE, first=900, last=9000, title="Looks up")
    assert dict(Timeline().with_moment(CLIP).with_moment(longer).moments) == {ONE: longer}


def test_without_moment_leaves_the_others():
    both = Timeline().with_moment(CLIP).with_moment(STILL)
    assert dict(both.without_moment(ONE).moments) == {TWO: STILL}
    assert dict(both.moments) == {ONE: CLIP, TWO: STILL}


def test_without_moment_that_is_not_there_is_refused():
    with pytest.raises(TimelineError, match=r"^That moment is not there any more\.$"):
        Timeline().without_moment(ONE)


def test_moments_of_a_timeline_can_not_be_written_to():
    with pytest.raises(TypeError):
        Timeline().with_moment(CLIP).moments[TWO] = STILL
