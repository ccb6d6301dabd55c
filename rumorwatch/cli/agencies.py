"""The commands ``agencies``: who answers which rumors by when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from rumorwatch.cli.display import plural, shown
from rumorwatch.cli.output import console, json_option, local_time, print_json, say, table
from rumorwatch.cli.workspace import opened

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from rich.table import Table

    from rumorwatch.bootstrap import Workspace
    from rumorwatch.domain.agencies import Agency


@click.group()
def agencies() -> None:
    """Show and check agencies.toml: who answers which rumors by when."""


@agencies.command("list")
@json_option
@click.pass_obj
def list_(path: Path, *, as_json: bool) -> None:
    """List agencies in the order of agencies.toml, with topics, places and deadlines."""
    with opened(path) as workspace:
        found = workspace.agencies
        today = _today(workspace)
    if as_json:
        print_json(map(agency_row, found))
    elif found:
        console().print(_table(found, today))
    else:
        say("No agencies yet: list them in agencies.toml. Until then every alert is the desk's.")


@agencies.command()
@json_option
@click.pass_obj
def check(path: Path, *, as_json: bool) -> None:
    """Read agencies.toml strictly, and say which topics reach nobody and who has no successor."""
    from rumorwatch.respond.coverage import gaps

    with opened(path) as workspace:
        found = workspace.agencies
        open_ = gaps(found, on=_today(workspace))
    if as_json:
        print_json({"gap": gap} for gap in open_)
        return
    for gap in open_:
        say(shown(gap))
    said = "1 agency" if len(found) == 1 else f"{len(found)} agencies"
    say(f"agencies.toml can be used: {said}, {plural(len(open_), 'gap')}")


def agency_row(agency: Agency) -> dict[str, object]:
    """Return what ``agencies list --json`` says of one agency: the keys of agencies.toml, null for what is not set."""
    from rumorwatch.respond.deadlines import deadline_text

    quiet = agency.quiet
    return {
        "id": agency.id,
        "name": agency.name,
        "also_named": list(agency.also_named),
        "topics": sorted(agency.topics),
        "provinces": list(agency.provinces),
        "contacts": list(agency.contacts),
        "acknowledge": deadline_text(agency.acknowledge_within),
        "answer": deadline_text(agency.answer_within),
        "valid_from": agency.valid_from and agency.valid_from.isoformat(),
        "valid_until": agency.valid_until and agency.valid_until.isoformat(),
        "fallback": agency.fallback,
        "quiet": quiet and f"{quiet.start:%H:%M}-{quiet.end:%H:%M}",
        "notices_per_day": agency.notices_per_day,
        "timezone": agency.timezone,
    }


def _today(workspace: Workspace) -> date:
    from datetime import date

    return date.fromisoformat(local_time(workspace.clock.now()).split()[0])


def _table(found: Sequence[Agency], today: date) -> Table:
    from rich.text import Text

    from rumorwatch.cli.references import keep_ids_whole
    from rumorwatch.respond.deadlines import deadline_text

    made = table("id", "name", "topics", "provinces", "acknowledge", "answer", "fallback", "in office")
    keep_ids_whole(made, [agency.id for agency in found])
    for agency in found:
        cells = (
            agency.id,
            agency.name,
            ", ".join(sorted(agency.topics)) or "all",
            ", ".join(agency.provinces) or "all",
            deadline_text(agency.acknowledge_within),
            deadline_text(agency.answer_within),
            agency.fallback or "",
            _office(agency, today),
        )
        made.add_row(*(Text(shown(cell)) for cell in cells))
    return made


def _office(agency: Agency, today: date) -> str:
    if agency.valid_until and agency.valid_until < today:
        return f"until {agency.valid_until}: no more"
    if agency.valid_from and today < agency.valid_from:
        return f"from {agency.valid_from}: not yet"
    return f"until {agency.valid_until}" if agency.valid_until else "yes"
