"""Overlap: how much two sentences are about the same thing, by the words they share."""

from __future__ import annotations

from functools import lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING

from rumorwatch.reading.words import is_han, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rumorwatch.domain.posts import SpellingViews


@lru_cache(maxsize=4_000)
def content_row(text: SpellingViews) -> tuple[str, ...]:
    """Return the folded words that say what a text is about: no numbers, no negations, none that any text has.

    In their order; Han characters come in pairs that overlap, as a single one says little.
    """
    return tuple(row_of(text.folded))


def row_of(folded: str) -> Iterator[str]:
    """Yield the words that say what a folded text is about."""
    words = [word for word in words_of(folded) if not any(map(str.isdigit, word))]
    for word, behind in zip_longest(words, words[1:], fillvalue=""):
        if not is_han(word):
            if word not in LIGHT:
                yield _stem(word)
        elif is_han(behind) and not {word, behind} & _LIGHT_HAN and word + behind not in LIGHT:
            yield word + behind


def _stem(word: str) -> str:
    """Return an English word without its ending; Vietnamese syllables have none of these."""
    for ending, least in (("ing", 6), ("ed", 5), ("s", 4)):
        if word.endswith(ending) and len(word) >= least and not word.endswith("ss"):
            word = word.removesuffix(ending)
            break
    return word.removesuffix("e") if len(word) > 4 else word  # noqa: PLR2004 - "nghe" is whole


def content_words(text: SpellingViews) -> frozenset[str]:
    """Return the words of ``content_row``."""
    return frozenset(content_row(text))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return Dice's coefficient of two sets of words, 0 to 1; 0 for two empty ones."""
    return 2 * len(one & other) / max(len(one) + len(other), 1)


_WORDS = """
la va cua cho o tai tu den voi thi ma nay do kia duoc bi phai co se da dang vao ra len xuong di moi nhung cac
mot hai cung nhu khi neu vi nen theo con chi ca tren duoi trong ngoai truoc sau nguoi lam khien gay bat viec
hien toan tong so van khong chua chang ko het the tiep tuc chinh thuc phi muc nop tra thu nhan dan don a an of
to in on at by for from with is are was were be been being it its this that these those and or but as than all
any will would can could may might must shall should have has had does did not no never there they their people
total now still already also more only per every each fee fees pay pays paid cost costs charge charged says said
residents 市民 居民 群众 民众 收费 缴费 费用 需缴 目前 发生
"""
LIGHT = frozenset(_WORDS.split())
"""Folded words that say nothing of the matter."""
_LIGHT_HAN = frozenset(
    "的了在是和与及把被给对向从到也都就还又而则将会要已经着过之所于以为由有可能需应该每共其不没未无自起"
)
