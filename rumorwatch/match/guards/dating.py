"""Dates and times that a post and a claim tell differently."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rumorwatch.match.guards.doubts import Doubt, Guard
from rumorwatch.match.guards.moments import OTHER_DATES, Moment, Part
from rumorwatch.match.guards.spans import Difference, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rumorwatch.match.guards.lexicon import Words

_DAYTIME_HOURS = {
    "morning": range(5, 13), "noon": range(10, 15), "afternoon": range(12, 19), "evening": range(17, 24),
    "night": (*range(19, 24), *range(7)),
}  # fmt: skip
_SAME_DAYTIME = ({"evening", "night"}, {"noon", "afternoon"}, {"noon", "morning"})
"""Neighbors that people call by either name."""
_WHICH_DAY = {Part.DAY, Part.WEEKDAY, Part.RELATIVE, Part.HOLIDAY}


def dating_doubts(post: Words, mine: Sequence[Moment], claim: Words, theirs: Sequence[Moment]) -> Iterator[Doubt]:
    """Yield parts of dates and times of the claim that the post does not have, beside what it has in their place."""
    told = False
    for part in Part:
        ours = [one for one in mine if one.part is part and not _is_told(one, theirs)]
        lacking = [other for other in theirs if other.part is part and not _is_told(other, mine)]
        for other in lacking:
            rivals = [one for one in ours if _is_rival(one, other)]
            if rivals:
                told = True
                traits = {"is_only": float(len(ours) == len(lacking) == 1), f"is_{part}": 1.0}
                yield _doubt(post, rivals[0], claim, other, traits)
    if told:
        return
    yield from _hour_doubts(post, mine, claim, theirs)
    ours = [one for one in mine if one.part in _WHICH_DAY]
    lacking = [other for other in theirs if other.part in _WHICH_DAY]
    if (
        ours
        and lacking
        and not any(_is_told(one, theirs) for one in ours)
        and not any(_is_told(one, mine) for one in lacking)
    ):
        yield _doubt(post, ours[0], claim, lacking[0], {"is_other_part": 1.0})


def _hour_doubts(post: Words, mine: Sequence[Moment], claim: Words, theirs: Sequence[Moment]) -> Iterator[Doubt]:
    """Yield an hour beside a time of day that it does not lie in: noon, 3 p.m."""
    for part, other_part in ((Part.TIME, Part.DAYTIME), (Part.DAYTIME, Part.TIME)):
        ours = [one for one in mine if one.part is part and not _is_told(one, theirs)]
        lacking = [other for other in theirs if other.part is other_part and not _is_told(other, mine)]
        if ours and lacking:
            yield _doubt(post, ours[0], claim, lacking[0], {"is_hour": 1.0})


def _is_told(one: Moment, others: Sequence[Moment]) -> bool:
    """Say whether others tell a moment too, in its own words or in those of another part."""
    if any(one.part is other.part and one.value == other.value for other in others):
        return True
    match one.part:
        case Part.TIME | Part.DAYTIME:
            return _is_hour_told(one, others)
        case Part.WEEKDAY:
            days = {other.value for other in others if other.part is Part.WEEKDAY}
            return bool(days & {5, 6}) if one.value == "weekend" else one.value in {5, 6} and "weekend" in days
        case Part.HOLIDAY:
            return any(_is_date(date, others) for date in OTHER_DATES.get(str(one.value), ()))
        case Part.DAY | Part.MONTH:
            feasts = [str(other.value) for other in others if other.part is Part.HOLIDAY]
            dates = [date for feast in feasts for date in OTHER_DATES.get(feast, ())]
            return any(one.value == date[one.part is Part.MONTH] for date in dates)
        case _:
            return False


def _is_hour_told(one: Moment, others: Sequence[Moment]) -> bool:
    clocks = [_clock(other) for other in others if other.part is Part.TIME]
    if one.part is Part.TIME:
        minutes, is_open = _clock(one)
        return any(other == minutes or ((is_open or may) and other % 720 == minutes % 720) for other, may in clocks)
    names = [str(other.value) for other in others if other.part is Part.DAYTIME]
    hours = _DAYTIME_HOURS[str(one.value)]
    return any({str(one.value), name} in _SAME_DAYTIME for name in names) or any(
        minutes // 60 in hours or (is_open and (minutes + 720) // 60 % 24 in hours) for minutes, is_open in clocks
    )


def _is_date(date: tuple[int, int], others: Sequence[Moment]) -> bool:
    """Say whether a text tells a day and month."""
    told = {(other.part, other.value) for other in others}
    return {(Part.DAY, date[0]), (Part.MONTH, date[1])} <= told


def _clock(one: Moment) -> tuple[int, bool]:
    """Return minutes since midnight, and whether they may be those of the other half of the day."""
    return int(str(one.value).lstrip("?")), str(one.value).startswith("?")


def _is_rival(one: Moment, other: Moment) -> bool:
    if one.part is Part.RELATIVE:
        return str(one.value)[0] == str(other.value)[0]
    return True


def _doubt(post: Words, one: Moment, claim: Words, other: Moment, traits: dict[str, float]) -> Doubt:
    return Doubt(
        guard=Guard.DATING,
        difference=Difference(
            kind=Kind.DATE, post=post.shown_at(one.begin, one.end), claim=claim.shown_at(other.begin, other.end)
        ),
        post=post.stretch(one.begin, one.end),
        claim=claim.stretch(other.begin, other.end),
        traits=traits,
    )
