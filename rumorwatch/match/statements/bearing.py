"""Bearing: whether a statement answers a claim or only mentions what the claim is about."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from rumorwatch.match.guards.differences import differences
from rumorwatch.match.guards.spans import Kind
from rumorwatch.match.statements import official
from rumorwatch.match.statements.overlap import content_words
from rumorwatch.match.windows import split_sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rumorwatch.domain.claims import Claim, Statement
    from rumorwatch.domain.posts import SpellingViews

MIN_SHARED = 0.34
"""Share of the shorter one's words that a sentence and a wording of the claim have in common when it is about it."""
MAX_SENTENCES = 40
"""Sentences read of a statement."""
_OPPOSING = frozenset({Kind.NUMBER, Kind.UNIT, Kind.CURRENCY, Kind.DATE, Kind.PLACE, Kind.NEGATION})


class Bearing(IntEnum):
    """How much a statement says on a claim; the more the greater."""

    MENTIONS = 0
    """It is about the same subject."""
    ANSWERS = 1
    """It denies or corrects the claim, or tells the rule."""


def bearing_of(statement: Statement, claim: Claim, *, views: Callable[[str], SpellingViews]) -> Bearing:
    """Return whether a sentence of the statement that is about the claim denies it, corrects it or tells the rule.

    In a statement of another language than all wordings of the claim no words are shared; there any sentence counts,
    for the two were found to be alike in meaning.

    Args:
        statement: One that is like the claim.
        claim: The claim.
        views: Makes spelling views; normalizing is not ours to import.
    """
    said = [views(one) for one in (*split_sentences(statement.title), *split_sentences(statement.text))[:MAX_SENTENCES]]
    wordings = [views(one) for one in dict.fromkeys(claim.all_texts) if one.strip()]
    alike = [(one, [asked for asked in wordings if _is_about(one, asked)]) for one in said]
    on_it = [(one, asked) for one, asked in alike if asked] or alike
    return Bearing(any(_answers(one, asked) for one, asked in on_it))


def _is_about(sentence: SpellingViews, wording: SpellingViews) -> bool:
    mine, theirs = content_words(sentence), content_words(wording)
    return len(mine & theirs) >= max(MIN_SHARED * min(len(mine), len(theirs)), 1)


def _answers(sentence: SpellingViews, wordings: Sequence[SpellingViews]) -> bool:
    text = sentence.accented.lower()
    if official.DENYING.search(text) or official.RULING.search(text):
        return True
    negates = official.NEGATION.search(text) is not None
    return any(
        negates != (official.NEGATION.search(asked.accented.lower()) is not None)
        or any(found.kind in _OPPOSING for found in differences(sentence, asked))
        for asked in wordings
    )
