"""The one window of an alert: claim, priority with its factors, sightings, statement, deadline, notices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.console import Group
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from rumorwatch.cli.alertrows import due_line, level_badge
from rumorwatch.cli.clamped import Clamped
from rumorwatch.cli.display import ago, clock_time, plural, quote, shown
from rumorwatch.cli.dutyview import decision_lines, duty_lines
from rumorwatch.cli.growthview import growth_lines
from rumorwatch.domain.claims import Point, Status
from rumorwatch.domain.matches import Match
from rumorwatch.domain.rumors import Level
from rumorwatch.rank.advice import next_look

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from rich.console import RenderableType

    from rumorwatch.cli.alertdetail import AlertDetail
    from rumorwatch.domain.alerts import Alert
    from rumorwatch.domain.claims import Claim
    from rumorwatch.domain.readings import Reading
    from rumorwatch.domain.rumors import Sighting
    from rumorwatch.rank.weights import Weights

_BAR_CELLS = 12
_STATEMENT_LINES = 6
_POINTS = {
    Point.NUMBER: "a number",
    Point.UNIT: "a unit",
    Point.CURRENCY: "a currency",
    Point.DATE: "a date or time",
    Point.PLACE: "a place",
    Point.NEGATION: "whether it is so",
}
_WIDE = 80
"""Columns from which a sighting's facts stand beside its text instead of above it."""


def alert_view(detail: AlertDetail, now: datetime, *, width: int, most_sightings: int) -> Group:
    """Return the window, top to bottom in the order a duty officer asks: what, how urgent, where, what is said."""
    alert, listed = detail.alert, detail.sightings[:most_sightings]
    left_out = len(detail.sightings) - len(listed)
    sightings = f"Sightings, newest first ({plural(alert.posts, 'post')} / {plural(alert.independent, 'source')})"
    return Group(
        _headline(detail, now),
        *_advice(alert, now),
        *_section("Claim" if alert.claim_id else "New rumor", _claim(alert, detail.claim)),
        *_section(f"Why: {alert.priority.points:.1f} of 100 points", _factors(alert, detail.weights), *_moves(detail)),
        *(_section("Growth", *_growth(detail)) if detail.growth else ()),
        *_section(sightings, _sightings(detail, now, width=width, listed=listed)),
        *([Text(f"  and {left_out} older; more with --sightings", style="dim")] if left_out > 0 else []),
        *_section("Official statement", _statement(detail, now), *_contradictions(detail, now)),
        *_section("Who answers", *duty_lines(detail.duties, now)),
        *_section("Notices", _notices(detail, now), *decision_lines(detail.duties, now)),
    )


def _section(title: str, *parts: RenderableType) -> Iterator[RenderableType]:
    yield Rule(Text(title, style="bold"), align="left", style="dim")
    for part in parts:
        yield Padding(part, (0, 0, 0, 2))


def _headline(detail: AlertDetail, now: datetime) -> Text:
    alert, first = detail.alert, detail.duties.owner
    is_watched = alert.priority.level is Level.MONITOR
    due_at = first.due_at if first else alert.due_at
    due = Text("not asked for") if is_watched else Text(" ").join(due_line(due_at, now).split("\n"))
    owner = (shown(first.name, limit=60) or "the desk") if first else "nobody yet"
    return Text.assemble(
        level_badge(alert.priority.level),
        (f" {alert.id} ", "bold"),
        f" {alert.status}, opened {ago(alert.opened_at, now=now)}, owner: {owner}, answer ",
        due,
    )


def _advice(alert: Alert, now: datetime) -> Iterator[Text]:
    look = next_look(alert)
    if look is not None:
        said = f"Watch it, and do not amplify it by answering. Look again {clock_time(look, now=now)}."
        yield Text(said, style="bold")


def _claim(alert: Alert, claim: Claim | None) -> Group:
    if alert.claim_id is None:
        chosen = "A sentence of one of its posts; no known claim explains them. A person decides whether it is false."
        return Group(Text(shown(alert.text), style="bold"), Text(chosen, style="dim"))
    if claim is None:
        return Group(Text(shown(alert.text), style="bold"), Text("The claim is no longer stored.", style="dim"))
    said = [claim.title, claim.text, claim.subtitle]
    lines = [Text(shown(line), style="" if index else "bold") for index, line in enumerate(filter(None, said))]
    facts = [f"verdict {claim.verdict}", f"topic {claim.topic}", claim.publisher or "", claim.url or ""]
    facts.append("RETIRED" if claim.status == "retired" else "")
    return Group(*lines, Text(" · ".join(shown(fact) for fact in (*filter(None, facts), f"claim {claim.id}")), "dim"))


def _factors(alert: Alert, weights: Weights) -> Table:
    """Return a bar for each factor of its most points, with its sentence where there is one for each."""
    priority = alert.priority
    full = weights.points if weights.version == priority.weights_version else {}
    grid = Table.grid(padding=(0, 2))
    for (name, points), sentence in zip(priority.factors.items(), priority.reasons, strict=True):
        most = full.get(name)
        amount = f"{points:.1f}{f' of {most:g}' if most else ''}"
        grid.add_row(shown(name), _bar(points / (most or 100)), amount, Text(shown(sentence)))
    return grid


def _growth(detail: AlertDetail) -> Iterator[Text]:
    if detail.growth is not None and detail.rumor is not None:
        yield from map(Text, growth_lines(detail.growth, detail.rumor.spread))


def _moves(detail: AlertDetail) -> Iterator[Text]:
    """Yield a line for each neighbor in the ranking: how far it is, and what would do it."""
    for way, move in (("up", detail.up), ("down", detail.down)):
        if move is not None:
            ways = "; or ".join(move.ways) or "nothing by itself"
            yield Text(f"One place {way} (past {move.past}, {move.points:.1f} points): {ways}", style="dim")


def _bar(share: float) -> Text:
    filled = round(max(0.0, min(1.0, share)) * _BAR_CELLS)
    return Text("█" * filled, style="red").append("░" * (_BAR_CELLS - filled), style="dim")


def _sightings(detail: AlertDetail, now: datetime, *, width: int, listed: Sequence[Sighting]) -> RenderableType:
    if not detail.sightings:
        return Text("None stored any more: purged, or matched otherwise since. Run `rumorwatch scan`.", style="dim")
    wide = width >= _WIDE
    made = Table(box=box.SIMPLE_HEAD if wide else None, leading=1, pad_edge=False, expand=True, show_header=wide)
    if wide:
        for heading in ("When", "Where", "Why"):
            made.add_column(heading, max_width=24, overflow="fold")
    of_claim = detail.alert.claim_id is not None
    made.add_column("Possible match with the claim" if of_claim else "Says the same", ratio=1, overflow="fold")
    for sighting in listed:
        facts = _facts(sighting, now)
        text = Text(quote(sighting.post.text))
        made.add_row(*map(Text, facts), text) if wide else made.add_row(
            Group(Text(", ".join(facts).replace("\n", ", "), style="dim"), text)
        )
    return made


def _facts(sighting: Sighting, now: datetime) -> tuple[str, str, str]:
    post, why = sighting.post, sighting.why
    where = [shown(sighting.channel, limit=24), shown(post.feed_id, limit=24), shown(post.source or "", limit=24)]
    return (
        f"{clock_time(post.published_at, now=now)}\n{ago(post.published_at, now=now)}",
        "\n".join(filter(None, where)),
        f"{_matched(why) if isinstance(why, Match) else _read(why)}, {sighting.kind}",
    )


def _matched(match: Match) -> str:
    sure = f"{match.tier or 'no tier'}, {match.probability:.0%} sure"
    return f"{sure}\nsimilarity {match.similarity:.2f}\n{match.stance}"


def _read(reading: Reading) -> str:
    return f"says the same\n{reading.checkable:.0%} likely a claim"


def _statement(detail: AlertDetail, now: datetime) -> RenderableType:
    statement = detail.statement
    if statement is None:
        return Text("None: nothing official answers this yet.", style="bold red")
    facts = [shown(statement.agency), f"published {ago(statement.published_at, now=now)}"]
    if statement.published_at is None:
        facts[1] = "publication date unknown"
    if statement.valid_until is not None:
        over = statement.valid_until < now
        facts.append(f"{'EXPIRED' if over else 'valid until'} {clock_time(statement.valid_until, now=now)}")
    if detail.successor is not None:
        facts.append(f"SUPERSEDED by statement {shown(detail.successor.id)} of {shown(detail.successor.agency)}")
    facts.append("RETIRED" if statement.status is Status.RETIRED else "")
    facts.append(f"takes the place of {shown(statement.supersedes)}" if statement.supersedes else "")
    facts += [shown(part) for part in (statement.url, f"statement {statement.id}") if part]
    said = Text(shown(" ".join(filter(None, (statement.title, statement.text)))))
    return Group(Clamped(text=said, lines=_STATEMENT_LINES), Text(" · ".join(filter(None, facts)), style="dim"))


def _contradictions(detail: AlertDetail, now: datetime) -> Iterator[RenderableType]:
    """Yield what valid statements contradict each other on: both sentences, each with who said it and when."""
    for one in detail.contradictions:
        yield Text(f"CONTRADICTION: the statements differ in {_POINTS[one.point]}", style="bold red")
        for statement_id, agency, sentence in (
            (one.first, one.first_agency, one.first_sentence),
            (one.second, one.second_agency, one.second_sentence),
        ):
            published_at = detail.official[statement_id].published_at
            age = f", {ago(published_at, now=now)}" if published_at else ""
            yield Text(f"“{shown(sentence)}”").append(
                f"\n{shown(agency)}{age} · statement {shown(statement_id)}", "dim"
            )


def _notices(detail: AlertDetail, now: datetime) -> RenderableType:
    if not detail.notices:
        return Text("None: nobody has been told.", style="dim")
    return Group(
        *(
            Text(
                f"{clock_time(notice.decided_at, now=now)}  {notice.reason}, {notice.level},"
                f" {plural(notice.independent, 'source')} on {plural(notice.channels, 'channel')},"
                f" to {shown(detail.duties.names.get(notice.agency, notice.agency), limit=40) or 'the desk'}:"
                f" {f'sent {clock_time(notice.sent_at, now=now)}' if notice.sent_at else 'not sent yet'}"
            )
            for notice in detail.notices
        )
    )
