"""The commands ``label``: what analysts are asked, and what they said."""

from __future__ import annotations

import click

from rumorwatch.cli import labelsheets
from rumorwatch.cli.labelagreement import agreement
from rumorwatch.cli.labelclaim import claim
from rumorwatch.cli.labelled import list_judgments, retract
from rumorwatch.cli.labelnext import next_questions


@click.group()
def label() -> None:
    """Teach it: answer questions about posts, exchange spreadsheets, see how analysts agree."""


for _command in (
    next_questions,
    labelsheets.export,
    labelsheets.import_sheet,
    list_judgments,
    agreement,
    claim,
    retract,
):
    label.add_command(_command)
