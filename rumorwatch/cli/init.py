"""The command ``init``: make a workspace."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from rumorwatch.cli.output import say
from rumorwatch.domain.errors import UsageError

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


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), required=False)
@click.option(
    "--demo", is_flag=True, help="Fill it with the recorded demo: feeds, claims and statements, all invented."
)
@click.pass_obj
def init(path: Path, folder: Path | None, *, demo: bool) -> None:
    """Make a workspace in FOLDER (default: --workspace): settings, feed list, database, author key."""
    workspace = folder or path
    _refuse_existing(workspace)
    workspace.mkdir(parents=True, exist_ok=True)
    if demo:
        _fill_with_demo(workspace)
    else:
        (workspace / "rumorwatch.toml").write_text(_SETTINGS, "utf-8")
        (workspace / "feeds.toml").write_text(_FEEDS, "utf-8")
    _make_database(workspace, demo=demo)
    say(f"Made a workspace in {workspace}. Next: rumorwatch --workspace {workspace} scan")


def _refuse_existing(workspace: Path) -> None:
    for name in ("rumorwatch.toml", "feeds.toml", "rumorwatch.db"):
        if (workspace / name).exists():
            raise UsageError(
                code="RW-U07",
                failed=f'"{workspace}" has a workspace already ({name} exists)',
                kept="Nothing was changed",
                remedy="Choose another folder, or use this one with --workspace",
            )


def _fill_with_demo(workspace: Path) -> None:
    from rumorwatch.bootstrap import demo_folder

    shutil.copytree(demo_folder(), workspace, dirs_exist_ok=True)


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
