"""Report: what a replay measured, in blocks for pages.py; with a second replay, what changes and whether by chance."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from rumorwatch.evaluate.courses import Pick, median_minutes_to_doubt, missed, picked
from rumorwatch.evaluate.overtime import over_time
from rumorwatch.evaluate.pages import Heading, Paragraph, Picture, Table
from rumorwatch.evaluate.plots import Ink, Line, Mark, Tick, Wording, bar_plot, even_ticks, line_plot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime

    from rumorwatch.evaluate.comparing import Comparison
    from rumorwatch.evaluate.courses import Course
    from rumorwatch.evaluate.earliness import Earliness
    from rumorwatch.evaluate.pages import Block
    from rumorwatch.evaluate.replay import Replay

_LISTED = 10
"""Rumors missed and false alerts that are listed: what a person reads in a sitting."""
_TEXT = 160
"""Letters of a text that are shown."""
_MEANINGS = {
    "posts": "Posts replayed.",
    "rumors": "Rumors that the archive tells of.",
    "alerted": "Of these, those that an alert told of: it was mostly about rumors and held half or more of its posts.",
    "precision@10_per_day": "Of each day's ten alerts of highest priority, the share that was mostly about rumors.",
    "recall": "Share of the rumors that were alerted.",
    "median_minutes_to_alert": "From a rumor's first post to its alert, over those alerted.",
    "lead_minutes": "From its alert to its busiest hour, over those alerted; below 0: the alert came after.",
    "alerted_before_peak": "Share of all rumors that were alerted before their busiest hour began.",
    "alerts_per_day": "Alerts that opened, over the days from the first post to the last.",
    "seconds": "Reading and replaying.",
}
_PICKS = {
    Pick.MEDIAN: "the alerted one whose lead is the median",
    Pick.BEST: "the longest lead",
    Pick.WORST: "the shortest lead",
    Pick.LARGEST: "the most posts",
    Pick.MISSED: "the most posts of those not alerted",
}
_LEAD_EDGES_H = (-24, -6, -3, -1, 0, 1, 3, 6, 24)
"""Between the bars of leads: the hour before and after the peak apart, then wider."""
_HOURS = 72
"""Hours of a rumor's volume that are drawn: three days, within which nearly all peaks lie."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One replay of an archive, measured."""

    made_by: dict[str, str]
    """What made it, by name: models, settings, weights."""
    replayed: Replay
    figures: Earliness
    courses: Sequence[Course]
    """Of every rumor of the archive."""


def blocks_of(
    a: Measured,
    *,
    archive: Mapping[str, str],
    span: tuple[datetime, datetime],
    b: Measured | None = None,
    comparison: Comparison | None = None,
) -> Iterator[Block]:
    """Yield the report from top to bottom.

    Args:
        a: The replay that is reported.
        archive: What was replayed, by name: file, hash, command.
        span: Its first and last post.
        b: Another replay of the same archive.
        comparison: What changes from ``a`` to ``b``.
    """
    yield Heading(text="How early this archive would have been warned of", level=1)
    yield Paragraph(text="A replay: the posts of the past through the same pipeline, under a moving clock.")
    yield Table(columns=("what", ""), rows=[*archive.items(), *a.made_by.items()])
    yield Heading(text="Figures")
    yield _figures(a.figures)
    doubt = median_minutes_to_doubt(a.courses)
    if doubt is not None:
        yield Paragraph(
            text=f"The first post that asks or denies came {doubt:.0f} minutes after the first one (median)."
        )
    if b is not None and comparison is not None:
        yield from _compared(a, b, comparison)
    if a.courses:
        yield from _lead(a.courses)
        yield from _standing(a, span)
        yield from _examples(a.courses)
        yield from _missed(a.courses)
    yield from _false_alerts(a.replayed)


def _figures(figures: Earliness) -> Table:
    rows = [(name, _told(value), _MEANINGS[name]) for name, value in figures.as_json().items()]
    return Table(columns=("measure", "value", "what it means"), rows=rows)


def _told(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {_told(part)}" for name, part in value.items())
    return "none" if value is None else f"{value:,}" if isinstance(value, int) else str(value)


def _compared(a: Measured, b: Measured, comparison: Comparison) -> Iterator[Block]:
    yield Heading(text="What changes with the other side")
    yield Table(
        columns=("what", "a", "b"),
        rows=[(name, a.made_by.get(name, ""), b.made_by.get(name, "")) for name in a.made_by | b.made_by],
    )
    yield Paragraph(
        text=f"Intervals hold 95 of 100 of {comparison.resamples:,} paired draws of {comparison.rumors} rumors and"
        f" {comparison.days} days (comparing.py). A difference whose interval holds 0 may be chance."
    )
    rows = []
    for name, one in comparison.measures.items():
        interval = "none" if one.low is None or one.high is None else f"{one.low:.4g} to {one.high:.4g}"
        beyond = {True: "yes", False: "no", None: "cannot be told"}[one.is_beyond_chance]
        rows.append((name, *map(_number, (one.a, one.b, one.difference)), interval, beyond))
    yield Table(columns=("measure", "a", "b", "b - a", "95 % interval", "beyond chance"), rows=rows)


def _number(value: float | None) -> str:
    return "none" if value is None else f"{value:.4g}"


def _lead(courses: Sequence[Course]) -> Iterator[Block]:
    leads = [one.lead / timedelta(hours=1) for one in courses if one.lead is not None]
    edges = _LEAD_EDGES_H
    heights = [0] * (len(edges) + 1)
    for lead in leads:
        heights[sum(lead > edge for edge in edges)] += 1
    early = sum(lead > 0 for lead in leads)
    said = f"{early} of {len(leads)} alerted rumors were alerted before their busiest hour began."
    yield Heading(text="Lead: from alert to peak")
    yield _picture(
        Wording(
            name="lead",
            title="Rumors by hours from alert to peak",
            description=said,
            across="hours from alert to peak; left of 0 the alert came after",
            up="rumors",
        ),
        caption=said,
        svg=lambda wording: bar_plot(
            wording,
            heights,
            ticks=[Tick(at=at + 1, label=str(edge)) for at, edge in enumerate(edges)],
            inks=[Ink.LATE if at <= edges.index(0) else Ink.EARLY for at in range(len(heights))],
            numbered=True,
        ),
    )


def _standing(a: Measured, span: tuple[datetime, datetime]) -> Iterator[Block]:
    standings = over_time(a.courses, a.replayed.raised, first=span[0], last=span[1])
    said = "All rumors and alerts up to a day (over three months: a week), the ten alerts of each day."
    yield Heading(text="Precision and recall over time")
    yield _picture(
        Wording(
            name="over-time",
            title="What had come together by each day or week",
            description=said,
            across="end of day or week (UTC)",
            up="share",
        ),
        caption=said,
        svg=lambda wording: line_plot(
            wording,
            (
                Line(label="recall", shares=[one.recall for one in standings], ink=Ink.ALERTED),
                Line(label="precision", shares=[one.precision for one in standings], ink=Ink.DOUBTED),
            ),
            ticks=even_ticks([f"{one.until:%Y-%m-%d}" for one in standings]),
        ),
    )


def _examples(courses: Sequence[Course]) -> Iterator[Block]:
    yield Heading(text="Some rumors, hour by hour")
    yield Paragraph(text="Chosen by rule, each under the first that holds; nobody picked the prettiest.")
    for pick, course in picked(courses).items():
        said = f"{_PICKS[pick].capitalize()}: {_cut(course.text)}"
        yield _volume(pick, course, caption=said)


def _volume(pick: Pick, course: Course, *, caption: str) -> Picture:
    last = min(_HOURS, max(course.hourly) + 1)
    wording = Wording(
        name=f"volume-{pick.value}",
        title=f"Posts an hour: {_PICKS[pick]}",
        description=caption,
        across="hours from the hour of the first post",
        up="posts",
    )
    heights = [course.hourly.get(hour, 0) for hour in range(last)]
    ticks = even_ticks([str(hour) for hour in range(last)])
    svg = bar_plot(wording, heights, ticks=ticks, marks=list(_marks(course)))
    return Picture(name=wording.name, svg=svg, alternative=caption, caption=caption)


def _marks(course: Course) -> Iterator[Mark]:
    begun = course.first_at.replace(minute=0, second=0, microsecond=0)

    def at(moment: datetime) -> float:
        return (moment - begun) / timedelta(hours=1)

    yield Mark(label=f"first seen (t0), {course.first_at:%Y-%m-%d %H:%M} UTC", at=at(course.first_at), ink=Ink.FIRST)
    if course.alerted_at is not None:
        yield Mark(label="alerted (t1)", at=at(course.alerted_at), ink=Ink.ALERTED)
    if course.doubted_at is not None:
        yield Mark(label="first doubt", at=at(course.doubted_at), ink=Ink.DOUBTED)
    yield Mark(label="peak (tp)", at=at(course.peak_at), ink=Ink.PEAK)


def _missed(courses: Sequence[Course]) -> Iterator[Block]:
    lost = missed(courses)
    yield Heading(text="Rumors that were missed")
    yield Paragraph(text=f"{len(lost)} of {len(courses)}; those of most posts first.")
    if lost:
        rows = [(str(one.posts), one.rumor, _cut(one.text)) for one in lost[:_LISTED]]
        yield Table(columns=("posts", "rumor", "its first post"), rows=rows)


def _false_alerts(replayed: Replay) -> Iterator[Block]:
    wrong = sorted(
        (one for one in replayed.raised if one.about is None),
        key=lambda one: (-one.opened.priority.points, one.opened.id),
    )
    levels = Counter(one.opened.priority.level.value for one in wrong)
    counted = ", ".join(f"{number} {level}" for level, number in levels.most_common())
    yield Heading(text="Alerts about no rumor that the archive tells of")
    yield Paragraph(text=f"{len(wrong)} of {len(replayed.raised)}{f': {counted}' if counted else ''}.")
    if wrong:
        rows = [
            (
                f"{one.opened.priority.points:.0f}",
                one.opened.priority.level.value,
                str(one.last.posts),
                _cut(one.last.text),
            )
            for one in wrong[:_LISTED]
        ]
        yield Table(columns=("points", "level", "posts", "text"), rows=rows)


def _picture(wording: Wording, *, caption: str, svg: Callable[[Wording], str]) -> Picture:
    return Picture(name=wording.name, svg=svg(wording), alternative=wording.description, caption=caption)


def _cut(text: str) -> str:
    return text if len(text) <= _TEXT else f"{text[: _TEXT - 1]}…"
