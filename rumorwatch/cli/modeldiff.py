"""The command ``models diff``: what one model decides by and another does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from rumorwatch.cli.display import shown
from rumorwatch.cli.output import print_json, say
from rumorwatch.cli.workspace import opened
from rumorwatch.domain.errors import UsageError
from rumorwatch.domain.trained import TrainedId

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from rich.console import RenderableType

    from rumorwatch.bootstrap import Workspace
    from rumorwatch.cli.modelsides import Side
    from rumorwatch.domain.trained import Trained

_NUMBERS = (("constants", "Constant"), ("tiers", "Tier begins at"), ("points", "Weight"))


@click.command()
@click.argument("model_id", metavar="ID")
@click.argument("other_id", metavar="[ID]", required=False)
@click.option("--json", "as_json", is_flag=True, help="One JSON object, UTF-8, instead of tables.")
@click.pass_obj
def diff(path: Path, model_id: str, other_id: str | None, *, as_json: bool) -> None:
    """Show what a trained model decides otherwise than another of its part.

    The other is the second ID; without one, what is in force; of what is in force itself, what it replaced.
    """
    with opened(path) as workspace:
        before, after = _sides(workspace, TrainedId(model_id), TrainedId(other_id) if other_id else None)
    row = difference(before, after)
    if as_json:
        print_json([row])
        return
    from rumorwatch.cli.output import console

    console().print(_view(row))
    if not any(row[name] for name, _ in _NUMBERS) and not row["wordings"]:
        say("No constant, threshold, weight or wording differs")


def difference(before: Side, after: Side) -> dict[str, Any]:
    """Return what two models of one part differ in, as JSON; metrics side by side, equal ones too.

    Of the model that the later one was trained from they are those measured on the same cases.
    """
    metrics = after.replaced if after.replaced and after.parent == before.name else before.metrics
    numbers = {
        name: [
            {"name": one, "from": old, "to": new}
            for one, old, new in _beside(getattr(before, name), getattr(after, name))
            if old != new
        ]
        for name, _ in _NUMBERS
    }
    wordings = [
        {"claim_id": claim, "added": _new(old, new), "removed": _new(new, old)}
        for claim, old, new in _beside(before.wordings, after.wordings)
        if set(old or ()) != set(new or ())
    ]
    return {
        "from": before.name,
        "to": after.name,
        **numbers,
        "wordings": wordings,
        "files": [name for name, old, new in _beside(before.files, after.files) if old != new],
        "judgments": {"from": before.judgments, "to": after.judgments},
        "metrics": [{"name": name, "from": old, "to": new} for name, old, new in _beside(metrics, after.metrics)],
    }


def _beside(before: Mapping[Any, Any], after: Mapping[Any, Any]) -> list[tuple[str, Any, Any]]:
    """Return every name with its value on both sides, None where a side has none; the new side's order first."""
    return [(name, before.get(name), after.get(name)) for name in dict.fromkeys((*after, *before))]


def _new(before: Sequence[str] | None, after: Sequence[str] | None) -> list[str]:
    """Return the texts that are only among the later ones."""
    return [text for text in after or () if text not in (before or ())]


def _sides(workspace: Workspace, name: TrainedId, other: TrainedId | None) -> tuple[Side, Side]:
    from rumorwatch.cli.modelsides import shipped_side, trained_side
    from rumorwatch.cli.trainedactions import find_trained
    from rumorwatch.train.registry import read_model

    def side_of(one: Trained) -> Side:
        files = read_model(workspace.models_path / one.id, manifest_hash=one.manifest_hash)
        return trained_side(files, one)

    trained = find_trained(workspace, name)
    if other is None:
        with workspace.store.read() as unit:
            change = unit.trained.in_force().get(trained.part)
        if change is not None:
            other = change.before if change.id == name else change.id
    known = find_trained(workspace, other) if other else None
    if known is not None and known.part is not trained.part:
        raise UsageError(
            code="RW-U79",
            failed=f"{name} decides the {trained.part}, {known.id} the {known.part}: they have nothing to compare",
            remedy="Name two models of one part; `rumorwatch models list` shows them",
        )
    return side_of(known) if known else shipped_side(trained.part), side_of(trained)


def _view(row: Mapping[str, Any]) -> RenderableType:
    from rich.console import Group
    from rich.text import Text

    from rumorwatch.cli.output import table

    parts: list[Any] = []
    for name, title in (*_NUMBERS, ("metrics", "Figure")):
        made = table(title, row["from"], row["to"])
        for one in row[name]:
            # A model that ships was measured on much more; --json has it.
            if name == "metrics" and one["to"] is None:
                continue
            made.add_row(*(Text("-" if cell is None else shown(str(cell))) for cell in one.values()))
        parts += [made] if made.row_count else []
    told = table("Claim", "", "Wording")
    for claim in row["wordings"]:
        for mark, texts in (("+", claim["added"]), ("-", claim["removed"])):
            for text in texts:
                told.add_row(Text(shown(claim["claim_id"])), Text(mark), Text(shown(text)))
    parts += [told] if told.row_count else []
    taught = {side: "shipped" if count is None else str(count) for side, count in row["judgments"].items()}
    parts.append(Text(f"Judgments: {taught['from']} -> {taught['to']}"))
    return Group(*parts)
