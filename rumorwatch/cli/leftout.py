"""Rows of a file that cannot be used: named on stderr with their line, and counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from rumorwatch.cli.output import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rumorwatch.collect.tables.rows import BadRow

_TOLD = 20
"""Bad rows named one by one; a file with more was made for something else."""
_T = TypeVar("_T")


@dataclass(slots=True)
class LeftOut:
    """How many rows were left out so far."""

    count: int = 0

    def without(self, rows: Iterable[_T | BadRow]) -> Iterator[_T]:
        """Yield the rows that can be used; name the first 20 others."""
        from rumorwatch.collect.tables.rows import BadRow

        for row in rows:
            if isinstance(row, BadRow):
                self.tell(row)
            else:
                yield row

    def tell(self, row: BadRow) -> None:
        """Count a row that cannot be used, and name the first 20."""
        self.count += 1
        if self.count <= _TOLD:
            say(f"line {row.line}: {row.reason}; left out")
        elif self.count == _TOLD + 1:
            say("further lines left out are only counted")
