"""Tables in files that people filled in: on which sheet they are, and in which line their header stands.

Observation: people put a title or merged instructions above the header, keep a sheet for each of them in one workbook,
and let the program choose the separator and the character set. Theory: the reader of a table knows its header when it
sees it, so it is asked about the first lines of every sheet, and of every way to separate cells.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from rumorwatch.collect.tables.reading import Format, format_of, read_rows
from rumorwatch.collect.tables.rows import TableOptions
from rumorwatch.collect.tables.spreadsheets import first_rows, sheet_titles, text_of
from rumorwatch.domain.errors import FileError, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rumorwatch.collect.tables.rows import BadRow, Row

MAX_BYTES = 256 << 20
"""Bytes of a file that people filled in, unpacked; a thousand questions take one MB."""
_LOOKED_AT = 50
"""First lines in which a header is looked for."""
_SEPARATORS = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One table of a file."""

    title: str
    """Of its sheet; empty in CSV and TSV."""
    header: tuple[str, ...]
    rows: Iterator[Row | BadRow]


def read_tables(stream: BinaryIO, *, name: str, is_header: Callable[[Sequence[str]], bool]) -> Iterator[Found]:
    """Yield each table of a CSV, TSV or XLSX file whose header is known, in the order of its sheets.

    Args:
        stream: At its begin.
        name: For its ending and for messages.
        is_header: Whether the cells of a line are column names; asked of the first lines of each sheet, hidden ones
            too, until it says yes.

    Raises:
        FileError: RW-F02 unknown format, RW-F03 too large, RW-F05 no usable workbook, RW-F06 unknown character set.
    """
    body = stream.read(MAX_BYTES + 1)
    if len(body) > MAX_BYTES:
        raise FileError(
            code="RW-F03",
            failed=f"{quoted(name)}: over {MAX_BYTES >> 20} MB, stopped",
            remedy="Split it, or delete the sheets that hold no answers",
        )
    written_as = format_of(name, body[:4096])
    if written_as is Format.XLSX:
        for title in sheet_titles(body, name=name, max_bytes=MAX_BYTES):
            rows = first_rows(body, name=name, sheet=title, count=_LOOKED_AT)
            line, header = next(((line, cells) for line, cells in rows if is_header(cells)), (0, ()))
            if line:
                yield _table(body, name, header, TableOptions(sheet=title, header_line=line, allows_twice=True))
    else:
        for separator in _SEPARATORS:
            line, header = _header_of_text(body, name, separator, is_header)
            if line:
                yield _table(body, name, header, TableOptions(delimiter=separator, header_line=line, allows_twice=True))
                return


def _table(body: bytes, name: str, header: tuple[str, ...], options: TableOptions) -> Found:
    rows = read_rows(io.BytesIO(body), name=name, options=options, max_bytes=MAX_BYTES)
    return Found(title=options.sheet or "", header=header, rows=rows)


def _header_of_text(
    body: bytes, name: str, separator: str, is_header: Callable[[Sequence[str]], bool]
) -> tuple[int, tuple[str, ...]]:
    """Return the line where the header begins, from 1, and its cells; 0 when there is none."""
    reader = csv.reader(io.StringIO(text_of(body, name=name), newline=""), delimiter=separator)
    for _ in range(_LOOKED_AT):
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except (StopIteration, csv.Error):
            return 0, ()
        if is_header(cells):
            return line, tuple(cells)
    return 0, ()
