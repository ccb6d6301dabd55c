"""The workspace's learning curve: models trained on the first judgments, measured on its gold set."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rumorwatch.domain.errors import LearningError
from rumorwatch.domain.labels import Question
from rumorwatch.retraining.judged import gather, judged_of
from rumorwatch.retraining.matcher import MatcherTraining
from rumorwatch.train.curves import CurvePoint, outlook
from rumorwatch.train.gate import figures_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rumorwatch.bootstrap import Workspace
    from rumorwatch.domain.labels import Judgment
    from rumorwatch.retraining.judged import Judged
    from rumorwatch.train.curves import Outlook

LEAST_GOLD = 20
"""Pairs drawn by chance below which a figure says nothing: one of them is five points."""
STEPS = 5
"""Points of the curve, at equal numbers of judgments; each is one training."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """What judgments bought."""

    gold: int
    """Pairs that it is measured on."""
    points: Sequence[CurvePoint]
    """From none to all."""
    bought: float
    """F1 that the last judgments brought, 0 to 1: all but those of the last point but one."""
    last: int
    """How many those are."""
    ahead: Outlook | None
    """With as many judgments more; None: the points tell no line."""


def learning_curve(workspace: Workspace, *, more: int | None, step: Callable[[str], None] = lambda _: None) -> Curve:
    """Return the learning curve of a workspace.

    At each point a claim counts only when it was known by then: one that was made of a post later finds nothing yet.

    Args:
        workspace: The workspace.
        more: Judgments to look ahead; None: as many as the last step.
        step: Told what is done next.

    Raises:
        LearningError: RW-L35 too few judged pairs were drawn by chance; RW-L36 nobody judged any other pair.
        ModelError: What ships is damaged.
    """
    from rumorwatch.models import open_models

    judged, _ = gather(workspace.store)
    if len(judged.gold.same) < LEAST_GOLD:
        raise LearningError(
            "RW-L35",
            f"{len(judged.gold.same)} judged pairs were drawn by chance, and {LEAST_GOLD} are needed to measure",
            remedy="`rumorwatch label next` asks about them among others, `--reason random` about them alone",
        )
    teaching = [one for one in judged.judgments if one.subject.text_hash not in _gold(judged)]
    if not any(one.subject.question is Question.SAME for one in teaching):
        raise LearningError(
            "RW-L36",
            "nobody said yet of a post that was not drawn by chance whether it is the same as a claim",
            remedy="Answer some questions with `rumorwatch label next`",
        )
    models = open_models(workspace.settings.match.model)
    training = MatcherTraining(models=models, in_force_wordings={}, judged=judged, seed=0, step=lambda _: None)
    amounts = sorted({round(len(teaching) * part / STEPS) for part in range(STEPS + 1)})
    points = []
    for amount in amounts:
        step(f"training on {amount} of {len(teaching)} judgments")
        points.append(CurvePoint(judgments=amount, f1=_measured(training, judged, teaching, amount)))
    last = amounts[-1] - amounts[-2]
    return Curve(
        gold=len(judged.gold.same),
        points=points,
        bought=points[-1].f1 - points[-2].f1,
        last=last,
        ahead=outlook(points, judgments=len(teaching) + (more or last), seed=0),
    )


def _gold(judged: Judged) -> frozenset[str]:
    return frozenset(one.text_hash for one in (*judged.gold.same, *judged.gold.stances))


def _measured(training: MatcherTraining, judged: Judged, teaching: Sequence[Judgment], amount: int) -> float:
    """Return the F1 on the gold set of a matcher taught by the first judgments."""
    later = {one.made_claim for one in teaching[amount:] if one.made_claim is not None}
    known = {claim_id: claim for claim_id, claim in judged.claims.items() if claim_id not in later}
    first = judged_of(teaching[:amount], texts=judged.texts, claims=known)
    trial = replace(training, judged=first).measured_on(judged.gold.same, texts=judged.texts)
    whole, *_ = figures_of(trial, seed=0)
    return whole.after
