"""Pieces: a text as a row of words and phrases that two texts can be compared by, whatever their spelling."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from rumorwatch.match.guards.lexicon import Lexicon
from rumorwatch.match.guards.lists import sections_of, words_listed
from rumorwatch.reading.words import is_han

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rumorwatch.match.guards.lexicon import Phrase, Words

NOT = "#not"
_THINGS = ("synonyms.txt", "things.txt")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A word or phrase of a text as it is compared."""

    names: tuple[str, ...]
    """What it is called, one name shared with another piece makes them one: its plain letters, or ``=`` and what a
    lexicon calls it, or ``#`` and what sort of fact it is part of."""
    begin: int
    """Its first word."""
    end: int
    """The word behind it."""

    @property
    def symbol(self) -> str:
        """Its first name."""
        return self.names[0]

    @property
    def is_typed(self) -> bool:
        """Whether it is part of a number, a date or a negation, which other guards compare."""
        return self.names[0][0] == "#"

    @property
    def sort(self) -> str:
        """What sort of thing a lexicon says it is; empty for an ordinary word."""
        name = self.names[0]
        return name[1:].partition(" ")[0] if name[0] == "=" else ""


def pieces_of(
    words: Words, *, typed: Mapping[int, str], places: Sequence[Phrase], names: Sequence[Phrase], is_unmarked: bool
) -> list[Piece]:
    """Return a text as a row of pieces, words that tell nothing left out.

    Args:
        words: The text.
        typed: Words of numbers, dates and negations, each with the symbol of its kind: other guards compare them.
        places: What places it names.
        names: What bodies and other known names it has.
        is_unmarked: Whether it is written without diacritics.
    """
    found = (
        one for one in things_of(words, is_unmarked=is_unmarked) if not (one.end - one.begin == 1 and is_han(one.text))
    )
    known = {one.begin: (one.end, tuple(f"={name}" for name in one.names)) for one in (*found, *names)}
    known |= {one.begin: (one.end, tuple(f"=place {name}" for name in one.names)) for one in places}
    light = words_listed("light.txt")
    pieces: list[Piece] = []
    at = 0
    while at < len(words.plain):
        if at in typed:
            begin = at
            while at in typed and typed[at] == typed[begin]:
                at += 1
            pieces.append(Piece(names=(typed[begin],), begin=begin, end=at))
            continue
        end, called = known.get(at, (at + 1, (words.plain[at],)))
        is_light = words.lower[at] in light and not _is_name(words, at)
        if called[0][0] == "=" or not is_light:
            pieces.append(Piece(names=called, begin=at, end=end))
        at = end
    return pieces


def things_of(words: Words, *, is_unmarked: bool) -> list[Phrase]:
    """Return the things that a text names."""
    return list(_things().find(words, is_unmarked=is_unmarked))


@cache
def sorts_of_letter(letter: str) -> frozenset[str]:
    """Return the sorts of things that a Han letter alone is the name of: 猫, 狗.

    No piece is made of one, as it is a part of other words more often.
    """
    return frozenset(name.partition(" ")[0] for name in _things().names_of((letter,)))


@cache
def _things() -> Lexicon:
    listed = []
    for file in _THINGS:
        for number, (heading, line) in enumerate(sections_of(file)):
            sort = heading.partition(" ")[0].lower().strip(":,")
            listed += [(f"{sort} {file[0]}{number}", phrase.strip()) for phrase in line.split(";") if phrase.strip()]
    return Lexicon(listed)


def _is_name(words: Words, at: int) -> bool:
    """Say whether a word has a capital within its sentence, in a text that is not all capitals: Ca Pass."""
    return (
        len(words.shown[at]) > 1
        and words.shown[at].istitle()
        and at not in words.breaks | {0}
        and not words.shown[at - 1].istitle()
    )
