"""Reports of imports: what became of each answer of a sheet, line by line."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rumorwatch.domain.claims import Claim
    from rumorwatch.domain.labels import JudgedText, Judgment


class Result(StrEnum):
    """What became of an answer; closed."""

    TAKEN = "taken"
    KNOWN = "known"
    """It is stored already, or its analyst answered so before."""
    OUTDATED = "outdated"
    """It was taken back, or its analyst answered otherwise since."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """One row of a sheet, its cells under our keys."""

    sheet: str
    """Title; empty in CSV."""
    line: int
    cells: Mapping[str, object]
    headings: Mapping[str, str] = field(default_factory=dict)
    """What the file calls each column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLine:
    """A line of the report: what became of one answer, or why a row was not taken."""

    sheet: str
    line: int
    result: Result
    column: str = ""
    """As the file calls it; empty: the row as a whole."""
    cell: str = ""
    """What stands there."""
    why: str = ""
    """Of an answer that was not taken, with what to do; of one that was, who answered otherwise."""


@dataclass(slots=True, kw_only=True)
class Decided:
    """What an import will do."""

    lines: list[SheetLine] = field(default_factory=list)
    judgments: list[Judgment] = field(default_factory=list)
    texts: dict[str, JudgedText] = field(default_factory=dict)
    """By their hash."""
    claims: list[Claim] = field(default_factory=list)
    """Made of posts."""
    unanswered: int = 0
    """Rows in which nothing is answered."""

    def count(self, result: Result) -> int:
        """Return how many lines of the report say so."""
        return sum(one.result is result for one in self.lines)
