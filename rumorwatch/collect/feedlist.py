"""feeds.toml: the list of feeds of a workspace, read strictly and edited without disturbing what people wrote.

[[feed]]
id = "bao-abc"                        # 1 to 64 of a-z 0-9 - _
url = "https://abc.vn/rss"            # or "file:posts/group.jsonl", inside the workspace
title = "Báo ABC"
kind = "feed"                         # feed, posts
role = "media"                        # public, official, factcheck, media, tipline
channel = "web"
agency = "so-y-te"
province = "Huế"
language = "vi"
basis = "public RSS of a newspaper"
rhythm_h = 6
timezone = "Asia/Ho_Chi_Minh"
paused = false
max_body_mb = 20
"""

from __future__ import annotations

import re
import tomllib
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from rumorwatch.collect.bodies.dates import is_zone
from rumorwatch.domain.errors import SettingsError, quoted
from rumorwatch.domain.feeds import Feed, FeedKind, FeedRole
from rumorwatch.domain.posts import FeedId

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MAX_BYTES = 20 << 20
_ID = re.compile("[a-z0-9_-]{1,64}")
_TEXTS = ("id", "url", "title", "channel", "agency", "province", "language", "basis", "timezone")
_HOURS_A_YEAR = 8784
KEYS = (*_TEXTS[:3], "kind", "role", *_TEXTS[3:8], "rhythm_h", "timezone", "paused", "max_body_mb")
"""Keys of a ``[[feed]]`` table, in the order they are written."""


def read_feeds(path: Path) -> tuple[Feed, ...]:
    """Return the feeds in the order of the file; a workspace whose file is empty has none.

    Raises:
        SettingsError: RW-U10 the file cannot be opened, RW-U11 it is no TOML, RW-U12 a key or value cannot be used,
            RW-U13 one id twice, RW-U14 a file outside the workspace.
    """
    try:
        text = path.read_bytes()[:MAX_BYTES].decode("utf-8-sig")
        document = tomllib.loads(text)
    except OSError as error:
        raise SettingsError(
            code="RW-U10",
            failed=f"{quoted(str(path))} cannot be opened: {error.strerror or error}",
            remedy="Make the workspace with rumorwatch init, or name it with --workspace",
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(
            code="RW-U11", failed=f"{quoted(str(path))}: {quoted(str(error))}", remedy="Mend this line"
        ) from error
    tables = document.pop("feed", [])
    if document or not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        wrong = next(iter(document), "feed")
        raise _unusable(path, f'"{wrong}": the file holds [[feed]] tables and nothing else')
    feeds = tuple(read_feed(table, path=path, number=number) for number, table in enumerate(tables, start=1))
    refuse_twice(path, [feed.id for feed in feeds])
    return feeds


def read_feed(table: Mapping[str, Any], *, path: Path, number: int) -> Feed:
    """Return the feed of one table.

    Args:
        table: Its keys and values.
        path: feeds.toml, for messages and for the workspace around it.
        number: Which table it is, from 1.

    Raises:
        SettingsError: RW-U12 or RW-U14.
    """
    name = f'feed {number} ("{quoted(str(table.get("id", "")))}")'
    for key, value in table.items():
        _check(path, name, key, value)
    for key in ("id", "url"):
        if not table.get(key):
            raise _unusable(path, f'{name}: "{key}" is missing')
    _check_url(table["url"], path, name)
    rhythm_h = table.get("rhythm_h")
    return Feed(
        **{key: table[key] for key in (*_TEXTS[1:], "paused", "max_body_mb") if key in table},
        id=FeedId(table["id"]),
        kind=FeedKind(table.get("kind", FeedKind.FEED)),
        role=FeedRole(table.get("role", FeedRole.PUBLIC)),
        rhythm=timedelta(hours=rhythm_h) if rhythm_h else None,
    )


def refuse_twice(path: Path, ids: list[FeedId]) -> None:
    """Raise when an id is used more than once.

    Raises:
        SettingsError: RW-U13.
    """
    twice = sorted({name for name in ids if ids.count(name) > 1}) if len(set(ids)) < len(ids) else []
    if twice:
        raise SettingsError(
            code="RW-U13",
            failed=f"{quoted(str(path))}: the id {quoted(', '.join(twice))} stands there more than once",
            remedy="Give each feed its own id",
        )


def _check(path: Path, name: str, key: str, value: object) -> None:
    wrong: str | None = None
    match key:
        case "id":
            wrong = None if isinstance(value, str) and _ID.fullmatch(value) else "1 to 64 of a-z 0-9 - _"
        case "kind":
            wrong = None if value in set(FeedKind) else f"one of {', '.join(FeedKind)}"
        case "role":
            wrong = None if value in set(FeedRole) else f"one of {', '.join(FeedRole)}"
        case "timezone":
            wrong = None if isinstance(value, str) and is_zone(value) else 'a name like "Asia/Ho_Chi_Minh"'
        case "paused":
            wrong = None if isinstance(value, bool) else "true or false"
        case "rhythm_h" | "max_body_mb":
            most = _HOURS_A_YEAR if key == "rhythm_h" else 1000
            usable = isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= most
            wrong = None if usable else f"a number over 0 and at most {most}"
        case _ if key in _TEXTS:
            wrong = None if isinstance(value, str) else "text in quotation marks"
        case _:
            raise _unusable(path, f'{name}: unknown key "{quoted(key)}"; known are {", ".join(KEYS)}')
    if wrong:
        raise _unusable(path, f'{name}: "{key}" is {quoted(str(value))}, must be {wrong}')


def _check_url(url: str, path: Path, name: str) -> None:
    scheme = url.strip().partition(":")[0].lower()
    if scheme not in {"http", "https", "file"}:
        raise _unusable(path, f'{name}: "url" is {quoted(url)}, must begin with http:, https: or file:')
    if scheme != "file":
        return
    workspace = path.parent.resolve()
    inside = (workspace / unquote(url.strip()[len("file:") :]).removeprefix("//").replace("\0", "")).resolve()
    if not inside.is_relative_to(workspace):
        raise SettingsError(
            code="RW-U14",
            failed=f"{quoted(str(path))}, {name}: the file {quoted(url)} does not lie inside the workspace",
            remedy="Copy it into the workspace and name it relative to it",
        )


def _unusable(path: Path, why: str) -> SettingsError:
    return SettingsError(code="RW-U12", failed=f"{path.name}: {why}", remedy=f"Correct {quoted(str(path))}")
