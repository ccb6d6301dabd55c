"""The commands ``feeds``: where posts come from, and how each is doing."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rumorwatch.cli.display import plural, shown
from rumorwatch.cli.output import json_option, print_json, say
from rumorwatch.cli.workspace import opened
from rumorwatch.domain.errors import SettingsError, UsageError, quoted
from rumorwatch.domain.feeds import Feed, FeedKind, FeedRole
from rumorwatch.domain.posts import FeedId

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rumorwatch.bootstrap import Workspace

_KINDS, _ROLES = [kind.value for kind in FeedKind], [role.value for role in FeedRole]
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.group()
def feeds() -> None:
    """Manage feeds: where posts come from, and how each is doing."""


@feeds.command()
@click.argument("url", metavar="URL")
@click.option("--id", "feed_id", metavar="ID", help="1 to 64 of a-z 0-9 - _; default: made from title or address.")
@click.option("--title", default="", help="Name as people know it.")
@click.option(
    "--kind", type=click.Choice(_KINDS), default="feed", show_default=True, help="RSS/Atom/JSON, or a posts file."
)
@click.option("--role", type=click.Choice(_ROLES), default="public", show_default=True, help="Who speaks in it.")
@click.option("--channel", default="web", show_default=True, help="Where people meet it: web, facebook, zalo, tiktok.")
@click.option("--agency", help="Agency whose own feed it is.")
@click.option("--province", help="Province it is about.")
@click.option("--language", metavar="CODE", help="Language of its posts: vi, en, zh; default: each post decides.")
@click.option("--basis", default="", help="Why we may read it, such as: published for everyone.")
@click.option("--rhythm-h", type=float, metavar="HOURS", help="Longest silence that is normal; default: learned.")
@click.pass_obj
def add(
    path: Path,
    *,
    url: str,
    feed_id: str | None,
    title: str,
    kind: str,
    role: str,
    channel: str,
    agency: str | None,
    province: str | None,
    language: str | None,
    basis: str,
    rhythm_h: float | None,
) -> None:
    """Add a feed to feeds.toml: http, https, or file:PATH inside the workspace. The next scan reads it."""
    from datetime import timedelta

    from rumorwatch.bootstrap import FEEDS_FILE
    from rumorwatch.collect.feededits import add_feeds
    from rumorwatch.collect.opml import make_id

    with opened(path, lock=True) as workspace:
        _refuse_unusable({"URL": ("url", url), "--id": ("id", feed_id), "--rhythm-h": ("rhythm_h", rhythm_h)})
        _refuse_listed(workspace, url)
        feed = Feed(
            id=FeedId(feed_id) if feed_id is not None else make_id(title, url, workspace.feeds),
            url=url,
            title=title,
            kind=FeedKind(kind),
            role=FeedRole(role),
            channel=channel,
            agency=agency,
            province=province,
            language=language,
            basis=basis,
            rhythm=None if rhythm_h is None else timedelta(hours=rhythm_h),
        )
        add_feeds(path / FEEDS_FILE, [feed])
    say(f'Feed "{shown(feed.id)}" added')
    _warn_without_basis([feed])


@feeds.command(name="list")
@json_option
@click.pass_obj
def list_feeds(path: Path, *, as_json: bool) -> None:
    """List the feeds in the order of feeds.toml."""
    from rumorwatch.cli.feedrows import feed_row, feeds_table

    with opened(path) as workspace:
        listed = list(workspace.feeds.values())
    if as_json:
        print_json(map(feed_row, listed))
        return
    from rumorwatch.cli.output import console

    console().print(feeds_table(listed))
    say(plural(len(listed), "feed"))


@feeds.command()
@click.argument("feed_ids", metavar="[ID]...", nargs=-1)
@json_option
@click.pass_obj
def check(path: Path, feed_ids: Sequence[str], *, as_json: bool) -> None:
    """Show the health and rhythm of feeds (default: all) as remembered; nothing is fetched."""
    from rumorwatch.cli.feedrows import chosen_feeds, health_row, health_view, sick_line

    with opened(path) as workspace:
        chosen = chosen_feeds(workspace, feed_ids)
        with workspace.store.read() as unit:
            states = unit.feeds.states()
        now = workspace.clock.now()
    if as_json:
        print_json(health_row(feed, states.get(feed.id), now) for feed in chosen)
        return
    from rumorwatch.cli.output import console

    console().print(health_view(chosen, states, now))
    say(sick_line(chosen, states, now))


@feeds.command(name="import")
@click.argument("file", type=_FILE)
@click.pass_obj
def import_feeds(path: Path, file: Path) -> None:
    """Add the feeds of an OPML FILE, as feed readers export it; addresses listed already are left as they are."""
    from rumorwatch.bootstrap import FEEDS_FILE
    from rumorwatch.collect.feededits import add_feeds
    from rumorwatch.collect.opml import MAX_BYTES, read_opml
    from rumorwatch.collect.tables.reading import open_rows

    with opened(path, lock=True) as workspace, open_rows(file) as document:
        found = read_opml(document.read(MAX_BYTES + 1), taken=workspace.feeds)
        known = {feed.url for feed in workspace.feeds.values()}
        added = add_feeds(path / FEEDS_FILE, found)
    say(f"{plural(len(found), 'feed')} in {shown(file.name)}: {added} added, {len(found) - added} listed already")
    _warn_without_basis([feed for feed in found if feed.url not in known])


@feeds.command()
@click.argument("file", type=_FILE, required=False)
@click.pass_obj
def export(path: Path, file: Path | None) -> None:
    """Write the feeds as OPML to FILE, or to stdout; every feed reader can import it."""
    from rumorwatch.collect.opml import write_opml

    with opened(path) as workspace:
        listed = list(workspace.feeds.values())
    document = write_opml(listed)
    if file is None:
        sys.stdout.write(document.decode())
    else:
        from rumorwatch.collect.tables.writing import replaced

        with replaced(file) as place:
            place.write(document)
    say(f"{plural(len(listed), 'feed')} exported")


@feeds.command()
@click.argument("feed_id", metavar="ID")
@click.pass_obj
def pause(path: Path, feed_id: str) -> None:
    """Stop visiting a feed; its posts stay."""
    from rumorwatch.bootstrap import FEEDS_FILE
    from rumorwatch.collect.feededits import pause_feed

    with opened(path, lock=True):
        changed = pause_feed(path / FEEDS_FILE, FeedId(feed_id), paused=True)
    say(f'Feed "{shown(feed_id)}" {"paused" if changed else "was paused already"}')


@feeds.command()
@click.argument("feed_id", metavar="ID")
@click.pass_obj
def resume(path: Path, feed_id: str) -> None:
    """Visit a feed again at the next scan: ends a pause, a back-off, and "gone"."""
    from dataclasses import replace

    from rumorwatch.bootstrap import FEEDS_FILE
    from rumorwatch.collect.feededits import pause_feed

    with opened(path, lock=True) as workspace:
        pause_feed(path / FEEDS_FILE, FeedId(feed_id), paused=False)
        with workspace.store.write() as unit:
            state = unit.feeds.states().get(FeedId(feed_id))
            if state is not None and (state.gone or state.next_try_at is not None):
                unit.feeds.put_state(replace(state, gone=False, next_try_at=None))
    say(f'Feed "{shown(feed_id)}" is visited at the next scan')


def _refuse_unusable(options: Mapping[str, tuple[str, object]]) -> None:
    """Stop at the first option whose value its key in feeds.toml could not have; None is not looked at.

    Raises:
        UsageError: RW-U29.
    """
    from rumorwatch.collect.feedlist import read_feed

    sound: dict[str, object] = {"id": "sound", "url": "https://sound.example"}
    for option, (key, value) in options.items():
        if value is None:
            continue
        try:
            read_feed({**sound, key: value}, path=Path("feeds.toml"), number=1)
        except SettingsError as error:
            if error.code != "RW-U12":
                continue  # a file outside the workspace: said with its own code when it is added
            wanted = error.failed.partition(", must ")[2] or "not be empty"
            raise UsageError(
                code="RW-U29",
                failed=f'{option} is "{quoted(str(value))}", must {wanted}',
                kept="feeds.toml was left as it is",
                remedy="Mend the value; `rumorwatch feeds add --help` says what each option takes",
            ) from error


def _refuse_listed(workspace: Workspace, url: str) -> None:
    """Stop when the address is listed already.

    Raises:
        UsageError: RW-U28.
    """
    for feed in workspace.feeds.values():
        if feed.url == url:
            raise UsageError(
                code="RW-U28",
                failed=f'{quoted(url)} is listed already as "{feed.id}"',
                kept="feeds.toml was left as it is",
                remedy="`rumorwatch feeds list` shows it; edit feeds.toml to change it",
            )


def _warn_without_basis(added: Sequence[Feed]) -> None:
    bare = [feed.id for feed in added if not feed.basis]
    if bare:
        names = ", ".join(bare[:5]) + (f" and {len(bare) - 5} more" if len(bare) > 5 else "")  # noqa: PLR2004 - a line's worth
        say(f'Say why we may read {names}: basis = "…" in feeds.toml')
