"""Settings from a file, checked: every fault is named."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from pydantic import ValidationError

from rumorwatch.domain.errors import SettingsError, quoted
from rumorwatch.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def read_settings(file: Path) -> Settings:
    """Return the settings of a file.

    Raises:
        FileNotFoundError: There is none.
        SettingsError: RW-U02 it cannot be read; RW-U03 a key is unknown or a value out of range.
    """
    try:
        read = tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        raise
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(
            code="RW-U02", failed=f'settings file "{file}" cannot be read: {quoted(str(error))}', remedy="Mend the file"
        ) from error
    return settings_from(read, file)


def settings_from(read: Mapping[str, object], file: Path) -> Settings:
    """Return checked settings.

    Raises:
        SettingsError: A key is unknown, a value out of range, or values cannot be meant together; every fault is named.
    """
    try:
        return Settings.model_validate(read)
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join(map(str, fault['loc']))}: {fault['msg'].lower()} (is {quoted(str(fault['input']))})"
            if fault["loc"]
            else fault["msg"].removeprefix("Value error, ")
            for fault in error.errors()
        )
        raise SettingsError(
            code="RW-U03",
            failed=f'settings file "{file}": {faults}',
            remedy="Mend these keys; docs/settings.md lists every key with its range",
        ) from error
