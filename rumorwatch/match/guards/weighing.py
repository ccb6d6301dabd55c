"""Weighing: how likely a doubt is a difference, and which doubts are told as differences."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from rumorwatch.match.guards.aligning import beside
from rumorwatch.match.guards.doubts import Guard
from rumorwatch.match.guards.lexicon import neighbor
from rumorwatch.match.guards.rarity import RARE, rarest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rumorwatch.match.guards.aligning import Alignment
    from rumorwatch.match.guards.doubts import Doubt


FEW = 4
"""Pieces that a near copy has of its own or lacks, besides those in doubt."""
_TOGETHER = (
    ("is_han", "is_same_end"), ("is_capital", "is_copy"), ("is_capital", "has_all"),
    ("is_equal_length", "is_copy"), ("is_equal_length", "has_all"), ("is_person", "is_left"),
    ("is_person", "is_right"), ("is_capital", "is_edge"), ("is_capital", "is_right"), ("is_capital", "is_left"),
    ("is_equal_length", "is_han"), ("is_equal_length", "is_both"), ("is_same_head", "is_capital"),
    ("is_same_head", "is_only"), ("is_same_head", "is_han"), ("is_both", "is_copy"), ("is_both", "is_near_copy"),
    ("is_edge", "is_copy"), ("is_edge", "is_near_copy"), ("is_both", "has_all"), ("is_left", "has_all"),
    ("is_right", "has_all"), ("is_edge", "has_all"), ("is_claim", "is_copy"), ("is_odd", "is_copy"),
    ("is_odd", "is_near_copy"), ("is_next", "is_copy"), ("is_among", "is_near_copy"), ("is_same_head", "has_all"),
    ("is_only", "has_all"), ("is_kindred", "has_all"), ("is_kindred", "is_copy"), ("is_name", "has_all"),
    ("is_han", "is_copy"), ("either", "is_copy"), ("either", "has_all"), ("is_uneven", "is_copy"),
    ("is_han_letter", "is_copy"), ("is_held", "is_copy"), ("is_turned", "is_copy"), ("is_both", "kept"),
    ("is_both", "told"), ("is_both", "is_name"), ("is_both", "is_headed"), ("is_both", "is_known"),
    ("is_edge", "kept"), ("is_edge", "told"), ("is_left", "shared3"), ("is_right", "shared3"),
    ("is_left", "is_name"), ("is_right", "is_name"), ("is_both", "shared3"), ("is_edge", "shared3"),
    ("is_han_letter", "is_both"), ("is_han", "is_both"), ("is_han", "is_left"), ("is_han", "is_right"),
    ("is_han", "shared"), ("is_kindred", "shared3"), ("either", "shared3"), ("either", "kept"),
    ("before", "behind"), ("is_only", "shared"), ("is_only", "either"), ("is_turned", "either"),
    ("is_claim", "shared3"), ("is_among", "kept"), ("is_odd", "kept"), ("is_odd_among", "kept"),
    ("is_odd_among", "told"), ("is_next", "shared"), ("is_next", "either"), ("is_both_sides", "shared"),
    ("told", "kept"), ("is_step", "kept"), ("is_step", "is_both"), ("is_edge", "claim_length"),
    ("is_both", "claim_length"), ("is_rare", "is_left"), ("is_rare", "is_right"), ("is_rare", "is_both"),
    ("is_rare", "is_edge"), ("is_rare", "is_only"), ("is_rare", "has_all"), ("is_rare", "is_copy"),
    ("is_rare", "shared3"), ("is_rare", "either"), ("is_rare", "lacks_one"), ("is_capital", "is_rare"),
    ("same_before", "is_only"), ("is_person", "is_han"), ("is_mixed", "same_before"), ("is_lower", "same_before"),
    ("is_same_word", "is_turned"), ("is_more", "is_turned"), ("is_more", "is_near"), ("is_same_word", "is_more"),
    ("is_next", "turned"), ("is_next", "turned_share"), ("is_next", "is_denial"), ("turned", "is_denial"),
    ("turns_predicate", "turned"), ("turns_predicate", "is_denial"), ("is_opposition", "is_same_word"),
    ("is_negator", "is_same_word"), ("is_at_one", "is_near_copy"), ("is_at_one", "is_turned"),
    ("is_denied", "turned"), ("is_by_turn", "is_turned"), ("is_by_turn", "is_near_copy"), ("is_kept_side", "is_turned"),
    ("is_turned_side", "is_turned"), ("is_at_one", "is_by_turn"), ("turned_share", "is_near_copy"),
    ("turned_share", "shared"), ("turned_share", "is_copy"), ("is_opposition", "turned"), ("is_close", "is_negator"),
    ("is_next", "has_none"), ("is_next", "is_odd"), ("is_opposition", "shared"), ("is_opposition", "has_none"),
    ("is_crossed", "is_next"), ("is_crossed", "either"), ("is_more", "is_next"), ("is_more", "either"),
    ("is_same_sort", "covered2"), ("is_same_sort", "among"), ("is_same_sort", "are_beside"), ("is_only", "covered2"),
    ("is_only", "sentence"), ("is_only", "among"), ("is_only", "are_beside"), ("are_rare", "covered2"),
    ("are_rare", "are_beside"), ("are_rare", "is_only"), ("are_beside", "covered2"), ("sentence", "covered2"),
    ("is_same_sort", "is_only"), ("among", "covered2"), ("own_near", "claim_near"), ("are_known", "covered2"),
    ("are_long", "is_only"), ("is_sure", "covered2"), ("is_own_lower", "is_claim_lower"), ("is_sure", "is_only"),
)  # fmt: skip
"""Traits that say more together."""


def traits_of(doubt: Doubt, both: Alignment) -> dict[str, float]:
    """Return everything a doubt is weighed by, each from 0 to 1."""
    traits = _single_traits(doubt, both)
    return traits | {
        f"{one}*{other}": traits[one] * traits[other] for one, other in _TOGETHER if one in traits and other in traits
    }


def _single_traits(doubt: Doubt, both: Alignment) -> dict[str, float]:
    before, behind = _beside(doubt, both)
    shared = both.claim.share()
    own, lacking = both.post.rest(doubt.post), both.claim.rest(doubt.claim)
    general = {
        "shared": shared,
        "shared2": max(shared - 0.6, 0.0) / 0.4,
        "shared3": max(shared - 0.8, 0.0) / 0.2,
        "kept": both.kept,
        "told": both.post.share(),
        "before": before,
        "behind": behind,
        "either": max(before, behind),
        "length": min(len(both.post.pieces) / 40, 1.5),
        "own": min(own / 12, 1.5),
        "lacking": min(lacking / 6, 1.5),
        "has_all": float(lacking == 0),
        "lacks_one": float(lacking == 1),
        "has_no_own": float(own == 0),
        "has_one_own": float(own == 1),
        "is_copy": float(lacking <= 1 and own <= 1),
        "is_near_copy": float(lacking + own <= FEW),
    }
    if doubt.post is not None and doubt.claim is not None:
        general |= _compared(both, doubt.post, doubt.claim)
    return general | dict(doubt.traits)


def _compared(both: Alignment, post: tuple[int, int], claim: tuple[int, int]) -> dict[str, float]:
    """Return how rare the words in question are, and whether the words right beside them are the same ones.

    These may be words that tell nothing by themselves: "in Assam", "in Kerala".
    """
    said, told = both.post.words, both.claim.words
    ours, theirs = rarest(said.lower[slice(*post)]), rarest(told.lower[slice(*claim)])
    return {
        "rare": min(ours, theirs),
        "is_rare": float(min(ours, theirs) > RARE),
        "has_rare": float(theirs > RARE),
        "same_before": float(neighbor(said, post[0] - 1, post[0]) == neighbor(told, claim[0] - 1, claim[0])),
        "same_behind": float(neighbor(said, post[1], post[1]) == neighbor(told, claim[1], claim[1])),
    }


def _beside(doubt: Doubt, both: Alignment) -> tuple[float, float]:
    if doubt.post is None or doubt.claim is None:
        lone = both.post if doubt.claim is None else both.claim
        other = both.claim if doubt.claim is None else both.post
        known = {name for piece in other.pieces for name in piece.names}.union(other.words.plain)
        sides = lone.around(doubt.post or doubt.claim or (0, 0), of=2)
        first, second = (len(side & known) / max(len(side), 1) for side in sides)
        return first, second
    return beside(both.post.around(doubt.post), both.claim.around(doubt.claim))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    """The weights of one guard."""

    start: float
    """What its doubts start from."""
    alone: Mapping[str, float]
    """Of a trait by itself."""
    together: tuple[tuple[str, str, float], ...]
    """Of two traits."""


@cache
def _scales() -> Mapping[str, _Scale]:
    """Return the weights by guard; "swap is_left" is that of a trait under a guard, "swap" what it starts from."""
    text = files("rumorwatch.match.guards").joinpath("weights.json").read_text(encoding="utf-8")
    weights: dict[str, float] = json.loads(text)["weights"]
    scales = {}
    for guard in Guard:
        named = {name.partition(" ")[2]: weight for name, weight in weights.items() if name.startswith(f"{guard} ")}
        scales[guard.value] = _Scale(
            start=weights.get(guard.value, 0.0),
            alone={name: weight for name, weight in named.items() if "*" not in name},
            together=tuple((*name.partition("*")[::2], weight) for name, weight in named.items() if "*" in name),
        )
    return scales


def is_difference(doubt: Doubt, both: Alignment) -> bool:
    """Say whether a doubt is told as a difference."""
    scale, traits = _scales()[doubt.guard.value], _single_traits(doubt, both)
    logit = scale.start + sum(scale.alone.get(name, 0.0) * value for name, value in traits.items())
    logit += sum(traits.get(one, 0.0) * traits.get(other, 0.0) * weight for one, other, weight in scale.together)
    return logit > 0
