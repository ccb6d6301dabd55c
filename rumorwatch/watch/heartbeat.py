"""The heartbeat: a sign of life after each good run, so that its absence is noticed elsewhere (a dead man's switch).

It says that scans run and nothing more: a model that is missing, or notices that wait, do not hold it back. Those are
told by exit codes, ``status`` and the metrics.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from rumorwatch.domain.errors import DeliveryError, quoted

if TYPE_CHECKING:
    import ssl
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from rumorwatch.settings import Fetch

MAX_PING_S = 10.0
"""A run is over in seconds; what answers later than this is taken for silent."""
_MAX_BODY_MB = 0.01
"""The answer is not looked at."""
_ADDRESS = re.compile(r"\S+://\S+")


def touch(path: Path, *, now: datetime) -> None:
    """Replace the heartbeat file by one of this moment: one line with it, in UTC.

    Raises:
        OSError: It cannot be written; one that was there stays, and grows old.
    """
    made = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        made.write_text(f"{now:%Y-%m-%dT%H:%M:%SZ}\n", "ascii")
        made.replace(path)
    except OSError:
        made.unlink(missing_ok=True)
        raise


def ping(
    written: str, *, fetch: Fetch, env: Mapping[str, str], now: datetime, tls: ssl.SSLContext | None = None
) -> None:
    """Fetch the heartbeat's address once, with the guard and limits of every other request.

    Args:
        written: As in the settings: the address, or ``env:NAME``.
        fetch: Limits.
        env: The environment.
        now: The moment, for dates in headers.
        tls: Whom to trust; None: the system's certificates.

    Raises:
        DeliveryError: RW-D04 it was not taken. The address is a secret: whoever knows it may speak for us, so only its
            host is named.
    """
    import asyncio

    from rumorwatch.collect.faults import Code, Fault
    from rumorwatch.collect.http import Fetcher
    from rumorwatch.collect.web.targets import read_target

    url = _address(written, env)
    limits = fetch.model_copy(update={"total_s": min(fetch.total_s, MAX_PING_S)})

    async def get() -> None:
        async with Fetcher(limits, tls=tls) as fetcher:
            await fetcher.get(read_target(url), now=now, max_body_mb=_MAX_BODY_MB, cut=True)

    try:
        asyncio.run(get())
    except Fault as fault:
        if fault.code is Code.STATUS:
            return  # 204 and its like hold no feed, and are an answer
        what = (
            "the address cannot be fetched" if fault.code is Code.URL else _ADDRESS.sub("another address", fault.what)
        )
        # Their remedy names a setting of ours; the others speak of feeds.
        remedy = (
            fault.remedy.replace("the feed's url", "watch.heartbeat_url")
            if fault.code in {Code.FORBIDDEN, Code.PORT}
            else "Look at watch.heartbeat_url"
        )
        raise _not_taken(f"to {_host(url)}: {fault.code} {what}", remedy) from fault
    except Exception as error:  # a sign of life that fails is a line, whatever it is: the scan was good
        what = f"{Code.UNEXPECTED} {type(error).__name__}"
        raise _not_taken(
            f"to {_host(url)}: {what}", "Look at watch.heartbeat_url; report it if that is right"
        ) from error


def _address(written: str, env: Mapping[str, str]) -> str:
    kind, _, variable = written.partition(":")
    if kind != "env":
        return written
    value = env.get(variable, "").strip()
    if not value:
        raise _not_taken(f"not tried: the environment has no {quoted(variable)}", "Set it where scans are started")
    return value


def _host(url: str) -> str:
    try:
        return quoted(urlsplit(url).hostname or "no host")
    except ValueError:
        return "no host"


def _not_taken(what: str, remedy: str) -> DeliveryError:
    return DeliveryError(
        code="RW-D04",
        failed=f"heartbeat {what}",
        kept="The scan itself is done",
        next="The next one sends another",
        remedy=remedy,
    )
