"""channels.toml: the ways people are told, read strictly; what would tell strangers or show secrets is refused.

[[channel]]
id = "truc-ban"                       # 1 to 64 of a-z 0-9 - _
kind = "email"                        # email, webhook, apprise, file, atom, stdout
url = "env:TRUC_BAN_SMTP"             # smtps://user:password@mail.gov.vn; or file:PATH of a file of mode 0600
secret = "file:secrets/hook"          # webhook: whsec_ and base64
sender = "rumorwatch@gov.vn"          # email
to = ["truc-ban@gov.vn"]              # email
language = "vi"                       # vi, en, zh
lowest = "medium"                     # high, medium, low, monitor; not below alert.notify_level
abroad = false                        # its server is outside Vietnam: claim and counts only
signed_off = false                    # an administrator answers for telling more to a server abroad
plain = false                         # an intranet receiver without TLS is meant
paused = false
"""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from rumorwatch.alert.channelrules import is_abroad, is_address, why_impossible
from rumorwatch.alert.channelsecrets import resolve
from rumorwatch.domain.alerts import ChannelId
from rumorwatch.domain.channels import Channel, ChannelKind
from rumorwatch.domain.errors import SettingsError, quoted
from rumorwatch.domain.posts import Language
from rumorwatch.domain.rumors import Level

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

MAX_BYTES = 1 << 20
_ID = re.compile("[a-z0-9_-]{1,64}")
_SECRETS = ("url", "secret")
_FLAGS = ("abroad", "signed_off", "plain", "paused")
_LANGUAGES = (Language.VI, Language.EN, Language.ZH)
KEYS = ("id", "kind", "url", "secret", "sender", "to", "language", "lowest", *_FLAGS)
"""Keys of a ``[[channel]]`` table, in the order they are documented."""
_KEYS_OF = {
    ChannelKind.EMAIL: {"url", "sender", "to", "plain"},
    ChannelKind.WEBHOOK: {"url", "secret", "plain"},
    ChannelKind.APPRISE: {"url", "plain", "signed_off"},
    ChannelKind.FILE: {"url"},
    ChannelKind.ATOM: {"url"},
    ChannelKind.STDOUT: set[str](),
}
"""Beside those that every kind has: a key that would change nothing is a mistake."""
_KEYS_OF_ALL = {"id", "kind", "language", "lowest", "abroad", "paused"}
_LOCAL = (ChannelKind.FILE, ChannelKind.ATOM, ChannelKind.STDOUT)


def read_channels(path: Path, *, env: Mapping[str, str]) -> tuple[Channel, ...]:
    """Return the channels in the order of the file; without the file there are none.

    Args:
        path: channels.toml; its folder is the workspace.
        env: The environment, for ``env:NAME``.

    Raises:
        SettingsError: RW-U40 the file cannot be opened or is no TOML, RW-U41 a key or value cannot be used, RW-U42 what
            may stand there once stands there twice, RW-U43 a secret is not where it was said to be, RW-U44 others can
            read a secret, RW-U45 a combination that is refused, RW-U46 a file outside the workspace.
    """
    tables = _read_tables(path)
    channels = tuple(_read_channel(table, path=path, number=number, env=env) for number, table in enumerate(tables, 1))
    _refuse_twice(path, [channel.id for channel in channels])
    _refuse_shared(path, [channel for channel in channels if channel.kind in _LOCAL])
    return channels


def _read_tables(path: Path) -> Sequence[Mapping[str, Any]]:
    try:
        document = tomllib.loads(path.read_bytes()[:MAX_BYTES].decode("utf-8-sig"))
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise SettingsError(
            code="RW-U40",
            failed=f"{quoted(str(path))} cannot be opened: {error.strerror or error}",
            remedy="Check its owner and mode",
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(
            code="RW-U40",
            failed=f"{quoted(str(path))} is no TOML: {_where(error)}",
            remedy="Mend this line",
        ) from None  # what was found there may be a secret
    tables = document.pop("channel", [])
    if document or not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        wrong = next(iter(document), "channel")
        raise _unusable(path, f'"{quoted(wrong)}": the file holds [[channel]] tables and nothing else')
    return tables


def _where(error: ValueError) -> str:
    """Return the place of a mistake without the words found there."""
    found = re.search(r"\(at [^()]*\)$", str(error))
    return found.group().strip("()") if found else "it is not UTF-8"


def _read_channel(table: Mapping[str, Any], *, path: Path, number: int, env: Mapping[str, str]) -> Channel:
    name = f'channel {number} ("{quoted(str(table.get("id", "")))}")'
    for key, value in table.items():
        _check(path, name, key, value)
    for key in ("id", "kind"):
        if not table.get(key):
            raise _unusable(path, f'{name}: "{key}" is missing')
    kind = ChannelKind(table["kind"])
    idle = sorted(set(table) - _KEYS_OF[kind] - _KEYS_OF_ALL)
    if idle:
        raise _unusable(path, f'{name}: "{idle[0]}" says nothing for kind {kind}')
    url, secret = _resolve(table, kind, path=path, name=name, env=env)
    abroad = _abroad(table, url, kind, path=path, name=name)
    lowest = table.get("lowest")
    channel = Channel(
        id=ChannelId(table["id"]),
        kind=kind,
        url=url,
        secret=secret,
        sender=table.get("sender", ""),
        to=tuple(table.get("to", ())),
        language=Language(table.get("language", Language.VI)),
        lowest=Level(lowest) if lowest else None,
        abroad=abroad,
        plain=table.get("plain", False),
        paused=table.get("paused", False),
    )
    wrong = why_impossible(channel)
    if wrong:
        raise SettingsError(
            code="RW-U45", failed=f"{path.name}: {name}: {wrong}", remedy=f"Correct {quoted(str(path))}"
        )
    return channel


def _check(path: Path, name: str, key: str, value: object) -> None:
    if key not in KEYS:
        raise _unusable(path, f'{name}: unknown key "{quoted(key)}"; known are {", ".join(KEYS)}')
    if key in _SECRETS:
        # never shown: what somebody wrote wrongly is a secret still
        if not isinstance(value, str) or not value.isprintable():
            raise _unusable(path, f'{name}: "{key}" must be text in one line, without control characters')
        return
    wrong = _why_wrong(key, value)
    if wrong:
        raise _unusable(path, f'{name}: "{key}" is {quoted(str(value))}, must be {wrong}')


def _why_wrong(key: str, value: object) -> str | None:
    """Return what a value should be; None: it is."""
    match key:
        case "id":
            wanted, usable = "1 to 64 of a-z 0-9 - _", isinstance(value, str) and bool(_ID.fullmatch(value))
        case "kind" | "language" | "lowest":
            choices = {"kind": tuple(ChannelKind), "language": _LANGUAGES, "lowest": tuple(Level)}[key]
            wanted, usable = f"one of {', '.join(choices)}", isinstance(value, str) and value in choices
        case "sender":
            wanted, usable = "one plain address in ASCII, name@host", _is_address(value)
        case "to":
            wanted = 'a list of plain addresses in ASCII, ["name@host"]'
            usable = isinstance(value, list) and all(_is_address(one) for one in value)
        case _:
            wanted, usable = "true or false", isinstance(value, bool)
    return None if usable else wanted


def _is_address(value: object) -> bool:
    return isinstance(value, str) and is_address(value)


def _resolve(
    table: Mapping[str, Any], kind: ChannelKind, *, path: Path, name: str, env: Mapping[str, str]
) -> tuple[str, str]:
    """Return url and secret, fetched from where the file says they are."""
    if kind in _LOCAL:
        return _inside(table.get("url", ""), kind, path=path, name=name), ""
    found = {key: resolve(table.get(key, ""), key, kind, path=path, name=name, env=env) for key in _SECRETS}
    return found["url"], found["secret"]


def _inside(written: str, kind: ChannelKind, *, path: Path, name: str) -> str:
    """Return the file of a channel, relative to the workspace."""
    if kind is ChannelKind.STDOUT:
        return ""
    file = unquote(written.removeprefix("file:")) if written.startswith("file:") else written
    if not file.strip():
        raise _unusable(path, f'{name}: "url" is missing: the file, relative to the workspace')
    workspace = path.parent.resolve()
    inside = (workspace / file.replace("\0", "")).resolve()
    if not inside.is_relative_to(workspace) or inside == workspace:
        raise SettingsError(
            code="RW-U46",
            failed=f'{path.name}: {name}: "url" is no file inside the workspace',
            remedy="Name a file relative to the workspace",
        )
    return str(inside.relative_to(workspace))


def _abroad(table: Mapping[str, Any], url: str, kind: ChannelKind, *, path: Path, name: str) -> bool:
    """Return whether a channel gets claim and counts only; a service known to be abroad does unless signed off."""
    known = kind is ChannelKind.APPRISE and _known_abroad(url)
    signed_off = table.get("signed_off", False)
    if known and not signed_off and table.get("abroad") is False:
        raise SettingsError(
            code="RW-U45",
            failed=f"{path.name}: {name}: this service's servers are abroad, and abroad is false",
            remedy="Remove abroad = false: it is then told claim and counts only; or sign for telling it more "
            "with signed_off = true",
        )
    default = known and not signed_off
    return bool(table.get("abroad", default))


def _known_abroad(url: str) -> bool:
    try:
        return is_abroad(url)
    except ValueError:
        return False  # no URL at all: refused by the rules that follow


def _refuse_twice(path: Path, ids: Sequence[ChannelId]) -> None:
    twice = sorted({name for name in ids if ids.count(name) > 1})
    if twice:
        raise SettingsError(
            code="RW-U42",
            failed=f"{quoted(str(path))}: the id {quoted(', '.join(twice))} stands there more than once",
            remedy="Give each channel its own id",
        )


def _refuse_shared(path: Path, local: Sequence[Channel]) -> None:
    """Refuse two channels that write to one place: an Atom feed would replace what the other wrote."""
    places = [channel.url for channel in local]
    for place in places:
        ids = [channel.id for channel in local if channel.url == place]
        if len(ids) > 1:
            raise SettingsError(
                code="RW-U42",
                failed=f"{quoted(str(path))}: {quoted(', '.join(ids))} all write to {quoted(place) or 'stdout'}",
                remedy="Keep one of them, or give each a file of its own",
            )


def _unusable(path: Path, why: str) -> SettingsError:
    return SettingsError(code="RW-U41", failed=f"{path.name}: {why}", remedy=f"Correct {quoted(str(path))}")
