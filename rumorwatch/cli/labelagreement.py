"""The command ``label agreement``: how far analysts say the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from rumorwatch.cli.output import json_option, print_json, say
from rumorwatch.cli.workspace import opened

if TYPE_CHECKING:
    from pathlib import Path

_SEED = 1
"""Of the intervals' draws: who asks twice is told the same."""


@click.command
@json_option
@click.pass_obj
def agreement(path: Path, *, as_json: bool) -> None:
    """Show how far analysts agree: by question, by class, by pair of analysts, and what is disputed.

    Agreement beyond chance is Krippendorff's alpha (any number of analysts) and Cohen's kappa (two): 1 is all, 0 is no
    more than chance. Each has a 95 % interval, or too few subjects for one.
    """
    import numpy as np

    from rumorwatch.cli import agreementview as view
    from rumorwatch.label.agreement import agreement_of
    from rumorwatch.label.conduct import copied, lines_of, out_of_line

    with opened(path) as workspace, workspace.store.read() as unit:
        judgments = unit.judgments.standing()
        quorum = workspace.settings.label.quorum
    found = agreement_of(judgments, quorum=quorum, rng=np.random.default_rng(_SEED))
    out, copies = out_of_line(judgments), copied(judgments)
    if as_json:
        print_json(view.question_row(one) for one in found)
        print_json(view.line_row(line, is_out=line in out) for line in lines_of(judgments))
        print_json(map(view.copied_row, copies))
        return
    from rumorwatch.cli.output import console

    for one in found:
        for made in view.tables_of(one):
            console().print(made)
    for sentence in view.conduct_lines(out, copies):
        console().print(sentence, markup=False)
    disputed = sum(len(one.disputed) for one in found)
    if not found:
        say("No question was answered yet")
    else:
        say(f"{disputed} disputed, {quorum} settle it; `label list --disputed` shows who said what")
