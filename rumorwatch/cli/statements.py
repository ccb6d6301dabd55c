"""The commands ``statements``: what agencies officially said."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rumorwatch.cli import references
from rumorwatch.cli.display import plural, shown
from rumorwatch.cli.moments import moment
from rumorwatch.cli.output import json_option, local_time, print_json, say
from rumorwatch.cli.workspace import opened
from rumorwatch.domain.claims import StatementId, Status

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from rich.table import Table

    from rumorwatch.domain.claims import Statement

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.group()
def statements() -> None:
    """Manage official statements: what agencies said, and until when it holds."""


@statements.command()
@click.option("--id", required=True, metavar="ID", help="Its id: how alerts, drafts and files refer to it.")
@click.option("--agency", required=True, help="Which agency said it.")
@click.option("--text", required=True, help="What it said, word for word.")
@click.option("--title", help="Its headline.")
@click.option("--url", help="Where it was published.")
@click.option("--published-at", callback=moment, metavar="TIME", help="When; without a zone, Vietnam's time.")
@click.option(
    "--valid-until", callback=moment, metavar="TIME", help="When it stops answering anything; default: never."
)
@click.option("--supersedes", metavar="ID", help="The older statement that it takes the place of.")
@click.option("--language", metavar="CODE", help="Language of the text: vi, en, zh.")
@click.option("--replace", is_flag=True, help="Replace the statement that has this id.")
@click.pass_obj
def add(path: Path, /, *, replace: bool, **options: object) -> None:
    """Add one statement; the next scan takes it for an answer to the claims it is about."""
    from rumorwatch.collect.tables.referencerows import read_statement

    statement = references.from_options(read_statement, options)
    with opened(path) as workspace, workspace.store.write() as unit:
        references.refuse_known("statement", statement.id, unit.statements.get(statement.id), replace=replace)
        unit.statements.add([statement])
    say(f'Statement "{shown(statement.id)}" stored')


@statements.command(name="list")
@click.option("--all", "retired", is_flag=True, help="List retired statements too.")
@json_option
@click.pass_obj
def list_statements(path: Path, *, retired: bool, as_json: bool) -> None:
    """List statements by id."""
    from rumorwatch.collect.tables.referencerows import statement_row

    with opened(path) as workspace:
        with workspace.store.read() as unit:
            found = unit.statements.all(retired=retired)
        now = workspace.clock.now()
    if as_json:
        print_json(map(statement_row, found))
        return
    from rumorwatch.cli.output import console

    console().print(_table(found, now))
    say(plural(len(found), "statement"))


@statements.command()
@click.argument("statement_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, UTF-8, instead of text.")
@click.pass_obj
def show(path: Path, statement_id: str, *, as_json: bool) -> None:
    """Show one statement whole, and the open alerts it answers."""
    from rumorwatch.collect.tables.referencerows import statement_row
    from rumorwatch.domain.alerts import AlertStatus

    with opened(path) as workspace, workspace.store.read() as unit:
        statement = unit.statements.get(StatementId(statement_id))
        stored = len(unit.statements.all(retired=True))
        alerts = [alert for alert in unit.alerts.all(status=AlertStatus.OPEN) if alert.statement_id == statement_id]
    if statement is None:
        raise references.not_found("statement", statement_id, code="RW-U22", stored=stored)
    if as_json:
        print_json([statement_row(statement)])
        return
    from rumorwatch.cli.output import console

    answered = [("answers", f"{alert.id}, {alert.priority.level}: {alert.text}") for alert in alerts]
    console().print(references.facts_table([*_facts(statement), *answered]))


@statements.command(name="import")
@click.argument("file", type=_FILE)
@click.option(
    "--format", "form", type=click.Choice(references.FORMATS), help="How FILE is written; default: by its ending."
)
@click.pass_obj
def import_statements(path: Path, file: Path, *, form: str | None) -> None:
    """Add the statements of FILE: JSONL, CSV, TSV (also .gz), XLSX.

    Known ids are replaced. Rows that cannot be used are named with their line and left out, the others are stored;
    the exit code is then 1. With --format, .gz is recognized by itself.
    """
    from rumorwatch.collect.references import read_statements

    with opened(path) as workspace:
        read = references.read_file(read_statements, file, form)
        with workspace.store.write() as unit:
            new, replaced = unit.statements.add(read.rows)
    references.tell_imported("statement", read, new=new, replaced=replaced, file=file)


@statements.command()
@click.argument("file", type=_FILE, required=False)
@click.option(
    "--format", "form", type=click.Choice(references.FORMATS), help="How to write; default: by FILE's ending, or jsonl."
)
@click.option("--all", "retired", is_flag=True, help="Export retired statements too.")
@click.pass_obj
def export(path: Path, file: Path | None, *, form: str | None, retired: bool) -> None:
    """Write the statements to FILE, or to stdout; `statements import` reads them back."""
    from rumorwatch.collect.references import write_statements

    with opened(path) as workspace, workspace.store.read() as unit:
        found = unit.statements.all(retired=retired)
    say(f"{plural(references.write_file(write_statements, found, file, form), 'statement')} exported")


@statements.command()
@click.argument("statement_id", metavar="ID")
@click.pass_obj
def retire(path: Path, statement_id: str) -> None:
    """Take a statement out of use: it is kept, and answers no claim from the next scan on."""
    with opened(path) as workspace, workspace.store.write() as unit:
        if not unit.statements.retire(StatementId(statement_id)):
            raise references.not_found("statement", statement_id, code="RW-U22", stored=len(unit.statements.all()))
    say(f'Statement "{shown(statement_id)}" retired; `statements add --replace` or an import puts it back')


def _table(found: Sequence[Statement], now: datetime) -> Table:
    from rich.text import Text

    from rumorwatch.cli.clamped import Clamped
    from rumorwatch.cli.output import table

    made = table("Id", "Agency", "Statement", "Published", "Valid until")
    references.keep_ids_whole(made, [statement.id for statement in found])
    for statement in found:
        retired = statement.status is Status.RETIRED
        text = Text(shown(statement.title or statement.text), style="dim" if retired else "")
        over = statement.valid_until is not None and statement.valid_until < now
        valid = "retired" if retired else local_time(statement.valid_until)
        made.add_row(
            Text(shown(statement.id)),
            Text(shown(statement.agency)),
            Clamped(text=text, lines=2),
            local_time(statement.published_at),
            Text(f"{valid}\nexpired" if over else valid, style="bold yellow" if over else ""),
        )
    return made


def _facts(statement: Statement) -> list[tuple[str, str | None]]:
    return [
        ("id", statement.id),
        ("agency", statement.agency),
        ("title", statement.title),
        ("text", statement.text),
        ("language", statement.language),
        ("url", statement.url),
        ("published", local_time(statement.published_at)),
        ("valid until", local_time(statement.valid_until)),
        ("supersedes", statement.supersedes),
        ("status", str(statement.status)),
    ]
