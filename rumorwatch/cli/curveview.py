"""The learning curve of a workspace, as JSON and as a table with bars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rumorwatch.cli.output import print_json, say
from rumorwatch.cli.workspace import opened

if TYPE_CHECKING:
    from pathlib import Path

    from rumorwatch.retraining.curve import Curve

_DIGITS = 4
_BAR = 40
"""Cells of the longest bar."""


def show_curve(path: Path, *, more: int | None, as_json: bool) -> None:
    """Print what the judgments of a workspace bought.

    Raises:
        LearningError: Too little was judged to measure.
    """
    from rumorwatch.cli.progress import stages
    from rumorwatch.retraining.curve import learning_curve

    with opened(path) as workspace, stages(quiet=as_json) as step:
        curve = learning_curve(workspace, more=more, step=step)
    if as_json:
        print_json([_row(curve)])
        return
    from rumorwatch.cli.output import console

    console().print(_table(curve))
    say(f"The last {curve.last} judgments brought {100 * curve.bought:+.1f} points of F1 on {curve.gold} gold pairs")
    if curve.ahead is None:
        say("What more would bring cannot be told: the points are no falling line of errors")
        return
    low, high = (f"{100 * end:.1f}" for end in curve.ahead.interval)
    say(f"With {curve.ahead.judgments} in all it would likely be {100 * curve.ahead.f1:.1f} ({low} to {high}, 80 %)")


def _row(curve: Curve) -> dict[str, Any]:
    ahead = curve.ahead
    return {
        "gold": curve.gold,
        "points": [{"judgments": one.judgments, "f1": round(one.f1, _DIGITS)} for one in curve.points],
        "last": curve.last,
        "bought": round(curve.bought, _DIGITS),
        "ahead": None
        if ahead is None
        else {
            "judgments": ahead.judgments,
            "f1": round(ahead.f1, _DIGITS),
            "interval": [round(end, _DIGITS) for end in ahead.interval],
        },
    }


def _table(curve: Curve) -> Any:  # noqa: ANN401 - rich's table
    from rumorwatch.cli.output import table

    made = table("judgments", "F1, gold set", "")
    for point in curve.points:
        made.add_row(str(point.judgments), f"{100 * point.f1:.1f}", "█" * round(_BAR * point.f1))
    if curve.ahead is not None:
        made.add_row(f"{curve.ahead.judgments}?", f"{100 * curve.ahead.f1:.1f}", "░" * round(_BAR * curve.ahead.f1))
    return made
