"""Comparable: whether a difference between two official sentences makes them contradict each other.

Observations: of two statements on one matter most differences contradict nothing. Counts are of two days, a fine is the
rumor's and not the rule's, one sentence is about children and the other about adults, "over 100" is 118. Theory: two
sentences contradict each other when they differ in one kind of fact and in nothing else that says what they are about;
every rule here takes away a reading in which both are true. Precision goes before recall: people stop to believe in
contradictions that are none. Known exceptions: a date at the head of a sentence is taken for that of the announcement,
also where it is the fact itself; what a negation stands near to is not compared, also where both negate the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rumorwatch.match.guards.spans import Difference, Kind
from rumorwatch.match.statements import official
from rumorwatch.match.statements.overlap import LIGHT, content_row, content_words, likeness, row_of
from rumorwatch.match.statements.stretch import Stretch, may_be_one, stretch_in
from rumorwatch.reading.words import is_han, without_marks, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rumorwatch.domain.posts import SpellingViews

_COUNTED = frozenset({Kind.NUMBER, Kind.UNIT, Kind.CURRENCY})
_POINTED = _COUNTED | {Kind.DATE, Kind.PLACE}
"""Kinds whose difference is two stretches, one in each sentence."""
_MIN_CLAUSE = 3
"""Words (pairs of Han characters) that two clauses share at least to be about one thing."""
_NEARLY_ALL = 0.7
"""Dice's coefficient of the words of two sentences that say one thing but for a negation."""
_HEAD_WORDS = 2
"""Words at the head of a sentence among which its subject is."""


def contradicting(first: SpellingViews, second: SpellingViews, found: Sequence[Difference]) -> tuple[Difference, ...]:
    """Return those of the differences between two sentences on one thing that cannot both be true.

    Args:
        first: A sentence of one statement; in ``found`` it is called the post.
        second: The like sentence of the other; in ``found`` the claim.
        found: What the guards found to differ.
    """
    told = _of_one_kind(found) if found else _only_negated(first, second)
    if not told or not _both_state(first, second):
        return ()
    if told[0].kind is Kind.NEGATION:
        return told if _differ_in_nothing_else(first, second, told) else ()
    if not _hold_for_one_case(first, second):
        return ()
    one, other = first.accented.lower(), second.accented.lower()
    return tuple(each for each in told if _exclude(each, one, other))


def _of_one_kind(found: Sequence[Difference]) -> tuple[Difference, ...]:
    """Return the differences where all are of one kind; of two kinds the sentences are about two things.

    A place is told as a name too; a word of no weight in the place of another is another way to put it.
    """
    pointed = {(each.post, each.claim) for each in found if each.kind in _POINTED}
    told = [
        each
        for each in found
        if each.kind not in {Kind.NAME, Kind.WORDING}
        or not ((each.post, each.claim) in pointed or _is_light(each.post, each.claim))
    ]
    kinds = {Kind.NUMBER if each.kind in _COUNTED else each.kind for each in told}
    return tuple(told) if len(kinds) == 1 and kinds <= {*_POINTED, Kind.NEGATION} else ()


def _is_light(*said: str) -> bool:
    return all(without_marks(word) in LIGHT for one in said for word in words_of(one.lower()))


def _both_state(first: SpellingViews, second: SpellingViews) -> bool:
    """Say whether both sentences tell facts of their own: neither asks, nor tells or denies what others say."""
    texts = (first.accented.lower(), second.accented.lower())
    return not any(cue.search(text) for cue in (official.DENYING, official.TELLING, official.ASKING) for text in texts)


def _only_negated(first: SpellingViews, second: SpellingViews) -> tuple[Difference, ...]:
    """Return the negation that one of two sentences has where the other says the very thing without one.

    For sentences that the guards see no difference in: they ask for more to be sure of it in what people write.
    """
    one, other = first.accented.lower(), second.accented.lower()
    signs = [list(official.NEGATION.finditer(text)) for text in (one, other)]
    if likeness(content_words(first), content_words(second)) < _NEARLY_ALL or sorted(map(len, signs)) != [0, 1]:
        return ()
    (sign,) = signs[0] or signs[1]
    negating, plain = (one, content_words(second)) if signs[0] else (other, content_words(first))
    behind = next(row_of(without_marks(official.CLAUSE_END.split(negating[sign.end() :])[0])), None)
    if behind is None or behind not in plain:
        return ()
    shown = (first if signs[0] else second).accented[sign.start() : sign.end()]
    return (Difference(kind=Kind.NEGATION, post=shown if signs[0] else "", claim="" if signs[0] else shown),)


def _differ_in_nothing_else(first: SpellingViews, second: SpellingViews, told: Sequence[Difference]) -> bool:
    """Say whether both hold under one condition, and not both have words of their own besides what is negated."""
    one, other = first.accented.lower(), second.accented.lower()
    if set(official.CONDITION.findall(one)) != set(official.CONDITION.findall(other)):
        return False
    opposed = without_marks(" ".join(f"{each.post} {each.claim}" for each in told).lower())
    mine, theirs = _nearest_clauses(one, other, told)
    return not (_besides(opposed, mine - theirs) and _besides(opposed, theirs - mine))


def _nearest_clauses(one: str, other: str, told: Sequence[Difference]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words of the two clauses most like each other of which one has the negation; else of all."""
    pairs = [
        (frozenset(row_of(without_marks(mine))), frozenset(row_of(without_marks(theirs))))
        for mine in (one, *official.CLAUSE_END.split(one))
        for theirs in (other, *official.CLAUSE_END.split(other))
        if any((each.post.lower() or "\0") in mine or (each.claim.lower() or "\0") in theirs for each in told)
    ]
    return max(
        (pair for pair in pairs if len(pair[0] & pair[1]) >= _MIN_CLAUSE),
        key=lambda pair: likeness(*pair),
        default=(frozenset(row_of(without_marks(one))), frozenset(row_of(without_marks(other)))),
    )


def _besides(opposed: str, words: frozenset[str]) -> frozenset[str]:
    """Return the words that are no part of what is opposed; a pair of Han characters is when one of them is."""
    return frozenset(
        word
        for word in words
        if word not in opposed and not any(is_han(letter) and letter in opposed for letter in word)
    )


def _hold_for_one_case(first: SpellingViews, second: SpellingViews) -> bool:
    """Say whether both are about one subject, stage and part, and both about a plan or about what was done."""
    one, other = first.accented.lower(), second.accented.lower()
    if any(bool(cue.search(one)) != bool(cue.search(other)) for cue in (official.AS_OF, official.PART)):
        return False
    if any(official.PLAN.search(plan) and official.DONE.search(fact) for plan, fact in ((one, other), (other, one))):
        return False
    if set(official.STAGE.findall(one)) != set(official.STAGE.findall(other)):
        return False
    mine, theirs = content_row(first), content_row(second)
    return bool(set(mine[:_HEAD_WORDS]) & set(theirs) or set(theirs[:_HEAD_WORDS]) & set(mine))


def _exclude(difference: Difference, one: str, other: str) -> bool:
    """Say whether two stretches of two sentences in lower case exclude each other."""
    mine, theirs = stretch_in(one, difference.post), stretch_in(other, difference.claim)
    if mine is None or theirs is None or mine.negations != theirs.negations or "" in mine.negations:
        return False
    match difference.kind:
        case Kind.DATE:
            return not (official.AS_OF.search(one) or mine.is_head or theirs.is_head)
        case Kind.PLACE:
            return not (mine.begins or theirs.begins)
        case _:
            if mine.is_reference or theirs.is_reference or official.CALLING.search(one + other):
                return False
            return not may_be_one(mine, theirs) and not _count_two_things(mine, theirs)


def _count_two_things(mine: Stretch, theirs: Stretch) -> bool:
    """Say whether behind the two numbers stand two things: "8 children", "5 nurses"."""
    one, other = mine.thing, theirs.thing
    return one is not None and other is not None and one not in theirs.plain and other not in mine.plain
