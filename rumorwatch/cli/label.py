"""The commands ``label``: what analysts are asked, and what they said."""

from __future__ import annotations

import click

from rumorwatch.cli import labelsheets
from rumorwatch.cli.labelnext import next_questions


@click.group()
def label() -> None:
    """Teach it: answer questions about posts, exchange spreadsheets, see how analysts agree."""


label.add_command(next_questions)
label.add_command(labelsheets.export)
label.add_command(labelsheets.import_sheet)
