"""Succession: which model follows which in deciding a part, and going back. The audit is its only record.

Putting a model in force lays it on a pile, rolling back takes the uppermost off: rolling back twice undoes the last two
changes that still stand. Under the last of the pile is the model that ships.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rumorwatch.domain.duties import Action
from rumorwatch.domain.errors import LearningError, UsageError, quoted
from rumorwatch.domain.trained import GateAnswer, InForce, ModelPart, TrainedId
from rumorwatch.train.faults import unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from rumorwatch.domain.duties import AuditEntry
    from rumorwatch.domain.errors import ModelError
    from rumorwatch.domain.ports import Unit
    from rumorwatch.domain.trained import Trained

SHIPPED = "shipped"
"""What the audit calls the model that ships."""
_NOW, _BEFORE = "in force", "before"
"""Details of an entry, whose subject is the part."""
MAX_COMMENT = 500
"""Characters of a comment that the audit keeps."""
_LAID = frozenset({Action.PROMOTE, Action.USE_MODEL})


@dataclass(frozen=True, slots=True, kw_only=True)
class RolledBack:
    """A part that was rolled back."""

    change: InForce
    left: TrainedId
    """What was in force."""
    passed_over: tuple[ModelError, ...]
    """Why models that were in force before were not put back: they cannot be used."""


def check_gate(trained: Trained) -> None:
    """Check that a model may decide.

    Raises:
        LearningError: RW-L20 it did not pass the gate.
    """
    if trained.gate is not GateAnswer.PASSED:
        raise LearningError(
            "RW-L20",
            f"{trained.id} did not pass the gate: {'; '.join(map(quoted, trained.why)) or 'no reason was kept'}",
            kept="Nothing was changed",
            remedy="Label more, then `rumorwatch retrain`; `rumorwatch models show` has its figures",
        )


def put_in_force(
    unit: Unit, trained: Trained, *, action: Action, actor: str, now: datetime, comment: str = ""
) -> InForce:
    """Put a model in force, with the audit entry that says who did it; what is in force already is left as it is.

    Args:
        unit: The transaction.
        trained: One that passed the gate.
        action: ``PROMOTE`` or ``USE_MODEL``.
        actor: Who.
        now: When.
        comment: Why, for the audit.

    Raises:
        LearningError: RW-L20 it did not pass the gate.
        ValueError: Another action.
    """
    if action not in _LAID:
        raise ValueError(f"{action} puts no model in force")
    check_gate(trained)
    current = unit.trained.in_force().get(trained.part)
    if current is not None and current.id == trained.id:
        return current
    change = InForce(part=trained.part, id=trained.id, since=now, before=current.id if current else None)
    _write(unit, change, left=change.before, action=action, actor=actor, comment=comment)
    return change


def roll_back(
    unit: Unit,
    part: ModelPart | None,
    *,
    fault_of: Callable[[Trained], ModelError | None],
    actor: str,
    now: datetime,
    comment: str = "",
) -> RolledBack:
    """Put in force what was in force before; of models that cannot be used, the one before.

    Args:
        unit: The transaction.
        part: None: the one whose model was put in force last.
        fault_of: Why a model cannot be used; None: it can.
        actor: Who.
        now: When.
        comment: Why, for the audit.

    Raises:
        UsageError: RW-U78 the model that ships is in force.
    """
    chosen = part or _changed_last(unit)
    current = unit.trained.in_force().get(chosen) if chosen else None
    if chosen is None or current is None or current.id is None:
        raise UsageError(
            code="RW-U78",
            failed=f"nothing to roll back: the {chosen} model that ships is in force"
            if chosen
            else "nothing to roll back: only models that ship are in force",
            kept="Nothing was changed",
            remedy="`rumorwatch models list` shows what there is; `models use ID` puts a trained model in force",
        )
    below = pile_of(unit.audit.of(chosen.value), current)[:-1]
    passed_over: list[ModelError] = []
    while (name := below[-1]) is not None:
        known = unit.trained.get(name)
        fault = unknown(name) if known is None else fault_of(known)
        if name != current.id:  # which may lie on the pile more than once
            if fault is None:
                break
            passed_over.append(fault)
        below.pop()
    change = InForce(part=chosen, id=name, since=now, before=below[-2] if name else None)
    _write(unit, change, left=current.id, action=Action.ROLL_BACK, actor=actor, comment=comment)
    return RolledBack(change=change, left=current.id, passed_over=tuple(passed_over))


def pile_of(entries: Sequence[AuditEntry], current: InForce) -> list[TrainedId | None]:
    """Return the models that were put in force and not taken back, the first first; None, the one that ships, is first.

    Args:
        entries: Of the part, as the audit has them.
        current: What is in force. Where the audit tells otherwise, as of a database put together from two, only it and
            what it replaced are known.
    """
    pile: list[TrainedId | None] = [None]
    for entry in entries:
        name = entry.details.get(_NOW, SHIPPED)
        now = None if name == SHIPPED else TrainedId(name)
        if entry.action in _LAID:
            pile.append(now)
        elif entry.action == Action.ROLL_BACK:
            # One at least, for a model may lie on the pile more than once.
            pile = pile[:-1] or pile
            while len(pile) > 1 and pile[-1] != now:
                pile.pop()
    if pile[-1] == current.id and (len(pile) == 1 or pile[-2] == current.before):
        return pile
    return [*dict.fromkeys((None, current.before, current.id))]


def _changed_last(unit: Unit) -> ModelPart | None:
    """Return the part with a trained model in force that changed last; None: there is none."""
    trained = [change for change in unit.trained.in_force().values() if change.id is not None]
    # Of changes within one moment, as under a clock that stands still, the audit knows the order.
    last = max(trained, key=lambda one: (one.since, *(e.number for e in unit.audit.of(one.part)[-1:])), default=None)
    return last.part if last else None


def _write(unit: Unit, change: InForce, *, left: TrainedId | None, action: Action, actor: str, comment: str) -> None:
    unit.trained.put_in_force(change)
    said = " ".join(comment.split())[:MAX_COMMENT]
    details = {_NOW: change.id or SHIPPED, _BEFORE: left or SHIPPED, "comment": said}
    unit.audit.append(at=change.since, actor=actor, action=action, subject=change.part.value, details=details)
