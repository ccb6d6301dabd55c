"""Printing: data to stdout, talk to stderr; JSON lines for programs, rich tables for people."""

from __future__ import annotations

import json
import sys
from functools import cache
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from rich.console import Console
    from rich.table import Table

json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object a line, UTF-8, instead of a table.")


def print_json(rows: Iterable[Mapping[str, object]]) -> None:
    """Print one object a line: keys in the order given, no escapes, times as ISO 8601."""
    for row in rows:
        sys.stdout.write(json.dumps(row, ensure_ascii=False, separators=(",", ":"), default=_plain) + "\n")


def say(text: str) -> None:
    """Print talk for a person to stderr."""
    click.echo(text, err=True)


@cache
def console(*, talk: bool = False) -> Console:
    """Return the console of stdout, or of stderr for talk."""
    from rich.console import Console

    return Console(stderr=talk, highlight=False)


def table(*columns: str, title: str | None = None) -> Table:
    """Return an empty table with these headings; cells are given as rich Text or escaped text."""
    from rich import box
    from rich.table import Table

    made = Table(box=box.SIMPLE_HEAD, title=title, title_justify="left", pad_edge=False)
    for column in columns:
        made.add_column(column, overflow="fold")
    return made


def local_time(moment: datetime | None) -> str:
    """Return a moment as people in the workspace's zone read it; empty for None."""
    return "" if moment is None else moment.astimezone(zone()).strftime("%Y-%m-%d %H:%M")


def in_local_zone(moment: datetime) -> datetime:
    """Return a moment that people typed: without a zone it is in the workspace's."""
    return moment if moment.tzinfo else moment.replace(tzinfo=zone())


@cache
def zone() -> ZoneInfo:
    """Return the zone of times that people type and read."""
    from zoneinfo import ZoneInfo

    return ZoneInfo("Asia/Ho_Chi_Minh")


def _plain(value: object) -> object:
    from datetime import datetime

    if isinstance(value, datetime):
        return value.isoformat()
    message = f"{type(value).__name__} cannot be printed as JSON"
    raise TypeError(message)
