"""The commands ``claims``: what people say that someone has checked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rumorwatch.cli import references
from rumorwatch.cli.display import plural, shown
from rumorwatch.cli.moments import moment
from rumorwatch.cli.output import json_option, local_time, print_json, say
from rumorwatch.cli.workspace import opened
from rumorwatch.domain.claims import ClaimId, Status, Topic, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.table import Table

    from rumorwatch.bootstrap import Workspace
    from rumorwatch.domain.claims import Claim

_FORMATS = (*references.FORMATS, "jsonld")
_VERDICTS, _TOPICS = [verdict.value for verdict in Verdict], [topic.value for topic in Topic]
_WORDINGS_OF_ALERT = 5
"""Posts of a new rumor that become wordings of the claim made of it: each way to put it finds more of its posts."""
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.group()
def claims() -> None:
    """Manage known claims: what people say that someone has checked."""


@claims.command()
@click.option("--id", required=True, metavar="ID", help="Its id: how posts, alerts and files refer to it.")
@click.option("--text", help="The claim in one sentence, as people say it.")
@click.option(
    "--from-alert",
    metavar="ALERT",
    help="Of a new rumor: its sentence is the text, where none is given, and its posts are wordings.",
)
@click.option("--title", help="Headline of the fact-check; alerts show it instead of the text.")
@click.option("--subtitle", help="Second line of the fact-check.")
@click.option("--wording", "wordings", multiple=True, help="Another way people put it, any language; may be repeated.")
@click.option("--verdict", type=click.Choice(_VERDICTS), default="unknown", show_default=True, help="What was found.")
@click.option(
    "--topic", type=click.Choice(_TOPICS), default="other", show_default=True, help="Field; it sets the harm."
)
@click.option("--language", metavar="CODE", help="Language of the text: vi, en, zh.")
@click.option("--url", help="Where the fact-check was published.")
@click.option("--publisher", help="Who checked it.")
@click.option("--checked-at", callback=moment, metavar="TIME", help="When; without a zone, Vietnam's time.")
@click.option("--replace", is_flag=True, help="Replace the claim that has this id.")
@click.pass_obj
def add(path: Path, /, *, replace: bool, from_alert: str | None, **options: object) -> None:
    """Add one claim; the next scan matches it with posts stored before, too.

    --text or --from-alert is needed. A claim made of a new rumor takes its posts at the next scan, and the rumor's
    alert goes on as its own.
    """
    from rumorwatch.collect.tables.referencerows import read_claim

    with opened(path) as workspace:
        if from_alert is not None:
            options = _of_alert(workspace, from_alert, options)
        claim = references.from_options(read_claim, options)
        with workspace.store.write() as unit:
            references.refuse_known("claim", claim.id, unit.claims.get(claim.id), replace=replace)
            unit.claims.add([claim])
    say(f'Claim "{shown(claim.id)}" stored')


def _of_alert(workspace: Workspace, alert_id: str, options: Mapping[str, object]) -> dict[str, object]:
    """Return the options with the text and the wordings that an alert's posts give."""
    from rumorwatch.cli.alertdetail import detail_of, find_alert
    from rumorwatch.cli.display import quote
    from rumorwatch.domain.rumors import SightingKind

    alert = find_alert(workspace.store, alert_id)
    own = [one for one in detail_of(workspace, alert).sightings if one.kind is SightingKind.INDEPENDENT]
    # The earliest are nearest to where it began.
    said = [quote(sighting.post.text) for sighting in own[::-1][:_WORDINGS_OF_ALERT]]
    given = options.get("wordings")
    wordings = [*(given if isinstance(given, tuple) else ()), *said]
    return {**options, "text": options.get("text") or alert.text, "wordings": tuple(dict.fromkeys(wordings))}


@claims.command(name="list")
@click.option("--all", "retired", is_flag=True, help="List retired claims too.")
@json_option
@click.pass_obj
def list_claims(path: Path, *, retired: bool, as_json: bool) -> None:
    """List claims by id."""
    from rumorwatch.collect.tables.referencerows import claim_row

    with opened(path) as workspace, workspace.store.read() as unit:
        found = unit.claims.all(retired=retired)
    if as_json:
        print_json(map(claim_row, found))
        return
    from rumorwatch.cli.output import console

    console().print(_table(found))
    say(plural(len(found), "claim"))


@claims.command()
@click.argument("claim_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, UTF-8, instead of text.")
@click.pass_obj
def show(path: Path, claim_id: str, *, as_json: bool) -> None:
    """Show one claim whole, and its open alert."""
    from rumorwatch.collect.tables.referencerows import claim_row
    from rumorwatch.emerge.sightings import rumor_id

    with opened(path) as workspace, workspace.store.read() as unit:
        claim = unit.claims.get(ClaimId(claim_id))
        stored = len(unit.claims.all(retired=True))
        alert = unit.alerts.of_rumor(rumor_id(ClaimId(claim_id)))
    if claim is None:
        raise references.not_found("claim", claim_id, code="RW-U21", stored=stored)
    if as_json:
        print_json([claim_row(claim)])
        return
    from rumorwatch.cli.output import console

    alerted = f"{alert.id}, {alert.priority.level}" if alert else None
    console().print(references.facts_table([*_facts(claim), ("open alert", alerted)]))


@claims.command(name="import")
@click.argument("file", type=_FILE)
@click.option("--format", "form", type=click.Choice(_FORMATS), help="How FILE is written; default: by its ending.")
@click.pass_obj
def import_claims(path: Path, file: Path, *, form: str | None) -> None:
    """Add the claims of FILE: JSONL, CSV, TSV (also .gz), XLSX, ClaimReview (.json, .jsonld).

    Known ids are replaced. Rows that cannot be used are named with their line and left out, the others are stored;
    the exit code is then 1. With --format, .gz is recognized by itself.
    """
    from rumorwatch.collect.references import read_claims

    with opened(path) as workspace:
        read = references.read_file(read_claims, file, form)
        with workspace.store.write() as unit:
            new, replaced = unit.claims.add(read.rows)
    references.tell_imported("claim", read, new=new, replaced=replaced, file=file)


@claims.command()
@click.argument("file", type=_FILE, required=False)
@click.option(
    "--format", "form", type=click.Choice(_FORMATS), help="How to write; default: by FILE's ending, or jsonl."
)
@click.option("--all", "retired", is_flag=True, help="Export retired claims too.")
@click.pass_obj
def export(path: Path, file: Path | None, *, form: str | None, retired: bool) -> None:
    """Write the claims to FILE, or to stdout; `claims import` reads them back."""
    from rumorwatch.collect.references import write_claims

    with opened(path) as workspace, workspace.store.read() as unit:
        found = unit.claims.all(retired=retired)
    say(f"{plural(references.write_file(write_claims, found, file, form), 'claim')} exported")


@claims.command()
@click.argument("claim_id", metavar="ID")
@click.pass_obj
def retire(path: Path, claim_id: str) -> None:
    """Take a claim out of use: it is kept and no longer matched; its alert closes at the next scan."""
    with opened(path) as workspace, workspace.store.write() as unit:
        if not unit.claims.retire(ClaimId(claim_id)):
            raise references.not_found("claim", claim_id, code="RW-U21", stored=len(unit.claims.all()))
    say(f'Claim "{shown(claim_id)}" retired; `claims add --replace` or an import puts it back')


def _table(found: Sequence[Claim]) -> Table:
    from rich.text import Text

    from rumorwatch.cli.clamped import Clamped
    from rumorwatch.cli.output import table

    made = table("Id", "Verdict", "Topic", "Claim", "Checked")
    references.keep_ids_whole(made, [claim.id for claim in found])
    for claim in found:
        text = Text(shown(claim.title or claim.text), style="dim" if claim.status is Status.RETIRED else "")
        verdict = f"{claim.verdict}\nretired" if claim.status is Status.RETIRED else str(claim.verdict)
        checked = local_time(claim.checked_at)[:10]
        made.add_row(Text(shown(claim.id)), verdict, str(claim.topic), Clamped(text=text, lines=2), checked)
    return made


def _facts(claim: Claim) -> list[tuple[str, str | None]]:
    return [
        ("id", claim.id),
        ("text", claim.text),
        ("title", claim.title),
        ("subtitle", claim.subtitle),
        *(("wording", wording) for wording in claim.wordings),
        ("verdict", str(claim.verdict)),
        ("topic", str(claim.topic)),
        ("language", claim.language),
        ("url", claim.url),
        ("publisher", claim.publisher),
        ("checked", local_time(claim.checked_at)),
        ("status", str(claim.status)),
    ]
