"""Combinations of encoders that are fused on everything."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from matcher.corpora import draws
from matcher.fitting import CONFIRMED_PRECISION, PLAIN, SUGGESTED_RECALL, fit, pairs_of
from matcher.measuring import measured
from rumorwatch.embed.lexical import LexicalEncoder
from rumorwatch.evaluate.metrics import average_precision
from rumorwatch.match.candidates import Index

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from matcher.corpora import Corpus
    from matcher.fitting import Pairs
    from rumorwatch.domain.ports import Encoder
    from rumorwatch.match.references import Reference

CANDIDATES = 6
"""Of a post that are pairs."""
SAME_MATTER, SAME_MATTER_DENSE = (0.65, 0.8), (0.8, 0.9)
"""Tried; the one under which the train pairs are likeliest is kept. Higher ones are likelier still on these sets, whose
pairs name one claim a post, but one claim of two publishers would then be its own rival. Dense cosines are higher."""
SHARES = (0.2, 0.3, 0.4, 0.5, 0.6)
"""Of the dense encoder beside the lexical one, tried."""
FIRST_STAGE = "lexical+static"
FIRST_STAGE_SHARE = 0.3
"""Set by hand: in one language .2 ranks better and .3 finds as many candidates, but claims in another language are
found by their meaning alone."""


def fitted_plain(
    key: str, train: Sequence[Corpus], dev: Sequence[Corpus], dense: Mapping[str, Encoder]
) -> dict[str, Any]:
    """Return the constants of a combination as the manifest holds them, with what they reach on dev sets."""
    weights = weights_of(key, train[0], dense)
    fitted = fit([pairs for corpus in train for pairs in plain_pairs(corpus, dense, weights)], PLAIN)
    models = {kind: dense[kind].model_id for kind in weights if kind in dense}
    return {
        "weights": dict(weights),
        "same_matter": fitted.same_matter,
        "intercept": round(fitted.intercept, 4),
        **{name: round(slope, 4) for name, slope in fitted.slopes.items()},
        "confirmed": {
            "min_probability": round(fitted.tiers[""].confirmed, 4),
            "fitted_precision": CONFIRMED_PRECISION,
        },
        "suggested": {"min_probability": round(fitted.tiers[""].suggested, 4), "fitted_recall": SUGGESTED_RECALL},
        "dev": measured(fitted, [pairs for corpus in dev for pairs in plain_pairs(corpus, dense, weights)]),
        **({"models": models} if models else {}),
    }


def plain_pairs(corpus: Corpus, dense: Mapping[str, Encoder], weights: Mapping[str, float]) -> Iterator[Pairs]:
    """Yield the candidate pairs of a corpus at each length, several draws of the short ones."""
    for claims in draws(corpus):
        index = index_of(claims, dense, weights)
        found = index.search(corpus.posts, top=CANDIDATES)
        tried = SAME_MATTER if "lexical" in weights else SAME_MATTER_DENSE
        yield pairs_of(corpus, claims, found, index, kinds=list(weights), tried=tried)


def index_of(claims: Sequence[Reference], dense: Mapping[str, Encoder], weights: Mapping[str, float]) -> Index:
    """Return claims under the encoders that have a weight."""
    encoders = [
        LexicalEncoder.learn([claim.whole for claim in claims]) if kind == "lexical" else dense[kind]
        for kind in weights
    ]
    return Index.build(claims, encoders=encoders, weights=list(weights.values()))


def weights_of(key: str, corpus: Corpus, dense: Mapping[str, Encoder]) -> dict[str, float]:
    """Return how the encoders of a combination share: as is best on a corpus with all its claims."""
    kinds = key.split("+")
    if len(kinds) == 1:
        return {key: 1.0}
    if key == FIRST_STAGE:
        return {kinds[0]: round(1 - FIRST_STAGE_SHARE, 2), kinds[1]: FIRST_STAGE_SHARE}
    index = index_of(corpus.claims, dense, dict.fromkeys(kinds, 0.5))
    reached = {}
    for share in SHARES:
        found = replace(index, weights=(1 - share, share)).search(corpus.posts, top=5)
        reached[share] = map_at_5(corpus, corpus.claims, found.references, found.similarities)
    print(key, "MAP@5 on", corpus.name, "by share:", {share: round(value, 4) for share, value in reached.items()})
    best = max(reached, key=lambda share: reached[share])
    return {kinds[0]: round(1 - best, 2), kinds[1]: best}


def map_at_5(
    corpus: Corpus, claims: Sequence[Reference], references: NDArray[np.intp], similarities: NDArray[np.float32]
) -> float:
    """Return the mean over the posts that have a right claim."""
    rows = zip(references, similarities, corpus.right, strict=True)
    return float(
        np.mean(
            [
                average_precision([claims[at].id for at in row[alike > 0]], mine, at=5)
                for row, alike, mine in rows
                if mine
            ]
        )
    )
