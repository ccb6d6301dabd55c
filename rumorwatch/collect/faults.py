"""Faults of collecting: what went wrong with one feed, and the one line a person reads about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from rumorwatch.domain.errors import FeedError, quoted

if TYPE_CHECKING:
    from rumorwatch.domain.feeds import Feed

FEED = "<feed>"
"""Stands for the feed's name in a remedy; the fetcher does not know whose request it runs."""


class Code(StrEnum):
    """One code a thing the user can do something about (docs/errors.md)."""

    URL = "RW-C01"
    FORBIDDEN = "RW-C02"
    PORT = "RW-C03"
    DNS = "RW-C04"
    CONNECT = "RW-C05"
    TLS = "RW-C06"
    BODY = "RW-C07"
    TIMEOUT = "RW-C08"
    HEADERS = "RW-C09"
    REDIRECTS = "RW-C10"
    DOWNGRADE = "RW-C11"
    ENCODING = "RW-C12"
    PROTOCOL = "RW-C13"
    CLIENT_STATUS = "RW-C14"
    SERVER_STATUS = "RW-C15"
    BUSY = "RW-C16"
    GONE = "RW-C17"
    ROBOTS = "RW-C18"
    ROBOTS_UNREACHABLE = "RW-C19"
    OUTSIDE = "RW-C20"
    FILE = "RW-C21"
    STATUS = "RW-C22"
    UNEXPECTED = "RW-C23"


@dataclass(eq=False)
class Fault(Exception):  # noqa: N818 - a fault of the world, not of the program; it becomes a FeedError
    """Something about one request or file; it says nothing yet about whose it was."""

    code: Code
    what: str
    """What failed, with the number or limit."""
    remedy: str = ""
    """What to do, with the name of the setting; ``FEED`` in it stands for the feed's name."""
    retry_after: timedelta | None = None
    """How long the server asked us to stay away."""

    def __str__(self) -> str:
        """Return code and cause."""
        return f"{self.code} {self.what}"


def shown_url(url: str) -> str:
    """Return a URL as messages show it: without user name, query and fragment, which may hold secrets."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return quoted(url)
    host = parts.netloc.rpartition("@")[2]
    return quoted(f"{parts.scheme}://{host}{parts.path}" if host else f"{parts.scheme}:{parts.path}")


def feed_error(
    fault: Fault | FeedError, *, feed: Feed, others: int, now: datetime, next_try_at: datetime | None
) -> FeedError:
    """Return the fault as an error of this feed.

    Args:
        fault: What happened; of a parser's FeedError the parts already said are kept.
        feed: Whose fault it is.
        others: How many other feeds are visited in the same run.
        now: The run's moment.
        next_try_at: When the feed is tried again; None: in the next run, or never when it is gone.
    """
    if isinstance(fault, Fault):
        code, failed = str(fault.code), f'feed "{feed.id}" ({shown_url(feed.url)}): {fault.what}'
        kept, coming, remedy = "", "", fault.remedy.replace(FEED, feed.id)
    else:
        code, failed, kept, coming, remedy = fault.code, fault.failed, fault.kept, fault.next, fault.remedy
    gone = code == Code.GONE
    error = FeedError(
        code=code,
        failed=failed,
        kept=kept or _kept(others),
        next=coming or _coming(feed, now=now, next_try_at=next_try_at, gone=gone),
        remedy=remedy,
    )
    error.__cause__ = fault.__cause__
    return error


def local_time(moment: datetime, *, feed: Feed, now: datetime) -> str:
    """Return a moment on the feed's clock: ``12:35``, with the date when it is not today."""
    from zoneinfo import ZoneInfo  # only failing feeds need it

    try:
        zone = ZoneInfo(feed.timezone)
    except (KeyError, OSError, ValueError):  # a zone nobody knows must not hide the error it stands in
        zone = UTC  # type: ignore[assignment]
    there = moment.astimezone(zone)
    same_day = there.date() == now.astimezone(zone).date()
    return f"{there:%H:%M}" if same_day else f"{there:%Y-%m-%d %H:%M}"


def _kept(others: int) -> str:
    match others:
        case 0:
            return "0 posts taken, earlier ones stay"
        case 1:
            return "0 posts taken, 1 other feed not affected"
        case _:
            return f"0 posts taken, {others} other feeds not affected"


def _coming(feed: Feed, *, now: datetime, next_try_at: datetime | None, gone: bool) -> str:
    if gone:
        return "Not visited again until it is resumed"
    if next_try_at is None:
        return "Next try in the next run"
    return f"Next try {local_time(next_try_at, feed=feed, now=now)}"
