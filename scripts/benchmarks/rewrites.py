"""The rewrites of a text: what each does to it, and how much recall it may cost."""

from __future__ import annotations

import importlib.util
import random
import sys
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TOOL = "gen_text.py"


class Kind(StrEnum):
    """What a rewrite does, as the limits name it."""

    INVISIBLE = "invisible"
    """A reader sees the same words."""
    SPACING = "marks and spacing"
    """Marks are missing, or letters stand apart or together."""
    LOOKALIKE = "look-alikes"
    """Other characters, or the same in another order, that a reader takes for the word."""
    HABIT = "teencode, Telex and padding"
    """People write so, or hide a sentence among others."""


LIMITS = {Kind.INVISIBLE: 1.0, Kind.SPACING: 3.0, Kind.LOOKALIKE: 5.0, Kind.HABIT: 10.0}
"""Points of recall that a rewrite may cost in the mean over the sets."""

KINDS = {
    "zero_width": (Kind.INVISIBLE, "characters without width stand between the letters"),
    "bidi": (Kind.INVISIBLE, "a word is stored backwards and shown forwards"),
    "tags": (Kind.INVISIBLE, "tag characters, which are never shown, follow the text"),
    "nfd": (Kind.INVISIBLE, "letters and marks are stored apart and shown as one"),
    "mixed_nf": (Kind.INVISIBLE, "the same, for some of the words"),
    "zalgo": (Kind.INVISIBLE, "strokes lie over the letters, and every letter is still there"),
    "case": (Kind.INVISIBLE, "capitals are strewn in, and a letter stays the letter"),
    "oldtone": (Kind.INVISIBLE, "the tone mark stands on the other vowel, which is spelling and no other word"),
    "html": (Kind.INVISIBLE, "a browser shows the letter behind each entity"),
    "emoji": (Kind.INVISIBLE, "pictures stand between words that are untouched"),
    "urlglue": (Kind.INVISIBLE, "a link, a handle and RT stand around words that are untouched"),
    "repeat": (Kind.INVISIBLE, "last vowels are drawn out, and the word is as plain as before"),
    "drop_marks": (Kind.SPACING, "every mark is missing"),
    "drop_marks_half": (Kind.SPACING, "the marks of half of the words are missing"),
    "dots": (Kind.SPACING, "full stops stand between the letters of some words"),
    "spaced": (Kind.SPACING, "spaces stand between the letters of some words"),
    "joined": (Kind.SPACING, "every space is missing"),
    "hashtag": (Kind.SPACING, "every space is missing, and words begin with capitals"),
    "homoglyph": (Kind.LOOKALIKE, "a third of the letters come from other alphabets"),
    "homoglyph_all": (Kind.LOOKALIKE, "all letters that have a double elsewhere come from there"),
    "fullwidth": (Kind.LOOKALIKE, "letters come from the wide forms of East Asian type"),
    "mathbold": (Kind.LOOKALIKE, "letters come from the bold ones of formulas"),
    "leet": (Kind.LOOKALIKE, "digits stand for letters of their shape"),
    "swap": (Kind.LOOKALIKE, "two letters of a word change places, and the eye reads over it"),
    "teencode": (Kind.HABIT, "words are shortened as young people shorten them"),
    "telex": (Kind.HABIT, "the input method was off while Telex was typed"),
    "pad": (Kind.HABIT, "eight harmless sentences stand around the text"),
}
"""Each rewrite by its name in the tool, with why it is of that kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewrite:
    """One way to write a text otherwise that leaves it readable."""

    name: str
    kind: Kind
    change: Callable[[str, random.Random], str]

    @property
    def limit(self) -> float:
        """Points of recall that it may cost."""
        return LIMITS[self.kind]

    def of(self, line: str) -> str:
        """Return the line rewritten, the same on every call; the seed is the tool's own."""
        chooser = random.Random(f"{self.name}|{line}")  # noqa: S311 - a reproducible draw, no secret
        return self.change(line, chooser).replace("\n", " ").replace("\t", " ")


def read_rewrites(tools: Path) -> list[Rewrite]:
    """Return the rewrites of the tool in its order; exits where it is missing, or has one that no kind is given for."""
    path = tools / TOOL
    spec = importlib.util.spec_from_file_location("gen_text", path)
    if not path.is_file() or spec is None or spec.loader is None:
        sys.exit(f"no file {path}: the rewrites are not part of the project, name their folder with --tools")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    changes = {change.__name__: change for change in module.A}
    unknown = sorted(changes.keys() - KINDS.keys())
    if unknown:
        sys.exit(f"{path} has rewrites of no kind: {', '.join(unknown)}. Give each its kind in {__file__}")
    return [Rewrite(name=name, kind=KINDS[name][0], change=change) for name, change in changes.items()]
