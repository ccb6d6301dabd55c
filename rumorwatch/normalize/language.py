"""Language: script and diacritics first, then syllables, and only then a statistical guess."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from rumorwatch.domain.posts import Language
from rumorwatch.normalize.chinese import HAN
from rumorwatch.normalize.segment import weight
from rumorwatch.normalize.words import ENGLISH_FUNCTION_WORDS

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

    from rumorwatch.domain.posts import SpellingViews

_HAN = re.compile(f"[{HAN}]")
_OTHER_SCRIPTS = re.compile("[\u0370-\u052f\u0530-\u1cff\u3040-\u30ff\uac00-\ud7af]")
_LATIN_WORD = re.compile(r"[a-z]{2,}")
_VIETNAMESE_ONLY = re.compile("[ăđơưĂĐƠƯẠ-ỹ]")
_PLACEHOLDER = re.compile(r"\[(?:link|phone|email|id|card)\]|@…")
_LATIN_LETTER = re.compile(r"[^\W\d_]")
_HAN_WORTH = 3
"""Latin letters that one Han character weighs: about the letters of a Vietnamese or half an English word."""
_MIN_MARKED_SHARE = 0.08
"""Share of letters with a mark that only Vietnamese has; running text has 0.2, English about Vietnam under 0.03."""
_COMMON_BITS = -14.5
_MIN_VIETNAMESE, _MAX_VIETNAMESE_IN_ENGLISH = 0.7, 0.6
_MIN_ENGLISH = 0.1
_MIN_SHARED, _FEW_VIETNAMESE = 0.2, 0.25
"""English without a word that is English only: to, me, no beside words that are no syllables."""
_MIN_PROBABILITY = 0.5
"""Under it py3langid is not believed: the text is more likely in another language."""
_MAX_READ = 2_000
"""Characters that decide; more add time and no certainty."""


def by_script(views: SpellingViews) -> Language | None:
    """Return the language that the letters alone prove, or None."""
    text = _PLACEHOLDER.sub("", views.accented[:_MAX_READ])
    if text.isascii():
        return None
    letters = len(_LATIN_LETTER.findall(text))
    han, other = len(_HAN.findall(text)), len(_OTHER_SCRIPTS.findall(text))
    latin = letters - han - other
    if other > max(latin, _HAN_WORTH * han) or (other and other * 5 > han > 0):
        return Language.UND
    if han * _HAN_WORTH > latin:
        return Language.ZH
    if latin and len(_VIETNAMESE_ONLY.findall(text)) >= _MIN_MARKED_SHARE * latin:
        return Language.VI
    return None


def by_syllables(views: SpellingViews) -> Language | None:
    """Return vi or en when the unmarked words say so: Vietnamese syllables, English function words.

    Words that are both (me, to, no) decide nothing.
    """
    words = _LATIN_WORD.findall(views.folded[:_MAX_READ])
    if not words:
        return Language.UND
    english = sum(word in ENGLISH_FUNCTION_WORDS and not _is_syllable(word) for word in words) / len(words)
    clear = [word for word in words if word not in ENGLISH_FUNCTION_WORDS]
    vietnamese = sum(map(_is_syllable, clear)) / len(clear) if clear else 0.0
    if vietnamese >= _MIN_VIETNAMESE and english < _MIN_ENGLISH and len(words) > 1:
        return Language.VI
    if english >= _MIN_ENGLISH and vietnamese < _MAX_VIETNAMESE_IN_ENGLISH:
        return Language.EN
    if len(words) - len(clear) >= _MIN_SHARED * len(words) and vietnamese <= _FEW_VIETNAMESE:
        return Language.EN
    return None


@lru_cache(maxsize=50_000)
def _is_syllable(word: str) -> bool:
    bits = weight(word, folded=True)
    return bits is not None and bits > _COMMON_BITS


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # 0.9 s, for undecided texts only

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _guessed(text: str) -> Language:
    code, probability = _identifier().classify(text[:_MAX_READ])
    if probability < _MIN_PROBABILITY or code not in {language.value for language in Language}:
        return Language.UND
    return Language(code)


def guessed_at_once(views: SpellingViews) -> Language:
    """Return what letters and syllables say, some 17,000 tweets a second; und where they leave it open."""
    return by_script(views) or by_syllables(views) or Language.UND


def detect(views: SpellingViews) -> Language:
    """Return the language of a text; und when it holds no words or nothing is sure enough."""
    return by_script(views) or by_syllables(views) or _guessed(views.accented)
