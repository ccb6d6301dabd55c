"""Secrets of channels: in the environment, in files that only we can read, or in channels.toml if it is one of them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from rumorwatch.domain.channels import ChannelKind
from rumorwatch.domain.errors import SettingsError, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_MAX_BYTES = 8192


def resolve(written: str, key: str, kind: ChannelKind, *, path: Path, name: str, env: Mapping[str, str]) -> str:
    """Return what a key says itself, or what stands where it says: ``env:NAME`` or ``file:PATH``.

    Args:
        written: Its value in channels.toml.
        key: ``url`` or ``secret``.
        kind: Of the channel, which decides whether a URL is a secret.
        path: channels.toml; paths begin at its folder.
        name: The channel, for messages.
        env: The environment.

    Raises:
        SettingsError: RW-U43 nothing stands there, RW-U44 others can read it.
    """
    scheme, _, place = written.partition(":")
    where = f'{path.name}: {name}: "{key}"'
    match scheme:
        case "env":
            return _from_env(place, env, where=where)
        case "file":
            return _from_file(path.parent / place, where=where)
        case _:
            if written and (key == "secret" or _is_secret(written, kind)):
                _refuse_open(
                    path, path.stat(), where=f"{path.name} holds the {key} of {name} and", more=", or use env: or file:"
                )
            return written


def _is_secret(url: str, kind: ChannelKind) -> bool:
    """Return whether a URL itself is to be kept secret; those of apprise are tokens from end to end."""
    try:
        return kind is ChannelKind.APPRISE or urlsplit(url).password is not None
    except ValueError:
        return True  # cannot be read: refused later, until then a secret


def _from_env(variable: str, env: Mapping[str, str], *, where: str) -> str:
    value = env.get(variable, "").strip()
    if not value:
        raise SettingsError(
            code="RW-U43",
            failed=f"{where}: the environment has no {quoted(variable)}",
            remedy="Set it where the scan is started, in cron or in systemd",
        )
    return value


def _from_file(file: Path, *, where: str) -> str:
    try:
        with file.open("rb") as opened:
            _refuse_open(file, os.fstat(opened.fileno()), where=f"{where}: {quoted(str(file))}")
            value = opened.read(_MAX_BYTES).decode("utf-8-sig").strip()
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or "not a text file"
        raise SettingsError(
            code="RW-U43",
            failed=f"{where}: {quoted(str(file))} cannot be read: {reason}",
            remedy="Check its path, which begins at the workspace, its owner and its mode",
        ) from error
    if not value:
        raise SettingsError(
            code="RW-U43",
            failed=f"{where}: {quoted(str(file))} is empty",
            remedy="Write the secret into it, in one line",
        )
    return value


def _refuse_open(file: Path, state: os.stat_result, *, where: str, more: str = "") -> None:
    mode = state.st_mode & 0o777
    if mode & 0o077:
        raise SettingsError(
            code="RW-U44",
            failed=f"{where} can be read by other users (mode {mode:04o})",
            remedy=f"chmod 600 {quoted(str(file))}{more}",
        )
