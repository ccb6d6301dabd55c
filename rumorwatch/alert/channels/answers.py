"""What an HTTP answer means for a message: taken, later, or never (safety.md, Nothing lost)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from rumorwatch.domain.messages import Accepted, Deferred, Receipt, Refused

MAX_RETRY_AFTER = timedelta(hours=24)
"""A receiver may not silence a channel for longer (as feeds back off, safety.md)."""
_LATER = frozenset({408, 425, 429})


def receipt_for(status: int, *, retry_after: timedelta | None = None) -> Receipt:
    """Return what a status means; redirects are never followed: a message goes where an administrator said."""
    why = _spelled(status)
    if 200 <= status < 300:  # noqa: PLR2004 - the classes of RFC 9110, 15
        return Accepted()
    if status in _LATER or status >= 500:  # noqa: PLR2004
        return Deferred(why=why, retry_after=retry_after)
    return Refused(why=why)


def read_retry_after(value: str | None, *, now: datetime) -> timedelta | None:
    """Return how long a receiver asks to be left alone: seconds or a date (RFC 9110, 10.2.3), a day at most.

    What cannot be read, and what is over already, is nothing.
    """
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        # cut first: a number of a thousand digits is no timedelta
        wait = timedelta(seconds=int(text[:9]))
    else:
        try:
            at = parsedate_to_datetime(text)
        except (ValueError, OverflowError):
            return None
        wait = (at if at.tzinfo else at.replace(tzinfo=UTC)) - now
    return min(wait, MAX_RETRY_AFTER) if wait > timedelta(0) else None


def _spelled(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
