"""What one analyst of four can spoil: flipped answers, and answers that are copies.

    scripts/benchmark poisoning

CheckThat!'s posts beside their three likeliest claims are judged by four simulated analysts who err in 3 % of their
answers; then the same with one who flips a fifth, and with one whose answers are all copied from another. Each is
trained and put to the gate: ``all answer`` when everybody answers everything, ``shared out`` when each answers a
quarter and nobody sees what others said, the worst case. ``F1 before and after`` is of the model that ships and of this
one, on each whole set; the worst fall is that of a frozen set.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matcher.rows import InMemory

from benchmarks.reporting import ROOT, data_hash, report
from benchmarks.simulated import Analyst, Labeled, copies_of, judgments_of, labeled
from rumorwatch.models import open_models
from rumorwatch.retraining.conduct import counted, objections_to
from rumorwatch.retraining.drafts import Draft
from rumorwatch.retraining.judged import judged_of
from rumorwatch.retraining.matcher import MatcherTraining
from rumorwatch.train.gate import Measure, decide

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rumorwatch.domain.labels import Judgment
    from rumorwatch.models import Models

NAMES = ("an", "binh", "chi", "dung")
ERROR, FLIPS = 0.03, 0.2
CLAIMS, CANDIDATES = 3_000, 3
MOST_FALLS = 0.005


def answers(given: Labeled, *, flips: float, shared_out: bool, copied: bool, seed: int) -> list[Judgment]:
    """Return the judgments of the four; the last one flips, or copies the first."""
    found: list[Judgment] = []
    for place, name in enumerate(NAMES):
        analyst = Analyst(name=name, error=ERROR, flips=flips if name == NAMES[-1] else 0.0)
        only = {at for at in range(len(given.pairs)) if at % len(NAMES) == place} if shared_out else None
        mine = judgments_of(given, analyst, seed=seed, only=only)
        if copied and name == NAMES[-1]:
            mine = copies_of([one for one in found if one.analyst == NAMES[0]], name)
        found += mine
    return sorted(found, key=lambda one: (one.at, one.analyst))


def put_to_the_gate(given: Labeled, judgments: Sequence[Judgment], models: Models) -> dict[str, Any]:
    """Return what the gate says of the matcher that judgments make."""
    counting, conduct = counted(judgments, without=())
    judged = judged_of(counting, texts=given.texts, claims={claim.id: claim for claim in given.claims})
    draft = MatcherTraining(models=models, in_force_wordings={}, judged=judged, seed=0, step=lambda _: None).draft()
    if not isinstance(draft, Draft):
        raise TypeError(draft.why)
    gate = decide(draft.trials, objections=[*objections_to(conduct), *draft.objections], seed=0)
    whole = {
        one.set: [round(one.before, 4), round(one.after, 4)]
        for one in gate.figures
        if not one.part and one.measure is Measure.F1
    }
    return {
        "judgments": len(judgments),
        "left out": [line.analyst for line in conduct.out_of_line],
        "F1 before and after": whole,
        "worst fall": round(max(before - after for name, (before, after) in whole.items() if name != "gold set"), 4),
        "refused": not gate.passed,
        "why": list(gate.objections)[:3],
    }


def main(arguments: Sequence[str]) -> None:
    """Print what becomes of each set of answers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    data = ROOT.parent / "shared" / "data" / "retrieval" / "checkthat"
    parser.add_argument("--data", type=Path, default=data, help="folder of CheckThat!'s posts, claims and pairs")
    parser.add_argument("--seed", type=int, default=0, help="of errors and flips (default: 0)")
    options = parser.parse_args(arguments)
    models = open_models((), vectors=InMemory())
    given = labeled(options.data, ("train", "dev"), models, claims=CLAIMS, posts=2_000, candidates=CANDIDATES)
    for how, flips, shared_out, copied in (
        ("honest, all answer", 0.0, False, False),
        ("one flips a fifth, all answer", FLIPS, False, False),
        ("one copies, all answer", 0.0, False, True),
        ("honest, shared out", 0.0, True, False),
        ("one flips a fifth, shared out", FLIPS, True, False),
    ):
        made = answers(given, flips=flips, shared_out=shared_out, copied=copied, seed=options.seed)
        report(
            "poisoning",
            how=how,
            **put_to_the_gate(given, made, models),
            target_most_falls=MOST_FALLS,
            data=data_hash(*sorted(options.data.glob("*.gz"))),
        )
