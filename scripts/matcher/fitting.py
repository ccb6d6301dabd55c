"""Candidate pairs of corpora as evidence, and the fit of what references count as rivals; the rest is train.matcher."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rumorwatch.match.bands import band_of, pair_of
from rumorwatch.match.calibrate import Calibration, Tiers
from rumorwatch.match.evidence import MAX_WORDS, MIN_REFERENCES, MIN_WORDS
from rumorwatch.match.judging import evidence_of
from rumorwatch.normalize.language import guessed_at_once
from rumorwatch.reading.words import count_words
from rumorwatch.train.evidence import PairList
from rumorwatch.train.matcher import PAIR, fit_probability, fit_tiers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from matcher.corpora import Corpus
    from rumorwatch.match.bands import Bands
    from rumorwatch.match.candidates import Candidates
    from rumorwatch.match.leads import Alike
    from rumorwatch.match.references import Reference
    from rumorwatch.train.evidence import TierBegins

PLAIN = ("similarity", "lead", "log_references")
LOW, KEPT = 0.02, 0.05
"""Of wrong pairs less likely than LOW a twentieth is kept in the evidence that ships, each standing for its like: the
constants fitted on it differ from those of all by less than a hundredth, and 291,556 pairs become 31,048."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Candidate pairs of one corpus at one length."""

    lists: Mapping[float, PairList]
    """Under each same_matter tried."""

    @property
    def any(self) -> PairList:
        """One of them: all but leads is the same in each."""
        return next(iter(self.lists.values()))


def pairs_of(
    corpus: Corpus,
    claims: Sequence[Reference],
    found: Candidates,
    alike: Alike,
    *,
    kinds: Sequence[str],
    tried: Sequence[float],
    bands: Bands | None = None,
) -> Pairs:
    """Return the candidate pairs of a corpus.

    Args:
        corpus: posts and what is right for them.
        claims: those that were searched.
        found: candidates of each post.
        alike: how alike claims are.
        kinds: of the encoders whose cosines candidates carry.
        tried: values of same_matter.
        bands: of the candidates; None: they do not matter.
    """
    there = found.similarities > 0
    ids = np.array([claim.id for claim in claims])
    listed = {claim.id: claim for claim in claims}
    names = np.full(there.shape, "", object) if bands is None else bands.names
    reachable: dict[str, float] = {}
    for post, mine in zip(corpus.posts, corpus.right, strict=True):
        for claim in mine & set(listed):
            pair = pair_of(guessed_at_once(post), guessed_at_once(listed[claim].whole))
            band = "" if bands is None else band_of(pair, count_words(post.accented))
            reachable[band] = reachable.get(band, 0) + 1
    right = np.array(
        [[name in mine for name in row] for row, mine in zip(ids[found.references], corpus.right, strict=True)]
    )
    lists = {}
    for same in tried:
        evidence = evidence_of(found, alike, same_matter=same, references=len(claims), bands=bands)
        values = {
            "similarity": evidence.similarities,
            "lead": evidence.leads,
            "log_references": np.full(there.shape, np.log(max(len(claims), MIN_REFERENCES))),
        }
        for at, kind in enumerate(kinds):
            values |= {f"cosine {kind}": evidence.cosines[..., at], f"lead {kind}": evidence.leads_apart[..., at]}
        if bands is not None:
            values["log_words"] = np.log(np.clip(bands.words, MIN_WORDS, MAX_WORDS))
            values |= {f"{PAIR}{pair}": bands.pairs == pair for pair in ("vi", "across")}
        lists[same] = PairList(
            name=f"{corpus.name}, {len(claims)} claims",
            binds=corpus.binds,
            real=corpus.real,
            columns={name: value[there].astype(float) for name, value in values.items()},
            bands=names[there],
            right=right[there],
            counts=np.ones(int(there.sum())),
            reachable=reachable,
        )
    return Pairs(lists=lists)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """A logistic regression with its thresholds, and what counts as the same matter under it."""

    same_matter: float
    intercept: float
    slopes: Mapping[str, float]
    """By column."""
    tiers: Mapping[str, TierBegins]
    """By band; "" for bands that have none of their own."""

    def probabilities(self, pairs: Pairs) -> NDArray[np.float64]:
        """Return (m,) probabilities of pairs."""
        columns = pairs.lists[self.same_matter].columns
        evidence = self.intercept + sum(slope * columns[name] for name, slope in self.slopes.items())
        return 1 / (1 + np.exp(-evidence))

    def calibration(self, weights: Sequence[float], kinds: Sequence[str]) -> Calibration:
        """Return the same for the matcher; encoders in the order of their kinds."""
        of = self.slopes.get
        tiers = {band: Tiers(confirmed=one.confirmed, suggested=one.suggested) for band, one in self.tiers.items()}
        return Calibration(
            weights=tuple(weights),
            same_matter=self.same_matter,
            intercept=self.intercept,
            similarity=self.slopes["similarity"],
            lead=self.slopes["lead"],
            log_references=self.slopes["log_references"],
            tiers=tiers[""],
            cosines=tuple(of(f"cosine {kind}", 0.0) for kind in kinds),
            leads_apart=tuple(of(f"lead {kind}", 0.0) for kind in kinds),
            log_words=of("log_words", 0.0),
            pairs=tuple(
                (name.removeprefix(PAIR), slope) for name, slope in self.slopes.items() if name.startswith(PAIR)
            ),
            band_tiers=tuple((band, begins) for band, begins in tiers.items() if band),
        )


def fit(train: Sequence[Pairs], columns: Sequence[str]) -> Fitted:
    """Fit the probability under each same_matter, keep the likeliest, and find the thresholds."""
    fits = []
    for same in train[0].lists:
        lists = [pairs.lists[same] for pairs in train]
        loss, bare = fit_probability(lists, tuple(columns))
        fits.append((loss, same, bare, lists))
    _, same, bare, lists = min(fits, key=lambda one: one[0])
    return Fitted(same_matter=same, intercept=bare.intercept, slopes=bare.slopes, tiers=fit_tiers(bare, lists))


def thinned(pairs: Pairs, fitted: Fitted, *, seed: int) -> PairList:
    """Return the pairs as they ship: of wrong ones that are hardly likely some stand for all."""
    whole, probabilities = pairs.lists[fitted.same_matter], fitted.probabilities(pairs)
    kept = (probabilities >= LOW) | whole.right
    low = np.flatnonzero(~kept)
    drawn = np.random.default_rng(seed).permutation(low)[: max(1, round(len(low) * KEPT))]
    counts = whole.counts.copy()
    counts[drawn] = len(low) / max(len(drawn), 1)
    chosen = np.sort(np.concatenate([np.flatnonzero(kept), drawn]))
    return PairList(
        name=whole.name,
        binds=whole.binds,
        real=whole.real,
        columns={name: values[chosen] for name, values in whole.columns.items()},
        bands=whole.bands[chosen],
        right=whole.right[chosen],
        counts=counts[chosen],
        reachable=whole.reachable,
    )
