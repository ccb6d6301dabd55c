"""One retraining: gather what was judged, train each part, ask the gate, and put what passed in force.

A part's model is written whole before the database hears of it, and decides from the moment of the transaction that
says so, with the audit entry. A kill before that leaves the old model deciding, after it the new one.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from rumorwatch.domain.duties import Action
from rumorwatch.domain.trained import GateAnswer, ModelPart, Trained
from rumorwatch.retraining.drafts import NothingTaught, Retrained
from rumorwatch.train.gate import decide

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from datetime import datetime

    from rumorwatch.bootstrap import Workspace
    from rumorwatch.domain.trained import TrainedId
    from rumorwatch.retraining.drafts import Draft
    from rumorwatch.retraining.judged import Judged
    from rumorwatch.train.gate import Figure, GateResult

DEFAULT_PARTS = (ModelPart.MATCHER, ModelPart.STANCE, ModelPart.RANKING)
"""What is trained when nothing is named; the encoder takes longer and has to be asked for."""
SEED = 0
"""Of every draw: equal judgments give an equal model, on every machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a person asked for."""

    parts: Sequence[ModelPart] = DEFAULT_PARTS
    without: Collection[str] = ()
    """Analysts whose judgments do not count."""
    dry_run: bool = False
    """Train and ask the gate; write nothing."""
    seed: int = SEED
    actor: str = ""
    """Who, for the audit."""


def retrain(
    workspace: Workspace, asked: Asked, *, step: Callable[[str], None] = lambda _: None
) -> Iterator[Retrained | NothingTaught]:
    """Train the parts and yield what became of each, in order.

    Args:
        workspace: The workspace, its lock held.
        asked: What is wanted.
        step: Told what is done next, for progress.

    Raises:
        ModelError: What ships is damaged.
        StoreError: The database cannot be used.
    """
    from rumorwatch.retraining.conduct import objections_to
    from rumorwatch.retraining.judged import gather
    from rumorwatch.train.registry import clear_leftovers

    with workspace.store.read() as unit:
        known = {trained.id for trained in unit.trained.all()}
    if not asked.dry_run:
        clear_leftovers(workspace.models_path, known=known)
    judged, conduct = gather(workspace.store, without=asked.without)
    objections = objections_to(conduct)
    for part in asked.parts:
        draft = _trained(part, workspace, judged, asked=asked, step=step)
        if isinstance(draft, NothingTaught):
            yield draft
            continue
        step("asking the gate")
        gate = decide(draft.trials, objections=[*objections, *draft.objections], seed=asked.seed)
        yield _kept(workspace, draft, gate, judged, asked=asked)


def _trained(
    part: ModelPart, workspace: Workspace, judged: Judged, *, asked: Asked, step: Callable[[str], None]
) -> Draft | NothingTaught:
    from rumorwatch.retraining.parts import training_of

    return training_of(part, workspace, judged, seed=asked.seed, step=step)


def _kept(workspace: Workspace, draft: Draft, gate: GateResult, judged: Judged, *, asked: Asked) -> Retrained:
    """Write the model with the gate's answer, and put it in force when it passed."""
    if asked.dry_run:
        return Retrained(draft=draft, gate=gate, id=None, promoted=False)
    from rumorwatch.train.registry import write_model
    from rumorwatch.train.succession import put_in_force

    now = workspace.clock.now()
    current = workspace.in_force.of(draft.part)
    parent = current.id if current else None
    manifest = _manifest(draft, gate, judged, parent=parent, seed=asked.seed, now=now)
    stored = write_model(workspace.models_path, part=draft.part, files=draft.files, manifest=manifest)
    trained = Trained(
        id=stored.id,
        part=draft.part,
        made_at=now,
        parent=parent,
        manifest_hash=stored.manifest_hash,
        gate=GateAnswer.PASSED if gate.passed else GateAnswer.REFUSED,
        why=gate.objections,
        judgments=draft.judgments,
    )
    with workspace.store.write() as unit:
        unit.trained.add(trained)
        if gate.passed:
            put_in_force(unit, trained, action=Action.PROMOTE, actor=asked.actor, now=now)
    overruled = draft.part not in workspace.trainable
    return Retrained(draft=draft, gate=gate, id=stored.id, promoted=gate.passed, overruled=overruled)


def _manifest(
    draft: Draft, gate: GateResult, judged: Judged, *, parent: TrainedId | None, seed: int, now: datetime
) -> Mapping[str, Any]:
    return {
        **draft.manifest,
        "made_at": now.isoformat(),
        "parent": parent,
        "base": draft.base,
        "data_hash": judged.data_hash,
        "judgments": draft.judgments,
        "seed": seed,
        "learned": [*draft.learned],
        "gate": {
            "answer": (GateAnswer.PASSED if gate.passed else GateAnswer.REFUSED).value,
            "why": [*gate.objections],
            "figures": [_row(figure) for figure in gate.figures],
        },
        "metrics": {"held out": [_row(figure) for figure in draft.held_out]},
    }


def _row(figure: Figure) -> dict[str, Any]:
    row = asdict(figure)
    digits = 4
    return {
        name: round(value, digits)
        if isinstance(value, float)
        else [round(end, digits) for end in value]
        if isinstance(value, tuple)
        else value
        for name, value in row.items()
    }
