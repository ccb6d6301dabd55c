"""One run at a time: the workspace's lock."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rumorwatch.domain.errors import LockedError, StoreError, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOCK_NAME = "rumorwatch.lock"
_MOST_HOLDER_BYTES = 100


@contextmanager
def workspace_lock(workspace: Path) -> Iterator[None]:
    """Hold the workspace's lock for the length of the block; the kernel releases it even on a kill.

    The file stays when the lock is released: deleting it would let two runs hold two files of one name.

    Args:
        workspace: The workspace's folder.

    Raises:
        LockedError: RW-S09, at once, when another run holds it.
        StoreError: RW-S01 when the lock file cannot be opened.
    """
    path = workspace / LOCK_NAME
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise _cannot_open(path, error) from error
    try:
        _lock(descriptor, path)
        # The real time, not the workspace's clock: it is compared with the wall clock by whoever waits.
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"process {os.getpid()} since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC".encode(), 0)
        yield
        os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def _lock(descriptor: int, path: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = quoted(os.pread(descriptor, _MOST_HOLDER_BYTES, 0).decode("utf-8", "replace"))
        raise LockedError(
            code="RW-S09",
            failed=f"Another run holds {path} ({holder or 'it has only just begun'})",
            kept="Nothing was changed",
            next="The lock is free as soon as that run ends, however it ends",
            remedy="Wait for it, or end that process",
        ) from error
    except OSError as error:
        raise _cannot_open(path, error) from error


def _cannot_open(path: Path, error: OSError) -> StoreError:
    return StoreError(
        code="RW-S01",
        failed=f"Lock file {path} cannot be used: {error.strerror}",
        kept="Nothing was changed",
        remedy="Check that the workspace is a folder this user may write to, on a disk that knows file locks",
    )
