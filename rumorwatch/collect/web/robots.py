"""robots.txt: whether a host lets us read a feed, and how slowly (RFC 9309)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from rumorwatch.collect.faults import Code, Fault

if TYPE_CHECKING:
    from datetime import datetime

    from rumorwatch.domain.feeds import HostState

MAX_BYTES = 500_000
"""RFC 9309, 2.5: at least 500 kB are read; the rest is cut."""
MAX_CRAWL_DELAY_S = 60.0
"""A Crawl-delay of hours would be a ban in disguise; those who want one write Disallow."""
_OTHERS = "other"
_LINE = re.compile(
    r"[ \t]*(user[- ]?agent|d[a-z]{5,8}|allow|crawl[- ]delay)[ \t]*:[ \t]*([^#\r\n]*)", re.ASCII | re.IGNORECASE
)
_UNAVAILABLE = frozenset(
    {
        *(Code.CLIENT_STATUS, Code.GONE, Code.REDIRECTS, Code.DOWNGRADE, Code.STATUS),
        *(Code.URL, Code.FORBIDDEN, Code.PORT),
    }
)
"""Faults that mean there is no robots.txt: everything is allowed (2.3.1.3), and the feed meets its own checks."""
_NO_HOST = frozenset({Code.DNS, Code.CONNECT, Code.TLS})
"""Faults of the host itself, which say more than that its robots.txt is missing."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What one host asks of us."""

    parsed: Any
    """Protego's rules; None: everything is allowed."""
    token: str

    def allows(self, url: str) -> bool:
        """Whether we may read the URL."""
        return self.parsed is None or bool(self.parsed.can_fetch(url, self.token))

    @property
    def crawl_delay_s(self) -> float:
        """Return the seconds asked for between two requests, 0 to 60."""
        delay = self.parsed.crawl_delay(self.token) if self.parsed is not None else None
        return min(float(delay), MAX_CRAWL_DELAY_S) if delay else 0.0


def product_token(user_agent: str) -> str:
    """Return the name robots.txt knows us by: the part of the user agent before its version (2.2.1)."""
    return re.split(r"[/ (]", user_agent.strip(), maxsplit=1)[0].lower() or "rumorwatch"


def distill(body: bytes, *, token: str) -> str:
    """Return the lines that concern us; empty when none does.

    The groups of others are merged under one name: a file of 10,000 groups costs the matching library minutes.

    Args:
        body: robots.txt as read.
        token: Our product token, lower case.
    """
    lines: list[str] = []
    for match in _LINE.finditer(body[:MAX_BYTES].decode("utf-8-sig", "replace").replace("\r", "\n")):
        field, value = match.group(1).lower(), match.group(2).strip()
        if field.startswith("user"):
            line = f"User-agent: {_group(value, token)}"
            if not lines or lines[-1] != line:
                lines.append(line)
        else:
            lines.append(f"{field.capitalize()}: {value}")
    concerned = {f"User-agent: {token}", "User-agent: *"}
    return "\n".join(lines) if concerned.intersection(lines) else ""


def read_rules(text: str, *, token: str) -> Rules:
    """Return the rules in a distilled robots.txt."""
    if not text:
        return Rules(None, token)
    from protego import Protego  # 20 ms, and most hosts ask nothing

    return Rules(Protego.parse(text), token)


def is_fresh(state: HostState | None, *, now: datetime, max_age_h: float) -> bool:
    """Whether what we know needs no new request: read, allowed by its status, and not too old.

    A refusal by 5xx or silence is asked again at every visit; the feed's own back-off spaces those.
    """
    if state is None or state.robots is None or state.robots_checked_at is None or not state.robots_allowed:
        return False
    age = now - state.robots_checked_at
    return timedelta(0) <= age <= timedelta(hours=max_age_h)


def means_allowed(fault: Fault) -> bool:
    """Whether a failed request for robots.txt lets us read everything: 4xx does, 5xx and silence do not."""
    return fault.code in _UNAVAILABLE


def disallowed(url_path: str) -> Fault:
    """Return the fault of a feed its host's robots.txt forbids."""
    return Fault(
        Code.ROBOTS,
        f"robots.txt of its host forbids {url_path[:80]}",
        "Ask its publisher; if you have their consent: fetch.respect_robots = false",
    )


def unreachable(fault: Fault) -> Fault:
    """Return the fault of a feed whose host cannot say what it allows."""
    if fault.code in _NO_HOST:
        return fault
    return Fault(
        Code.ROBOTS_UNREACHABLE,
        f"robots.txt of its host cannot be read, which means no ({fault.what})",
        "Nothing to do here unless it lasts; with the publisher's consent: fetch.respect_robots = false",
        fault.retry_after,
    )


def _group(value: str, token: str) -> str:
    if value == "*":
        return "*"
    return token if re.split(r"[/ *]", value.lower(), maxsplit=1)[0] == token else _OTHERS
