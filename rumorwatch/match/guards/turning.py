"""Turning: what a post says yes to and a claim no, or the other way around, once all that turns it is counted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rumorwatch.match.guards.doubts import Doubt, Guard
from rumorwatch.match.guards.spans import Difference, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rumorwatch.match.guards.signed import Signed, Stand

_MOST = 2
"""Doubts of a sort."""
_MANY = 4
"""Words from which more make no difference."""
_NEAR = 2
"""Words between a negator and what it surely turns."""
_WEIGHED = frozenset({Guard.OPPOSITE, Guard.NEGATED, Guard.SIGNS, Guard.SWAP})


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What both texts say something about."""

    turned: tuple[tuple[str, Signed, Signed], ...]
    """What one says yes to and the other no: its key, the post's, the claim's; the surest first."""
    kept: Mapping[str, tuple[Signed, Signed]]
    """What both say no to, and sides of oppositions that both take in other words."""
    traits: Mapping[str, float]
    """What tells of all doubts about negation."""


def compare(mine: Stand, theirs: Stand) -> Comparison:
    """Return what a post and a claim say yes and no to."""
    turned, kept, plain = [], {}, 0
    for key, one in mine.signed.items():
        other = theirs.signed.get(key)
        if other is None or not (one.sign and other.sign):
            continue
        if one.sign != other.sign:
            turned.append((key, one, other))
        elif one.depth or other.depth or (one.is_predicate and one.text.lower() != other.text.lower()):
            kept[key] = (one, other)
        elif not one.is_predicate:
            plain += 1
    turned.sort(key=lambda row: (not row[1].is_predicate, min(row[1].distance, row[2].distance)))
    words = [key for key, *_ in turned if key[0] not in "%!"]
    denied = [key for key, (one, other) in kept.items() if one.depth and other.depth]
    predicates = [key for key, (one, _) in kept.items() if one.is_predicate]
    traits = {
        "turned": min(len(words), _MANY) / _MANY,
        "turned_share": len(words) / max(len(words) + plain + len(kept) - len(predicates), 1),
        "turns_predicate": float(len(words) < len(turned)),
        "denied": min(len(denied), _MANY) / _MANY,
        "is_denied": float(bool(denied)),
        "keeps_predicate": float(bool(predicates)),
        "is_at_one": float(bool(denied or predicates) and not turned),
        "is_double": float(any(one.depth > 1 or other.depth > 1 for one, other in kept.values())),
        "keeps_negator": float(any(key[0] == "!" for key in kept)),
        "is_by_turn": float(any((one.depth - other.depth) % 2 and one.is_predicate for one, other in kept.values())),
        "is_denial": float(mine.is_denial and not theirs.is_denial),
    }
    return Comparison(turned=tuple(turned), kept=kept, traits=traits)


def turning_doubts(both: Comparison, mine: Stand, theirs: Stand) -> Iterator[Doubt]:
    """Yield what a post says yes to and a claim no, or the other way around."""
    for key, one, other in _surest(both.turned):
        nearest = min(one.distance, other.distance)
        yield Doubt(
            guard=Guard.TURNED,
            difference=Difference(kind=Kind.NEGATION, post=one.said, claim=other.said),
            post=(one.at, one.at + 1),
            claim=(other.at, other.at + 1),
            traits={
                **both.traits,
                "is_opposition": float(key[0] == "%"),
                "is_negator": float(key[0] == "!"),
                "is_same_word": float(not one.is_predicate or one.text.lower() == other.text.lower()),
                "is_next": float(nearest == 0),
                "is_close": float(nearest <= _NEAR),
                "is_bare": float(one.depth == other.depth == 0),
                "is_twice": float(max(one.depth, other.depth) > 1),
                "is_claim": float(other.depth > one.depth),
                "has_none": float(not (mine.turns and theirs.turns)),
                "is_more": float(mine.turns > theirs.turns),
                "is_odd": float((mine.turns - theirs.turns) % 2),
            },
        )


def _surest(turned: Sequence[tuple[str, Signed, Signed]]) -> list[tuple[str, Signed, Signed]]:
    """Return the surest of each sort: sides of oppositions, negators, words."""
    sorts: dict[str, list[tuple[str, Signed, Signed]]] = {}
    for row in turned:
        sorts.setdefault(row[0][0] if row[1].is_predicate else "", []).append(row)
    return [row for rows in sorts.values() for row in rows[:_MOST]]


def weighed(doubt: Doubt, both: Comparison) -> Doubt:
    """Return a doubt about negation or wording with what the comparison tells of it."""
    if doubt.guard not in _WEIGHED:
        return doubt
    within = all if doubt.guard is Guard.SWAP else any
    kept = {pair[0].is_predicate for pair in both.kept.values() if within(_are_within(doubt, *pair))}
    turned = {one.is_predicate for _, one, other in both.turned if within(_are_within(doubt, one, other))}
    here = {
        "is_kept_side": float(True in kept),
        "is_kept_word": float(False in kept),
        "is_turned_side": float(True in turned),
        "is_turned_word": float(False in turned),
    }
    if doubt.guard is Guard.SWAP:
        return replace(doubt, traits={**doubt.traits, **here}) if True in kept | turned else doubt
    return replace(doubt, traits={**doubt.traits, **both.traits, **here})


def _are_within(doubt: Doubt, mine: Signed, theirs: Signed) -> Iterator[bool]:
    """Yield whether a word that both texts have stands in what a doubt is about, in the post and in the claim."""
    for stretch, one in ((doubt.post, mine), (doubt.claim, theirs)):
        yield stretch is not None and stretch[0] <= one.at < stretch[1]
