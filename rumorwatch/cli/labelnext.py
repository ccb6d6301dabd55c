"""The command ``label next``: questions to one analyst, one key an answer."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from rumorwatch.cli.acting import actor_of, by_option
from rumorwatch.cli.output import json_option, print_json
from rumorwatch.cli.workspace import opened
from rumorwatch.domain.labels import AskReason
from rumorwatch.domain.posts import Language

if TYPE_CHECKING:
    from pathlib import Path

_COUNT = 50
"""Questions of a session: half an hour at half a minute each, after which judging gets worse."""


@click.command(name="next")
@click.option(
    "--count", type=click.IntRange(1, 1_000), default=_COUNT, show_default=True, help="Questions to ask at most."
)
@click.option(
    "--reason",
    "reasons",
    type=click.Choice([one.value for one in AskReason if one is not AskReason.CHOSEN]),
    multiple=True,
    help="Only questions that are asked for this reason; may be repeated.",
)
@click.option("--plain", is_flag=True, help="No color, boxes or cursor movement, for screen readers; also NO_COLOR.")
@by_option
@json_option
@click.pass_obj
def next_questions(path: Path, *, count: int, reasons: tuple[str, ...], plain: bool, by: str, as_json: bool) -> None:
    """Answer questions about posts, the most useful first: one key an answer.

    Each answer is stored at once. With --json the questions are listed and none is asked.
    """
    from rumorwatch.labeling import next_asks

    analyst, only = actor_of(by).name, frozenset(map(AskReason, reasons))
    with opened(path) as workspace:
        if as_json:
            from rumorwatch.cli.asksheet import ask_row

            print_json(map(ask_row, next_asks(workspace, analyst=analyst, only=only, most=count)))
            return
        from rumorwatch.cli.askdesk import Desk
        from rumorwatch.cli.askscreen import screen_for
        from rumorwatch.cli.keys import typed_keys

        language = Language(workspace.settings.match.language)
        screen = screen_for(language, plain=plain, environment=os.environ, is_terminal=sys.stdout.isatty())
        Desk(workspace=workspace, analyst=analyst, only=only, count=count, screen=screen, keys=typed_keys()).sit()
