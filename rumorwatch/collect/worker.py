"""The sandbox's child: reads bodies under limits it sets on itself, one after another, until its parent goes away.

It imports only what reading needs, gets no environment and no open files but its three pipes, and can write no file.
"""

from __future__ import annotations

import json
import math
import os
import resource
import sys
from typing import TYPE_CHECKING

from rumorwatch.collect import feed
from rumorwatch.collect.bodies.frames import EXIT_MEMORY, pack, receive, send
from rumorwatch.domain.errors import FeedError, FileError, quoted
from rumorwatch.domain.feeds import FeedKind

if TYPE_CHECKING:
    from typing import Any

    from rumorwatch.collect.bodies.parsed import Parsed

_MAX_OPEN_FILES = 32
"""Enough for lazy imports."""


def main(memory_mb: int) -> None:
    """Answer requests from standard input until it ends."""
    import feedparser  # noqa: F401 - paid once, before the first request and its limits

    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints must not print into the answers
    _limit(resource.RLIMIT_AS, memory_mb << 20)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_NOFILE, _MAX_OPEN_FILES)
    send(answers, b"ready")
    while (head := receive(requests)) is not None and (body := receive(requests)) is not None:
        request = json.loads(head)
        _allow_cpu(request["cpu_s"])
        try:
            send(answers, pack(_answer(request, body)))
        except MemoryError:
            os._exit(EXIT_MEMORY)


def _answer(request: dict[str, Any], body: bytes) -> Parsed | FeedError:
    try:
        if request["kind"] == FeedKind.POSTS:
            from rumorwatch.collect.files import parse_posts

            return parse_posts(body, name=request["name"], timezone=request["timezone"], max_bytes=request["max_bytes"])
        return feed.parse(
            body,
            timezone=request["timezone"],
            max_entries=request["max_entries"],
            content_type=request["content_type"],
        )
    except FeedError as error:
        return error
    except FileError as error:
        return FeedError(code="RW-C55", failed=error.failed, remedy=error.remedy)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - hostile input may raise anything; the parent gets it typed
        return FeedError(
            code="RW-C47",
            failed=f"the reader failed on it ({type(error).__name__}: {quoted(str(error))})",
            remedy="Please report it with the feed's address",
        )


def _limit(what: int, value: int) -> None:
    hard = resource.getrlimit(what)[1]
    bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(what, (bound, bound))


def _allow_cpu(cpu_s: int) -> None:
    """Move the soft limit to this much more than was used; the kernel counts in whole seconds, so up to one more."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = math.ceil(used.ru_utime + used.ru_stime) + cpu_s
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))
