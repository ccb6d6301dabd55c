"""The command ``init``: make a workspace, or leave everything as it was."""

from __future__ import annotations

import secrets
import shlex
import shutil
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rumorwatch.cli.output import say
from rumorwatch.domain.errors import SettingsError, UsageError, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

_SETTINGS = """\
# Settings of this workspace; every key with its range and default is in docs/settings.md.
# Unknown keys are errors. An empty file means: all defaults.
"""
_FEEDS = """\
# Feeds of this workspace. Add one by hand or with: rumorwatch feeds add URL --id NAME
#
# [[feed]]
# id = "province-news"                  # 1 to 64 of a-z 0-9 - _
# url = "https://news.example/rss"      # http, https, or file:path inside this folder
# role = "media"                        # public, official, factcheck, media, tipline
# basis = "published for everyone"      # why we may read it
"""


_NAMES = ("rumorwatch.toml", "feeds.toml", "rumorwatch.db", "author.key")
"""What every workspace begins with."""
_LOGS = ("rumorwatch.db-wal", "rumorwatch.db-shm")
"""Left of a database that is gone: beside a new one they would damage it."""
_ONLY_FOR_TESTS = "expected.json"


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), required=False)
@click.option(
    "--demo", is_flag=True, help="Fill it with the recorded demo: feeds, claims and statements, all invented."
)
@click.pass_obj
def init(path: Path, folder: Path | None, *, demo: bool) -> None:
    """Make a workspace in FOLDER (default: --workspace): settings, feed list, database, author key."""
    workspace = folder or path
    try:
        _refuse_existing(workspace, demo=demo)
        with _moved_into(workspace.resolve()) as building:
            _fill(building, demo=demo)
            _make_database(building, demo=demo)
    except OSError as error:
        raise SettingsError(
            code="RW-U08",
            failed=f'no workspace can be made in "{workspace}": {_reason(error)}',
            kept="Nothing was changed",
            remedy="Choose a folder that this user may write, on a disk with some MB free",
        ) from error
    say(f"Made a workspace in {workspace}. Next: rumorwatch --workspace {shlex.quote(str(workspace))} scan")


def _refuse_existing(workspace: Path, *, demo: bool) -> None:
    from rumorwatch.bootstrap import demo_folder

    shipped = [file.name for file in demo_folder().iterdir() if file.name != _ONLY_FOR_TESTS] if demo else []
    for name in (*_NAMES, *_LOGS, *shipped):
        if (workspace / name).exists() or (workspace / name).is_symlink():
            raise UsageError(
                code="RW-U07",
                failed=f'"{workspace}" has a workspace already, or part of one ({name} exists)',
                kept="Nothing was changed",
                remedy="Choose another folder, or use this one with --workspace",
            )


@contextmanager
def _moved_into(workspace: Path) -> Iterator[Path]:
    """Yield a new folder that becomes the workspace, or whose entries move into one that is there; an error undoes it.

    It lies beside the workspace, or inside one that is there: the one place this user surely may write, on its disk.
    """
    exists = workspace.exists()
    home = workspace if exists else workspace.parent
    missing = [folder for folder in (home, *home.parents) if not folder.exists()]
    building = home / f".rumorwatch-init-{secrets.token_hex(4)}"
    try:
        building.mkdir(parents=True)
        yield building
        if exists:
            _move_entries(building, workspace)
        else:
            building.rename(workspace)
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        with suppress(OSError):
            for folder in missing:
                folder.rmdir()
        raise


def _move_entries(building: Path, workspace: Path) -> None:
    moved: list[Path] = []
    try:
        for entry in sorted(building.iterdir()):
            moved.append(workspace / entry.name)
            entry.rename(moved[-1])
        building.rmdir()
    except BaseException:
        for entry in moved:
            with suppress(OSError):
                shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
        raise


def _fill(building: Path, *, demo: bool) -> None:
    from rumorwatch.bootstrap import demo_folder

    if demo:
        ignore = shutil.ignore_patterns(_ONLY_FOR_TESTS)
        shutil.copytree(demo_folder(), building, ignore=ignore, dirs_exist_ok=True)
    else:
        (building / "rumorwatch.toml").write_text(_SETTINGS, "utf-8")
        (building / "feeds.toml").write_text(_FEEDS, "utf-8")


def _reason(error: OSError) -> str:
    # shutil.Error holds a list of (from, to, why).
    why = error.args[0][0][2] if isinstance(error, shutil.Error) else error.strerror
    return quoted(str(why or error))


def _make_database(workspace: Path, *, demo: bool) -> None:
    from rumorwatch.cli.workspace import opened

    with opened(workspace) as made:
        _ = made.author_secret
        store = made.store
        if demo:
            from rumorwatch.collect.references import read_claims, read_statements

            with store.write() as unit:
                unit.claims.add(list(read_claims(workspace / "claims.jsonl")))
                unit.statements.add(list(read_statements(workspace / "statements.jsonl")))
