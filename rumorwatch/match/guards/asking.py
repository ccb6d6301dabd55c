"""Asking: signs of negation that only ask: isn't it, 能不能, "có vỡ không", "chẳng phải ... sao"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rumorwatch.reading.words import is_han

if TYPE_CHECKING:
    from rumorwatch.match.guards.lexicon import Phrase, Words

_PRONOUNS = frozenset({"it", "he", "she", "they", "you", "we", "i"})
_DETERMINERS = frozenset({"the", "this", "that", "these", "those", "my", "our", "your", "his", "her", "their"})
_FINAL = frozenset({"không", "chưa", "ko", "k", "hok", "hông", "hổng", "khong", "chua", "kh", "hong"})
_PARTICLES = frozenset(
    {"vậy", "ta", "nhỉ", "trời", "hả", "ạ", "mọi", "mn", "thế", "nè", "ha", "nhở", "vay", "nhi", "troi", "z"}
)
"""What may follow a Vietnamese question's last word."""
_EXPECTING = frozenset({"chẳng phải", "không phải", "không phải là", "chả phải", "khong phai", "chang phai"})
_EXPECTING_HAN = frozenset({"不是", "没有", "不", "没"})
_ASKED = frozenset({"sao", "à", "hả", "吗", "么", "嘛"})
"""Last words of a question that expects a yes."""
_STOPS = frozenset(".?!。…\n")
"""Full-width marks are plain ones in the accented view."""


def is_asked(sign: Phrase, words: Words) -> bool:
    """Say whether a sign of negation belongs to a question that denies nothing."""
    text = sign.text.lower().replace("’", "'")
    behind = words.lower[sign.end] if sign.end < len(words.lower) else ""
    before = words.lower[sign.begin - 1] if sign.begin else ""
    if is_han(text[0]):
        return (is_han(before) and before == behind) or (_is_expecting(sign, words, text) and _ends_asking(sign, words))
    if text.endswith("n't"):
        return _is_inverted(sign, words, behind)
    if text in _FINAL and sign.begin:
        return not behind or sign.end in words.breaks or behind in _PARTICLES
    return text in _EXPECTING and _ends_asking(sign, words)


def _is_inverted(sign: Phrase, words: Words, behind: str) -> bool:
    """Say whether a verb stands before its subject: "didn't they", "Isn't the bank shut?"."""
    if not behind or sign.end in words.breaks:
        return False
    is_first = sign.begin in words.breaks | {0}
    return behind in _PRONOUNS or (is_first and (behind in _DETERMINERS or "?" in _stop_behind(sign, words)))


def _is_expecting(sign: Phrase, words: Words, text: str) -> bool:
    """Say whether a Chinese negator begins a question that expects a yes: 不是说, 难道不."""
    return text == "不是" or (
        text in _EXPECTING_HAN and words.lower[max(sign.begin - 2, 0) : sign.begin] == ("难", "道")
    )


def _ends_asking(sign: Phrase, words: Words) -> bool:
    end, stop = _sentence_end(sign, words)
    return "?" in stop or words.lower[end - 1] in _ASKED


def _stop_behind(sign: Phrase, words: Words) -> str:
    return _sentence_end(sign, words)[1]


def _sentence_end(sign: Phrase, words: Words) -> tuple[int, str]:
    """Return the word behind a sign's sentence, and what stands between."""
    for at in range(sign.end, len(words.lower) + 1):
        if at in words.breaks or at == len(words.lower):
            begin = words.begins[at - 1] + len(words.shown[at - 1])
            stop = words.text[begin : words.begins[at] if at < len(words.lower) else None]
            if at == len(words.lower) or _STOPS.intersection(stop):
                return at, stop
    return len(words.lower), ""
