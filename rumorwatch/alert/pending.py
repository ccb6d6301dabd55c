"""Who still has to acknowledge or answer a story, and by when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rumorwatch.domain.alerts import Due

if TYPE_CHECKING:
    from datetime import datetime

    from rumorwatch.domain.messages import Owner, Story


def deadline_of(owner: Owner, due: Due) -> datetime:
    """Return when an owner has to have done it."""
    return owner.acknowledge_by if due is Due.ACKNOWLEDGE else owner.answer_by


def is_pending(owner: Owner, due: Due) -> bool:
    """Return whether an owner still has to do it; who has answered need not acknowledge."""
    return owner.answered_at is None and (due is Due.ANSWER or owner.acknowledged_at is None)


def next_deadline(story: Story, *, now: datetime) -> tuple[Due, datetime] | None:
    """Return what is due next and when, or, where all is over, what was due last; None: nothing is."""
    kinds = (story.due,) if story.due else tuple(Due)
    found = [(deadline_of(one, due), due) for one in story.owners for due in kinds if is_pending(one, due)]
    if not found:
        return None
    moment, due = min((one for one in found if one[0] > now), default=None) or max(found)
    return due, moment


def last_missed(story: Story, *, now: datetime) -> tuple[Due, datetime] | None:
    """Return what was due last and is over, and when it was; where nothing is over, what is due next."""
    kinds = (story.due,) if story.due else tuple(Due)
    missed = [
        (deadline_of(one, due), due)
        for one in story.owners
        for due in kinds
        if is_pending(one, due) and deadline_of(one, due) <= now
    ]
    if not missed:
        return next_deadline(story, now=now)
    moment, due = max(missed)
    return due, moment


def who_is_due(story: Story, due: Due, moment: datetime) -> tuple[Owner, ...]:
    """Return the owners whose deadline it is."""
    return tuple(one for one in story.owners if is_pending(one, due) and deadline_of(one, due) == moment)


def who_answers(story: Story, *, now: datetime) -> Owner | None:
    """Return the first owner that may still answer in time, else the first that has not answered, else the first."""
    waiting = [one for one in story.owners if one.answered_at is None]
    in_time = [one for one in waiting if one.answer_by > now]
    return next(iter((*in_time, *waiting, *story.owners)), None)
