"""Folding: from the accented view to the folded one, which is what is matched."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rumorwatch.normalize.chinese import HAN, has_han, simplified
from rumorwatch.normalize.keys import LATE_TONE
from rumorwatch.normalize.readings import Reading
from rumorwatch.normalize.segment import mean_bits, split
from rumorwatch.normalize.spacing import APART
from rumorwatch.normalize.tokens import camel_parts, read
from rumorwatch.normalize.vietnamese import is_syllable, unmarked

if TYPE_CHECKING:
    from collections.abc import Sequence

_PLACEHOLDER = re.compile(
    r"(?:\bRT\b[\s:]*)?(?:\b(?:via|qua|theo)\b[\s:]*)?(?:\[link\]|@…)[\s:]*|\[(?:phone|email|id|card)\]", re.IGNORECASE
)
_DOTTED_NUMBER = re.compile(r"(?<![\w.])\d(?:\.\d){3,}(?![\w.])")
_TOKEN = re.compile(rf"\d+(?:[.,]\d+)+|[{HAN}]+|\#?[^\W_{HAN}]+(?:[@$!€][^\W_{HAN}]+)*|[@$][^\W\d_{HAN}]+")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})*")
_DECIMAL = re.compile(r"(\d+)[.,](\d+)")
_GROUPED_DECIMAL = re.compile(r"([1-9]\d{0,2}(?:([.,])\d{3})+)(?!\2)[.,](\d+)")
_SPACED_NUMBER = re.compile(
    r"(?<![\d,])(?<!\d )([1-9]\d{0,2}(?: \d{3})*(?: 000|(?: \d{3})(?= (?:dong|usd|nguoi)\b)))(?! ?\d)"
)
_HAN_SPACE = re.compile(rf"(?<=[{HAN}]) +(?=[{HAN}])")
_PLAIN_OR_HAN = re.compile(rf"(?! )(?:(?!  )[\0-\x7f{HAN}])*")
"""Text that is read again as it was when all its words are settled; two spaces are left of a sign."""
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])['’](?=[^\W\d_])")
_MAX_PASSES = 8
_SHORTEST_SPACED = 5
"""Below it letters with spaces between that make no syllable are a list (vitamin A B C), not a word."""
_MIN_SPACED_BITS, _MIN_SPACED_LETTERS = -18.0, 2.6
_MIN_TYPED, _MIN_SHAPED = 2, 2
"""Words off the keyboard, or with digits for letters, from which a text is taken to be written so."""
_MIN_TYPED_SHARE = 0.2
_AFTER_NUMBER = {"k": "nghin", "tr": "trieu", "h": "gio", "d": "dong", "ngan": "nghin"}


def _number(token: str) -> str:
    """Return the number with its thousands joined and a decimal comma; dates and versions come apart."""
    if grouped := _GROUPED_DECIMAL.fullmatch(token):
        return f"{grouped[1].replace(grouped[2], '')},{grouped[3]}"
    if _GROUPED.fullmatch(token):
        return token.replace(".", "").replace(",", "")
    if decimal := _DECIMAL.fullmatch(token):
        return f"{decimal[1]},{decimal[2]}"
    return re.sub(r"[.,]", " ", token)


def _unspaced(text: str) -> str:
    """Put together words written letter by letter (c h á y, c.h.á.y); words run into one another come apart again."""
    text = LATE_TONE.sub(r"\1\3\2", text)
    return _DOTTED_NUMBER.sub(lambda match: match[0].replace(".", ""), APART.sub(_together, text))


def _together(match: re.Match[str]) -> str:
    letters = "".join(char for char in match[0] if char.isalpha())
    parts = camel_parts(letters) if not letters.isupper() else [letters]
    pieces = [_pieces(part) for part in parts]
    if match["sep"] == " " and len(letters) < _SHORTEST_SPACED and None in pieces:
        return match[0]
    return " ".join(" ".join(piece or [part]) for part, piece in zip(parts, pieces, strict=True))


def _pieces(letters: str) -> list[str] | None:
    """Return the syllables that letters written apart make, or None when they make none."""
    lower = letters.lower()
    if is_syllable(lower):
        return [letters]
    pieces = split(lower)
    if pieces is None or mean_bits(pieces, folded=lower.isascii()) < _MIN_SPACED_BITS:
        return None
    return pieces if not lower.isascii() or len(lower) >= _MIN_SPACED_LETTERS * len(pieces) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Evidence:
    """What the words of a text say together about how it was written."""

    vietnamese: bool
    typed_if_sure: bool
    """Whether words that Telex or VNI surely typed are read so."""
    typed: bool
    """Whether every word that Telex or VNI could have typed is read so."""
    shaped: bool
    """Whether digits stand for letters."""


def _evidence(readings: Sequence[Reading]) -> _Evidence:
    sure = typed = votes = shaped = 0
    for reading in readings:
        votes += reading.votes
        if reading.typed is not None:
            typed += 1
            sure += reading.sure
        if reading.shaped is not None:
            shaped += reading.shaped == reading.vietnamese
    some = sure >= _MIN_TYPED or (sure > 0 and votes > 0)
    much = sure >= _MIN_TYPED_SHARE * len(readings) or typed >= len(readings) / 2
    return _Evidence(
        vietnamese=some or votes > 0, typed_if_sure=some, typed=some and sure > 0 and much, shaped=shaped >= _MIN_SHAPED
    )


def _chosen(readings: Sequence[Reading]) -> list[str]:
    evidence = _evidence(readings)
    return [_meaning(reading, evidence) for reading in readings]


def _meaning(reading: Reading, evidence: _Evidence) -> str:
    if evidence.shaped and reading.shaped is not None:
        return reading.shaped
    if reading.typed is not None and (evidence.typed or (evidence.typed_if_sure and reading.sure)):
        return reading.typed
    return reading.vietnamese if evidence.vietnamese else reading.plain


def _tokens(text: str) -> list[Reading]:
    readings = []
    after_number = False
    for token in _TOKEN.findall(text):
        if token[0].isdigit() and ("." in token or "," in token):
            number = _number(token)
            readings.append(Reading(plain=number, vietnamese=number, settled=True))
        elif after_number and (unit := _AFTER_NUMBER.get(unmarked(token.lower()))):
            readings.append(Reading(plain=unit, vietnamese=unit, votes=1, settled=True))
        else:
            readings.append(read(token))
        after_number = token[-1].isdigit()
    return readings


def _once(text: str) -> tuple[str, bool]:
    """Fold once; also return whether folding again would change nothing."""
    readings = _tokens(_unspaced(simplified(text)))
    settled = all(reading.settled for reading in readings)
    words = [reading.plain for reading in readings] if settled else _chosen(readings)
    spelled = " ".join(word for word in words if word)
    folded = _SPACED_NUMBER.sub(lambda match: match[1].replace(" ", ""), spelled)
    if has_han(folded):
        joined = _HAN_SPACE.sub("", folded)
        return joined, settled and joined == spelled and _PLAIN_OR_HAN.fullmatch(folded) is not None
    return folded, settled and folded.isascii()


def folded(accented: str) -> str:
    """Return the folded view of an accented view; a folded text gives itself.

    What a word means depends on the words around it, which folding changes: it is repeated until nothing changes. Six
    texts of ten are settled at once.
    """
    text = _APOSTROPHE.sub("", accented)
    if "[" in text or "@" in text:
        text = _PLACEHOLDER.sub(" ", text)
    for _ in range(_MAX_PASSES):
        again, settled = _once(text)
        if settled or again == text:
            return again
        text = again
    return text
