"""Report: what a replay found, for people who decide by it and for those who make it better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rumorwatch.evaluate.courses import median_minutes_to_doubt, missed, picked
from rumorwatch.evaluate.overtime import over_time
from rumorwatch.evaluate.pages import Heading, Paragraph, Table
from rumorwatch.evaluate.pictures import QUOTED, lead_picture, over_time_picture, volume_picture

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from rumorwatch.evaluate.comparing import Comparison
    from rumorwatch.evaluate.courses import Course
    from rumorwatch.evaluate.desk import Raised
    from rumorwatch.evaluate.earliness import Earliness
    from rumorwatch.evaluate.pages import Block
    from rumorwatch.evaluate.pictures import Quote
    from rumorwatch.evaluate.replay import Replay

_LISTED = 10
"""Missed rumors, and false alerts, that are listed."""
_NAMED = 60
"""Characters of a rumor's id."""
_MEANINGS = {
    "posts": "Posts that were replayed.",
    "rumors": "Rumors that the archive knows of.",
    "alerted": "Of these, those that an alert told of: it was about rumors and held half of their posts.",
    "precision@10_per_day": "Of the ten alerts a day that an office can look at, the share that is of rumors.",
    "recall": "Share of the rumors that were alerted.",
    "median_minutes_to_alert": "Half of the alerted rumors were alerted within so many minutes of their first post.",
    "lead_minutes": "Minutes from alert to busiest hour: the middle one, and the quarters; below 0 it came too late.",
    "alerted_before_peak": "Share of all rumors that were alerted before their busiest hour began: time to answer.",
    "alerts_per_day": "Alerts that people would have had to look at on a day.",
    "seconds": "How long reading and replaying the archive took.",
}
_NOT_KNOWN = "not known"
_WHY_FALSE = "Most of their sightings never were of rumors that the archive tells of; it may not tell of all. "
_NO_LABELS = "The archive does not say which posts belong to a rumor, so what needs that is not known."


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One replay of an archive, measured."""

    made_by: Mapping[str, str]
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
    quote: Quote,
    b: Measured | None = None,
    comparison: Comparison | None = None,
) -> Iterator[Block]:
    """Yield the report from top to bottom.

    Args:
        a: The replay that is reported.
        archive: What was replayed, by name: file, hash, command.
        span: Its first and last post.
        quote: Says what of a text may be shown.
        b: Another replay of the same archive.
        comparison: What changes from ``a`` to ``b``.
    """
    yield Heading(text="How early this archive would have been warned of", level=1)
    yield Paragraph(
        text="A replay: the posts of the past through the same pipeline, under a moving clock. " + _summary(a.figures)
    )
    yield Heading(text="Figures")
    yield Table(columns=("measure", "value", "what it means"), rows=list(_figure_rows(a.figures)))
    if comparison is not None:
        yield from _compared(comparison)
    if a.courses:
        yield Heading(text="Lead: from alert to peak")
        yield lead_picture(a.courses)
        yield Paragraph(text=_doubts(a.courses))
        yield Heading(text="Precision and recall over time")
        yield over_time_picture(over_time(a.courses, a.replayed.raised, first=span[0], last=span[1]))
        yield from _examples(a.courses, quote=quote)
        yield from _missed(a.courses, quote=quote)
    yield from _alerts(a.replayed.raised, has_labels=bool(a.courses), quote=quote)
    yield from _made(archive, a, b)


def _summary(figures: Earliness) -> str:
    if not figures.rumors or figures.alerted is None:
        return f"{figures.posts} posts, {figures.alerts_per_day:.2f} alerts a day. {_NO_LABELS}"
    before = round((figures.alerted_before_peak or 0) * figures.rumors)
    waited = figures.median_minutes_to_alert
    wait = "" if waited is None else f" Half of those alerted were so within {waited:.0f} minutes of their first post."
    return (
        f"Of {figures.rumors} rumors, {figures.alerted} were alerted ({figures.alerted / figures.rumors:.0%}), "
        f"{before} of them before their busiest hour began ({before / figures.rumors:.0%} of all).{wait}"
    )


def _figure_rows(figures: Earliness) -> Iterator[tuple[str, str, str]]:
    for name, value in figures.as_json().items():
        if isinstance(value, dict):
            told = ", ".join(f"{part} {_told(number)}" for part, number in value.items())
            yield name, told if any(number is not None for number in value.values()) else _NOT_KNOWN, _MEANINGS[name]
        else:
            yield name, _told(value), _MEANINGS[name]


def _told(value: object) -> str:
    return _NOT_KNOWN if value is None else str(value)


def _compared(comparison: Comparison) -> Sequence[Block]:
    text = (
        f"B - A is what changes from A to B, with the 95 % interval of {comparison.resamples:,} paired draws of "
        f"{comparison.rumors} rumors and {comparison.days} days. Where the interval holds 0, chance alone may "
        "have made the difference. Of few rumors or days an interval is too narrow: what never occurred cannot be "
        "drawn. lead_minutes is the median; medians are over the rumors that each side alerted."
    )
    columns = ("measure", "A", "B", "B - A", "95 % interval", "beyond chance")
    return [
        Heading(text="What changes with the other side"),
        Paragraph(text=text),
        Table(columns=columns, rows=list(comparison_rows(comparison))),
    ]


def comparison_rows(comparison: Comparison) -> Iterator[Sequence[str]]:
    """Yield a row a measure: name, A, B, B - A, its interval, and whether it is beyond chance."""
    for name, one in comparison.measures.items():
        interval = "-" if one.low is None or one.high is None else f"{one.low:.4g} to {one.high:.4g}"
        beyond = {None: "-", True: "yes", False: "no"}[one.is_beyond_chance]
        numbers = ("-" if number is None else f"{number:.4g}" for number in (one.a, one.b, one.difference))
        yield (name, *numbers, interval, beyond)


def _doubts(courses: Sequence[Course]) -> str:
    minutes = median_minutes_to_doubt(courses)
    met = [one for one in courses if one.doubted_at is not None]
    if minutes is None:
        return "The replay knows of no rumor that somebody asked about or denied."
    early = sum(
        one.alerted_at is not None and one.doubted_at is not None and one.alerted_at < one.doubted_at for one in met
    )
    return (
        f"Somebody asked about or denied {len(met)} of {len(courses)} rumors, as far as the replay can tell, the first "
        f"time {minutes:.0f} minutes after the first post in the median; {early} of these were alerted before that. "
        "What a post does is read by a model, which sees a doubt where there is none more often in long threads."
    )


def _examples(courses: Sequence[Course], *, quote: Quote) -> Iterator[Block]:
    yield Heading(text="Some rumors, hour by hour")
    yield Paragraph(
        text="Chosen by rule: the rumor with the median lead, the longest and the shortest lead, the one with the most "
        "posts, and the one with the most posts of those missed; of equal ones that with more posts, and each once. "
        "t0 is its first post, t1 the scan at which an alert told of it first, tp the beginning of its "
        "busiest clock hour."
    )
    for pick, course in picked(courses).items():
        yield volume_picture(pick, course, quote=quote)


def _missed(courses: Sequence[Course], *, quote: Quote) -> Iterator[Block]:
    without = missed(courses)
    yield Heading(text="Rumors that were missed")
    if not without:
        yield Paragraph(text="None.")
        return
    yield Paragraph(text=f"{len(without)} rumors had no alert; those of most posts, with their first post.")
    rows = [
        (
            quote(one.rumor, limit=_NAMED),
            str(one.posts),
            f"{one.first_at:%Y-%m-%d %H:%M}",
            quote(one.text, limit=QUOTED),
        )
        for one in without[:_LISTED]
    ]
    yield Table(columns=("rumor", "posts", "first post (UTC)", "text"), rows=rows)


def _alerts(raised: Sequence[Raised], *, has_labels: bool, quote: Quote) -> Iterator[Block]:
    """Yield the alerts to look at: the false ones or, where nobody knows which are, those of highest priority."""
    listed = [one for one in raised if one.about is None] if has_labels else list(raised)
    listed.sort(key=lambda one: (-one.opened.priority.points, one.opened.id))
    yield Heading(text="Alerts about no rumor that the archive tells of" if has_labels else "Alerts")
    if not listed:
        yield Paragraph(text="None.")
        return
    why = _WHY_FALSE if has_labels else ""
    yield Paragraph(text=f"{len(listed)} of {len(raised)} alerts. {why}Those of highest priority when they opened.")
    rows = [
        (
            one.opened.id,
            f"{one.opened.opened_at:%Y-%m-%d %H:%M}",
            f"{one.opened.priority.points:.0f} {one.opened.priority.level}",
            str(one.last.posts),
            quote(one.opened.text, limit=QUOTED),
        )
        for one in listed[:_LISTED]
    ]
    yield Table(columns=("alert", "opened (UTC)", "priority", "posts", "text"), rows=rows)


def _made(archive: Mapping[str, str], a: Measured, b: Measured | None) -> Iterator[Block]:
    yield Heading(text="How this was made")
    yield Table(columns=("what", "which"), rows=list(archive.items()))
    if b is None:
        yield Table(columns=("what", "which"), rows=list(a.made_by.items()))
        return
    rows = [(name, made, b.made_by.get(name, "")) for name, made in a.made_by.items()]
    yield Table(columns=("what", "A", "B"), rows=rows)
