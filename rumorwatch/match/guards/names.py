"""Names of bodies, illnesses, drugs, services and subjects that a post has where the claim has others."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from rumorwatch.match.guards.doubts import Doubt, Guard
from rumorwatch.match.guards.lexicon import Lexicon, neighbor
from rumorwatch.match.guards.lists import sections_of
from rumorwatch.match.guards.pieces import sorts_of_letter
from rumorwatch.match.guards.rarity import RARE, rarity_of
from rumorwatch.match.guards.spans import Difference, Kind
from rumorwatch.match.guards.spelling import is_spelling
from rumorwatch.match.guards.swaps import joined
from rumorwatch.reading.words import is_han

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rumorwatch.match.guards.aligning import Alignment, Half
    from rumorwatch.match.guards.lexicon import Phrase, Words
    from rumorwatch.match.guards.pieces import Piece

_SORTS = {"Diseases": "health", "Vaccines and drugs": "health", "Apps and services of states": "service",
          "Platforms": "service", "School levels and subjects": "subject", "Holidays and days": "day"}  # fmt: skip
_BODY = "body"
_KINDRED = frozenset(
    [
        "people",
        "care",
        "food",
        "animals",
        "vehicles",
        "buildings",
        "schools",
        "weather",
        "energy",
        "body",
        "crime",
        "phones",
        "documents",
        "work",
        "goods",
        "agents",
        "colors",
        "sports",
        "money",
        "religions",
    ]
)
"""Sorts of things of which one is not the other."""
_NAMED = frozenset({"place", "body", "service", "health"})
"""Sorts of pieces that are names."""
_MATTER = frozenset({"health", "agents", "food"})
"""Sorts whose names are written small: illnesses, drugs, poisons, plants."""
_ALIKE = [{sort} for sort in _KINDRED] + [{"people", "care"}]
"""Sorts of things that are rivals where the same words stand beside them: a priest, a doctor."""
UNHEARD = 0.9
"""Rarity of a word that was never counted."""
LEAST_RARE = 5
"""Letters of a rare word that may be a name in small letters; shorter ones are slang."""
MAX_RIVALS = 3
"""Names of either text that are compared."""
LONGEST_TITLE = 4
"""Words of a name in quotation marks."""
SHOUTED = 0.6
"""Share of capitalized words from which capitals say nothing."""
LONGEST_SHORT = 5
"""Letters of an abbreviation at most; a longer word in capitals is shouted."""


@cache
def _lexicon() -> Lexicon:
    listed = []
    for number, (heading, line) in enumerate(sections_of("agencies.txt")):
        sort = _SORTS.get(heading, _BODY)
        phrases = [phrase.strip() for phrase in line.split(";") if phrase.strip()]
        if heading == "Diseases":
            # "bệnh ung thư dạ dày" is one name, and not the illness "bệnh ung thư" with a stomach behind it.
            phrases += [f"bệnh {phrase}" for phrase in phrases if not phrase.startswith("^")]
        listed += [(f"{sort} {number}", phrase) for phrase in dict.fromkeys(phrases)]
    return Lexicon(listed)


def names_of(words: Words, *, is_unmarked: bool) -> list[Phrase]:
    """Return the known names in a text."""
    return list(_lexicon().find(words, is_unmarked=is_unmarked))


def name_doubts(mine: Sequence[Phrase], theirs: Sequence[Phrase]) -> Iterator[Doubt]:
    """Yield names of the claim that the post does not have, where it has others of the same sort."""
    my_names, their_names = ({name for one in found for name in one.names} for found in (mine, theirs))
    ours = [one for one in mine if not their_names.intersection(one.names)]
    lacking = [other for other in theirs if not my_names.intersection(other.names)]
    for other in lacking:
        for one in ours:
            is_part = one.text in other.text or other.text in one.text
            if sort_of(one) == sort_of(other) != "day" and not is_part:
                yield _doubt(
                    Guard.KNOWN,
                    (one.text, (one.begin, one.end)),
                    (other.text, (other.begin, other.end)),
                    {"is_only": float(len(ours) == len(lacking) == 1), f"is_{sort_of(one)}": 1.0},
                )


def _doubt(
    guard: Guard, post: tuple[str, tuple[int, int]], claim: tuple[str, tuple[int, int]], traits: dict[str, float]
) -> Doubt:
    return Doubt(
        guard=guard,
        difference=Difference(kind=Kind.NAME, post=post[0], claim=claim[0]),
        post=post[1],
        claim=claim[1],
        traits=traits,
    )


def kindred_doubts(both: Alignment) -> Iterator[Doubt]:
    """Yield things of the claim that the post does not name, where it names others of the same sort: trâu for bò."""
    ours, lacking = (
        [(piece, sort) for piece, is_met in zip(half.pieces, half.is_met, strict=True) if not is_met
         for sort in _kindred_sorts(piece)]
        for half in (both.post, both.claim)
    )  # fmt: skip
    for other, asked in lacking:
        for one, sort in ours:
            is_sure = sort == asked and _is_known(one) and _is_known(other)
            if is_sure or ({sort, asked} in _ALIKE and _stand_alike(both, one, other)):
                post, claim = (one.begin, one.end), (other.begin, other.end)
                said, told = joined(both.post.words.shown[slice(*post)]), joined(both.claim.words.shown[slice(*claim)])
                traits = {"is_only": float(len(ours) == len(lacking) == 1), f"is_{sort}": 1.0}
                yield _doubt(Guard.KINDRED, (said, post), (told, claim), traits)


def _kindred_sorts(piece: Piece) -> frozenset[str]:
    """Return the sorts of a piece whose things are none of one another; a Han letter may name one too."""
    return _KINDRED & (sorts_of_letter(piece.symbol) if is_han(piece.symbol) else {piece.sort})


def _is_known(piece: Piece) -> bool:
    return piece.symbol[0] == "="


def _stand_alike(both: Alignment, one: Piece, other: Piece) -> bool:
    """Say whether the same word stands before both pieces, or behind both: 养狗, 养猫."""
    said, told = both.post.words, both.claim.words
    before, behind = (
        (neighbor(said, mine, begin), neighbor(told, theirs, start))
        for mine, begin, theirs, start in (
            (one.begin - 1, one.begin, other.begin - 1, other.begin),
            (one.end, one.end, other.end, other.end),
        )
    )
    return any(first == second != "" for first, second in (before, behind))


def capital_doubts(both: Alignment) -> Iterator[Doubt]:
    """Yield capitalized names of the claim that the post does not have, beside others that the claim has not.

    One of the two may stand in a lexicon: the other is often the neighbor that stands in none.
    """
    post, claim = both.post.words, both.claim.words
    lacking = [run for run in _runs(both.claim) if not set(claim.plain[slice(*run)]) & set(post.plain)]
    ours = [run for run in _runs(both.post) if not set(post.plain[slice(*run)]) & set(claim.plain)]
    ours = [
        run
        for run in ours
        if not any(_may_be_one(post.plain[slice(*run)], claim.plain[slice(*other)]) for other in lacking)
    ]
    traits = {"is_only": float(len(ours) == len(lacking) == 1), "has_many": float(len(ours) > MAX_RIVALS)}
    pairs = [(one, other, 0.0) for other in lacking[:MAX_RIVALS] for one in ours[:MAX_RIVALS]]
    pairs += [(one, other, 1.0) for other in lacking[:MAX_RIVALS] for one in _known_runs(both.post)]
    pairs += [(one, other, 1.0) for other in _known_runs(both.claim) for one in ours[:MAX_RIVALS]]
    for one, other, is_mixed in pairs:
        said, told = joined(post.shown[slice(*one)]), joined(claim.shown[slice(*other)])
        long = {"is_long": float(one[1] - one[0] > 1 and other[1] - other[0] > 1)}
        forms = {"is_mixed": is_mixed, "is_lower": float(said[0].islower() or told[0].islower())}
        yield _doubt(Guard.CAPITAL, (said, one), (told, other), traits | long | forms)


def _known_runs(half: Half) -> list[tuple[int, int]]:
    """Return the names and matters of a text that a lexicon knows and the other text does not have."""
    return [
        (piece.begin, piece.end)
        for piece, is_met in zip(half.pieces, half.is_met, strict=True)
        if not is_met
        and ((piece.sort in _NAMED and half.words.shown[piece.begin][0].isupper()) or piece.sort in _MATTER)
    ][:MAX_RIVALS]


def _may_be_one(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    first, second = "".join(one), "".join(other)
    return first in second or second in first or is_spelling(one, other)


def _runs(half: Half) -> list[tuple[int, int]]:
    """Return stretches of capitalized words that no lexicon knows.

    A single one counts within a sentence only, or where it is no usual word of a language. A text that is mostly in
    capitals has none.
    """
    words = half.words
    cased = [word for word in words.shown if word[0].lower() != word[0].upper()]
    if sum(word[0].isupper() for word in cased) > SHOUTED * len(cased):
        return []
    free = {piece.begin for piece in half.pieces if piece.symbol[0] not in "#="}
    runs: list[list[int]] = []
    for at, word in enumerate(words.shown):
        if at not in free or not _may_be_named(word):
            continue
        if runs and runs[-1][-1] == at - 1 and at not in words.breaks:
            runs[-1].append(at)
        else:
            runs.append([at])
    begins = words.breaks | {0}
    return [
        (run[0], run[-1] + 1)
        for run in runs
        if len(run) > 1 or run[0] not in begins or rarity_of(words.lower[run[0]]) > RARE
    ]


def _may_be_named(word: str) -> bool:
    """Say whether a word has a capital, or is in no list of usual words: a plant, a drug."""
    if not word[0].isupper():
        return len(word) >= LEAST_RARE and rarity_of(word) > UNHEARD
    return not (len(word) > LONGEST_SHORT and word.isupper())


def quote_doubts(post: Words, claim: Words) -> Iterator[Doubt]:
    """Yield names in quotation marks of the claim that the post does not have, where it quotes others."""
    said, told = post.text.lower(), claim.text.lower()
    theirs = [found for found in _QUOTED.finditer(claim.text) if _is_title(found[1]) and found[1].lower() not in said]
    ours = [found for found in _QUOTED.finditer(post.text) if _is_title(found[1]) and found[1].lower() not in told]
    traits = {"is_only": float(len(ours) == len(theirs) == 1)}
    for one in ours[:1]:
        for other in theirs[:1]:
            yield _doubt(
                Guard.QUOTE, (one[1], post.stretch(*one.span(1))), (other[1], claim.stretch(*other.span(1))), traits
            )


def _is_title(quoted: str) -> bool:
    """Say whether what stands in quotation marks may be a name: a word or two, no sentence."""
    return len(quoted.split()) <= LONGEST_TITLE and not quoted.endswith((",", ".", "!", "?"))


_QUOTED = re.compile(r"[“「『《\"]([^“”「」『』《》\"]{1,20})[”」』》\"]")


def sort_of(phrase: Phrase) -> str:
    """Return the sort of a known name: body, health, service, subject or day."""
    return phrase.name.partition(" ")[0]
