"""Lists: the word files of this package."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def sections_of(file: str) -> Iterator[tuple[str, str]]:
    """Yield the lines of a file of this package, each with the heading it stands under."""
    heading = ""
    for line in files("rumorwatch.match.guards").joinpath(file).read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            heading = line.removeprefix("#").strip()
        elif line.strip():
            yield heading, line


def lines_of(file: str) -> list[str]:
    """Return the lines of a file of this package, comments left out."""
    return [line for _, line in sections_of(file)]


@cache
def words_listed(file: str, heading: str = "") -> frozenset[str]:
    """Return the words of a file of this package, or of those under one of its headings."""
    return frozenset(word for under, line in sections_of(file) if heading in {"", under} for word in line.split())
