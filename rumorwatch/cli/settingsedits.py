"""Edits of rumorwatch.toml: comments and order stay, and a kill leaves the old file or the new one."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def set_models(path: Path, names: Sequence[str]) -> None:
    """Write ``match.model``.

    Raises:
        SettingsError: RW-U03 the settings could not be used afterwards; the file is unchanged.
        FileError: RW-F09 it cannot be written.
    """
    import tomlkit

    from rumorwatch.collect.tables.writing import replaced
    from rumorwatch.settingsfile import settings_from

    document = tomlkit.parse(path.read_text("utf-8"))
    table: Any = document.get("match")
    if table is None:
        table = tomlkit.table()
        document.append("match", table)
    table["model"] = list(names)
    text = tomlkit.dumps(document)
    settings_from(tomllib.loads(text), path)
    with replaced(path) as file:
        file.write(text.encode())
