"""XLSX workbooks: sheets that people fill in, and cells that no spreadsheet program runs.

Every text is stored as text, whatever it begins with, and one that a program could take for a formula also says so
(``quotePrefix``), so that editing the cell does not make a formula of it. Reading gives each text back as it was, but
for what a workbook cannot hold: control characters become their pictures (U+2400 and on), lone surrogates and
noncharacters U+FFFD, and a carriage return a line break.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from math import ceil
from typing import IO, TYPE_CHECKING, Any

from rumorwatch.collect.tables.spreadsheets import defused, fused
from rumorwatch.domain.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

MAX_CELL = 32_767
"""UTF-16 units of a cell (Excel specifications and limits)."""
_MAX_CHOICES = 255
"""Characters of a drop-down list that is written into its rule (Excel)."""
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PICTURES = 0x2400
_SPACE = 0x20
_ESCAPE_LIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""Where a program would read ``_x0041_`` as A (ECMA-376, 22.9.2.19)."""
_GRAY, _BLUE = "F2F2F2", "DDEBF7"
_LINE_POINTS, _MAX_LINES = 15.0, 14
"""Height of a line of Calibri 11, and lines of a row: a longer text is read in its cell, or a screen held two rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a sheet."""

    key: str
    """Key of its values in a row."""
    heading: str
    width: float = 14.0
    """Characters."""
    choices: tuple[str, ...] = ()
    """What its drop-down list offers; other texts are possible, after a warning."""
    is_for_answers: bool = False
    """Whether people write in it; other columns look as if they were locked."""
    is_hidden: bool = False
    is_wrapped: bool = True
    """Whether a long text takes several lines, where the sheet is a form; else only its begin is seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet of a workbook."""

    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Mapping[str, object]]
    """Values by column: text, numbers, None and sequences of text (one a line in a cell)."""
    is_hidden: bool = False
    is_form: bool = False
    """Whether it is laid out for people: wrapped cells, a header that stays, a filter."""


def write_workbook(stream: IO[bytes], sheets: Sequence[Sheet]) -> int:
    """Write sheets into a workbook; return how many rows the first has.

    Raises:
        FileError: RW-F09 a text is longer than a cell can be.
    """
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    try:
        counts = [_write_sheet(book.create_sheet(sheet.title), sheet) for sheet in sheets]
    except BaseException:
        _abandon(book)
        raise
    book.save(stream)
    return counts[0]


def _abandon(book: Any) -> None:  # noqa: ANN401 - openpyxl's stubs know no write-only workbook
    """End the sheets of a workbook that is not written after all, and delete their temporary files."""
    for made in book.worksheets:
        made.append([])  # one that has no row yet has no file
        made.close()
        made._writer.cleanup()  # noqa: SLF001 - the library does it in save() only


def visible(text: str) -> str:
    """Return text as a workbook can hold it: what it cannot is shown by another character."""
    return _UNWRITABLE.sub(_picture, text.replace("\r\n", "\n").replace("\r", "\n"))


def _picture(match: re.Match[str]) -> str:
    code = ord(match.group())
    return chr(_PICTURES + code) if code < _SPACE else "\ufffd"


def _write_sheet(made: Any, sheet: Sheet) -> int:  # noqa: ANN401 - openpyxl's stubs know no write-only sheet
    from openpyxl.utils import get_column_letter

    if sheet.is_form:
        # Widths and panes stand before the cells in the file.
        made.freeze_panes = "B2"
        for number, column in enumerate(sheet.columns, start=1):
            dimension = made.column_dimensions[get_column_letter(number)]
            dimension.width, dimension.hidden = column.width, column.is_hidden
    if sheet.is_hidden:
        made.sheet_state = "hidden"
    styles = _styles(sheet)
    made.append([_cell(made, column.heading, styles.get("heading")) for column in sheet.columns])
    count = 0
    for row in sheet.rows:
        if sheet.is_form:
            # LibreOffice fits no row to its text by itself.
            lines = max(_lines(row.get(one.key), one) for one in sheet.columns)
            made.row_dimensions[count + 2].height = _LINE_POINTS * min(lines, _MAX_LINES)
        made.append([_cell(made, row.get(one.key), styles.get(one.key)) for one in sheet.columns])
        count += 1
    if sheet.is_form:
        made.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{count + 1}"
        _add_choices(made, sheet.columns, rows=count)
    return count


def _styles(sheet: Sheet) -> dict[str, dict[str, Any]]:
    """Return what cells of each column look like; nothing where nobody fills the sheet in."""
    if not sheet.is_form:
        return {}
    from openpyxl.styles import Alignment, Font, PatternFill

    wrapped, cut = Alignment(wrap_text=True, vertical="top"), Alignment(vertical="top")
    locked = {"fill": PatternFill("solid", fgColor=_GRAY), "font": Font(color="404040")}
    looks: dict[str, dict[str, Any]] = {
        column.key: ({} if column.is_for_answers else locked) | {"alignment": wrapped if column.is_wrapped else cut}
        for column in sheet.columns
    }
    heading = {"alignment": wrapped, "fill": PatternFill("solid", fgColor=_BLUE), "font": Font(bold=True)}
    return looks | {"heading": heading}


def _lines(value: object, column: Column) -> int:
    """Return how many lines a cell takes, about; Han characters are two wide."""
    if not column.is_wrapped or column.is_hidden or not isinstance(value, str):
        return 1
    widths = (sum(1 + (unicodedata.east_asian_width(char) in "WF") for char in part) for part in value.split("\n"))
    return sum(max(1, ceil(width / column.width)) for width in widths)


def _cell(made: Any, value: Any, style: Mapping[str, Any] | None) -> Any:  # noqa: ANN401 - see _write_sheet
    from openpyxl.cell import WriteOnlyCell

    if isinstance(value, list | tuple):
        value = "\n".join(str(part) for part in value)
    if value in (None, "") and not style:
        return None
    text = _stored(value) if isinstance(value, str) else None
    cell = WriteOnlyCell(made, value if text is None else text)
    for name, look in (style or {}).items():
        setattr(cell, name, look)
    if isinstance(value, str):
        cell.data_type = "s"  # the library takes "=1" for a formula and "#N/A" for an error
        cell.quotePrefix = defused(value) != value
    return cell


def _stored(text: str) -> str:
    """Return what stands in the cell of a text, which reading gives back.

    Raises:
        FileError: RW-F09.
    """
    text = visible(text)
    if fused(text) != text:
        text = f"'{text}"  # reading takes off an apostrophe that stands before a formula
    text = _ESCAPE_LIKE.sub("_x005F_", text)
    units = len(text.encode("utf-16-le")) // 2
    if units > MAX_CELL:
        raise FileError(
            code="RW-F09",
            failed=f"a text of {units:,} characters is longer than a cell of XLSX can hold ({MAX_CELL:,})",
            kept="what stood there before is untouched",
            remedy="Write CSV instead, whose cells have no limit",
        )
    return text


def _add_choices(made: Any, columns: Sequence[Column], *, rows: int) -> None:  # noqa: ANN401 - see _write_sheet
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    for number, column in enumerate(columns, start=1):
        listed = ",".join(column.choices)
        if not listed or not rows or len(listed) > _MAX_CHOICES:
            continue
        rule = DataValidation(
            type="list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=True, errorStyle="warning"
        )
        letter = get_column_letter(number)
        rule.add(f"{letter}2:{letter}{rows + 1}")
        made.data_validations.append(rule)
