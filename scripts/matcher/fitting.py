"""Fitting probabilities and thresholds on candidate pairs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit, logit

from rumorwatch.match.bands import band_of, pair_of
from rumorwatch.match.calibrate import Calibration, Tiers
from rumorwatch.match.evidence import MAX_WORDS, MIN_REFERENCES, MIN_WORDS
from rumorwatch.match.judging import evidence_of
from rumorwatch.normalize.language import guessed_at_once
from rumorwatch.reading.words import count_words
from rumorwatch.train.evidence import COLUMNS, PairList

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from matcher.corpora import Corpus
    from rumorwatch.match.bands import Bands
    from rumorwatch.match.candidates import Candidates
    from rumorwatch.match.leads import Alike
    from rumorwatch.match.references import Reference

CONFIRMED_PRECISION, SUGGESTED_RECALL = 0.97, 0.95
"""domain.md, Matching."""
PLAIN = ("similarity", "lead", "log_references")
PAIR = "pair "
"""What the column of a language pair begins with."""
FREE = ("log_references", "log_words", PAIR)
"""Columns that may count either way; all others may only speak for a match. A plain fit gives the similarity a negative
weight, which would rank an exact copy below a paraphrase."""
RIDGE = 1e-4
"""Pull of the standardized coefficients to 0: little, set by hand."""
LOW, KEPT = 0.02, 0.05
"""Of wrong pairs less likely than LOW a twentieth is kept in evidence that ships, each standing for its like: constants
fitted on it differ from those of all pairs by less than a hundredth, and it is a tenth as large."""
MIN_RIGHT = 100
"""Right pairs that a band needs for thresholds of its own: at 100 one wrong pair more is a hundredth of precision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Candidate pairs of one corpus at one length."""

    corpus: str
    binds: bool
    real: bool
    references: int
    columns: Mapping[float, Mapping[str, NDArray[np.float64]]]
    """(m,) values by name, under each same_matter tried."""
    bands: NDArray[np.object_]
    """(m,)."""
    right: NDArray[np.bool_]
    """(m,)."""
    reachable: Mapping[str, int]
    """Right pairs whose claim is in the list, found or not, by band."""

    @property
    def name(self) -> str:
        """Corpus and length."""
        return f"{self.corpus}, {self.references} claims"


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
    reachable: dict[str, int] = {}
    for post, mine in zip(corpus.posts, corpus.right, strict=True):
        for claim in mine & set(listed):
            pair = pair_of(guessed_at_once(post), guessed_at_once(listed[claim].whole))
            band = "" if bands is None else band_of(pair, count_words(post.accented))
            reachable[band] = reachable.get(band, 0) + 1
    columns = {}
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
        columns[same] = {name: value[there].astype(float) for name, value in values.items()}
    right = np.array(
        [[name in mine for name in row] for row, mine in zip(ids[found.references], corpus.right, strict=True)]
    )
    return Pairs(
        corpus=corpus.name,
        binds=corpus.binds,
        real=corpus.real,
        references=len(claims),
        columns=columns,
        bands=names[there],
        right=right[there],
        reachable=reachable,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """A logistic regression with its thresholds."""

    same_matter: float
    intercept: float
    slopes: Mapping[str, float]
    """By column."""
    tiers: Mapping[str, Tiers]
    """By band; "" for bands that have none of their own."""

    def probabilities(self, pairs: Pairs) -> NDArray[np.float64]:
        """Return (m,) probabilities of pairs."""
        columns = pairs.columns[self.same_matter]
        evidence = self.intercept + sum(slope * columns[name] for name, slope in self.slopes.items())
        return 1 / (1 + np.exp(-evidence))

    def calibration(self, weights: Sequence[float], kinds: Sequence[str]) -> Calibration:
        """Return the same for the matcher; encoders in the order of their kinds."""
        of = self.slopes.get
        return Calibration(
            weights=tuple(weights),
            same_matter=self.same_matter,
            intercept=self.intercept,
            similarity=self.slopes["similarity"],
            lead=self.slopes["lead"],
            log_references=self.slopes["log_references"],
            tiers=self.tiers[""],
            cosines=tuple(of(f"cosine {kind}", 0.0) for kind in kinds),
            leads_apart=tuple(of(f"lead {kind}", 0.0) for kind in kinds),
            log_words=of("log_words", 0.0),
            pairs=tuple(
                (name.removeprefix(PAIR), slope) for name, slope in self.slopes.items() if name.startswith(PAIR)
            ),
            band_tiers=tuple((band, tiers) for band, tiers in self.tiers.items() if band),
        )


def fit(train: Sequence[Pairs], columns: Sequence[str]) -> Fitted:
    """Fit the probability under each same_matter, keep the likeliest, and find the thresholds."""
    _, bare = min((_fit_logistic(train, columns, same) for same in train[0].columns), key=lambda fitted: fitted[0])
    fits = {band: found for band in bands_of_lists(train) if (found := _tiers(bare, train, band)) is not None}
    if not fits:
        return replace(bare, tiers={"": _everything(bare, train)})
    real = {
        band: found for band in fits if (found := _tiers(bare, [one for one in train if one.real], band)) is not None
    }
    # Translations and paraphrases are easier to tell apart than what people write about claims: a band that only they
    # measured is confirmed no sooner, and what is as alike suggested no later, than in one that real posts did.
    strictest = max(one.confirmed for one in real.values())
    widest = min(one.suggested for one in real.values())
    tiers = {
        band: real.get(band)
        or Tiers(
            confirmed=max(found.confirmed, strictest),
            suggested=min(found.suggested, _shifted(widest, bare.slopes.get(PAIR + band.split(",")[0], 0.0))),
        )
        for band, found in fits.items()
    }
    others = Tiers(confirmed=max(one.confirmed for one in tiers.values()), suggested=widest)
    return replace(bare, tiers={"": others, **tiers})


def _shifted(probability: float, offset: float) -> float:
    """Return the probability of the same evidence in a language pair that adds an offset, where that is less."""
    return float(expit(logit(probability) + min(0.0, offset)))


def bands_of_lists(lists: Sequence[Pairs]) -> list[str]:
    """Return the names of all bands, in order."""
    return sorted({band for pairs in lists for band in set(pairs.bands.tolist()) if band})


def _fit_logistic(train: Sequence[Pairs], columns: Sequence[str], same_matter: float) -> tuple[float, Fitted]:
    """Return the loss and the regression, every list of pairs weighing the same."""
    features = np.concatenate(
        [np.stack([pairs.columns[same_matter][name] for name in columns], axis=1) for pairs in train]
    )
    right = np.concatenate([pairs.right for pairs in train])
    weight = np.concatenate([np.full(len(pairs.right), 1 / len(pairs.right)) for pairs in train]) / len(train)
    mean, spread = features.mean(axis=0), features.std(axis=0) + np.finfo(float).tiny
    scaled = (features - mean) / spread

    def loss(parameters: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        slopes = parameters[1:]
        evidence = scaled @ slopes + parameters[0]
        slope = (1 / (1 + np.exp(-evidence)) - right) * weight
        total = float((weight * np.logaddexp(0, np.where(right, -evidence, evidence))).sum())
        pull = np.concatenate([[0.0], 2 * RIDGE * slopes])
        return total + RIDGE * float(slopes @ slopes), np.concatenate([[slope.sum()], scaled.T @ slope]) + pull

    bounds = [(None, None), *((None if name.startswith(FREE) else 0, None) for name in columns)]
    best = minimize(loss, np.zeros(len(columns) + 1), jac=True, bounds=bounds, method="L-BFGS-B")
    slopes = best.x[1:] / spread
    return float(best.fun), Fitted(
        same_matter=same_matter,
        intercept=float(best.x[0] - slopes @ mean),
        slopes=dict(zip(columns, slopes.tolist(), strict=True)),
        tiers={},
    )


def _everything(fitted: Fitted, train: Sequence[Pairs]) -> Tiers:
    found = _tiers(fitted, train, None)
    if found is None:
        raise ValueError("no set of pairs binds a threshold")
    return found


def _tiers(fitted: Fitted, train: Sequence[Pairs], band: str | None) -> Tiers | None:
    """Return the thresholds of a band (None: of all pairs); None where too few right pairs are in it."""
    confirmed, suggested = [], []
    for name in dict.fromkeys(pairs.name for pairs in train):
        lists = [pairs for pairs in train if pairs.name == name]
        kept = [pairs.bands == band if band is not None else np.full(len(pairs.right), True) for pairs in lists]
        probability = np.concatenate(
            [fitted.probabilities(pairs)[mine] for pairs, mine in zip(lists, kept, strict=True)]
        )
        right = np.concatenate([pairs.right[mine] for pairs, mine in zip(lists, kept, strict=True)])
        suggested.append(probability[right])
        if lists[0].binds and (band is None or right.sum() >= MIN_RIGHT):
            confirmed.append(_confirming(probability, right))
    if not confirmed:
        return None
    likely = np.concatenate(suggested)
    return Tiers(confirmed=max(confirmed), suggested=float(np.quantile(likely, 1 - SUGGESTED_RECALL)))


def _confirming(probability: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """Return the least probability from which the precision holds."""
    order = np.argsort(-probability, kind="stable")
    precision = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    held = np.flatnonzero(precision >= CONFIRMED_PRECISION)
    return float(probability[order][held[-1]]) if len(held) else 1.0


def thinned(pairs: Pairs, fitted: Fitted, *, seed: int) -> PairList:
    """Return the pairs as they ship: of wrong ones that are hardly likely some stand for all."""
    columns, probabilities = pairs.columns[fitted.same_matter], fitted.probabilities(pairs)
    kept = (probabilities >= LOW) | pairs.right
    low = np.flatnonzero(~kept)
    drawn = np.random.default_rng(seed).permutation(low)[: max(1, round(len(low) * KEPT))]
    counts = np.ones(len(pairs.right))
    counts[drawn] = len(low) / max(len(drawn), 1)
    chosen = np.sort(np.concatenate([np.flatnonzero(kept), drawn]))
    return PairList(
        name=pairs.name,
        binds=pairs.binds,
        columns={name: columns[name][chosen] for name in COLUMNS},
        bands=pairs.bands[chosen],
        right=pairs.right[chosen],
        counts=counts[chosen],
    )
