"""The commands ``label export`` and ``label import``: questions out in a spreadsheet, answers back in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rumorwatch.cli.acting import actor_of
from rumorwatch.cli.display import plural, shown
from rumorwatch.cli.output import json_option, print_json, say
from rumorwatch.cli.workspace import opened
from rumorwatch.domain.errors import LearningError, UsageError, quoted
from rumorwatch.domain.labels import AskReason

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from rich.table import Table

    from rumorwatch.bootstrap import Workspace
    from rumorwatch.domain.ports import Unit
    from rumorwatch.label.sheetreport import Decided, SheetLine
    from rumorwatch.labelsheets import SheetFile

_FILE = click.Path(dir_okay=False, path_type=Path)
_COUNT = 100
"""Questions of a sheet: an hour or so of one person's work, at half a minute each."""
_REASONS = [reason.value for reason in AskReason if reason is not AskReason.CHOSEN]
_TOLD = 200
"""Lines of the report that a table shows; ``--json`` has them all."""


@click.command()
@click.argument("file", type=_FILE)
@click.option("--count", type=click.IntRange(1, 10_000), help=f"Questions at most; default: {_COUNT}.")
@click.option("--by", metavar="NAME", help="For whom: nothing that they answered before, their name in each row.")
@click.option("--reason", "reasons", type=click.Choice(_REASONS), multiple=True, help="Only these; may be repeated.")
@click.option("--judgments", is_flag=True, help="What was answered instead, whole: another workspace can import it.")
@click.pass_obj
def export(
    path: Path, file: Path, *, count: int | None, by: str | None, reasons: tuple[str, ...], judgments: bool
) -> None:
    """Write questions to FILE for people to answer: CSV, TSV or XLSX, the most useful first.

    XLSX has drop-down lists and a sheet that says what each answer means. `label import` takes the answers in.
    """
    if judgments and (count or by or reasons):
        raise UsageError(
            code="RW-U76",
            failed="--judgments exports all of them: --count, --by and --reason are for questions",
            kept="Nothing was written",
            remedy="Leave one or the other out",
        )
    with opened(path) as workspace:
        if judgments:
            written = plural(_write_judgments(workspace, file), "judgment")
        else:
            only = frozenset(map(AskReason, reasons))
            analyst = actor_of(by).name if by is not None else ""
            written = plural(
                _write_questions(workspace, file, analyst=analyst, only=only, most=count or _COUNT), "question"
            )
    say(f"{written} exported to {shown(str(file))}; `rumorwatch label import` takes it in")


def _write_judgments(workspace: Workspace, file: Path) -> int:
    from rumorwatch.labelsheets import write_judgments

    with workspace.store.read() as unit:
        standing, texts = unit.judgments.standing(), unit.judgments.texts()
    return write_judgments(file, standing, texts)


def _write_questions(workspace: Workspace, file: Path, *, analyst: str, only: frozenset[AskReason], most: int) -> int:
    from rumorwatch.cli.output import zone
    from rumorwatch.domain.posts import Language
    from rumorwatch.labeling import next_asks
    from rumorwatch.labelsheets import asked_in, write_questions

    asks = next_asks(workspace, analyst=analyst, only=only, most=most)
    with workspace.store.read() as unit:
        asked = asked_in(unit, asks)
    language = Language(workspace.settings.match.language)
    return write_questions(file, asked, analyst=analyst, language=language, zone=zone())


@click.command(name="import")
@click.argument("file", type=_FILE)
@click.option(
    "--by",
    envvar="RUMORWATCH_ACTOR",
    show_default="login name",
    metavar="NAME",
    help="Who answered, where a row does not say; also RUMORWATCH_ACTOR.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be taken; store nothing.")
@json_option
@click.pass_obj
def import_sheet(path: Path, file: Path, *, by: str | None, dry_run: bool, as_json: bool) -> None:
    """Take in the answers of FILE, or judgments that were exported: CSV, TSV or XLSX.

    Columns may be renamed, reordered, missing or added, answers in Vietnamese, English or Chinese. Each row that cannot
    be taken is named with its line and what to do, the others are stored; the exit code is then 1. Importing a file
    again adds nothing.
    """
    from rumorwatch.label.judgmentimport import store_decided
    from rumorwatch.labelsheets import read_sheets

    actor = actor_of(by).name
    with opened(path) as workspace:
        held = read_sheets(file)
        now = workspace.clock.now()
        if dry_run:
            with workspace.store.read() as unit:
                decisions = _decide(unit, held, workspace, by=actor, now=now)
        else:
            with workspace.store.write() as unit:
                decisions = _decide(unit, held, workspace, by=actor, now=now)
                for decided in decisions:
                    store_decided(unit, decided, actor=actor, now=now)
    lines = sorted(
        (*held.unreadable, *(line for decided in decisions for line in decided.lines)),
        key=lambda one: (one.sheet, one.line),
    )
    _tell(lines, decisions, held, file, dry_run=dry_run, as_json=as_json)


def _decide(unit: Unit, held: SheetFile, workspace: Workspace, *, by: str, now: datetime) -> Sequence[Decided]:
    from rumorwatch.cli.output import zone
    from rumorwatch.label.judgmentimport import decide_judgments
    from rumorwatch.label.sheetimport import decide_answers
    from rumorwatch.label.texts import drawn_place
    from rumorwatch.labeling import asking_of
    from rumorwatch.labelsheets import cell_readers
    from rumorwatch.normalize.posts import hash_of_text

    asking = asking_of(workspace)
    answers = decide_answers(
        unit,
        held.answers,
        by=by,
        now=now,
        readers=cell_readers(zone()),
        language=asking.language,
        is_drawn=lambda text_hash: drawn_place(asking.seed, text_hash) < asking.random_share,
    )
    return decide_judgments(unit, held.judgments, hash_of=hash_of_text), answers


def _tell(
    lines: Sequence[SheetLine],
    decisions: Sequence[Decided],
    held: SheetFile,
    file: Path,
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Report an import: its lines, then what it did.

    Raises:
        LearningError: RW-L10 rows were not taken.
    """
    from rumorwatch.label.sheetreport import Result

    if as_json:
        print_json(_row(line) for line in lines)
    else:
        _print_table(lines)
    if held.unused:
        say(f"{shown(file.name)}: columns not used: {shown(', '.join(held.unused))}")
    taken = sum(line.result is Result.TAKEN for line in lines)
    known = sum(line.result in {Result.KNOWN, Result.OUTDATED} for line in lines)
    claims = sum(len(decided.claims) for decided in decisions)
    unanswered = sum(decided.unanswered for decided in decisions)
    made = f", {plural(claims, 'claim')} {'would be ' if dry_run else ''}made" if claims else ""
    say(
        f"{plural(taken, 'answer')} {'would be taken' if dry_run else 'taken'}, {known:,} known already{made}; "
        f"{plural(unanswered, 'row')} without an answer"
    )
    refused = {(line.sheet, line.line) for line in lines if line.result is Result.REFUSED}
    if refused:
        raise LearningError(
            code="RW-L10",
            failed=f"{plural(len(refused), 'row')} of {quoted(str(file))} cannot be taken",
            kept="Nothing was stored" if dry_run else f"The other answers are stored, {taken:,} of them new",
            remedy="Mend the cells named above and import the file again: what is stored stays as it is",
        )


def _row(line: SheetLine) -> dict[str, object]:
    return {
        "sheet": line.sheet,
        "line": line.line,
        "result": line.result.value,
        "column": line.column,
        "cell": line.cell,
        "why": line.why,
    }


def _print_table(lines: Iterable[SheetLine]) -> None:
    """Print the lines that somebody should look at: all but what was simply taken or is known."""
    from rich.text import Text

    from rumorwatch.cli.output import console, table
    from rumorwatch.label.sheetreport import Result

    told = [line for line in lines if line.result is not Result.KNOWN and line.why]
    if not told:
        return
    made: Table = table("Sheet", "Line", "Column", "Cell", "Result", "Why, and what to do")
    for line in told[:_TOLD]:
        cells = (line.sheet, str(line.line), line.column, line.cell, line.result.value, line.why)
        made.add_row(*(Text(shown(cell, limit=160)) for cell in cells))
    console().print(made)
    if len(told) > _TOLD:
        say(f"and {len(told) - _TOLD:,} more lines; --json has them all")
