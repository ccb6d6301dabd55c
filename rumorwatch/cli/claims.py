"""The commands ``claims``: known false claims."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from rumorwatch.cli.moments import moment
from rumorwatch.cli.output import json_option, print_json, say
from rumorwatch.cli.references import export_options, import_options, refuse_known, unknown_reference
from rumorwatch.cli.workspace import opened
from rumorwatch.domain.claims import Claim, ClaimId, Topic, Verdict

if TYPE_CHECKING:
    from pathlib import Path

    from rich.table import Table


@click.group()
def claims() -> None:
    """Manage known claims: what people say that someone has checked."""


@claims.command()
@click.option("--id", "claim_id", required=True, metavar="ID", help="Its id: how posts, alerts and files refer to it.")
@click.option("--text", required=True, help="The claim in one sentence, as people say it.")
@click.option("--title", default="", help="Short headline of the fact-check.")
@click.option("--subtitle", default="", help="Second line of the fact-check.")
@click.option("--wording", "wordings", multiple=True, help="Another way people put it, any language; may be repeated.")
@click.option("--verdict", type=click.Choice([*Verdict]), default=Verdict.UNKNOWN, show_default=True, help="What the check found.")
@click.option("--topic", type=click.Choice([*Topic]), default=Topic.OTHER, show_default=True, help="Field; it sets the harm.")
@click.option("--language", metavar="CODE", help="Language of the text: vi, en, zh and so on.")
@click.option("--url", help="Where the check was published.")
@click.option("--publisher", help="Who checked it.")
@click.option("--checked-at", callback=moment, metavar="TIME", help="When it was checked; without a zone, Vietnam's time.")
@click.option("--replace", is_flag=True, help="Replace the claim that has this id already.")
@click.pass_obj
def add(path: Path, claim_id: str, *, replace: bool, **facts: Any) -> None:  # noqa: ANN401 - click's own values, by field
    """Add one claim. Posts already stored are matched with it by the next scan."""
    claim = Claim(**{**facts, "id": ClaimId(claim_id), "verdict": Verdict(facts["verdict"]), "topic": Topic(facts["topic"])})
