"""Alerts as rows: the fixed keys for programs, and the ranked table a duty officer reads in one glance."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rumorwatch.cli.display import age, ago, clock_time, plural, shown
from rumorwatch.cli.output import console, local_time
from rumorwatch.domain.alerts import AlertStatus
from rumorwatch.domain.rumors import Level
from rumorwatch.rank.advice import next_look

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    from rumorwatch.cli.owners import Assigned
    from rumorwatch.domain.alerts import Alert, AlertId

LEVEL_STYLES = {
    Level.HIGH: "bold white on red",
    Level.MEDIUM: "bold black on yellow",
    Level.LOW: "bold cyan",
    Level.MONITOR: "dim",
}
_REASONS = 3
"""Sentences of why in the table; ``alerts show`` has them all."""
_WIDE = 90
"""Columns from which sightings and answer stand beside the claim instead of under it."""
_CAPTION = "Possible matches with known false claims, and NEW rumors that no claim explains; a person decides."
_CLAIM_LINES = 2
_WHY_LINES = 2


def alert_row(alert: Alert, owner: Assigned | None = None) -> dict[str, object]:
    """Return the alert as ``scan --json`` and ``alerts list --json`` print it; keys and order are fixed.

    Args:
        alert: As last ranked.
        owner: Who answers it by when; None, or the desk: the agency is that of the statement.
    """
    return {
        "alert_id": alert.id,
        "rumor_id": alert.rumor_id,
        "claim_id": alert.claim_id,
        "text": alert.text,
        "priority": alert.priority.points,
        "level": alert.priority.level.value,
        "factors": dict(alert.priority.factors),
        "reasons": list(alert.priority.reasons),
        "posts": alert.posts,
        "independent": alert.independent,
        "first_seen": alert.first_seen.isoformat(),
        "statement_id": alert.statement_id,
        "agency": owner.name if owner and owner.name else alert.agency,
        "due_at": (owner.due_at if owner else alert.due_at).isoformat(),
    }


def alerts_table(
    alerts: Sequence[Alert],
    now: datetime,
    *,
    owners: Mapping[AlertId, Assigned] | None = None,
    width: int | None = None,
) -> Table:
    """Return the ranked table, in the order given.

    Args:
        alerts: Alerts, highest priority first.
        now: The moment ages and deadlines are counted from.
        owners: Who answers them by when, as far as anybody was told.
        width: Columns of the terminal; None: of stdout.
    """
    from rich import box
    from rich.table import Table

    wide = (width or console().width) >= _WIDE
    made = Table(
        box=box.SIMPLE_HEAD,
        expand=True,
        leading=1,
        pad_edge=False,
        title=_title(alerts, now),
        title_justify="left",
        title_style="bold",
        caption=_CAPTION if alerts else None,
        caption_justify="left",
        show_header=bool(alerts),
    )
    made.add_column("#", justify="right", no_wrap=True)
    made.add_column("Level", no_wrap=True)
    made.add_column("Claim, and why it ranks here", ratio=1)
    if wide:
        made.add_column("Seen", no_wrap=True)
        made.add_column("Answer", max_width=18)
    for rank, alert in enumerate(alerts, start=1):
        answer = _answer(alert, (owners or {}).get(alert.id), now)
        beside = ("\n".join(_seen(alert, now)), answer) if wide else ()
        made.add_row(str(rank), _level(alert), _claim(alert, now, answer=None if wide else answer), *beside)
    return made


def level_badge(level: Level) -> Text:
    """Return the level as a colored word."""
    from rich.text import Text

    # As a span, not as the text's own style, which would also color the padding of what is put below it.
    return Text().append(f" {level.upper()} ", style=LEVEL_STYLES[level])


def due_line(due_at: datetime, now: datetime) -> Text:
    """Return when an answer is due, in red when that is past."""
    from rich.text import Text

    late = due_at < now
    left = f"{age(now - due_at)} late" if late else ago(due_at, now=now)
    return Text(f"due {clock_time(due_at, now=now)}\n{left}", style="bold red" if late else "")


def _title(alerts: Sequence[Alert], now: datetime) -> str:
    if not alerts:
        return f"No alerts at {local_time(now)}"
    levels = Counter(alert.priority.level for alert in alerts)
    counted = ", ".join(f"{levels[level]} {level}" for level in Level if levels[level])
    return f"{plural(len(alerts), 'alert')} at {local_time(now)}: {counted}"


def _level(alert: Alert) -> Text:
    closed = "\nclosed" if alert.status is AlertStatus.CLOSED else ""
    return level_badge(alert.priority.level).append(f"\n{alert.priority.points:.0f} points\n{alert.id}{closed}")


def _claim(alert: Alert, now: datetime, *, answer: Text | None) -> Group:
    from rich.console import Group
    from rich.text import Text

    from rumorwatch.cli.clamped import Clamped, Sentences

    new = "" if alert.claim_id else "NEW "
    look = next_look(alert)
    watch = (f"watch, do not amplify; look again {clock_time(look, now=now)}",) if look else ()
    claim = Clamped(text=Text(new, style="bold magenta").append(shown(alert.text), style="bold"), lines=_CLAIM_LINES)
    why = Sentences(sentences=(*watch, *map(shown, alert.priority.reasons[:_REASONS])), lines=_WHY_LINES)
    if answer is None:
        return Group(claim, why)
    said = Text("statement: ").append_text(answer)
    return Group(claim, why, Text(", ".join(_seen(alert, now)), style="dim"), Text(", ").join(said.split("\n")))


def _seen(alert: Alert, now: datetime) -> tuple[str, ...]:
    return (
        f"{plural(alert.posts, 'post')} / {plural(alert.independent, 'source')}",
        f"on {plural(alert.channels, 'channel')}",
        f"first {ago(alert.first_seen, now=now)}",
        f"last {ago(alert.last_seen, now=now)}",
    )


def _answer(alert: Alert, owner: Assigned | None, now: datetime) -> Text:
    from rich.text import Text

    if alert.statement_id is None:
        said = Text("none", style="bold red")
    else:
        said = Text(shown(alert.agency or str(alert.statement_id), limit=30), style="green")
    # What is only watched is not to be answered, however soon its answer would be due.
    if alert.priority.level is Level.MONITOR:
        return said
    if alert.answered:
        return Text("\n").join((said, Text("answered", style="green")))
    taken = [Text("acknowledged", style="green")] if owner and owner.acknowledged_at else []
    return Text("\n").join((said, due_line(owner.due_at if owner else alert.due_at, now), *taken))
