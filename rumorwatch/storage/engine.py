"""Open the database: find the file, look at it before touching it, set SQLite up, bring the schema to today.

WAL with synchronous=FULL: NORMAL loses acknowledged work at power loss. Writers begin with BEGIN IMMEDIATE: a deferred
transaction that turns to writing fails at once when another writer was faster (496 of 800 concurrent writes).
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import URL, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from rumorwatch.storage.faults import Place, cannot_open, damaged, read_only, translated, unsupported
from rumorwatch.storage.migrate import is_at_head, migrate
from rumorwatch.storage.store import WRITING, SqlStore

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection, Engine

_PRAGMAS = (
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    # A damaged page is found when it is read, not when it has been copied about.
    "PRAGMA cell_size_check = ON",
    "PRAGMA trusted_schema = OFF",
)
_WAL_RETRY_S = 0.02


def open_store(url: str, *, workspace: Path, busy_timeout_s: float) -> SqlStore:
    """Open the workspace's database, creating or migrating it where needed.

    Args:
        url: SQLAlchemy URL; a relative SQLite path is relative to the workspace.
        workspace: The workspace's folder.
        busy_timeout_s: How long a writer waits for another before RW-S02.

    Raises:
        StoreError: The database cannot be used, RW-S01 to RW-S08 and RW-S10; none is made over a damaged one.
    """
    place = Place(path=database_path(url, workspace), busy_timeout_s=busy_timeout_s)
    _look_before_opening(place)
    engine = _engine(place)
    try:
        with translated(place):
            with engine.connect() as connection:
                ready = is_at_head(connection, place)
            if not ready:
                migrate(engine.execution_options(**{WRITING: True}), place)
    except BaseException:
        engine.dispose()
        raise
    return SqlStore(engine, place)


def database_path(url: str, workspace: Path) -> Path:
    """Return the file that a URL names; nothing is opened.

    Raises:
        StoreError: RW-S08 it names none that we can use.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise unsupported("it is not a URL", url) from error
    shown = parsed.render_as_string(hide_password=True)
    if parsed.drivername not in {"sqlite", "sqlite+pysqlite"}:
        raise unsupported(f"{parsed.drivername} is not supported", shown)
    if not parsed.database or parsed.database == ":memory:":
        raise unsupported("a database in memory forgets everything at the end of the run", shown)
    if parsed.query or parsed.database.startswith("file:") or parsed.host:
        raise unsupported("only a plain path is understood, without host and options", shown)
    return workspace / parsed.database


def _look_before_opening(place: Place) -> None:
    """Refuse what opening would harm or explain badly.

    Raises:
        StoreError: RW-S01, RW-S05 or RW-S07.
    """
    path, folder = place.path, place.path.parent
    if not folder.is_dir():
        raise cannot_open(f"there is no folder {folder}", path)
    if path.exists() and not path.is_file():
        raise cannot_open("it is not a file", path)
    if not path.exists() or path.stat().st_size == 0:
        wal = path.with_name(f"{path.name}-wal")
        if wal.exists() and wal.stat().st_size > 0:
            # SQLite would delete the log, and with it work that was committed.
            raise damaged(f"the file is gone or empty, but its log {wal.name} holds {wal.stat().st_size} bytes", place)
    elif not _may(path, os.R_OK):
        raise cannot_open("this user may not read it", path)
    elif not _may(path, os.W_OK) or not _may(folder, os.W_OK):
        raise read_only(place)
    if not _may(folder, os.W_OK):
        raise cannot_open(f"this user may not write to {folder}", path)


def _may(path: Path, mode: int) -> bool:
    return os.access(path, mode, effective_ids=os.access in os.supports_effective_ids)


def _engine(place: Place) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(place.path)),
        connect_args={"timeout": place.busy_timeout_s},
        # A bug's saved traceback is sent around: no post's text and no author's key in it.
        hide_parameters=True,
        # Vietnamese and Chinese stay readable, and a third of the size.
        json_serializer=partial(json.dumps, ensure_ascii=False, separators=(",", ":")),
    )

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _record: object) -> None:
        # Transactions are begun below; the driver's own way of beginning them knows no IMMEDIATE and leaves out DDL.
        connection.isolation_level = None
        _use_wal(connection, deadline=time.monotonic() + place.busy_timeout_s)
        for pragma in _PRAGMAS:
            connection.execute(pragma)

    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get(WRITING, False)
    connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if writing else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
    if not writing:
        # A deferred transaction sees the database as of its first read: have that now.
        connection.exec_driver_sql("SELECT 1 FROM sqlite_master LIMIT 1")


def _use_wal(connection: sqlite3.Connection, *, deadline: float) -> None:
    """Set the journal mode, which stays with the file.

    SQLite does not wait for others here whatever its time-out is, so that of several programs that make one database at
    once all but one would fail.
    """
    while connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(_WAL_RETRY_S)
