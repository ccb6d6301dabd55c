"""Reading feeds where it can do no harm: one warm child process under limits, for many feeds.

A start costs a third of a second, so the child lives on until a body kills it; then the next body gets a new one. The
time limit is kept by the parent, processor and memory limits by the kernel.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rumorwatch.collect.bodies.frames import EXIT_MEMORY, receive, send, unpack
from rumorwatch.collect.faults import FEED, shown_url
from rumorwatch.domain.errors import FeedError
from rumorwatch.domain.feeds import Feed, FeedKind, FeedRole
from rumorwatch.domain.posts import PostKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType
    from typing import IO, Self

    from rumorwatch.collect.bodies.parsed import Parsed
    from rumorwatch.settings import Parse

_ROOT = Path(__file__).parents[2]
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); from rumorwatch.collect.worker import main; main(int(sys.argv[2]))"
)
_START_S = 60.0
"""Seconds a child may take to start on a busy machine."""
_STOP_S = 1.0
_ARTICLE_ROLES = frozenset({FeedRole.OFFICIAL, FeedRole.FACTCHECK, FeedRole.MEDIA})


class Sandbox:
    """Reads bodies in a limited child process; use it as a context manager. Threads take turns."""

    def __init__(self, limits: Parse, *, max_body_mb: float) -> None:
        """Start nothing yet: an idle scan never needs the child.

        Args:
            limits: What the child may use.
            max_body_mb: What a file of posts may unpack to, unless its feed has its own limit.
        """
        self._limits = limits
        self._max_body_mb = max_body_mb
        self._child: subprocess.Popen[bytes] | None = None
        self._turn = threading.Lock()
        self.starts = 0
        """How many children were started so far."""

    def __enter__(self) -> Self:
        """Return the sandbox."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the child."""
        self.close()

    @property
    def pid(self) -> int | None:
        """Process id of the warm child, None when there is none."""
        return self._child.pid if self._child else None

    def parse(self, body: bytes, *, feed: Feed, content_type: str | None = None) -> Parsed:
        """Read one body as the feed's kind says.

        Items of official, fact-checking and media feeds are articles and those of tip lines tips, unless a file of
        posts says otherwise.

        Args:
            body: What the fetcher got, at most as long as it allows.
            feed: Whose body it is.
            content_type: Header of the answer.

        Raises:
            FeedError: RW-C40 to RW-C47 and RW-C55 from reading; RW-C50 processor time, RW-C51 memory, RW-C52 time,
                RW-C53 the child died, RW-C54 it cannot be started.
        """
        try:
            with self._turn:
                parsed = self._ask(self._request(feed, content_type), body)
        except FeedError as error:
            raise _of_feed(error, feed) from error.__cause__
        kind = _kind(feed)
        items = (replace(item, kind=kind) if item.kind is PostKind.POST else item for item in parsed.items)
        return replace(
            parsed,
            items=parsed.items if kind is PostKind.POST else tuple(items),
            notes=tuple(note.replace(FEED, feed.id) for note in parsed.notes),
        )

    def close(self) -> None:
        """End the child, if there is one."""
        with self._turn:
            self._end()

    def _request(self, feed: Feed, content_type: str | None) -> bytes:
        max_body_mb = feed.max_body_mb if feed.max_body_mb is not None else self._max_body_mb
        request = {
            "kind": feed.kind,
            "name": feed.url,
            "timezone": feed.timezone,
            "content_type": content_type,
            "max_entries": self._limits.max_entries,
            "max_bytes": int(max_body_mb * (1 << 20)),
            "cpu_s": self._limits.cpu_s,
        }
        return json.dumps(request).encode()

    def _ask(self, request: bytes, body: bytes) -> Parsed:
        child = self._started()
        payload = None
        with _killed_after(child, self._limits.wall_s) as late:
            try:
                send(_pipe(child.stdin), request)
                send(_pipe(child.stdin), body)
                payload = receive(_pipe(child.stdout))
            except OSError:
                payload = None
        if payload is not None and not late.is_set():
            try:
                return unpack(payload)
            except ValueError as error:
                self._end(kill=True)
                raise self._failure(None, late=False) from error
        raise self._failure(self._end(kill=late.is_set()), late=late.is_set())

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._child.poll() is None:
            return self._child
        self._end()
        command = [sys.executable, "-I", "-B", "-X", "utf8", "-c", _START, str(_ROOT), str(self._limits.memory_mb)]
        try:
            child = subprocess.Popen(  # noqa: S603 - our own interpreter and fixed words
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={},
                start_new_session=True,
            )
        except OSError as error:
            raise _no_start(str(error)) from error
        self._child = child
        self.starts += 1
        with _killed_after(child, _START_S):
            hello = receive(_pipe(child.stdout))
        if hello is None:
            raise _no_start(f"it ended with {self._end()}")
        return child

    def _end(self, *, kill: bool = False) -> int | None:
        """Close the pipes, wait, and return how the child ended (as ``Popen.returncode``)."""
        child, self._child = self._child, None
        if child is None:
            return None
        if kill:
            child.kill()
        for pipe in (child.stdin, child.stdout):
            try:
                _pipe(pipe).close()
            except OSError:
                continue  # the child is gone already, and with it what was buffered
        try:
            return child.wait(timeout=_STOP_S)
        except subprocess.TimeoutExpired:
            child.kill()
            return child.wait()

    def _failure(self, ended: int | None, *, late: bool) -> FeedError:
        limits = self._limits
        if late:
            code, failed = "RW-C52", f"reading it took over {limits.wall_s:g} s, stopped"
            remedy = "If the feed is really that big: parse.wall_s"
        elif ended == -signal.SIGXCPU:
            code, failed = "RW-C50", f"reading it took over {limits.cpu_s} s of processor time, stopped"
            remedy = "If the feed is really that big: parse.cpu_s"
        elif ended in {EXIT_MEMORY, -signal.SIGKILL}:
            code, failed = "RW-C51", f"reading it took over {limits.memory_mb} MB of memory, stopped"
            remedy = "If the feed is really that big: parse.memory_mb"
        else:
            code, failed = "RW-C53", f"the reader's process died on it ({_how(ended)})"
            remedy = "Please report it with the feed's address"
        return FeedError(
            code=code,
            failed=failed,
            remedy=remedy,
        )


@contextmanager
def _killed_after(child: subprocess.Popen[bytes], wall_s: float) -> Iterator[threading.Event]:
    """Kill the child when the block takes longer; the event given says whether that happened."""
    late = threading.Event()

    def stop() -> None:
        late.set()
        child.kill()

    timer = threading.Timer(wall_s, stop)
    timer.daemon = True
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()


def _of_feed(error: FeedError, feed: Feed) -> FeedError:
    return FeedError(
        code=error.code,
        failed=f'feed "{feed.id}" ({shown_url(feed.url)}): {error.failed}',
        kept=error.kept,
        next=error.next,
        remedy=error.remedy.replace(FEED, feed.id),
    )


def _kind(feed: Feed) -> PostKind:
    if feed.role is FeedRole.TIPLINE:
        return PostKind.TIP
    if feed.kind is FeedKind.FEED and feed.role in _ARTICLE_ROLES:
        return PostKind.ARTICLE
    return PostKind.POST


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise OSError("no pipe to the reader's process")
    return pipe


def _how(ended: int | None) -> str:
    return "its answer was no answer" if ended is None else f"signal {-ended}" if ended < 0 else f"exit {ended}"


def _no_start(why: str) -> FeedError:
    return FeedError(
        code="RW-C54",
        failed=f"the reader's process cannot be started ({why})",
        remedy="Check free memory and processes, and parse.memory_mb",
    )
