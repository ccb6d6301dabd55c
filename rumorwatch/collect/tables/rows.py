"""What tables are made of: rows, bad rows, and what a mapping file may say about how they are written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a file."""

    line: int
    """Line of the file where it begins, from 1; in a workbook the row of the sheet."""
    cells: Mapping[str, object]
    """Values by column: text in CSV; any JSON value in JSONL; text, numbers, dates in XLSX."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """A row that cannot be used; the rows around it are."""

    line: int
    reason: str
    """Short, on one line, safe to print."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableOptions:
    """How a table is written, where that cannot be seen from it."""

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    """Name of the sheet; None: the first."""
    header_line: int = 1
    """Line of the column names, from 1; what stands above is skipped."""
    allows_twice: bool = False
    """Whether two columns may have one name: the second is then ``name (2)``. Otherwise the file is refused."""


def as_text(value: object) -> str:
    """Return a cell as text, empty when it is no scalar; whole numbers lose the ``.0`` that spreadsheets give them."""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""
