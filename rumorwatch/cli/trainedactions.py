"""Putting trained models in force, and ``models rollback``: what people do with them.

Neither waits for a scan: one that is running ends with the models it began with, and the next one has the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from rumorwatch.cli.acting import actor_of, by_option, comment_option
from rumorwatch.cli.output import say
from rumorwatch.cli.workspace import opened
from rumorwatch.domain.errors import UsageError, quoted
from rumorwatch.domain.trained import ModelPart

if TYPE_CHECKING:
    from pathlib import Path

    from rumorwatch.bootstrap import Workspace
    from rumorwatch.domain.trained import Trained, TrainedId

_THEN = {
    ModelPart.MATCHER: "The next scan matches the window again with it",
    ModelPart.STANCE: "The next scan matches the window again with it",
    ModelPart.ENCODER: "The next scan matches the window again with it, and encodes its posts anew",
    ModelPart.RANKING: "The next scan ranks with it",
}


def use_trained(path: Path, name: TrainedId, *, by: str, comment: str) -> None:
    """Put a trained model in force.

    Raises:
        UsageError: RW-U33 there is none of this id.
        LearningError: RW-L20 it did not pass the gate.
        ModelError: RW-M13 to RW-M15 it cannot be used.
    """
    from rumorwatch.domain.duties import Action
    from rumorwatch.inforce import try_trained
    from rumorwatch.train.succession import SHIPPED, check_gate, put_in_force

    with opened(path) as workspace:
        trained = find_trained(workspace, name)
        check_gate(trained)
        try_trained(name, trained.part, {name: trained}, folder=workspace.models_path)
        with workspace.store.write() as unit:
            before = unit.trained.in_force().get(trained.part)
            put_in_force(
                unit,
                trained,
                action=Action.USE_MODEL,
                actor=actor_of(by).name,
                now=workspace.clock.now(),
                comment=comment,
            )
    was = (before.id if before else None) or SHIPPED
    if was == name:
        say(f"{name} is in force already")
        return
    say(f"{name} is in force; it was {was}. {_then(workspace, trained.part)}")
    say(f"To go back: rumorwatch models rollback {trained.part}")


@click.command()
@click.argument("part", metavar="[PART]", type=click.Choice([part.value for part in ModelPart]), required=False)
@comment_option()
@by_option
@click.pass_obj
def rollback(path: Path, part: str | None, *, comment: str, by: str) -> None:
    """Put the model in force that was there before.

    PART is matcher, stance, ranking or encoder; without it, the one that changed last.

    Once more goes further back, to the model that ships at last. What cannot be used is passed over.
    """
    from rumorwatch.inforce import fault_of
    from rumorwatch.train.succession import SHIPPED, roll_back

    with opened(path) as workspace:
        actor, folder = actor_of(by), workspace.models_path
        with workspace.store.write() as unit:
            done = roll_back(
                unit,
                ModelPart(part) if part else None,
                fault_of=lambda trained: fault_of(trained, folder=folder),
                actor=actor.name,
                now=workspace.clock.now(),
                comment=comment,
            )
    for error in done.passed_over:
        say(f"Passed over: {error}")
    change = done.change
    now = change.id or f"the {change.part} model that ships"
    say(f"{now} is in force again; it was {done.left}. {_then(workspace, change.part)}")
    say(f"{done.left} is kept: rumorwatch models use {done.left}")
    if change.id is not None:
        say(f"Further back is {change.before or SHIPPED}: rumorwatch models rollback {change.part}")


def find_trained(workspace: Workspace, name: TrainedId) -> Trained:
    """Return a trained model as the database knows it.

    Raises:
        UsageError: RW-U33 there is none of this id.
    """
    known = None
    if workspace.database_path.exists():
        with workspace.store.read() as unit:
            known = unit.trained.get(name)
    if known is None:
        raise UsageError(
            code="RW-U33",
            failed=f'no model "{quoted(name)}" was trained in this workspace',
            kept="Nothing was changed",
            remedy="`rumorwatch models list` shows those there are",
        )
    return known


def _then(workspace: Workspace, part: ModelPart) -> str:
    if part in workspace.trainable:
        return _THEN[part]
    setting = "rank.weights" if part is ModelPart.RANKING else "match.model"
    return f"It decides nothing as long as {setting} in rumorwatch.toml names another"
