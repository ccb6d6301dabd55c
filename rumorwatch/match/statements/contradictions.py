"""Contradictions: official statements on one claim that tell different facts about the same thing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from rumorwatch.domain.claims import Contradiction, Point
from rumorwatch.match.guards.differences import differences
from rumorwatch.match.statements import official
from rumorwatch.match.statements.comparable import contradicting
from rumorwatch.match.statements.offices import is_office_elsewhere, is_same_agency
from rumorwatch.match.statements.overlap import content_words, likeness, row_of
from rumorwatch.match.windows import split_sentences
from rumorwatch.reading.words import without_marks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rumorwatch.domain.claims import Statement
    from rumorwatch.domain.posts import SpellingViews
    from rumorwatch.match.guards.spans import Difference

MIN_LIKENESS = 0.5
"""Dice's coefficient of the words of two sentences about one thing at least, numbers and negations left out."""
MIN_SHARED = 3
"""Words (pairs of Han characters) that both have at least, besides those they differ in, where either has words of its
own: "the price of a liter" is that of petrol and of diesel."""
MAX_SENTENCES = 40
"""Sentences read of a statement; official notices have 3 to 20."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Sentence:
    shown: str
    compared: SpellingViews
    """Without the names of the two agencies and that they say it: who speaks contradicts nobody."""
    words: frozenset[str]


def contradictions_among(
    statements: Sequence[Statement], *, views: Callable[[str], SpellingViews]
) -> tuple[Contradiction, ...]:
    """Return the contradictions among statements that answer one claim, one a pair at most, oldest pairs first.

    Compared are statements of different agencies, and an older and a newer one of one agency; not those of the same
    office of two places, for each counts its own. That no statement supersedes another is for the caller to see to
    (``standing``).

    Args:
        statements: Any number, in any order.
        views: Makes the spelling views of a sentence; normalizing is not ours to import.
    """
    in_order = sorted(statements, key=lambda one: (one.published_at.timestamp() if one.published_at else 0.0, one.id))
    pairs = ((one, other) for one, other in combinations(in_order, 2) if _may_contradict(one, other))
    return tuple(found for one, other in pairs if (found := _contradiction(one, other, views)) is not None)


def _may_contradict(older: Statement, newer: Statement) -> bool:
    if older.language and newer.language and older.language != newer.language:
        return False
    if not is_same_agency(older.agency, newer.agency):
        return not is_office_elsewhere(older.agency, newer.agency)
    return older.published_at is not None and newer.published_at is not None and older.published_at < newer.published_at


def _contradiction(older: Statement, newer: Statement, views: Callable[[str], SpellingViews]) -> Contradiction | None:
    """Return the contradiction of the two sentences most alike that have one."""
    agencies = (older.agency, newer.agency)
    wholes = [views(f"{one.title}\n{one.text}") for one in (older, newer)]
    for first, second in _aligned(*(_sentences(one, agencies, views) for one in (older, newer))):
        found = differences(first.compared, second.compared)
        told = contradicting(first.compared, second.compared, found)
        difference = next(
            (one for one in told if _is_on_one_thing(one, first, second) and not _is_told_too(one, *wholes)), None
        )
        if difference is not None:
            return Contradiction(
                first=older.id,
                second=newer.id,
                first_agency=older.agency,
                second_agency=newer.agency,
                first_sentence=first.shown,
                second_sentence=second.shown,
                point=Point(difference.kind),
                first_words=difference.post,
                second_words=difference.claim,
            )
    return None


def _sentences(statement: Statement, agencies: Sequence[str], views: Callable[[str], SpellingViews]) -> list[_Sentence]:
    said = dict.fromkeys((*split_sentences(statement.title), *split_sentences(statement.text)))
    named = re.compile("|".join(re.escape(agency) for agency in sorted(agencies, key=len, reverse=True)), re.IGNORECASE)
    compared = [(shown, views(official.SAYING.sub("", named.sub("", shown)))) for shown in list(said)[:MAX_SENTENCES]]
    return [_Sentence(shown=shown, compared=seen, words=content_words(seen)) for shown, seen in compared]


def _aligned(ours: Sequence[_Sentence], theirs: Sequence[_Sentence]) -> Iterator[tuple[_Sentence, _Sentence]]:
    """Yield the sentences that are most like each other, best first: each at most once.

    A sentence is about what the one most like it is about; the next best is a neighbor of it.
    """
    likenesses = sorted(
        (
            (likeness(one.words, other.words), -at, -place)
            for at, one in enumerate(ours)
            for place, other in enumerate(theirs)
            if one.words & other.words
        ),
        reverse=True,
    )
    taken: set[tuple[str, int]] = set()
    for alike, at, place in likenesses:
        if alike < MIN_LIKENESS:
            return
        if not taken & {("ours", at), ("theirs", place)}:
            taken |= {("ours", at), ("theirs", place)}
            yield ours[-at], theirs[-place]


def _is_on_one_thing(difference: Difference, first: _Sentence, second: _Sentence) -> bool:
    """Say whether two sentences share enough besides what they differ in, as units are."""
    if Point(difference.kind) is Point.NEGATION:
        return len(first.words & second.words) >= MIN_SHARED - 1
    differing = set(row_of(without_marks(f"{difference.post} {difference.claim}".lower())))
    mine, theirs = first.words - differing, second.words - differing
    return len(mine & theirs) >= MIN_SHARED or (bool(mine) and mine == theirs)


def _is_told_too(difference: Difference, older: SpellingViews, newer: SpellingViews) -> bool:
    """Say whether a statement tells elsewhere what the other has: old and new, or both of two cases."""
    if not difference.post or not difference.claim or Point(difference.kind) is Point.NEGATION:
        return False
    return difference.claim.lower() in older.accented.lower() or difference.post.lower() in newer.accented.lower()
