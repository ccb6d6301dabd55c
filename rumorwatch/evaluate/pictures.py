"""Pictures of a replay: how rumors went on, how long before their peak they were alerted, recall over time."""

from __future__ import annotations

from bisect import bisect_left
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Protocol

from rumorwatch.evaluate.courses import Pick
from rumorwatch.evaluate.pages import Picture
from rumorwatch.evaluate.plots import Ink, Line, Mark, Tick, Wording, bar_plot, even_ticks, line_plot

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from rumorwatch.evaluate.courses import Course
    from rumorwatch.evaluate.overtime import Standing


class Quote(Protocol):
    """Says what of a post's text a report may show (safety.md, Privacy)."""

    def __call__(self, text: str, *, limit: int) -> str:
        """Return the text on one line, its links unclickable, cut to ``limit`` characters."""
        ...


QUOTED = 160
"""Characters of a text in a report: enough to see what it is about, and rows stay rows."""
_TITLED = 40
"""Characters of a text in a plot's title: as many Han letters as there is room for."""
_HOUR = timedelta(hours=1)
_LEAST_H, _MOST_H = 12, 14 * 24
"""Hours that a plot of volume spans: the longest is the window of a scan (``scan.window_days``)."""
_SPREAD = 0.9
"""Share of a rumor's posts that its plot holds, where the longest span allows."""
_AFTER_H = 2
"""Hours that a plot goes on after its last mark."""
_STEPS_H = (1, 2, 3, 6, 12, 24, 48)
_MOST_TICKS = 8
_EDGES_MIN = (-1440, -360, -120, -60, 0, 60, 120, 360, 1440)
"""Leads are counted between these: days, hours and the first two, which matter most (domain.md)."""
_BINS = ("> 24 h", "6-24 h", "2-6 h", "1-2 h", "0-1 h", "0-1 h", "1-2 h", "2-6 h", "6-24 h", "> 24 h")
PICK_MEANS = {
    Pick.MEDIAN: "Median lead",
    Pick.BEST: "Longest lead",
    Pick.WORST: "Shortest lead",
    Pick.LARGEST: "Most posts",
    Pick.MISSED: "Missed, most posts",
}
"""What a rumor is shown for."""
LEAD, OVER_TIME = "lead", "over-time"
VOLUMES = {pick: f"volume-{pick}" for pick in Pick}
PICTURES = (*VOLUMES.values(), LEAD, OVER_TIME)
"""Names of every picture that a report may have."""


def volume_picture(pick: Pick, course: Course, *, quote: Quote) -> Picture:
    """Return how many posts a rumor had in each hour, with first post, alert, first doubt and peak."""
    begin = course.first_at.replace(minute=0, second=0, microsecond=0)
    moments = {
        "t0 first seen": (course.first_at, Ink.FIRST),
        "first doubt": (course.doubted_at, Ink.DOUBTED),
        "t1 alerted": (course.alerted_at, Ink.ALERTED),
        "tp peak": (course.peak_at, Ink.PEAK),
    }
    marks = [
        Mark(label=_with_wait(name, at - course.first_at), at=(at - begin) / _HOUR, ink=ink)
        for name, (at, ink) in sorted(moments.items(), key=lambda one: one[1][0] or course.first_at)
        if at is not None
    ]
    hours = _hours_shown(course, marks)
    shown = sum(course.hourly.get(hour, 0) for hour in range(hours))
    told = _caption(course, quote=quote)
    wording = Wording(
        name=VOLUMES[pick],
        title=f"{PICK_MEANS[pick]}: {quote(course.text, limit=_TITLED)}",
        description=f"Bars: posts in each of {hours} hours; {shown} of {course.posts} posts. {told}",
        across=f"hours since {_moment(begin)}",
        up="posts an hour",
    )
    svg = bar_plot(
        wording, [course.hourly.get(hour, 0) for hour in range(hours)], ticks=_hour_ticks(hours), marks=marks
    )
    alternative = f"Posts an hour of rumor {quote(course.rumor, limit=_TITLED)}, {PICK_MEANS[pick].lower()}"
    return Picture(name=wording.name, svg=svg, alternative=alternative, caption=told)


def lead_picture(courses: Sequence[Course]) -> Picture:
    """Return how many rumors were alerted how long before or after their peak began, and how many never."""
    counts = [0] * len(_BINS)
    for course in courses:
        if course.lead is not None:
            counts[bisect_left(_EDGES_MIN, course.lead / timedelta(minutes=1))] += 1
    never = sum(course.lead is None for course in courses)
    late = len(_BINS) // 2
    told = (
        f"{sum(counts[late:])} rumors were alerted before their busiest hour began, {sum(counts[:late])} in it or "
        f"later, {never} never."
    )
    wording = Wording(
        name=LEAD,
        title="When rumors were alerted: after (left) and before (right) their busiest hour began",
        description=told,
        across="after the peak began        |        before the peak began        |        not alerted",
        up="rumors",
    )
    svg = bar_plot(
        wording,
        [*counts, never],
        ticks=[Tick(at=at + 0.5, label=label) for at, label in enumerate((*_BINS, "never"))],
        inks=[*[Ink.LATE] * late, *[Ink.EARLY] * late, Ink.PLAIN],
        numbered=True,
    )
    return Picture(name=LEAD, svg=svg, alternative="Rumors by the time from alert to peak", caption=told)


def over_time_picture(standings: Sequence[Standing]) -> Picture:
    """Return how recall and precision came together."""
    last = standings[-1]
    told = (
        f"By {last.until.date()} {last.alerted} of {last.rumors} rumors had been alerted, and {last.right} of "
        f"{last.looked_at} alerts looked at were right."
    )
    wording = Wording(
        name=OVER_TIME,
        title="Recall and precision of all there was by the end of each day or week",
        description=told,
        across="end of the day or week (UTC)",
        up="share",
    )
    svg = line_plot(
        wording,
        (
            Line(label="recall", shares=[one.recall for one in standings], ink=Ink.ALERTED),
            Line(label="precision", shares=[one.precision for one in standings], ink=Ink.DOUBTED),
        ),
        ticks=even_ticks([one.until.date().isoformat() for one in standings]),
    )
    return Picture(name=OVER_TIME, svg=svg, alternative="Recall and precision over time", caption=told)


def span(length: timedelta) -> str:
    """Return a span of time in its one telling unit, ``35 min``, ``3.2 h``, ``4.1 days``; its sign is left out."""
    length = abs(length)
    if length < timedelta(minutes=100):
        return f"{length / timedelta(minutes=1):.0f} min"
    return f"{length / _HOUR:.1f} h" if length < timedelta(hours=48) else f"{length / timedelta(days=1):.1f} days"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _with_wait(name: str, wait: timedelta) -> str:
    if not wait:
        return name
    return f"{name}, {span(wait)} {'later' if wait > timedelta() else 'earlier'}"


def _caption(course: Course, *, quote: Quote) -> str:
    """Return in a few sentences what a plot of volume shows."""
    alerted, doubted = course.alerted_at, course.doubted_at
    lead = course.lead
    before = "before" if lead is not None and lead > timedelta() else "after"
    parts = (
        f'Rumor {quote(course.rumor, limit=_TITLED)}, {course.posts} posts: "{quote(course.text, limit=QUOTED)}".',
        f"First seen {_moment(course.first_at)}",
        "never alerted" if alerted is None else f"alerted {span(alerted - course.first_at)} later",
        "no doubt known" if doubted is None else f"first doubt after {span(doubted - course.first_at)}",
        f"busiest hour from {_moment(course.peak_at)}"
        + ("" if lead is None else f": the alert came {span(lead)} {before} it began"),
    )
    return f"{parts[0]} {'; '.join(parts[1:])}."


def _hours_shown(course: Course, marks: Sequence[Mark]) -> int:
    """Return how many hours are shown: up to the last mark, and until most posts are there, if that is not too long."""
    posts, last = 0, 0
    for hour, count in sorted(course.hourly.items()):
        posts, last = posts + count, hour
        if posts >= _SPREAD * course.posts:
            break
    # A mark that lies too far is drawn at the edge, and does not stretch what can be seen.
    near = [int(mark.at) + _AFTER_H for mark in marks if mark.at < _MOST_H]
    return min(_MOST_H, max(_LEAST_H, last + 1, *near))


def _hour_ticks(hours: int) -> Sequence[Tick]:
    step = next(step for step in _STEPS_H if step * _MOST_TICKS >= hours)
    return [Tick(at=hour, label=str(hour)) for hour in range(0, hours + 1, step)]
