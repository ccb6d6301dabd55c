"""CSV and XLSX: rows in, and rows out that no spreadsheet program runs.

XLSX is read by openpyxl row by row. calamine is ten times faster, but one cell in the last corner of a sheet makes it
ask for 550 GB at once and abort the whole process; openpyxl needs only what is there.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import zipfile
from contextlib import contextmanager
from itertools import chain, islice
from typing import TYPE_CHECKING

from rumorwatch.collect.bodies.charset import charset, detect
from rumorwatch.collect.tables.rows import BadRow, Row, TableOptions
from rumorwatch.domain.errors import FileError, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from openpyxl import Workbook

MAX_COLUMNS = 500
"""Columns read of a table; vendors' widest exports have about 120."""
_SAMPLE = 1 << 18
_MAX_RATIO = 200
"""Unpacked over packed bytes of a workbook; sheets of real text pack about 10:1, empty ones up to 60:1."""
_DELIMITERS = ",;\t|"
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_FORMULA = re.compile(r"[\s']*[=+\-–@＝＋－＠|%]|'*[\t\r\n]")


def defused(text: str) -> str:
    """Return text that no spreadsheet program takes for a formula; ``fused`` undoes it exactly."""
    return f"'{text}" if _FORMULA.match(text) else text


def fused(text: str) -> str:
    """Undo ``defused``."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text


def read_csv(
    source: io.RawIOBase, *, name: str, options: TableOptions, delimiter: str | None = None
) -> Iterator[Row | BadRow]:
    """Yield the rows of a CSV or TSV stream; encoding and delimiter are found out unless given.

    Raises:
        FileError: RW-F04 no usable header, RW-F06 unknown character set.
    """
    buffered = io.BufferedReader(source, _SAMPLE)
    sample = buffered.peek(_SAMPLE)[:_SAMPLE]
    lines = io.TextIOWrapper(buffered, encoding=_encoding(sample, name, options), errors="replace", newline="")
    for _ in range(options.header_line - 1):
        lines.readline()
    header_text = lines.readline()
    hint = re.fullmatch(r"sep=(.)\s*", header_text)
    if hint:
        header_text = lines.readline()
    mark = options.delimiter or (hint[1] if hint else None) or delimiter or _delimiter(header_text)
    skipped = options.header_line + bool(hint)
    reader = csv.reader(chain([header_text], lines), delimiter=mark)
    columns = _columns(next(reader, []), name, options)
    while True:
        line = skipped + reader.line_num
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield BadRow(line=line, reason=quoted(str(error)))
            continue
        if any(cell.strip() for cell in cells):
            yield _csv_row(cells, columns, line)


def read_xlsx(workbook: bytes, *, name: str, options: TableOptions, max_bytes: int) -> Iterator[Row | BadRow]:
    """Yield the rows of one sheet of a workbook.

    Raises:
        FileError: RW-F04 no usable header, RW-F05 no usable workbook or sheet.
    """
    _check_zip(workbook, name, max_bytes)
    with _sheet(workbook, name, options) as rows:
        numbered = enumerate(rows, start=1)
        header = next(islice(numbered, options.header_line - 1, None), None)
        columns = _columns([str(cell or "") for cell in header[1]] if header else [], name, options)
        for line, cells in numbered:
            if any(cell is not None for cell in cells):
                pairs = zip(columns, cells, strict=False)
                yield Row(
                    line=line, cells={column: _value(cell) for column, cell in pairs if column and cell is not None}
                )


def sheet_titles(workbook: bytes, *, name: str, max_bytes: int) -> Sequence[str]:
    """Return the titles of a workbook's sheets, hidden ones too, in their order.

    Raises:
        FileError: RW-F05 no usable workbook.
    """
    _check_zip(workbook, name, max_bytes)
    with _book(workbook, name) as book:
        return [sheet.title for sheet in book.worksheets]


def first_rows(workbook: bytes, *, name: str, sheet: str, count: int) -> Sequence[tuple[int, tuple[str, ...]]]:
    """Return the first rows of a sheet as texts, each with its number from 1.

    Raises:
        FileError: RW-F05 no usable workbook or sheet.
    """
    with _sheet(workbook, name, TableOptions(sheet=sheet)) as rows:
        return [
            (line, tuple("" if cell is None else str(cell) for cell in cells))
            for line, cells in enumerate(islice(rows, count), start=1)
        ]


def text_of(body: bytes, *, name: str) -> str:
    """Return the beginning of a CSV file, for a look at its first lines."""
    return body[:_SAMPLE].decode(_encoding(body[:_SAMPLE], name, TableOptions()), errors="replace")


@contextmanager
def _book(workbook: bytes, name: str) -> Iterator[Workbook]:
    """Give the opened workbook, and turn whatever the library raises into our error."""
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(workbook), read_only=True, data_only=True, keep_links=False)
        try:
            yield book
        finally:
            book.close()
    except (FileError, MemoryError, GeneratorExit):
        raise
    except Exception as error:  # the library raises anything on damaged workbooks
        raise _no_workbook(name, f"{type(error).__name__}: {error}") from error


@contextmanager
def _sheet(workbook: bytes, name: str, options: TableOptions) -> Iterator[Iterator[Sequence[object]]]:
    """Give the rows of the sheet."""
    with _book(workbook, name) as book:
        if options.sheet and options.sheet not in book.sheetnames:
            raise _no_workbook(name, f'no sheet "{options.sheet}", there are: {", ".join(book.sheetnames)}')
        sheet = book[options.sheet] if options.sheet else book.worksheets[0]
        sheet.reset_dimensions()
        yield sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True)


def _check_zip(workbook: bytes, name: str, max_bytes: int) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError) as error:
        raise _no_workbook(name, str(error)) from error
    if unpacked > max(max_bytes, 1 << 20) * 10 or unpacked > _MAX_RATIO * max(len(workbook), 1 << 14):
        raise _no_workbook(name, f"{len(workbook):,} bytes unpack to {unpacked:,}, stopped")


def _no_workbook(name: str, why: str) -> FileError:
    return FileError(
        code="RW-F05",
        failed=f"{quoted(name)} cannot be read as XLSX ({quoted(why)})",
        remedy="Save it again as XLSX or CSV; for another sheet set sheet in the mapping file",
    )


def _value(cell: object) -> object:
    """Return the value of a workbook's cell, without what Excel writes for characters that XML has not."""
    if not isinstance(cell, str):
        return cell
    return fused(cell.replace("_x000D_\n", "\n").replace("_x005F_", "_"))


def _csv_row(cells: list[str], columns: list[str], line: int) -> Row | BadRow:
    if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
        return BadRow(
            line=line, reason=f"{len(cells)} cells under {len(columns)} columns: is a quotation mark missing?"
        )
    pairs = zip(columns, cells, strict=False)
    return Row(line=line, cells={column: fused(cell) for column, cell in pairs if column and cell})


def _columns(header: list[str], name: str, options: TableOptions) -> list[str]:
    columns = [" ".join(cell.replace("\ufeff", "").split()) for cell in header[:MAX_COLUMNS]]
    if options.allows_twice:
        columns = [
            f"{column} ({number})" if column and (number := columns[: place + 1].count(column)) > 1 else column
            for place, column in enumerate(columns)
        ]
    named = [column for column in columns if column]
    twice = sorted({column for column in named if named.count(column) > 1})
    if not named or twice:
        why = f"the columns {', '.join(twice)} stand there twice" if twice else "no column names"
        raise FileError(
            code="RW-F04",
            failed=f"{quoted(name)}: {quoted(why)}",
            remedy="Give every column one name; when they stand further down, set header_line in the mapping file",
        )
    return columns


def _encoding(sample: bytes, name: str, options: TableOptions) -> str:
    if options.encoding:
        if found := charset(options.encoding):
            return "utf-8-sig" if found == "utf-8" else found
        raise FileError(
            code="RW-F06",
            failed=f"{quoted(name)}: there is no character set {quoted(options.encoding)}",
            remedy="Set encoding in the mapping file to utf-8, utf-16 or cp1258",
        )
    found = detect(sample)
    return (
        {"utf-8": "utf-8-sig", "utf-16-le": "utf-16", "utf-16-be": "utf-16"}.get(found, found)
        if _marked(sample)
        else found
    )


def _marked(sample: bytes) -> bool:
    return sample.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))


def _delimiter(header: str) -> str:
    bare = _QUOTED.sub("", header)
    return max(_DELIMITERS, key=bare.count)
