"""Signed: for each word of a text whether what negates it turns it, all that turns it taken together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from rumorwatch.match.guards.lexicon import Lexicon, Phrase
from rumorwatch.match.guards.lists import sections_of, words_listed
from rumorwatch.match.guards.spelling import stem
from rumorwatch.match.guards.swaps import joined
from rumorwatch.reading.words import is_han, without_marks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rumorwatch.match.guards.lexicon import Words
    from rumorwatch.match.guards.pieces import Piece
    from rumorwatch.match.guards.polarity import Polarity

_REACH, _REACH_HAN = 8, 12
"""Words behind a negator, of its clause, that it may turn."""
_REACH_SHORT = 4
"""Words behind one that has a noun only: without."""
_BACK = 10
"""Words before what turns the words before it."""
_SHORT = frozenset(
    {"without", "free from", "far from", "instead of", "rather than", "lacking", "lack", "lacks", "thiếu"}
)
_BEFORE_NOUNS = frozenset({"with", "of", "from", "by"})
"""Before a negator: it turns a noun only."""
_OF_ANY = frozenset({"一", "任", "人", "哪", "谁", "một", "ai", "người", "nào", "có", "mot", "nguoi", "nao"})
"""Words behind a negator, or its last one, that make it one of all: 没有一间房没..., "không ai không ..."."""
_IDIOM = 1
"""Words between two negators that are one: 不能不."""
_COORDINATORS = frozenset({"or", "and", "hoặc", "hay", "và", "或", "和", "与", "及"})
"""Words behind a negator that has no words of its own: blocked or banned."""
_FREED = frozenset({"免", "miễn"})
"""Negators that are verbs."""
_QUANTIFIERS = frozenset({"no", "none", "nobody", "nothing", "no one"})
"""Objects that turn the verb right before them: refuse no veteran."""
_ENDINGS_HAN = frozenset({"了", "好", "到", "着", "成", "起", "掉", "住", "上", "出"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Something that turns words."""

    phrase: Phrase
    first: int
    """The first word it turns."""
    end: int
    """The word behind the last one."""

    def turns(self, one: Phrase) -> bool:
        """Say whether it turns a phrase; never one that it is a part of: 治不好, but "không bị" and "bị phạt"."""
        sign = self.phrase
        if one.begin <= sign.begin and sign.end <= one.end:
            return False
        return self.first <= one.begin < self.end or sign.begin < one.begin < sign.end < one.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A word or opposition with its sign."""

    text: str
    """As the text writes it."""
    said: str
    """The same with what turns it."""
    at: int
    sign: int
    """1 or -1; 0 where the text has it with both."""
    depth: int
    """How many negators turn it."""
    distance: int
    """Words between the nearest of them and it."""
    is_predicate: bool
    """Whether it is a side of an opposition, or itself turns what is behind it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """What a text says yes and no to."""

    signed: Mapping[str, Signed]
    """By word form, opposition (``%`` and its number) or what a lexicon calls the word."""
    turns: int
    """How many negators it has."""
    is_denial: bool
    """Whether it says of a whole message that it is wrong."""


@cache
def _scopes(heading: str) -> Lexicon:
    listed = [
        (heading, phrase) for under, line in sections_of("scopes.txt") if under == heading for phrase in line.split(";")
    ]
    return Lexicon(listed)


@cache
def _ends(heading: str) -> frozenset[str]:
    listed = [line.split(";") for name, line in sections_of("scopes.txt") if name == heading]
    return frozenset(phrase.strip() for phrases in listed for phrase in phrases)


def stand_of(words: Words, polarity: Polarity, pieces: Sequence[Piece], *, is_unmarked: bool) -> Stand:
    """Return what a text says yes and no to."""
    turns = list(_turns(words, polarity))
    signed: dict[str, Signed] = {}
    for one, keys in _signable(words, polarity, pieces, turns):
        over = [turn.phrase for turn in turns if turn.turns(one)]
        sign = -1 if len(over) % 2 else 1
        for key, side in keys:
            known = signed.get(key)
            if known is None:
                signed[key] = _signed(one, over, words, sign=sign * side, is_predicate=key[0] in "%!")
            elif known.sign != sign * side:
                signed[key] = replace(known, sign=0, depth=max(known.depth, len(over)))
    is_denial = next(iter(_scopes("denial").find(words, is_unmarked=is_unmarked)), None) is not None
    return Stand(signed=signed, turns=len(turns), is_denial=is_denial)


def _signed(one: Phrase, over: Sequence[Phrase], words: Words, *, sign: int, is_predicate: bool) -> Signed:
    parts = sorted((*over, one), key=lambda phrase: phrase.begin)
    return Signed(
        text=joined(words.shown[one.begin : one.end]),
        said=joined(tuple(word for part in parts for word in words.shown[part.begin : part.end])),
        at=one.begin,
        sign=sign,
        depth=len(over),
        distance=min((_apart(turner, one) for turner in over), default=_BACK),
        is_predicate=is_predicate,
    )


def _apart(turner: Phrase, one: Phrase) -> int:
    return one.begin - turner.end if one.begin >= turner.end else turner.begin - one.end


def _turns(words: Words, polarity: Polarity) -> Iterator[Turn]:
    """Yield what turns words, and which."""
    signs = [sign for sign in polarity.signs if sign.name != "advice"]
    back = [one for one in _scopes("back").find(words, is_unmarked=False) if _is_back(one, words)]
    taken = {at for one in back for at in range(one.begin, one.end)}
    signs = [sign for sign in signs if sign.begin not in taken]
    taken |= {at for sign in signs for at in range(sign.begin, sign.end)}
    for extra in _scopes("ahead").find(words, is_unmarked=False):
        inside = [sign for sign in signs if sign.begin < extra.end and extra.begin < sign.end]
        if not inside and extra.begin not in taken:
            signs.append(extra)
        elif inside and any(extra.end - extra.begin > sign.end - sign.begin for sign in inside):
            signs = [sign for sign in signs if sign not in inside] + [extra]
    for sign in signs:
        yield Turn(phrase=sign, first=sign.end, end=_end(sign, words, signs))
        if sign.text.lower() in _QUANTIFIERS and sign.begin and sign.begin not in words.breaks:
            yield Turn(phrase=sign, first=sign.begin - 1, end=sign.begin)
    for one in back:
        first = _first(one, words)
        if one.text.lower().startswith("đâu") and any(
            first <= sign.begin < one.begin and sign.name != "stop" for sign in signs
        ):
            continue
        yield Turn(phrase=one, first=first, end=one.begin)


def _is_back(one: Phrase, words: Words) -> bool:
    """Say whether a phrase turns what is before it: "có đâu" at the end of a clause; 治不了, but 不好 by itself not."""
    if one.text in {"不" + ending for ending in _ENDINGS_HAN}:
        return one.begin > 0 and one.begin not in words.breaks and is_han(words.lower[one.begin - 1])
    if one.text.lower() in {"đâu", "gì đâu", "cái gì"}:
        return one.end >= len(words.lower) or one.end in words.breaks
    return True


def _end(sign: Phrase, words: Words, signs: Sequence[Phrase]) -> int:
    """Return the word behind the last one that a negator turns."""
    is_chinese = is_han(words.lower[sign.begin])
    is_short = sign.text.lower() in _SHORT or (sign.begin > 0 and words.lower[sign.begin - 1] in _BEFORE_NOUNS)
    reach = _REACH_SHORT if is_short else _REACH_HAN if is_chinese else _REACH
    ends = _ends("end") | _ends("ends short") if is_short else _ends("end")
    if sign.end < len(words.lower) and words.lower[sign.end] in _COORDINATORS:
        return sign.end
    last = min(sign.end + reach, len(words.lower), _next_condition(sign, words, signs))
    for at in range(sign.end, last):
        if at in words.breaks or (at > sign.end and words.lower[at] in ends):
            return at
    return last


def _next_condition(sign: Phrase, words: Words, signs: Sequence[Phrase]) -> int:
    """Return where what follows from a Chinese or Vietnamese condition begins: 没有护照不能开车."""
    far = len(words.lower)
    if sign.name != "not" or words.lower[sign.begin].isascii() or sign.end >= far:
        return far
    if _OF_ANY.intersection((words.lower[sign.end], words.lower[sign.end - 1])):
        return far
    return min((one.begin for one in signs if one.name == "not" and one.begin > sign.end + _IDIOM), default=far)


def _first(one: Phrase, words: Words) -> int:
    first = one.begin
    while first > max(one.begin - _BACK, 0) and first not in words.breaks:
        first -= 1
    return first


def _signable(
    words: Words, polarity: Polarity, pieces: Sequence[Piece], turns: Sequence[Turn]
) -> Iterator[tuple[Phrase, list[tuple[str, int]]]]:
    """Yield what can be turned, each with its keys and the side it takes of each."""
    for phrase in polarity.oppositions:
        yield phrase, [(f"%{name[:-1]}", 1 if name[-1] == "+" else -1) for name in phrase.names]
    for turn in turns:
        if turn.first >= turn.phrase.end and (
            turn.phrase.name in {"stop", "ahead"} or turn.phrase.text.lower() in _FREED
        ):
            yield turn.phrase, [(f"!{stem(without_marks(turn.phrase.text.lower()))}", 1)]
    light = words_listed("light.txt")
    for at, key in polarity.spoken:
        if words.lower[at] not in light or is_han(key):
            yield Phrase(names=("word",), text=key, begin=at, end=at + 1 + is_han(key)), [(key, 1)]
    for piece in pieces:
        if piece.symbol[0] == "=" and piece.sort != "place":
            phrase = Phrase(names=("thing",), text=piece.symbol, begin=piece.begin, end=piece.end)
            yield phrase, [(name, 1) for name in piece.names]
