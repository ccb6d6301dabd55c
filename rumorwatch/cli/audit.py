"""The commands ``audit``: what people did, and whether the record of it is whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from rumorwatch.cli.output import json_option, print_json, say
from rumorwatch.cli.workspace import opened
from rumorwatch.domain.errors import StoreError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rumorwatch.domain.duties import AuditEntry


@click.group()
def audit() -> None:
    """Look at what people did with alerts: each line is chained to the one before by its hash."""


@audit.command(name="list")
@click.option("--subject", metavar="ID", help="Only what was done with this alert or channel.")
@json_option
@click.pass_obj
def list_entries(path: Path, *, subject: str | None, as_json: bool) -> None:
    """List what people did, oldest first."""
    with opened(path) as workspace, workspace.store.read() as unit:
        entries = unit.audit.entries() if subject is None else unit.audit.of(subject)
    if as_json:
        print_json(map(_row, entries))
        return
    if not entries:
        say("Nobody did anything yet")
        return
    from rich.text import Text

    from rumorwatch.cli.display import shown
    from rumorwatch.cli.output import console, local_time, table

    made = table("#", "When", "Who", "Did", "With", "Details")
    for entry in entries:
        details = ", ".join(f"{name} {value}" for name, value in entry.details.items() if value)
        cells = (str(entry.number), local_time(entry.at), shown(entry.actor), str(entry.action), shown(entry.subject))
        made.add_row(*map(Text, cells), Text(shown(details)))
    console().print(made)


@audit.command
@click.option(
    "--expect",
    metavar="NUMBER:HASH",
    help="An entry as it was noted elsewhere: it must still be there. Shows a record that was cut off or made anew.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object, UTF-8.")
@click.pass_obj
def verify(path: Path, *, expect: str | None, as_json: bool) -> None:
    """Verify that no entry was changed, deleted or added between others.

    Prints the last entry as NUMBER:HASH: noted elsewhere, as on paper, it also proves later that none was cut off.
    """
    from rumorwatch.domain.auditchain import BEFORE_FIRST, first_broken

    with opened(path) as workspace, workspace.store.read() as unit:
        entries = unit.audit.entries()
    broken = first_broken(entries)
    missing = expect is not None and not _is_there(entries, expect)
    last = f"{len(entries)}:{entries[-1].hash if entries else BEFORE_FIRST}"
    if as_json:
        print_json([{"entries": len(entries), "last": last, "whole": broken is None and not missing, "broken": broken}])
    else:
        click.echo(last)
    if broken is not None:
        raise StoreError(
            code="RW-S13",
            failed=f"the audit is broken at entry {broken} of {len(entries)}: it was changed, or one before it is gone",
            kept="Nothing was changed",
            remedy="Compare with a backup: `rumorwatch audit list --json` prints every entry",
        )
    if missing:
        raise StoreError(
            code="RW-S14",
            failed=f"the audit of {len(entries)} entries has no entry {expect}: it was cut off or made anew",
            kept="Nothing was changed",
            remedy="Compare with a backup: `rumorwatch audit list --json` prints every entry",
        )
    say(f"{len(entries)} entries, each as it was written")


def _is_there(entries: Sequence[AuditEntry], expect: str) -> bool:
    number, colon, noted = expect.partition(":")
    if not (number.isdecimal() and colon and noted):
        raise UsageError(code="RW-U70", failed="--expect is no NUMBER:HASH", remedy="Give what `audit verify` printed")
    if int(number) == 0:
        return True
    return any(entry.number == int(number) and entry.hash == noted for entry in entries)


def _row(entry: AuditEntry) -> dict[str, object]:
    return {
        "number": entry.number,
        "at": entry.at.isoformat(),
        "actor": entry.actor,
        "action": str(entry.action),
        "subject": entry.subject,
        "details": dict(entry.details),
        "previous": entry.previous,
        "hash": entry.hash,
    }
