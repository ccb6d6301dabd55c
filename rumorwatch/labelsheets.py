"""Sheets of questions and of judgments as files: CSV, TSV and XLSX, written for people and read back from them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from unicodedata import normalize

from rumorwatch.collect.tables.celldates import read_cell_date
from rumorwatch.collect.tables.finding import read_tables
from rumorwatch.collect.tables.reading import Format, format_of, open_rows
from rumorwatch.collect.tables.rows import BadRow
from rumorwatch.collect.tables.verdicts import read_topic, read_verdict
from rumorwatch.collect.tables.workbooks import Column, Sheet, write_workbook
from rumorwatch.collect.tables.writing import replaced, write_rows
from rumorwatch.domain.errors import LearningError, UsageError, quoted
from rumorwatch.label import sheetwords
from rumorwatch.label.answers import shown_with
from rumorwatch.label.judgmentsheet import JUDGMENT_KEYS, is_judgment_header, judgment_columns, judgment_row
from rumorwatch.label.sheet import Asked, CellReaders, asked_row
from rumorwatch.label.sheetcolumns import COLUMNS, is_question_header, known_columns, offered
from rumorwatch.label.sheetguide import HEADINGS, TITLES, guide_rows
from rumorwatch.label.sheetreport import Result, SheetLine, SheetRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from rumorwatch.collect.tables.finding import Found
    from rumorwatch.domain.labels import JudgedText, Judgment
    from rumorwatch.domain.ports import Unit
    from rumorwatch.domain.posts import Language
    from rumorwatch.label.asking import Ask

FORMATS = (Format.CSV, Format.TSV, Format.XLSX)
"""What spreadsheet programs open."""
_MARK = "rumorwatch label sheet"
VERSION = 1
"""Of the columns and of what they mean; a hidden sheet of each workbook has it."""


@dataclass(slots=True, kw_only=True)
class SheetFile:
    """What a file of sheets holds."""

    answers: list[SheetRow] = field(default_factory=list)
    """Rows of sheets of questions."""
    judgments: list[SheetRow] = field(default_factory=list)
    """Rows of exported judgments."""
    unreadable: list[SheetLine] = field(default_factory=list)
    """Lines that are no rows."""
    unused: dict[str, None] = field(default_factory=dict)
    """Columns that nobody knows, in the order of the file."""


def asked_in(unit: Unit, asks: Iterable[Ask]) -> Sequence[Asked]:
    """Return questions of the queue as sheets ask them, with what the ranking said of each rumor at the moment."""
    asked = []
    for ask in asks:
        alert = unit.alerts.of_rumor(ask.rumor_id) if ask.rumor_id else None
        shown = shown_with(ask, alert.priority if alert else None)
        asked.append(
            Asked(
                post=ask.post,
                claim=ask.claim,
                statement=ask.statement,
                reason=ask.reason,
                why=ask.why,
                shown=shown,
                rumor_id=ask.rumor_id,
            )
        )
    return asked


def write_questions(path: Path, asked: Sequence[Asked], *, analyst: str, language: Language, zone: ZoneInfo) -> int:
    """Write questions for people to answer; return how many.

    Args:
        path: Its ending says how; XLSX also has instructions, drop-down lists and a look.
        asked: The questions, the most useful first.
        analyst: Stands under Analyst in every row; empty: whoever answers writes it.
        language: Of headings, lists and instructions.
        zone: In which times are written.

    Raises:
        UsageError: RW-U75 the ending is none of a spreadsheet.
        FileError: RW-F09 it cannot be written; an older file of this name stays.
    """
    rows = [asked_row(one, zone=zone) | ({"analyst": analyst} if analyst else {}) for one in asked]
    if _format(path) is not Format.XLSX:
        headings = {column.key: column.heading[language] for column in COLUMNS}
        named = ({headings[key]: value for key, value in row.items()} for row in rows)
        return write_rows(path, named, columns=tuple(headings.values()))
    columns = tuple(
        Column(
            key=column.key,
            heading=column.heading[language],
            width=column.width,
            choices=offered(column, language),
            is_for_answers=column.is_for_answers,
            is_hidden=column.is_hidden,
            is_wrapped=column.is_wrapped,
        )
        for column in COLUMNS
    )
    title, guide_title = TITLES[language]
    questions = Sheet(title=title, columns=columns, rows=rows, is_form=True)
    name, means = HEADINGS[language]
    guide_columns = (Column(key="name", heading=name, width=28), Column(key="means", heading=means, width=110))
    guide = Sheet(title=guide_title, columns=guide_columns, rows=guide_rows(language), is_form=True)
    with replaced(path) as file:
        return write_workbook(file, [questions, guide, _version_sheet()])


def write_judgments(path: Path, judgments: Iterable[Judgment], texts: Mapping[str, JudgedText]) -> int:
    """Write judgments with their texts, which reading gives back as they are; return how many.

    Raises:
        UsageError: RW-U75 the ending is none of a spreadsheet.
        FileError: RW-F09 it cannot be written, or a text is longer than a cell of XLSX.
    """
    rows = (judgment_row(one, texts.get(one.subject.text_hash)) for one in judgments)
    if _format(path) is not Format.XLSX:
        return write_rows(path, rows, columns=JUDGMENT_KEYS)
    columns = tuple(Column(key=key, heading=key) for key in JUDGMENT_KEYS)
    with replaced(path) as file:
        return write_workbook(file, [Sheet(title="judgments", columns=columns, rows=rows), _version_sheet()])


def read_sheets(path: Path) -> SheetFile:
    """Read every sheet of a file that holds questions or judgments, wherever its header stands.

    Raises:
        UsageError: RW-U75 the ending is none of a spreadsheet.
        FileError: RW-F01, RW-F03, RW-F05 or RW-F06 it cannot be read.
        LearningError: RW-L11 there is no such sheet, RW-L12 a later version of rumorwatch made it.
    """
    _format(path)
    held = SheetFile()
    with open_rows(path) as stream:
        tables = list(read_tables(stream, name=path.name, is_header=_is_header))
    if not tables:
        raise LearningError(
            code="RW-L11",
            failed=f"{quoted(path.name)}: no sheet has the columns of questions or of judgments in its first 50 lines",
            kept="Nothing was changed",
            remedy='The header needs "Question id" and one of "Same?", "Stance", "Kind", "Urgency", "New claim text"; '
            "`rumorwatch label export` writes it",
        )
    for table in tables:
        _hold(table, held)
    return held


def cell_readers(zone: ZoneInfo) -> CellReaders:
    """Return how cells are read: words of files of claims are known here too."""
    return CellReaders(
        topic=lambda cell: sheetwords.read_topic(cell) or read_topic(cell),
        verdict=lambda cell: sheetwords.read_verdict(cell) or read_verdict(cell),
        moment=lambda cell: read_cell_date(cell, zone=zone),
    )


def _hold(table: Found, held: SheetFile) -> None:
    """Put the rows of a table where they belong."""
    is_judgments = is_judgment_header(table.header)
    columns = judgment_columns(table.header) if is_judgments else known_columns(table.header)
    unused = (heading for heading in table.header if heading and heading not in columns)
    held.unused |= dict.fromkeys(normalize("NFC", heading) for heading in unused)
    headings = {key: normalize("NFC", heading) for heading, key in columns.items()}
    for row in table.rows:
        if isinstance(row, BadRow):
            line = SheetLine(sheet=table.title, line=row.line, result=Result.REFUSED, why=row.reason)
            held.unreadable.append(line)
            continue
        cells = {columns[heading]: value for heading, value in row.cells.items() if heading in columns}
        rows = held.judgments if is_judgments else held.answers
        rows.append(SheetRow(sheet=table.title, line=row.line, cells=cells, headings=headings))


def _is_header(cells: Sequence[str]) -> bool:
    """Whether a line holds the column names of a sheet of ours.

    Raises:
        LearningError: RW-L12 it says that a later version made it.
    """
    if cells and cells[0] == _MARK and cells[1:2] and cells[1].isdecimal() and int(cells[1]) > VERSION:
        raise LearningError(
            code="RW-L12",
            failed=f"the file is of version {int(cells[1])} of these sheets, this rumorwatch knows {VERSION}",
            kept="Nothing was changed",
            remedy="Install the rumorwatch that made it, or a later one",
        )
    return is_judgment_header(cells) or is_question_header(cells)


def _version_sheet() -> Sheet:
    columns = (Column(key="mark", heading=_MARK), Column(key="version", heading=str(VERSION)))
    return Sheet(title="rumorwatch", columns=columns, rows=(), is_hidden=True)


def _format(path: Path) -> Format:
    ending = path.suffix.lower().removeprefix(".")
    if ending not in set(FORMATS):
        raise UsageError(
            code="RW-U75",
            failed=f"{quoted(path.name)}: sheets are CSV, TSV or XLSX",
            kept="Nothing was changed",
            remedy="Name it .csv, .tsv or .xlsx; save what another program made as one of these",
        )
    return format_of(path.name)
