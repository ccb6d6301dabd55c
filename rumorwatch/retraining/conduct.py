"""Whose judgments teach: nobody's whose answers are out of line, and nothing while two are copies of each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rumorwatch.label.conduct import copied, out_of_line
from rumorwatch.label.rulings import analyst_key

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from rumorwatch.domain.labels import Judgment
    from rumorwatch.label.conduct import Copied, Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Conduct:
    """How analysts answered, as far as it matters to what is taught."""

    out_of_line: Sequence[Line] = ()
    """Whose judgments were left out."""
    copies: Sequence[Copied] = ()


def counted(judgments: Sequence[Judgment], *, without: Collection[str]) -> tuple[Sequence[Judgment], Conduct]:
    """Return the judgments that teach and measure, and how analysts answered.

    Args:
        judgments: Standing ones.
        without: Analysts whose judgments a person left out.
    """
    left_out = {analyst_key(name) for name in without}
    asked = [one for one in judgments if analyst_key(one.analyst) not in left_out]
    lines = out_of_line(asked)
    unlike = {analyst_key(line.analyst) for line in lines}
    return (
        [one for one in asked if analyst_key(one.analyst) not in unlike],
        Conduct(out_of_line=lines, copies=copied(asked)),
    )


def objections_to(conduct: Conduct) -> Sequence[str]:
    """Return why nothing is promoted: two analysts whose answers are copies are one opinion that counts twice."""
    return [
        f"the answers of {one.first} and {one.second} look like copies: {one.identical} of {one.both} are the same; "
        f"ask them, then `retrain --without` one of them"
        for one in conduct.copies
    ]
