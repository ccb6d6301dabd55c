"""The checks of ``doctor``: each looks at one thing, changes nothing, and says what to mend."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from rumorwatch.cli.display import age
from rumorwatch.cli.output import local_time
from rumorwatch.domain.errors import LockedError, RumorwatchError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from rumorwatch.bootstrap import Workspace
    from rumorwatch.domain.trained import TrainedId

MIN_PYTHON = (3, 11)
_MB = 1_000_000
WARN_FREE_MB = 1_000
"""A year of a province's posts (about 2 kB each, 1,000 a day) with as much again for the log and vacuuming."""
FAIL_FREE_MB = 100
"""The database's own message for a full disk (RW-S03) comes too late to make room in peace."""
EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)
"""This version is younger than that: a clock before it was never set."""
_CLOCK_SLACK = timedelta(minutes=5)
"""Two machines kept by NTP differ by less; a scan recorded further ahead means a clock was wrong."""


class Outcome(StrEnum):
    """What a check found."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing looked at."""

    name: str
    outcome: Outcome = Outcome.OK
    detail: str
    remedy: str = ""


def check_all(path: Path) -> Iterator[Check]:
    """Look at everything; what rests on a workspace is left out when there is none that can be read.

    Args:
        path: The workspace's folder.
    """
    from rumorwatch.bootstrap import open_workspace
    from rumorwatch.cli.packages import package_checks

    yield check_python(sys.version_info[:3])
    yield from package_checks()
    try:
        workspace = open_workspace(path)
    except RumorwatchError as error:
        yield failure("settings", error)
        return
    yield Check(name="settings", detail=f"{path / 'rumorwatch.toml'} reads well")
    for name, look in (
        ("feeds", _feeds),
        ("channels", _channels),
        ("disk", _folder),
        ("watch files", _watch_files),
        ("lock", _lock),
        ("author key", _author_key),
    ):
        yield _safely(name, look, workspace)
    database = _safely("database", _database, workspace)
    yield database
    if database.outcome is Outcome.OK:
        yield from (
            _safely("clock", _clock, workspace),
            _safely("claims", _references, workspace),
            _safely("models", _models, workspace),
        )
    workspace.close()


def _safely(name: str, look: Callable[[Workspace], Check], workspace: Workspace) -> Check:
    try:
        return look(workspace)
    except RumorwatchError as error:
        return failure(name, error)


def failure(name: str, error: RumorwatchError) -> Check:
    """Return the check that a known error makes."""
    detail = f"{error.code} {error.failed}" + (f". {error.kept}" if error.kept else "")
    return Check(name=name, outcome=Outcome.FAIL, detail=detail, remedy=error.remedy)


def check_python(version: tuple[int, ...]) -> Check:
    """Check that Python is one we run on."""
    said = ".".join(map(str, version))
    if version >= MIN_PYTHON:
        return Check(name="python", detail=said)
    remedy = f"Install Python {'.'.join(map(str, MIN_PYTHON))} or newer, and rumorwatch into it"
    return Check(name="python", outcome=Outcome.FAIL, detail=said, remedy=remedy)


def check_disk(free_bytes: int, *, min_free_mb: float = FAIL_FREE_MB) -> Check:
    """Check that a disk has room.

    Args:
        free_bytes: What is free.
        min_free_mb: Less is a failure, as it is for ``status``.
    """
    detail = f"{free_bytes / _MB:,.0f} MB free"
    if free_bytes >= max(WARN_FREE_MB, min_free_mb) * _MB:
        return Check(name="disk", detail=detail)
    outcome = Outcome.WARN if free_bytes >= max(FAIL_FREE_MB, min_free_mb) * _MB else Outcome.FAIL
    remedy = "Free some space, or purge old posts: rumorwatch posts purge --before 90d"
    return Check(name="disk", outcome=outcome, detail=f"only {detail}", remedy=remedy)


def check_clock(now: datetime, *, last_scan_at: datetime | None, fixed: bool) -> Check:
    """Check that the clock is set, and has not been a day ahead before."""
    if fixed:
        return Check(name="clock", detail=f"stands still at {local_time(now)}: a recorded workspace")
    remedy = "Set the clock (timedatectl set-ntp true); ages, deadlines and windows are counted by it"
    if now < EARLIEST:
        return Check(name="clock", outcome=Outcome.FAIL, detail=f"says {local_time(now)}: never set", remedy=remedy)
    if last_scan_at is not None and last_scan_at > now + _CLOCK_SLACK:
        detail = (
            f"says {local_time(now)}, but the last scan was {age(last_scan_at - now)} later: one of the two is wrong"
        )
        return Check(name="clock", outcome=Outcome.FAIL, detail=detail, remedy=remedy)
    return Check(name="clock", detail=local_time(now))


def _folder(workspace: Workspace) -> Check:
    if os.access(workspace.path, os.W_OK):
        free_bytes = shutil.disk_usage(workspace.database_path.parent).free
        return check_disk(free_bytes, min_free_mb=workspace.settings.watch.min_free_mb)
    remedy = "Give this user the right to write the workspace's folder"
    return Check(name="disk", outcome=Outcome.FAIL, detail=f"{workspace.path} may not be written", remedy=remedy)


def _feeds(workspace: Workspace) -> Check:
    feeds = workspace.feeds.values()
    paused = sum(feed.paused for feed in feeds)
    detail = f"{len(feeds)} feeds, {paused} paused"
    if len(feeds) > paused:
        return Check(name="feeds", detail=detail)
    remedy = "Add one with `rumorwatch feeds add URL --id NAME`, or resume one"
    return Check(name="feeds", outcome=Outcome.WARN, detail=f"nothing to read: {detail}", remedy=remedy)


def _channels(workspace: Workspace) -> Check:
    channels = workspace.channels
    paused = sum(channel.paused for channel in channels)
    return Check(name="channels", detail=f"{len(channels)} channels, {paused} paused, all secrets in place")


def _watch_files(workspace: Workspace) -> Check:
    """Check what a scan would only warn of, where nobody may read it."""
    watch = workspace.settings.watch
    named = {"heartbeat_file": watch.heartbeat_file, "metrics_file": watch.metrics_file, "log_file": watch.log_file}
    for key, written in named.items():
        folder = (workspace.path / written).parent
        if written and not (folder.is_dir() and os.access(folder, os.W_OK)):
            remedy = f"Make the folder, give this user the right to write there, or correct watch.{key}"
            return Check(name="watch files", outcome=Outcome.FAIL, detail=f"{folder} may not be written", remedy=remedy)
    kind, _, variable = watch.heartbeat_url.partition(":")
    if kind == "env" and not os.environ.get(variable):
        remedy = "Set it where scans are started, in cron or in systemd; here it need not be"
        detail = f"watch.heartbeat_url: this environment has no {variable}"
        return Check(name="watch files", outcome=Outcome.WARN, detail=detail, remedy=remedy)
    writable = [written for written in named.values() if written]
    return Check(name="watch files", detail=f"{', '.join(writable)} can be written" if writable else "none set")


def _database(workspace: Workspace) -> Check:
    from rumorwatch.storage.engine import open_store
    from rumorwatch.storage.integrity import check

    storage = workspace.settings.storage
    store = open_store(storage.url, workspace=workspace.path, busy_timeout_s=storage.busy_timeout_s)
    try:
        found = check(store)
    finally:
        store.close()
    if found.error:
        return failure("database", found.error)
    size = f"{(found.file_bytes + found.wal_bytes) / _MB:,.1f} MB"
    return Check(name="database", detail=f"sound, {size}, schema {found.schema}")


def _author_key(workspace: Workspace) -> Check:
    name = workspace.settings.privacy.author_key_file
    if not (workspace.path / name).exists():
        return Check(name="author key", detail=f"{name} is not there yet: the first scan makes it")
    _ = workspace.author_secret
    return Check(name="author key", detail=f"{name} is only this user's")


def _clock(workspace: Workspace) -> Check:
    with workspace.store.read() as unit:
        scanned = unit.get_meta("last_scan_at")
    return check_clock(
        workspace.clock.now(),
        last_scan_at=datetime.fromisoformat(scanned) if scanned else None,
        fixed=workspace.settings.clock.fixed_at is not None,
    )


def _references(workspace: Workspace) -> Check:
    with workspace.store.read() as unit:
        claims, statements = len(unit.claims.all()), len(unit.statements.all())
    if claims:
        return Check(name="claims", detail=f"{claims} claims, {statements} statements in use")
    remedy = "Load them with `rumorwatch claims import FILE`"
    detail = "none: scans still collect, but no post can match a known claim"
    return Check(name="claims", outcome=Outcome.WARN, detail=detail, remedy=remedy)


def _models(workspace: Workspace) -> Check:
    from rumorwatch.embed.shipped import CASCADE, SHIPPED, read_shipped

    names, missing = workspace.settings.match.model, workspace.matcher.warnings
    if missing:
        return failure("models", missing[0])
    for name in SHIPPED if CASCADE in names else names:
        if name in SHIPPED:
            read_shipped(name).verify()
    trained = workspace.in_force.ids.values()
    for name in trained:
        _verify_trained(workspace, name)
    return Check(name="models", detail=", ".join((f"{' + '.join(names)} there", *trained)))


def _verify_trained(workspace: Workspace, name: TrainedId) -> None:
    from rumorwatch.inforce import fault_of

    with workspace.store.read() as unit:
        known = unit.trained.get(name)
    fault = fault_of(known, folder=workspace.models_path) if known else None
    if fault is not None:
        raise fault


def _lock(workspace: Workspace) -> Check:
    from rumorwatch.storage.lock import workspace_lock

    try:
        with workspace_lock(workspace.path):
            return Check(name="lock", detail="free")
    except LockedError as error:
        detail = f"a run is at work: {error.failed}"
        return Check(name="lock", outcome=Outcome.WARN, detail=detail, remedy="Nothing, unless it never ends")
