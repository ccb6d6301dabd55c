"""What can go wrong with a database, in a person's words: the one place where driver errors become ours.

SQLite's primary result codes decide (https://www.sqlite.org/rescode.html). What is not listed is a mistake in the
program and travels on as it is.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from rumorwatch.domain.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PRIMARY = 0xFF
"""An extended result code carries the primary one in its low byte."""
_FULL_BELOW_BYTES = 64 * 1024
"""SQLite says "I/O error" when it has no room for its 32 KiB of shared memory: with less free, the disk is full."""
_UNDONE = "The step in hand was undone, everything stored before it is kept"
_RESUMES = "The next run goes on from there"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Which database is meant, and what its errors have to say about it."""

    path: Path
    busy_timeout_s: float

    @property
    def free_bytes(self) -> int | None:
        """Bytes free on its disk; None when that cannot be known."""
        with suppress(OSError):
            return shutil.disk_usage(self.path.parent).free
        return None


@contextmanager
def translated(place: Place, *, reading: bool = False) -> Iterator[None]:
    """Turn the driver's errors inside the block into ours.

    Args:
        place: The database that the block works on.
        reading: The block is a read unit: a write in it is a mistake in the program.

    Raises:
        StoreError: RW-S01 to RW-S05 and RW-S07, by what the driver said.
        RuntimeError: A write in a read unit, or a row without its owner.
    """
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        code = getattr(cause, "sqlite_errorcode", None)
        if code is None:
            raise
        if reading and code == sqlite3.SQLITE_READONLY:
            raise RuntimeError("a read unit does not write: use Store.write()") from error
        if code & _PRIMARY == sqlite3.SQLITE_CONSTRAINT:
            raise RuntimeError(f"the store refused a row: {cause}") from error
        known = store_error(code, str(cause), place)
        if known is None:
            raise
        raise known from error


def store_error(code: int, said: str, place: Place) -> StoreError | None:
    """Return our error for an SQLite result code, or None when no person can do anything about it."""
    primary = code & _PRIMARY
    if primary in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return busy(place)
    if primary in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
        return damaged(said, place)
    if primary == sqlite3.SQLITE_READONLY:
        return read_only(place)
    return _disk_error(primary, said, place)


def _disk_error(primary: int, said: str, place: Place) -> StoreError | None:
    is_open_error = primary in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}
    is_disk_error = primary == sqlite3.SQLITE_IOERR
    if primary == sqlite3.SQLITE_FULL or ((is_open_error or is_disk_error) and _is_full(place)):
        return disk_full(place)
    if is_disk_error:
        return input_output_error(said, place)
    return cannot_open(said, place.path) if is_open_error else None


def cannot_open(why: str, path: Path) -> StoreError:
    """Return RW-S01: the database cannot be opened or created where it should be."""
    return StoreError(
        code="RW-S01",
        failed=f"Database {path} cannot be opened: {why}",
        kept="Nothing was changed",
        remedy="Check that the folder exists and belongs to this user, or correct storage.url in rumorwatch.toml",
    )


def busy(place: Place) -> StoreError:
    """Return RW-S02: another program kept the database longer than we wait."""
    return StoreError(
        code="RW-S02",
        failed=f"Database {place.path} was kept busy by another program for more than {place.busy_timeout_s:g} s",
        kept=_UNDONE,
        next=_RESUMES,
        remedy="End the other program (`fuser` names it), or raise storage.busy_timeout_s",
    )


def disk_full(place: Place) -> StoreError:
    """Return RW-S03: there is no room to write."""
    free = place.free_bytes
    amount = "" if free is None else f", {free / 1e6:.1f} MB free"
    return StoreError(
        code="RW-S03",
        failed=f"No room to write to database {place.path} (disk full or quota used up{amount})",
        kept=_UNDONE,
        next=_RESUMES,
        remedy="Free some space, or move the database and correct storage.url",
    )


def input_output_error(said: str, place: Place) -> StoreError:
    """Return RW-S04: the disk failed; going on could make it worse."""
    return StoreError(
        code="RW-S04",
        failed=f"The disk failed under database {place.path} ({said}); stopped at once",
        kept=_UNDONE,
        next=_RESUMES,
        remedy="Look at the disk and the system log, copy the workspace to a sound disk, then run `rumorwatch doctor`",
    )


def damaged(said: str, place: Place) -> StoreError:
    """Return RW-S05: the file is not, or is no longer, a sound database."""
    return StoreError(
        code="RW-S05",
        failed=f"Database {place.path} is damaged ({said})",
        kept="It was left as it is and no new one is made over it",
        remedy=(
            f"Put a sound copy in its place; or move it away together with {place.path.name}-wal and -shm,"
            " and the next run begins an empty one"
        ),
    )


def newer_schema(found: str, known: str, path: Path) -> StoreError:
    """Return RW-S06: a newer rumorwatch has changed the tables."""
    return StoreError(
        code="RW-S06",
        failed=f"Database {path} has schema {found}, this rumorwatch knows schemas up to {known}",
        kept="Nothing was changed",
        remedy="Install the newer rumorwatch again, or name another database in storage.url",
    )


def read_only(place: Place) -> StoreError:
    """Return RW-S07: the database can be read but not written."""
    return StoreError(
        code="RW-S07",
        failed=f"Database {place.path} may only be read (its permissions, its folder's, or a disk mounted read-only)",
        kept="Nothing was changed",
        remedy="Give this user the right to write the file and its folder",
    )


def unsupported(why: str, url: str) -> StoreError:
    """Return RW-S08: the address names a database we cannot use."""
    return StoreError(
        code="RW-S08",
        failed=f"storage.url = {url!r} cannot be used: {why}",
        kept="Nothing was changed",
        remedy="Name a file, for example sqlite:///rumorwatch.db",
    )


def foreign(path: Path) -> StoreError:
    """Return RW-S10: a sound database that is not ours."""
    return StoreError(
        code="RW-S10",
        failed=f"Database {path} belongs to another program: it has tables, and none says which schema of ours it has",
        kept="Nothing was changed",
        remedy="Name another file in storage.url",
    )


def _is_full(place: Place) -> bool:
    free = place.free_bytes
    return free is not None and free < _FULL_BELOW_BYTES
