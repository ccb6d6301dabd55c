"""Files of the workspace as feeds: recorded demos, vendor exports, a hotline's list."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING
from urllib.parse import unquote

from rumorwatch.collect.faults import FEED, Code, Fault
from rumorwatch.domain.errors import quoted

if TYPE_CHECKING:
    from pathlib import Path

    from rumorwatch.domain.feeds import Feed

_MB = 1024 * 1024


def read_local(feed: Feed, *, workspace: Path, max_body_mb: float) -> bytes:
    """Return the bytes of a ``file:`` feed.

    Args:
        feed: Its url is ``file:`` and a path relative to the workspace.
        workspace: The folder it must lie in, once every link is followed.
        max_body_mb: The largest file read.

    Raises:
        Fault: RW-C20 outside the workspace, RW-C21 not readable, RW-C07 too large.
    """
    path = _inside(feed.url, workspace)
    limit = int(max_body_mb * _MB)
    try:
        # O_NONBLOCK: opening a pipe must not wait for its writer
        with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:  # noqa: PTH123 - by handle
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise _unreadable(path, workspace, "it is no ordinary file")
            body = file.read(limit + 1)
    except OSError as error:
        raise _unreadable(path, workspace, error.strerror or str(error)) from error
    if len(body) > limit:
        raise Fault(
            Code.BODY,
            f"the file is over {max_body_mb:g} MB, not read",
            f"If this feed is really that big: feeds.{FEED}.max_body_mb",
        )
    return body


def _inside(url: str, workspace: Path) -> Path:
    written = unquote(url.strip()[len("file:") :]).removeprefix("//")
    try:
        root = workspace.resolve(strict=True)
        path = (root / written).resolve()
    except (OSError, ValueError, RuntimeError) as error:  # no workspace, a NUL, a circle of links
        raise _outside(written) from error
    if not path.is_relative_to(root):
        raise _outside(written)
    return path


def _outside(written: str) -> Fault:
    return Fault(
        Code.OUTSIDE,
        f"the file {quoted(written)} does not lie inside the workspace; not opened",
        f"Copy it into the workspace and correct feeds.{FEED}.url",
    )


def _unreadable(path: Path, workspace: Path, why: str) -> Fault:
    shown = quoted(os.path.relpath(path, workspace.resolve()))
    return Fault(
        Code.FILE, f"the file {shown} cannot be read: {why}", f"Correct feeds.{FEED}.url, or put the file back"
    )
