"""Training stances: judged posts beside their claims as features, the adapted weights, and what both models say."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from rumorwatch.domain.matches import Stance
from rumorwatch.match.stance.features import features_of
from rumorwatch.match.stance.model import DENSE, LEXICAL, STANCES, StancePair, rows_of
from rumorwatch.normalize.text import views
from rumorwatch.reading.hashed import BUCKETS
from rumorwatch.train.gate import Answers, Measure, Trial
from rumorwatch.train.stance import StanceExamples, StanceTable, adapt

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from rumorwatch.domain.claims import Claim, ClaimId
    from rumorwatch.domain.labels import JudgedText
    from rumorwatch.domain.ports import Encoder
    from rumorwatch.domain.posts import SpellingViews
    from rumorwatch.match.stance.model import StanceModel, StanceWeights
    from rumorwatch.train.examples import PairExample


MOST_BALANCED = 3.0
"""How much more a rare stance may count: one answer that is wrong must not outweigh ten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceTables:
    """Both sets of weights of a stance model."""

    lexical: StanceTable
    dense: StanceTable

    def arrays(self) -> dict[str, NDArray[np.float16]]:
        """Return the arrays of the model's file (match.stance.model.read_stance_model)."""
        found: dict[str, NDArray[np.float16]] = {}
        for name, table in ((LEXICAL, self.lexical), (DENSE, self.dense)):
            parts = {"intercept": table.intercept[None], "words": table.words, "signs": table.signs}
            if table.rows is not None:
                parts["rows"] = table.rows
            found |= {f"{name}.{part}": np.ascontiguousarray(array, np.float16) for part, array in parts.items()}
        return found


def tables_of(model: StanceModel) -> StanceTables:
    """Return the weights of a model."""
    return StanceTables(lexical=_table(model.lexical, None), dense=_table(model.dense, model.dense_rows))


def _table(weights: StanceWeights, rows: NDArray[np.float32] | None) -> StanceTable:
    return StanceTable(
        intercept=weights.intercept.astype(float),
        words=weights.words.astype(float),
        signs=weights.signs.astype(float),
        rows=None if rows is None else rows.astype(float),
    )


def adapted(shipped: StanceTables, judged: StanceExamples) -> StanceTables:
    """Return the shipped weights moved by what analysts said."""
    return StanceTables(lexical=adapt(shipped.lexical, judged), dense=adapt(shipped.dense, judged))


def judged_stances(
    stances: Sequence[PairExample],
    texts: Mapping[str, JudgedText],
    claims: Mapping[ClaimId, Claim],
    *,
    encoder: Encoder | None,
) -> StanceExamples:
    """Return judged stances as the model sees them; rows where the encoder is here whose rows it knows."""
    named = dict.fromkeys(one.claim_id for one in stances)
    known = {claim_id: tuple(views(text) for text in claims[claim_id].all_texts if text) for claim_id in named}
    return stance_examples(
        [(texts[one.text_hash].views, known[one.claim_id]) for one in stances],
        [Stance(one.label.value) for one in stances],
        encoder=encoder,
    )


def stance_examples(
    pairs: Sequence[tuple[SpellingViews, Sequence[SpellingViews]]],
    stances: Sequence[Stance],
    *,
    encoder: Encoder | None,
) -> StanceExamples:
    """Return posts beside claims, all of their wordings, with their stances; at least one."""
    from scipy import sparse

    features = features_of(pairs)
    counts = np.diff(features.begins, append=len(features.buckets))
    words: Any = sparse.csr_matrix(
        (np.repeat(1 / np.sqrt(counts), counts), features.buckets, np.append(features.begins, len(features.buckets))),
        shape=(len(pairs), BUCKETS),
    )
    return StanceExamples(
        words=words,
        signs=features.signs.astype(float),
        rows=None if encoder is None else _rows(pairs, encoder),
        stances=np.array([STANCES.index(stance) for stance in stances], np.intp),
        weights=_balanced(stances),
    )


def _balanced(stances: Sequence[Stance]) -> NDArray[np.float64]:
    """Return (n,) weights by which each stance counts as much as another, within MOST_BALANCED.

    What is asked about is chosen, so how often a stance is among it says nothing of how often it is.
    """
    counts = Counter(stances)
    mean = len(stances) / len(counts)
    weights = [min(max(mean / counts[stance], 1 / MOST_BALANCED), MOST_BALANCED) for stance in stances]
    return np.array(weights, float)


def _rows(pairs: Sequence[tuple[SpellingViews, Sequence[SpellingViews]]], encoder: Encoder) -> NDArray[np.float64]:
    """Return what dense weights weigh of rows: of the post, and of the claim's text."""
    different = list(dict.fromkeys(text for post, claims in pairs for text in (post, claims[0])))
    rows = dict(zip(different, np.asarray(encoder.encode(different)), strict=True))
    with_rows = [
        StancePair(post=post, window=post, claims=tuple(claims), post_row=rows[post], claim_row=rows[claims[0]])
        for post, claims in pairs
    ]
    return rows_of(with_rows).astype(float)


def stance_trials(
    examples: StanceExamples,
    before: StanceTables,
    after: StanceTables,
    *,
    name: str,
    groups: Sequence[str],
    languages: Sequence[str],
    then: StanceExamples | None = None,
) -> Sequence[Trial]:
    """Return the trials of stances: right over all, and F1 of each.

    Args:
        examples: What is asked; with rows the dense weights answer, else the lexical ones.
        before: Weights in force.
        after: New ones.
        name: Of the set.
        groups: (n,) claims.
        languages: (n,) of the posts.
        then: The same, as the new model sees it; None: as the one in force does.
    """
    said = [_told(before, examples), _told(after, then or examples)]
    spoken = np.array([*languages], object)
    parts = {f"in {one}": spoken == one for one in sorted(set(languages))}
    owners, nothing = np.array([*groups], object), np.zeros(len(examples.stances))

    def trial(part: str, measure: Measure, answers: Sequence[Answers]) -> Trial:
        first, second = answers
        return Trial(name=name, part=part, measure=measure, groups=owners, parts=parts, before=first, after=second)

    right = [told == examples.stances for told in said]
    trials = [
        trial(
            "",
            Measure.ACCURACY,
            [Answers(hits=one.astype(float), false=(~one).astype(float), missed=nothing) for one in right],
        )
    ]
    for at, stance in enumerate(STANCES):
        truly = examples.stances == at
        answers = [
            Answers(
                hits=((told == at) & truly).astype(float),
                false=((told == at) & ~truly).astype(float),
                missed=((told != at) & truly).astype(float),
            )
            for told in said
        ]
        trials.append(trial(str(stance), Measure.F1, answers))
    return trials


def _told(tables: StanceTables, examples: StanceExamples) -> NDArray[np.intp]:
    table = tables.lexical if examples.rows is None else tables.dense
    told: NDArray[np.intp] = table.probabilities(examples).argmax(axis=1)
    return told
