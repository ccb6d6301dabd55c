"""Moments as people type them: a day, a time, or how long ago."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click import Context, Parameter

_AGO = re.compile(r"(?P<number>\d{1,5})(?P<unit>min|h|d)", re.ASCII)
_UNITS = {"min": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}


def moment(ctx: Context, param: Parameter, typed: str | None) -> datetime | None:
    """Return the aware moment of an ISO 8601 day or time: a click callback.

    Raises:
        BadParameter: It is neither.
    """
    return None if typed is None else _parsed(ctx, param, typed, also="")


def moment_or_span(ctx: Context, param: Parameter, typed: str | None) -> datetime | timedelta | None:
    """Return the moment, or the span before now (``90min``, ``36h``, ``14d``): a click callback.

    Raises:
        BadParameter: It is neither.
    """
    if typed is None:
        return None
    span = _AGO.fullmatch(typed)
    if span:
        return int(span["number"]) * _UNITS[span["unit"]]
    return _parsed(ctx, param, typed, also=", or a span before now: 90min, 36h, 14d")


def before(now: datetime, typed: datetime | timedelta) -> datetime:
    """Return the moment that was typed, a span being counted back from now."""
    return now - typed if isinstance(typed, timedelta) else typed


def _parsed(ctx: Context, param: Parameter, typed: str, *, also: str) -> datetime:
    from rumorwatch.cli.output import in_local_zone

    try:
        return in_local_zone(datetime.fromisoformat(typed))
    except ValueError as error:
        says = f"{typed!r} is no time: write 2026-11-22 or 2026-11-22T14:30{also}."
        raise click.BadParameter(says, ctx=ctx, param=param) from error
