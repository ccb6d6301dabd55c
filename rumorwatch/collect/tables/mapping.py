"""Mapping files: how the columns of somebody else's export become posts.

header_line = 3                       # optional, as everything but [columns]
sheet = "Mentions"
encoding = "cp1258"
delimiter = ";"
timezone = "Asia/Bangkok"
date_format = "%m/%d/%Y %H:%M"        # strptime, for dates we would read otherwise

[columns]                             # their column = our key; several may make up one text
"Nội dung" = "text"
"Thời gian" = "published_at"

[constants]                           # our key = value for rows that say nothing else
kind = "comment"

[values.kind]                         # their value = ours
"BL" = "comment"
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from rumorwatch.collect.bodies.dates import is_zone
from rumorwatch.collect.tables.postfields import POST_KEYS
from rumorwatch.collect.tables.reading import open_rows
from rumorwatch.collect.tables.rows import TableOptions
from rumorwatch.domain.errors import FileError, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from zoneinfo import ZoneInfo

_KEYS = {
    "columns": dict, "constants": dict, "values": dict, "date_format": str, "timezone": str, "encoding": str,
    "delimiter": str, "sheet": str, "header_line": int,
}  # fmt: skip
_MAX_BYTES = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMapping:
    """How an export's rows become posts."""

    columns: Mapping[str, str] = field(default_factory=dict)
    """Our key by their column; empty: the columns are ours."""
    constants: Mapping[str, object] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    date_format: str | None = None
    timezone: str | None = None
    options: TableOptions = field(default_factory=TableOptions)

    def apply(self, cells: Mapping[str, object]) -> dict[str, object]:
        """Return a row's cells under our keys; several columns of one key are joined by line breaks."""
        ours: dict[str, object] = {}
        for column, value in cells.items():
            key = self.columns.get(column) if self.columns else column
            if key is None:
                continue
            known = self.values.get(key, {}).get(str(value).strip(), value)
            ours[key] = f"{ours[key]}\n{known}" if key in ours and isinstance(known, str) else known
        return {key: value for key, value in self.constants.items() if not ours.get(key)} | ours

    def read_date(self, written: object, *, zone: ZoneInfo) -> datetime | None:
        """Return a date by the mapping's own format; None: there is none, or the date is not in it."""
        if not self.date_format or not isinstance(written, str):
            return None
        try:
            moment = datetime.strptime(written.strip(), self.date_format)  # noqa: DTZ007 - the zone follows
        except ValueError:
            return None
        return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def read_mapping(path: Path) -> ColumnMapping:
    """Read a mapping file.

    Raises:
        FileError: RW-F01 it cannot be opened, RW-F07 what it says cannot be used.
    """
    with open_rows(path) as file:
        text = file.read(_MAX_BYTES)
    try:
        raw = tomllib.loads(text.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _unusable(path, str(error)) from error
    for key, value in raw.items():
        if key not in _KEYS:
            raise _unusable(path, f'unknown key "{key}"; known are {", ".join(_KEYS)}')
        if not isinstance(value, _KEYS[key]):
            raise _unusable(path, f'"{key}" must be a {_KEYS[key].__name__}')
    _check(path, raw)
    return ColumnMapping(
        columns={" ".join(column.split()): key for column, key in raw.get("columns", {}).items()},
        constants=raw.get("constants", {}),
        values=raw.get("values", {}),
        date_format=raw.get("date_format"),
        timezone=raw.get("timezone"),
        options=TableOptions(
            **{key: raw[key] for key in ("encoding", "delimiter", "sheet", "header_line") if key in raw}
        ),
    )


def _check(path: Path, raw: dict[str, Any]) -> None:
    named = [*raw.get("columns", {}).values(), *raw.get("constants", {}), *raw.get("values", {})]
    unknown = [key for key in named if key not in POST_KEYS]
    if unknown:
        raise _unusable(path, f'unknown key "{unknown[0]}" of posts; known are {", ".join(POST_KEYS)}')
    if any(not isinstance(table, dict) for table in raw.get("values", {}).values()):
        raise _unusable(path, '"values" holds tables: [values.kind]')
    if "text" not in raw.get("columns", {"text": "text"}).values():
        raise _unusable(path, 'no column is mapped to "text"')
    if len(raw.get("delimiter", ",")) != 1 or raw.get("header_line", 1) < 1:
        raise _unusable(path, '"delimiter" is one character and "header_line" 1 or more')
    if not is_zone(raw.get("timezone", "UTC")):
        raise _unusable(path, f'unknown timezone "{raw["timezone"]}"')


def _unusable(path: Path, why: str) -> FileError:
    return FileError(
        code="RW-F07",
        failed=f"mapping file {quoted(str(path))}: {quoted(why)}",
        remedy="Correct the mapping file and import again",
    )
