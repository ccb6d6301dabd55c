"""The commands ``posts``: import an archive, show what is stored and what was held back, purge what is old."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rumorwatch.cli.display import plural
from rumorwatch.cli.moments import before, moment_or_span
from rumorwatch.cli.output import json_option, local_time, print_json, say
from rumorwatch.cli.workspace import opened
from rumorwatch.domain.errors import UsageError, quoted
from rumorwatch.domain.posts import Language

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from rumorwatch.bootstrap import Workspace
    from rumorwatch.domain.labels import Ruling
    from rumorwatch.domain.ports import Store, Unit
    from rumorwatch.domain.posts import Post, PostKey

_FILE = click.Path(dir_okay=False, path_type=Path)
_DEGRADED = 4
"""Exit code when another model than the one in the settings had to be used (docs/commands.md)."""
_MOST_SHOWN = 10
"""Posts shown when a name means several."""
_HELD_SHOWN = 20
"""What a person reads in some minutes."""
_MIN_NAME = 4
"""Characters of a key that name a post (Posts.find)."""
_PURGED_AT_ONCE = 1_000
"""Posts deleted in one transaction: some tenths of a second of lock."""


@click.group()
def posts() -> None:
    """Import archives of posts, show stored posts and those held back, purge old ones."""


@posts.command(name="import")
@click.argument("file", type=_FILE)
@click.option(
    "--mapping",
    type=_FILE,
    metavar="M.toml",
    help="How the columns of a vendor's export become ours (docs/commands.md).",
)
@click.option(
    "--feed", "feed_id", metavar="ID", help="The feed they are of: its role, channel and zone count for them."
)
@click.pass_obj
def import_posts(path: Path, file: Path, *, mapping: Path | None, feed_id: str | None) -> int:
    """Store the posts of FILE and match them: JSONL, CSV, TSV (also .gz) or XLSX.

    Posts that are stored already stay one. Rows that cannot be used are named with their line and left out, the others
    are stored; the exit code is then 1. The next scan ranks what was found.
    """
    from rumorwatch.cli.importing import import_file, tell_imported

    with opened(path, lock=True) as workspace:
        done = import_file(workspace, file, mapping=mapping, feed_id=feed_id)
        for warning in workspace.matcher.warnings:
            say(str(warning))
        degraded = workspace.matcher.degraded
    tell_imported(done, file)
    return _DEGRADED if degraded else 0


@posts.command()
@click.argument("name", metavar="NAME")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, UTF-8, instead of text.")
@click.pass_obj
def show(path: Path, name: str, *, as_json: bool) -> None:
    """Show a stored post: both spelling views, times, feed, matches.

    NAME is its id, its url, or the first 4 characters of its key or more.
    """
    from rumorwatch.cli.postview import post_row, post_view

    with opened(path) as workspace, workspace.store.read() as unit:
        found = unit.posts.find(name)
        named = found[:_MOST_SHOWN]
        matched = [(post, unit.matches.of_post(post.key), _agreed(unit, post, workspace)) for post in named]
        stored = unit.posts.count()
    if not found:
        raise _not_found(name, stored)
    if as_json:
        print_json(post_row(*one) for one in matched)
    else:
        from rumorwatch.cli.output import console

        language = Language(workspace.settings.match.language)
        for one in matched:
            console().print(post_view(*one, language))
    if len(found) > len(matched):
        say(f"{len(found) - len(matched)} more have this name; a longer one means fewer")


@posts.command()
@click.option(
    "--number",
    type=click.IntRange(1, 10_000),
    default=_HELD_SHOWN,
    show_default=True,
    help="Most posts to show.",
)
@json_option
@click.pass_obj
def held(path: Path, *, number: int, as_json: bool) -> None:
    """A sample of the posts of the window that were held back as opinion, criticism, satire, news or advertising.

    For audit: what looks like a claim here was taken for something else. Everybody who asks on one day sees the same
    sample; the next day's is another one.
    """
    from rumorwatch.cli.postview import held_row, held_table
    from rumorwatch.emerge.heldback import sample_of_held
    from rumorwatch.judged import judged_kinds
    from rumorwatch.label.effects import is_held, read_by_people

    with opened(path) as workspace, workspace.store.read() as unit:
        now = workspace.clock.now()
        read = unit.readings.since(now - timedelta(days=workspace.settings.scan.window_days))
        kinds = judged_kinds(unit, (post for post, _ in read), quorum=workspace.settings.label.quorum)
    read = [(post, read_by_people(post, reading, kinds)) for post, reading in read]
    sample, every = sample_of_held(read, number=number, day=now.date())
    if as_json:
        print_json(held_row(post, reading, by_people=post.text_hash in kinds) for post, reading in sample)
    elif sample:
        from rumorwatch.cli.output import console

        console().print(held_table(sample, kinds))
    by_people = sum(is_held(post, kinds) for post, _ in read)
    say(f"{len(sample)} of {plural(every, 'post')} held back; {by_people} by analysts")


@posts.command()
@click.option(
    "--before",
    "limit",
    required=True,
    metavar="TIME",
    callback=moment_or_span,
    help="Purge posts published before this day or time, or span before now (90d). Without a zone, Vietnam's time.",
)
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def purge(path: Path, *, limit: datetime | timedelta, yes: bool) -> None:
    """Delete old posts with their matches, after asking. Alerts, claims, statements and what was judged stay."""
    with opened(path, lock=True) as workspace:
        moment = before(workspace.clock.now(), limit)
        with workspace.store.read() as unit:
            keys = unit.posts.published_before(moment, limit=unit.posts.count())
        if not keys:
            say(f"No post was published before {local_time(moment)}; nothing to purge")
        elif yes or _confirmed(f"Delete {plural(len(keys), 'post')} published before {local_time(moment)}?"):
            say(f"{plural(_purge(workspace.store, keys), 'post')} purged")
        else:
            say("Nothing was purged")


def _agreed(unit: Unit, post: Post, workspace: Workspace) -> list[Ruling]:
    """Return what analysts agreed on about the text of a post."""
    from rumorwatch.label.rulings import rulings_of

    rulings = rulings_of(unit.judgments.on({post.text_hash}), quorum=workspace.settings.label.quorum)
    return [ruling for ruling in rulings.values() if ruling.is_agreed]


def _purge(store: Store, keys: Sequence[PostKey]) -> int:
    purged = 0
    for start in range(0, len(keys), _PURGED_AT_ONCE):
        with store.write() as unit:
            purged += unit.posts.purge(keys[start : start + _PURGED_AT_ONCE])
    return purged


def _confirmed(question: str) -> bool:
    """Ask on stderr.

    Raises:
        UsageError: RW-U24, there is nobody to ask.
    """
    if not sys.stdin.isatty():
        raise UsageError(
            code="RW-U24",
            failed=f"{question.removesuffix('?')}: nobody is here to ask (stdin is no terminal)",
            kept="Nothing was purged",
            remedy="Add --yes",
        )
    return click.confirm(question, err=True)


def _not_found(name: str, stored: int) -> UsageError:
    short = f"; the start of a key needs {_MIN_NAME} characters" if len(name) < _MIN_NAME else ""
    return UsageError(
        code="RW-U23",
        failed=f'no post "{quoted(name)}" among {stored} stored (by id, url or start of key{short})',
        remedy="`rumorwatch alerts show ALERT --json` gives the keys of an alert's posts",
    )
