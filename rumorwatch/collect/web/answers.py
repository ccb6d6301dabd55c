"""Answers: what a server's reply means for us, before anyone reads its body."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from rumorwatch.collect.faults import FEED, Code, Fault

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_RETRY_AFTER = timedelta(hours=24)
"""The longest we stay away because a server says so (safety.md: back-off up to 24 h)."""
_MAX_ETAG = 1024
_MAX_DATE = 64
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})
GOOD = frozenset({200, 203})


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What makes the next request conditional (RFC 9110, 8.8)."""

    etag: str | None = None
    last_modified: str | None = None

    def headers(self) -> list[tuple[bytes, bytes]]:
        """Return the request headers."""
        made = []
        if self.etag:
            made.append((b"If-None-Match", self.etag.encode("latin-1", "ignore")))
        if self.last_modified:
            made.append((b"If-Modified-Since", self.last_modified.encode("latin-1", "ignore")))
        return made

    def __bool__(self) -> bool:
        """Whether there is anything to compare with."""
        return bool(self.etag or self.last_modified)


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body, read in full and unpacked."""

    content: bytes
    content_type: str | None
    validators: Validators
    notes: tuple[str, ...] = ()
    """What the administrator should know, such as a permanent move."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """304: nothing new since the last visit."""

    notes: tuple[str, ...] = ()


Answer = Body | Unchanged


class Headers:
    """Response headers, looked up without regard to case; the first of several wins."""

    __slots__ = ("_values",)

    def __init__(self, pairs: Iterable[tuple[bytes, bytes]]) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in pairs:
            self._values.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))

    def first(self, name: str) -> str | None:
        """Return the first value."""
        values = self._values.get(name)
        return values[0].strip() if values else None

    def joined(self, name: str) -> str:
        """Return every value, as one list (RFC 9110, 5.3)."""
        return ", ".join(self._values.get(name, ()))


def read_validators(headers: Headers, *, now: datetime) -> Validators:
    """Return the validators worth keeping: no absurd ETag, no Last-Modified from the future.

    A date from the future, sent back, may be answered with 304 for ever.
    """
    etag, modified = headers.first("etag"), headers.first("last-modified")
    if etag and (len(etag) > _MAX_ETAG or not etag.isprintable()):
        etag = None
    if modified and len(modified) <= _MAX_DATE and modified.isascii() and modified.isprintable():
        moment = _http_date(modified)
        modified = modified if moment is not None and moment <= now + timedelta(days=1) else None
    else:
        modified = None
    return Validators(etag=etag or None, last_modified=modified)


def read_retry_after(value: str | None, *, now: datetime) -> timedelta | None:
    """Return how long a server asks us to stay away, at most 24 h; None when it says nothing usable."""
    if value is None:
        return None
    if value.isascii() and value.isdigit():
        seconds = int(value[:12])
        return min(timedelta(seconds=min(seconds, 10**9)), MAX_RETRY_AFTER)
    moment = _http_date(value)
    if moment is None or moment <= now:
        return None
    return min(moment - now, MAX_RETRY_AFTER)


def status_fault(status: int, headers: Headers, *, now: datetime) -> Fault:
    """Return the fault that a status is: any but 200, 203, a redirect and a 304 that was asked for."""
    said = f"the server answered {status}{_phrase(status)}"
    asked = read_retry_after(headers.first("retry-after"), now=now)
    code, more, remedy = _meaning(status)
    if code is Code.BUSY and asked is not None:
        more = f", asking us to wait {asked.total_seconds():.0f} s"
    return Fault(code, said + more, remedy, asked)


def _meaning(status: int) -> tuple[Code, str, str]:
    correct = f"Open the address in a browser and correct feeds.{FEED}.url"
    consent = f"We read only what is open to everyone: ask its publisher, or remove feeds.{FEED}"
    match status, status // 100:
        case 410, _:
            meaning = Code.GONE, ": it is gone for good", f"Remove feeds.{FEED}, or resume it if it came back"
        case ((429 | 503), _):
            meaning = Code.BUSY, "", "If it happens often: a longer fetch.host_interval_s"
        case ((401 | 403 | 407), _):
            meaning = Code.CLIENT_STATUS, "", consent
        case _, 4:
            meaning = Code.CLIENT_STATUS, "", correct
        case _, 5:
            meaning = Code.SERVER_STATUS, "", "Nothing to do here unless it lasts"
        case 304, _:
            meaning = Code.STATUS, " though we hold no copy", "Tell the feed's publisher if it lasts"
        case _:
            meaning = Code.STATUS, ", which holds no feed", correct
    return meaning


def _phrase(status: int) -> str:
    try:
        return f" {HTTPStatus(status).phrase}"
    except ValueError:
        return ""


def _http_date(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
