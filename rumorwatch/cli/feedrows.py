"""Feeds as rows: as listed in feeds.toml, and their health as remembered."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from rumorwatch.cli.display import age, ago, plural, shown
from rumorwatch.cli.output import table
from rumorwatch.collect.health import explain_health, health, longest_silence
from rumorwatch.domain.errors import SettingsError, quoted
from rumorwatch.domain.feeds import FeedState, Health

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    from rumorwatch.bootstrap import Workspace
    from rumorwatch.domain.feeds import Feed
    from rumorwatch.domain.posts import FeedId

HEALTH_STYLES = {
    Health.OK: "green",
    Health.FAILING: "bold red",
    Health.SILENT: "bold yellow",
    Health.GONE: "red",
    Health.PAUSED: "dim",
    Health.NEW: "cyan",
}
SICK = (Health.FAILING, Health.SILENT, Health.GONE)
"""What somebody has to look at."""
_HEALTH_COLUMNS = ("Id", "Health", "Last", "Usual gap", "Trouble")


def chosen_feeds(workspace: Workspace, feed_ids: Sequence[str]) -> list[Feed]:
    """Return the feeds with these ids in the order of feeds.toml; without ids all.

    Raises:
        SettingsError: RW-U04, one of them is not listed.
    """
    unknown = [feed_id for feed_id in feed_ids if feed_id not in workspace.feeds]
    if unknown:
        raise SettingsError(
            code="RW-U04",
            failed=f'no feed "{quoted(", ".join(unknown))}" in feeds.toml',
            remedy="`rumorwatch feeds list` shows their ids",
        )
    return [feed for feed in workspace.feeds.values() if not feed_ids or feed.id in feed_ids]


def feed_row(feed: Feed) -> dict[str, object]:
    """Return a feed as ``feeds list --json`` prints it: the keys of feeds.toml, all of them."""
    return {
        "id": feed.id,
        "url": feed.url,
        "title": feed.title,
        "kind": feed.kind.value,
        "role": feed.role.value,
        "channel": feed.channel,
        "agency": feed.agency,
        "province": feed.province,
        "language": feed.language,
        "basis": feed.basis,
        "rhythm_h": feed.rhythm / timedelta(hours=1) if feed.rhythm else None,
        "timezone": feed.timezone,
        "paused": feed.paused,
        "max_body_mb": feed.max_body_mb,
    }


def feeds_table(feeds: Sequence[Feed]) -> Table:
    """Return the feeds for a person, in the order given."""
    from rich.text import Text

    made = table("Id", "Role", "Channel", "Title and address", "Basis")
    for feed in feeds:
        name = Text(shown(feed.id), style="dim" if feed.paused else "bold").append("\npaused" if feed.paused else "")
        where = Text(shown(feed.title) + "\n" if feed.title else "").append(shown(feed.url), style="dim")
        basis = Text(shown(feed.basis)) if feed.basis else Text("none given", style="yellow")
        made.add_row(name, feed.role.value, Text(shown(feed.channel)), where, basis)
    return made


def health_row(feed: Feed, state: FeedState | None, now: datetime) -> dict[str, object]:
    """Return a feed's health as ``feeds check --json`` prints it."""
    known = state or FeedState(feed_id=feed.id)
    silence = longest_silence(feed, known)
    return {
        "id": feed.id,
        "health": health(feed, state, now).value,
        "why": explain_health(feed, state, now),
        "last_try_at": _iso(known.last_try_at),
        "last_good_at": _iso(known.last_good_at),
        "last_new_at": _iso(known.last_new_at),
        "usual_gap_s": known.usual_gap_s,
        "longest_silence_s": silence.total_seconds() if silence else None,
        "failures": known.failures,
        "next_try_at": _iso(known.next_try_at),
        "last_error": known.last_error,
    }


def health_view(feeds: Sequence[Feed], states: Mapping[FeedId, FeedState], now: datetime) -> Group:
    """Return the feeds' health for a person, in the order given: a row a feed, and under it why, full width."""
    from rich.console import Group
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    rows = [[Text(name, style="bold") for name in _HEALTH_COLUMNS]]
    rows += [_health_cells(feed, states.get(feed.id), now) for feed in feeds]
    whys = ["", *(explain_health(feed, states.get(feed.id), now) for feed in feeds)]
    widths = [max(_width(row[column]) for row in rows) for column in range(len(_HEALTH_COLUMNS))]
    lines: list[Table | Padding] = []
    for row, why in zip(rows, whys, strict=True):
        # One grid a feed, for no cell of a table reaches over its neighbors; the same widths make it one table.
        grid = Table.grid(padding=(0, 2))
        for width in widths:
            grid.add_column(width=width, overflow="fold")
        grid.add_row(*row)
        lines.append(grid)
        if why:
            lines.append(Padding(Text(shown(why), overflow="fold"), (0, 0, 0, 2)))
    return Group(*lines)


def _health_cells(feed: Feed, state: FeedState | None, now: datetime) -> list[Text]:
    from rich.text import Text

    known = state or FeedState(feed_id=feed.id)
    doing = health(feed, state, now)
    return [
        Text(shown(feed.id)),
        Text(doing.value, style=HEALTH_STYLES[doing]),
        Text(f"good {ago(known.last_good_at, now=now)}\nnew {ago(known.last_new_at, now=now)}"),
        Text(age(timedelta(seconds=known.usual_gap_s)) if known.usual_gap_s else ""),
        Text(_failures(known, now)),
    ]


def _width(cell: Text) -> int:
    return max(line.cell_len for line in cell.split("\n", allow_blank=True))


def sick_line(feeds: Sequence[Feed], states: Mapping[FeedId, FeedState], now: datetime) -> str:
    """Return one line that names the feeds somebody has to look at."""
    doing = {feed.id: health(feed, states.get(feed.id), now) for feed in feeds}
    named = [
        f"{len(ids)} {kind} ({', '.join(ids)})"
        for kind in SICK
        if (ids := [i for i, its in doing.items() if its is kind])
    ]
    return f"{plural(len(feeds), 'feed')}: {', '.join(named) if named else 'none failing, silent or gone'}"


def _failures(state: FeedState, now: datetime) -> str:
    failed = plural(state.failures, "failure") if state.failures else ""
    waits = state.next_try_at is not None and state.next_try_at > now
    return f"{failed}\nnext {ago(state.next_try_at, now=now)}" if waits else failed


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
