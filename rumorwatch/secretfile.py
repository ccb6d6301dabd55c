"""Secrets of a workspace: made once, mode 0600, read by this user alone."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

from rumorwatch.domain.errors import SettingsError

if TYPE_CHECKING:
    from pathlib import Path

SECRET_BYTES = 32
"""As long as the hash it keys (HMAC-SHA256, RFC 2104)."""


def secret_in(path: Path, *, name: str, setting: str, without: str) -> bytes:
    """Return the secret in a file; it is made when there is none.

    Args:
        path: The file.
        name: What it is called in errors.
        setting: The setting that names the file.
        without: What follows when it is deleted and made anew.

    Raises:
        SettingsError: RW-U05 the file cannot be read or made, or is not what we wrote; RW-U06 others can read it.
    """
    try:
        _make(path)
        mode = path.stat().st_mode & 0o777
        text = path.read_text("ascii")
    except OSError as error:
        raise SettingsError(
            code="RW-U05",
            failed=f'{name} file "{path}" cannot be read or made: {error.strerror or error}',
            remedy=f"Give this user the right to read and write it, or correct {setting}",
        ) from error
    except UnicodeDecodeError:
        text = ""
    if mode & 0o077:
        raise SettingsError(
            code="RW-U06",
            failed=f'{name} file "{path}" can be read by other users (mode {mode:o})',
            remedy=f'Run: chmod 600 "{path}"',
        )
    try:
        return _read(text)
    except ValueError as error:
        raise SettingsError(
            code="RW-U05",
            failed=f'{name} file "{path}" is not a key of ours',
            remedy=f"Restore it from a backup, or delete it: {without}",
        ) from error


def _read(text: str) -> bytes:
    """Return the secret that a file holds.

    Raises:
        ValueError: It holds none of ours; an empty one would be a key that everybody has.
    """
    secret = bytes.fromhex(text.strip())
    if len(secret) != SECRET_BYTES:
        raise ValueError(f"{len(secret)} bytes, not {SECRET_BYTES}")
    return secret


def _make(path: Path) -> None:
    """Write a new secret where there is no file: a kill or a full disk leaves none, and never half of one."""
    if path.exists():
        return
    made = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        descriptor = os.open(made, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        try:
            os.write(descriptor, secrets.token_hex(SECRET_BYTES).encode("ascii"))
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        try:
            os.link(made, path)
        except FileExistsError:
            return  # another run made it since: that one is the secret
        except OSError:  # a disk without hard links
            made.replace(path)
    finally:
        made.unlink(missing_ok=True)
