"""Deadlines in sentences: who has not done what by when, and who steps in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rumorwatch.alert.outside import agency_name
from rumorwatch.alert.pending import deadline_of, is_pending, last_missed, next_deadline, who_is_due
from rumorwatch.alert.voice import EN, VI, ZH
from rumorwatch.domain.alerts import Due

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from rumorwatch.alert.voice import Voice
    from rumorwatch.domain.messages import Owner, Story
    from rumorwatch.domain.posts import Language

_DONE: Mapping[Due, Mapping[Language, str]] = {
    Due.ACKNOWLEDGE: {EN: "acknowledged it", VI: "tiếp nhận", ZH: "确认接收"},
    Due.ANSWER: {EN: "answered", VI: "trả lời", ZH: "回应"},
}


def near(story: Story, *, voice: Voice) -> str:
    """Say who has not done yet what is due next."""
    return _due(story, next_deadline(story, now=voice.now), voice)


def overdue(story: Story, *, voice: Voice) -> str:
    """Say who has not done what was due last, and which fallback steps in for whom."""
    missed = last_missed(story, now=voice.now)
    late = {one.name for one in who_is_due(story, *missed)} if missed else set()
    listed = {one.name for one in story.owners}
    for owner in reversed(story.owners):
        due, before = story.due or Due.ANSWER, owner.escalated_from
        # Who stepped in for another before is no news when the next one is late.
        is_news = before is not None and (before in late or before not in listed)
        if before and is_news and is_pending(owner, due) and deadline_of(owner, due) > voice.now:
            return _escalated(story, owner, before, voice)
    return _due(story, missed, voice)


def _due(story: Story, found: tuple[Due, datetime] | None, voice: Voice) -> str:
    if found is None:
        return {EN: "A deadline is near or over.", VI: "Đã đến hoặc sắp đến hạn xử lý.", ZH: "处理期限将至或已过。"}[
            voice.language
        ]
    due, moment = found
    late, at = moment <= voice.now, voice.at(moment)
    span = voice.span(moment - voice.now)
    when = {
        EN: f"it was due at {at}, {span} ago" if late else f"due at {at}, {span} left",
        VI: f"hạn {at}, đã quá {span}" if late else f"hạn {at}, còn {span}",
        ZH: f"期限为{at}，已超{span}" if late else f"{at}到期，还剩{span}",
    }[voice.language]
    who = _who(story, due, moment, voice)
    return f"{who}；{when}。" if voice.language is ZH else f"{who}; {when}."


def _who(story: Story, due: Due, moment: datetime, voice: Voice) -> str:
    owners = who_is_due(story, due, moment)
    done = _DONE[due][voice.language]
    if len(owners) == len(story.owners) > 1:
        return {EN: f"Nobody has {done} yet", VI: f"Chưa có đơn vị nào {done}", ZH: f"尚无单位{done}"}[voice.language]
    named = voice.names([agency_name(one.name, voice.language) for one in owners], most=len(owners))
    has = "has" if len(owners) == 1 else "have"
    return {EN: f"{named} {has} not {done} yet", VI: f"{named} chưa {done}", ZH: f"{named}尚未{done}"}[voice.language]


def _escalated(story: Story, owner: Owner, escalated_from: str, voice: Voice) -> str:
    due = story.due or Due.ANSWER
    done = _DONE[due][voice.language]
    first = agency_name(escalated_from, voice.language)
    second = agency_name(owner.name, voice.language)
    missed = next((deadline_of(one, due) for one in story.owners if one.name == escalated_from), None)
    at = voice.at(missed) if missed else None
    return {
        EN: f"{first} has not {done}{f' by {at}' if at else ' in time'}; {second}, its fallback, takes over.",
        VI: f"{first} chưa {done}{f' khi hết hạn {at}' if at else ' đúng hạn'}; {second} xử lý thay.",
        ZH: f"{first}未{f'在{at}前' if at else '按期'}{done}，现由后备单位{second}接手。",
    }[voice.language]
