"""Fitting how the second stage of the cascade blends cosines: what puts the right claims of posts first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize

from rumorwatch.match.blending import WORDING, Blend, slots_of
from rumorwatch.match.references import FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from matcher.corpora import Corpus
    from rumorwatch.domain.ports import Encoder
    from rumorwatch.match.candidates import Index

DEPTH = 100
"""Candidates of a post; as the cascade has."""
RIDGE = 1e-4
"""Of 1e-3 and 1e-4 the better in five folds of CheckThat's train posts: MAP@5 .9055 and .9184."""
_NONE = -1e9


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What the lexical cosine counts beside the dense one, and each field within that."""

    lexical: float
    fields: Mapping[str, float]
    """By field, and ``best``; they add up to 1."""

    @property
    def blend(self) -> Blend:
        """Return the same for the matcher."""
        return Blend(fields=tuple(self.fields[name] for name in FIELDS), best=self.fields["best"])


def fitted_blend(corpus: Corpus, index: Index, encoder: Encoder) -> Share:
    """Return the weights under which the right claim of a post is likeliest among its candidates.

    The loss is the softmax's over the candidates of each post (ListNet's top one, Cao et al. 2007); weights are not
    negative.

    Args:
        corpus: Posts with their claims.
        index: Of the first stage, over the claims.
        encoder: Of the second.
    """
    found = index.search(corpus.posts, top=DEPTH)
    ids = [claim.id for claim in corpus.claims]
    right = np.array(
        [[ids[at] in mine for at in row] for row, mine in zip(found.references, corpus.right, strict=True)]
    ) & (found.similarities > 0)
    kept = np.flatnonzero(right.any(axis=1))
    fields = _field_cosines(corpus, encoder, found.references, kept)
    cosines = np.concatenate([found.parts[kept, :, :1], fields], axis=2)
    weights = _listwise(cosines, right[kept], found.similarities[kept] > 0)
    lexical, *dense = (weights / weights.sum()).tolist()
    names = (*FIELDS, "best")
    fields_of = {name: round(one / sum(dense), 3) for name, one in zip(names, dense, strict=True)}
    return Share(
        lexical=round(lexical, 3), fields=fields_of | {"best": round(1 - sum(fields_of[f] for f in FIELDS), 3)}
    )


def _field_cosines(
    corpus: Corpus, encoder: Encoder, references: NDArray[np.intp], kept: NDArray[np.intp]
) -> NDArray[np.float32]:
    """Return (posts, candidates, fields and their best) cosines of the second encoder."""
    used = np.unique(references[kept]).tolist()
    texts = [text for at in used for text in (corpus.claims[at].texts or (corpus.claims[at].whole,))]
    rows = np.asarray(encoder.encode(texts))
    places = np.full((len(corpus.claims), len(FIELDS)), -1)
    begin = 0
    for at in used:
        slots = [slot for slot in slots_of(corpus.claims[at]).tolist() if slot != WORDING]
        places[at, slots] = np.arange(begin, begin + len(slots))
        begin += len(slots)
    posts = np.asarray(encoder.encode([corpus.posts[at] for at in kept]))
    cosines = np.zeros((len(kept), references.shape[1], len(FIELDS) + 1), np.float32)
    for number, at in enumerate(kept):
        mine = places[references[at]]
        each = np.where(mine >= 0, rows[mine] @ posts[number], -np.inf)
        best = each.max(axis=1)
        cosines[number, :, :-1] = np.where(np.isfinite(each), each, best[:, None])
        cosines[number, :, -1] = best
    return cosines


def _listwise(cosines: NDArray[np.float32], right: NDArray[np.bool_], there: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the weights of the last axis."""

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = np.where(there, cosines @ weights, _NONE)
        everything, log_all = _softmax(scores)
        wanted, log_right = _softmax(np.where(right, scores, _NONE))
        slope = np.einsum("nk,nkd->d", everything - wanted, cosines) / len(right)
        return float((log_all - log_right).mean() + RIDGE * weights @ weights), slope + 2 * RIDGE * weights

    start = np.ones(cosines.shape[2])
    found: NDArray[np.float64] = minimize(loss, start, jac=True, bounds=[(0, None)] * len(start), method="L-BFGS-B").x
    return found


def _softmax(scores: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the softmax of each row and the logarithm of its sum."""
    top = scores.max(axis=1, keepdims=True)
    raised = np.exp(scores - top)
    total = raised.sum(axis=1, keepdims=True)
    return raised / total, (top + np.log(total))[:, 0]
