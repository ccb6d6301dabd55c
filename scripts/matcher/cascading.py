"""The cascade: how its second stage blends, how likely what it finds is right, and what it looks at again."""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from matcher.corpora import draws
from matcher.fitting import (
    CONFIRMED_PRECISION,
    PAIR,
    PLAIN,
    SUGGESTED_RECALL,
    fit,
    pairs_of,
    thinned,
)
from matcher.measuring import measured, measured_bands, reliability
from matcher.plain import CANDIDATES, SAME_MATTER, index_of, map_at_5
from rumorwatch.match.bands import Banding
from rumorwatch.match.calibrate import Calibration, Floor, Tiers, floor_for
from rumorwatch.match.cascade import Cascade
from rumorwatch.match.constants import read_calibration
from rumorwatch.match.judging import OneStage
from rumorwatch.match.rescoring import Rescorer
from rumorwatch.models import CASCADE_KINDS as KINDS
from rumorwatch.normalize.language import guessed_at_once

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from matcher.corpora import Corpus
    from matcher.fitting import Fitted, Pairs
    from rumorwatch.domain.ports import Encoder
    from rumorwatch.match.judging import Judged
    from rumorwatch.match.references import Reference
    from rumorwatch.train.evidence import PairList

NO_FLOOR = Floor(probability=0, similarity=0)
COLUMNS = (*PLAIN, "cosine mini", "lead lexical", "lead mini", "log_words", f"{PAIR}vi", f"{PAIR}across")
"""Of the regression. Loss on train pairs with the first three alone .0172, with all .0108, without the words .0109,
without the language pairs .0117, with the lexical cosine too .0108. No set speaks for Chinese with Chinese: it is
judged as English."""
MAX_LOST = 0.005
"""Share of the posts that the second stage on everything matches rightly that each half of a floor may cost in any
list: little beside the 5 % that the suggested tier itself gives up. What is lost are matches of low probability."""
LENGTHS = (1, 100, 1000)
"""Lists of at least as many claims, and of less than the next, have a floor of their own: a floor for all is that of
the shortest lists, and lets nine of ten posts about something else pass in those of 300, where its own lets six pass.
Lists of 10,000 would let 87 % pass instead of 99 % and lose .0038 of CheckThat's MAP@5: they have none."""


def fitted_cascade(
    train: Sequence[Corpus], dev: Sequence[Corpus], dense: Mapping[str, Encoder], lexical: Mapping[str, Any]
) -> tuple[dict[str, Any], list[PairList]]:
    """Return the constants of the cascade as the manifest holds them, with what they reach, and dev evidence to ship.

    Args:
        train: corpora to fit on.
        dev: others of the same kinds.
        dense: static and mini.
        lexical: manifest with the constants of the first stage, and with how lexical and mini share.
    """
    shares = lexical["calibrations"]["lexical+mini"]["weights"]
    weights = {kind: shares.get(kind, 0.0) for kind in KINDS}
    first = read_calibration(lexical, kinds=KINDS[:2])
    making = Making(dense=dense, first=first, weights=tuple(weights.values()))
    listed = [pairs for corpus in train for pairs in making.pairs(corpus)]
    fitted = fit(listed, COLUMNS)
    floors, looks = fitted_floors(train, replace(making, fitted=fitted))
    held = [pairs for corpus in dev for pairs in making.pairs(corpus)]
    pairs = {name: round(slope, 4) for name, slope in fitted.slopes.items() if name.startswith(PAIR)}
    constants = {
        "weights": weights,
        "same_matter": fitted.same_matter,
        "intercept": round(fitted.intercept, 4),
        **{name: round(slope, 4) for name, slope in fitted.slopes.items() if name not in pairs},
        "pairs": {name.removeprefix(PAIR): slope for name, slope in pairs.items()},
        "tiers": {
            band or "others": {name: round(value, 4) for name, value in asdict(tiers).items()}
            for band, tiers in fitted.tiers.items()
        },
        "fitted": {
            "confirmed_precision": CONFIRMED_PRECISION,
            "suggested_recall": SUGGESTED_RECALL,
            "floor_lost": MAX_LOST,
        },
        "floors": [asdict(floor) for floor in floors],
        "models": {kind: dense[kind].model_id for kind in KINDS[1:]},
        "metrics": {
            "held out, by language pair and length": measured_bands(fitted, held),
            "held out, by set": measured(fitted, held),
            "held out, reliability": reliability(fitted, held),
            "train, by set": measured(fitted, listed),
            "train, floor": looks,
        },
    }
    return constants, [thinned(one, fitted, seed=at) for at, one in enumerate(held)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """What cascades are made of before anything but the first stage is fitted, or with what is fitted so far."""

    dense: Mapping[str, Encoder]
    """static and mini."""
    first: Calibration
    """Of the first stage, lexical and static."""
    weights: tuple[float, ...]
    """Of KINDS, in the second stage."""
    fitted: Fitted | None = None

    def cascade(self, claims: Sequence[Reference], floor: Floor = NO_FLOOR) -> Cascade:
        """Return the cascade over claims."""
        index = index_of(claims, self.dense, dict(zip(("lexical", "static"), self.first.weights, strict=True)))
        second = Rescorer(
            references=tuple(claims),
            index=index,
            encoder=self.dense["mini"],
            calibration=self._calibration(),
            banding=Banding(references=claims, language=guessed_at_once),
        )
        return Cascade(first=OneStage(index=index, calibration=self.first), second=second, floor=floor)

    def _calibration(self) -> Calibration:
        if self.fitted is not None:
            return self.fitted.calibration(self.weights, KINDS)
        return Calibration(
            weights=self.weights,
            same_matter=SAME_MATTER[0],
            intercept=0,
            similarity=1,
            lead=0,
            log_references=0,
            tiers=Tiers(confirmed=1, suggested=0),
        )

    def pairs(self, corpus: Corpus) -> Iterator[Pairs]:
        """Yield the candidate pairs of a corpus at each length, as the second stage sees them."""
        for claims in draws(corpus):
            cascade = self.cascade(claims)
            found = _judged(corpus, cascade).found
            bands = Banding(references=claims, language=guessed_at_once).bands(corpus.posts, found)
            yield pairs_of(corpus, claims, found, cascade.second, kinds=KINDS, tried=SAME_MATTER, bands=bands)


def fitted_floors(train: Sequence[Corpus], making: Making) -> tuple[list[Floor], dict[str, dict[str, Any]]]:
    """Return the floors under which a post is not looked at again, and what they cost on train sets."""
    lists: dict[tuple[str, int], list[Look]] = {}
    for corpus in train:
        for claims in draws(corpus):
            lists.setdefault((corpus.name, len(claims)), []).append(_look(corpus, claims, making.cascade(claims)))
    floors = [
        Floor(
            probability=_floor([[look.probability[look.matched] for look in looks] for looks in mine]),
            similarity=_floor([[look.similarity[look.matched] for look in looks] for looks in mine]),
            references=begin,
        )
        for begin, end in pairwise((*LENGTHS, sys.maxsize))
        if (mine := [looks for (_, length), looks in lists.items() if begin <= length < end])
    ]
    reached: dict[str, dict[str, Any]] = {
        f"{name}, {length} claims": _lost(looks, floor_for(floors, length)) for (name, length), looks in lists.items()
    }
    for corpus in train:
        row = reached.setdefault(f"{corpus.name}, {len(corpus.claims)} claims", {})
        own = floor_for(floors, len(corpus.claims))
        for measure, least in (("map@5", own), ("map@5 without a floor", NO_FLOOR)):
            found = _judged(corpus, making.cascade(corpus.claims, least)).found
            row[measure] = round(map_at_5(corpus, corpus.claims, found.references, found.similarities), 4)
    return floors, reached


def _floor(lists: Sequence[Sequence[NDArray[np.float64]]]) -> float:
    """Return the greatest floor under which no list loses more than it may."""
    joined = [np.concatenate(parts) for parts in lists]
    return float(f"{min(float(np.quantile(part, MAX_LOST)) for part in joined if len(part)):.3g}")


def _lost(looks: Sequence[Look], floor: Floor) -> dict[str, float]:
    """Return the share of posts looked at again, of those without a claim in the list too, and of matched ones lost."""
    again, matched, others = (
        np.concatenate(parts)
        for parts in zip(*((look.passes(floor), look.matched, ~look.has_claim) for look in looks), strict=True)
    )
    row = {"looked_at_again": round(float(again.mean()), 3)}
    if others.any():
        row["without_a_claim"] = round(float(again[others].mean()), 3)
    return row | ({"lost": round(float((~again[matched]).mean()), 4)} if matched.any() else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What the first stage thinks of each post of a corpus, and what the second makes of it."""

    probability: NDArray[np.float64]
    """(n,) of the best candidate; 0 where there is none."""
    similarity: NDArray[np.float64]
    """(n,) of the best candidate."""
    matched: NDArray[np.bool_]
    """(n,) whether the second stage puts a right claim in a tier."""
    has_claim: NDArray[np.bool_]
    """(n,) whether a right claim is in the list."""

    def passes(self, floor: Floor) -> NDArray[np.bool_]:
        """Return (n,) whether it is looked at again."""
        return (self.probability >= floor.probability) & (self.similarity >= floor.similarity)


def _look(corpus: Corpus, claims: Sequence[Reference], cascade: Cascade) -> Look:
    early, late = _judged(corpus, cascade.first), _judged(corpus, cascade)
    ids = np.array([claim.id for claim in claims])
    right = np.array(
        [[name in mine for name in row] for row, mine in zip(ids[late.found.references], corpus.right, strict=True)]
    )
    listed = set(ids.tolist())
    return Look(
        probability=np.where(early.found.similarities > 0, early.probabilities, 0).max(axis=1),
        similarity=early.found.similarities.max(axis=1).astype(float),
        matched=(right & (late.levels > 0)).any(axis=1),
        has_claim=np.array([bool(mine & listed) for mine in corpus.right]),
    )


def _judged(corpus: Corpus, judge: Cascade | OneStage) -> Judged:
    return judge.judge(corpus.posts, np.arange(len(corpus.posts)), size=len(corpus.posts), top=CANDIDATES)
