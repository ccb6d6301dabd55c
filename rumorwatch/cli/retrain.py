"""The command ``retrain``: what analysts said becomes models; those that pass the gate decide from the next scan on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from rumorwatch.cli.acting import actor_of, by_option
from rumorwatch.cli.output import json_option, print_json, say
from rumorwatch.cli.workspace import opened
from rumorwatch.domain.trained import ModelPart

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rumorwatch.retraining.drafts import NothingTaught, Retrained
    from rumorwatch.train.gate import Figure

_PARTS = [part.value for part in ModelPart]


@click.command()
@click.option(
    "--what",
    "parts",
    type=click.Choice(_PARTS),
    multiple=True,
    help="Only this part; may be repeated. Without it: matcher, stance and ranking; the encoder has to be named.",
)
@click.option("--dry-run", is_flag=True, help="Train and ask the gate; write nothing, and change nothing.")
@click.option(
    "--without", multiple=True, metavar="ANALYST", help="Leave this analyst's judgments out; may be repeated."
)
@by_option
@json_option
@click.pass_obj
def retrain(
    path: Path, *, parts: tuple[str, ...], dry_run: bool, without: tuple[str, ...], by: str, as_json: bool
) -> None:
    """Train models on what analysts said, over the base that ships; what passes the gate decides from the next scan on.

    The gate asks the new model and the one in force the same hard cases and the workspace's own gold set. A model that
    is worse anywhere that matters is kept for you to look at, and the old one goes on; the reason is told.
    """
    from rumorwatch.retraining.run import DEFAULT_PARTS, Asked
    from rumorwatch.retraining.run import retrain as train

    asked = Asked(
        parts=tuple(map(ModelPart, parts)) or DEFAULT_PARTS, without=without, dry_run=dry_run, actor=actor_of(by).name
    )
    with opened(path, lock=True) as workspace, _steps(quiet=as_json) as step:
        results = list(train(workspace, asked, step=step))
    if as_json:
        print_json(map(_row, results))
        return
    for result in results:
        _tell(result)


def _steps(*, quiet: bool) -> Any:  # noqa: ANN401 - a context manager of a function
    from rumorwatch.cli.progress import stages

    return stages(quiet=quiet)


def _row(result: Retrained | NothingTaught) -> dict[str, object]:
    from rumorwatch.retraining.drafts import NothingTaught

    if isinstance(result, NothingTaught):
        return {"part": result.part.value, "id": None, "gate": None, "promoted": False, "why": [result.why]}
    return {
        "part": result.draft.part.value,
        "id": result.id,
        "gate": "passed" if result.gate.passed else "refused",
        "promoted": result.promoted,
        "why": list(result.gate.objections),
        "judgments": result.draft.judgments,
        "learned": list(result.draft.learned),
        "figures": [_figure(one) for one in result.gate.figures],
        "held_out": [_figure(one) for one in result.draft.held_out],
    }


def _figure(figure: Figure) -> dict[str, object]:
    digits = 4
    return {
        "set": figure.set,
        "part": figure.part,
        "measure": figure.measure.value,
        "cases": figure.cases,
        "before": round(figure.before, digits),
        "after": round(figure.after, digits),
        "interval": [round(end, digits) for end in figure.interval],
    }


def _tell(result: Retrained | NothingTaught) -> None:
    from rumorwatch.cli.output import console
    from rumorwatch.retraining.drafts import NothingTaught

    if isinstance(result, NothingTaught):
        say(f"{result.part.value}: nothing was trained: {result.why}")
        return
    draft, gate = result.draft, result.gate
    for line in draft.learned:
        say(f"{draft.part.value}: {line}")
    whole = [figure for figure in (*gate.figures, *draft.held_out) if not figure.part]
    console().print(_table(whole))
    for objection in gate.objections:
        say(f"{draft.part.value}: refused: {objection}")
    say(f"{draft.part.value}: {_outcome(result)}")


def _outcome(result: Retrained) -> str:
    if result.promoted and result.overruled:
        return (
            f"{result.id} passed the gate and decides nothing: rumorwatch.toml names another, which goes first "
            f"(`rumorwatch models show {result.id}`)"
        )
    if result.promoted:
        return f"{result.id} passed the gate and decides from the next scan on; `rumorwatch models rollback` goes back"
    if result.id is not None:
        return f"the model in force stays; {result.id} is kept to look at (`rumorwatch models show {result.id}`)"
    return "it would pass the gate" if result.gate.passed else "the gate would refuse it"


def _table(figures: Sequence[Figure]) -> Any:  # noqa: ANN401 - rich's table
    from rich.text import Text

    from rumorwatch.cli.display import shown
    from rumorwatch.cli.output import table

    made = table("asked", "measure", "cases", "in force", "new", "difference, 95 %")
    for one in figures:
        low, high = (f"{100 * end:+.1f}" for end in one.interval)
        cells = (
            shown(one.set),
            one.measure.value,
            str(one.cases),
            f"{100 * one.before:.1f}",
            f"{100 * one.after:.1f}",
            f"{100 * one.difference:+.1f} ({low} to {high})",
        )
        made.add_row(*map(Text, cells))
    return made
