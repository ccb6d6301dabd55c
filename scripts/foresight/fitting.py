"""Fit the credibility model: words first, then the last regression, on scores by words that did not see the thread."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from scipy.optimize import brentq
from scipy.special import expit
from sklearn.linear_model import LogisticRegression

from foresight.snapshots import END_S, TIMES_S, Snapshots, unit_rows
from rumorwatch.emerge.credibility import INPUTS, KNOTS_S, WIDEST, CredibilityModel, mix_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

MODEL_ID = "credibility-1"
LEARNED_AT: Mapping[int, Mapping[int, float]] = {
    0: {0: 1, END_S: 1},
    900: {300: 0.5, 900: 1, 1_800: 0.5},
    3_600: {1_800: 0.5, 3_600: 1, 10_800: 0.5},
    21_600: {10_800: 0.5, 21_600: 1, 86_400: 0.5},
    259_200: {86_400: 0.5, END_S: 1},
}
"""Times whose snapshots teach the words of a knot, with their weight. Whole threads teach what a post's own words mean:
three later slices of the train part of CED rose from AUC 0.899 to 0.922."""
LEAST_THREADS = 3
"""Threads that have a bucket, for it to weigh."""
BLOCKS = 4
"""Parts drawn by chance; each is scored by words learned on the others. Stretches of time instead gave the last
regression scores on another level each: AUC 0.973 instead of 0.978 at 15 minutes on a later slice of train."""
WORDS_C, FINAL_C = 3.0, 0.03
"""Inverse penalties of words and of the last regression."""
LATEST = 0.2
"""Share of the threads, the latest, on which the level of the log odds is set by a model that saw only those before."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fitted:
    """A model, and one that saw only earlier threads: what is chosen is chosen by how that one does on the latest."""

    model: CredibilityModel
    earlier: CredibilityModel
    begin: int
    """Place of the first thread that ``earlier`` did not see."""


def fit(snapshots: Snapshots, *, seed: int = 0) -> Fitted:
    """Return the model of threads in order of time, with its level set on the latest.

    The share of rumors among the threads of CED rises from a third to two thirds, so odds of the past are too low.
    """
    begin = round(len(snapshots.is_rumor) * (1 - LATEST))
    earlier = fit_once(snapshots.at(np.arange(begin)), seed=seed)
    shift = level_of(earlier, snapshots.at(np.arange(begin, len(snapshots.is_rumor))))
    return Fitted(model=shifted(fit_once(snapshots, seed=seed), shift), earlier=shifted(earlier, shift), begin=begin)


def fit_once(snapshots: Snapshots, *, seed: int = 0) -> CredibilityModel:
    """Return the model of threads, at the level of all of them."""
    everything = np.arange(len(snapshots.is_rumor))
    rarity = rarity_of(snapshots)
    kinds = {
        "thread": {time: unit_rows(snapshots.thread(time), rarity) for time in TIMES_S},
        "answers": {time: unit_rows(snapshots.answers[time], rarity) for time in TIMES_S},
    }
    blocks = np.array_split(np.random.default_rng(seed).permutation(len(everything)), BLOCKS)
    scores = {kind: scored_unseen(rows, snapshots.is_rumor, blocks) for kind, rows in kinds.items()}
    thread, thread_bias = fit_words(kinds["thread"], snapshots.is_rumor, everything)
    answers, answers_bias = fit_words(kinds["answers"], snapshots.is_rumor, everything)
    center, scale, final = fit_final(inputs_of(snapshots, scores["thread"], scores["answers"]), snapshots)
    return CredibilityModel(
        id=MODEL_ID,
        languages=("zh",),
        rarity=rarity,
        thread=_small(thread),
        thread_bias=_small(thread_bias),
        answers=_small(answers[:, 1:]),
        answers_bias=_small(answers_bias[1:]),
        center=center,
        scale=scale,
        final=final,
    )


def scored_unseen(
    rows: Mapping[int, sparse.csr_matrix], is_rumor: NDArray[np.bool_], blocks: Sequence[NDArray[np.intp]]
) -> dict[int, NDArray[np.float64]]:
    """Return (n, knots) scores at each time, each block's by words learned on the others."""
    scores = {time: np.zeros((len(is_rumor), len(KNOTS_S))) for time in rows}
    for block in blocks:
        weights, bias = fit_words(rows, is_rumor, np.setdiff1d(np.arange(len(is_rumor)), block))
        for time, by_time in scores.items():
            by_time[block] = rows[time][block] @ weights + bias
    return scores


def level_of(model: CredibilityModel, latest: Snapshots) -> NDArray[np.float32]:
    """Return (knots,): what to add to the log odds so that they tell the share of rumors among the latest threads."""
    found = batch_log_odds(model, latest)
    return np.array([level(found[time], latest.is_rumor) for time in (*KNOTS_S[:-1], END_S)], np.float32)


def level(odds: NDArray[np.float64], is_rumor: NDArray[np.bool_]) -> float:
    """Return what to add to log odds so that they tell the share of rumors."""
    shift: float = brentq(lambda by: expit(odds + by).mean() - is_rumor.mean(), -20, 20)
    return shift


def shifted(model: CredibilityModel, shift: NDArray[np.float32]) -> CredibilityModel:
    """Return the model with its log odds moved at each knot."""
    final = model.final.copy()
    final[:, -1] += shift
    return replace(model, final=final)


def rarity_of(snapshots: Snapshots) -> NDArray[np.float32]:
    """Return (BUCKETS,) smooth inverse document frequencies over threads at 15 minutes and at their end."""
    documents = [snapshots.thread(900), snapshots.thread(END_S)]
    found = sum(np.bincount(counts.indices, minlength=counts.shape[1]) for counts in documents)
    number = sum(counts.shape[0] for counts in documents)
    rarity = np.log((1 + number) / (1 + np.asarray(found))) + 1
    return _small(np.where(np.asarray(found) < LEAST_THREADS, 0, rarity))


def fit_words(
    rows: Mapping[int, sparse.csr_matrix], is_rumor: NDArray[np.bool_], chosen: NDArray[np.intp]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return (BUCKETS, knots) weights and (knots,) biases learned from the chosen threads."""
    found = []
    for at in KNOTS_S:
        by_time = LEARNED_AT[at]
        stacked = sparse.vstack([rows[time][chosen] for time in by_time]).tocsr()
        model = LogisticRegression(C=WORDS_C, solver="liblinear", dual=True, max_iter=300, random_state=0)
        weights = np.repeat(list(by_time.values()), len(chosen))
        found.append(model.fit(stacked, np.tile(is_rumor[chosen], len(by_time)), sample_weight=weights))
    return np.concatenate([one.coef_ for one in found]).T, np.concatenate([one.intercept_ for one in found])


def inputs_of(
    snapshots: Snapshots,
    thread: Mapping[int, NDArray[np.float64]],
    answers: Mapping[int, NDArray[np.float64]],
) -> dict[int, NDArray[np.float64]]:
    """Return (n, inputs) at each time, of scores (n, knots) by the words of each knot."""
    found = {}
    for time in TIMES_S:
        mixes = _mixes(snapshots, time)
        scores = (thread[0][:, 0], (thread[time] * mixes).sum(axis=1), (answers[time] * mixes)[:, 1:].sum(axis=1))
        found[time] = np.column_stack((*scores, snapshots.signs[time]))
    return found


def _mixes(snapshots: Snapshots, time_s: int) -> NDArray[np.float64]:
    return np.array([mix_of(elapsed) for elapsed in snapshots.elapsed_s[time_s].tolist()])


def fit_final(
    inputs: Mapping[int, NDArray[np.float64]], snapshots: Snapshots
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Return center and scale, (inputs,), and the weights of the last regression, (knots, inputs + 1)."""
    stacked = np.concatenate([inputs[time] for time in TIMES_S])
    center, scale = _small(stacked.mean(axis=0)), _small(stacked.std(axis=0) + 1e-3)
    spread = np.column_stack((np.clip((stacked - center) / scale, -WIDEST, WIDEST), np.ones(len(stacked))))
    mixes = np.concatenate([_mixes(snapshots, time) for time in TIMES_S])
    # Weights of all times and their difference at each knot under one penalty: knots with little to say keep near it.
    by_knot = np.concatenate([spread, *(spread * mixes[:, [knot]] for knot in range(len(KNOTS_S)))], axis=1)
    model = LogisticRegression(C=FINAL_C, max_iter=1_000).fit(by_knot, np.tile(snapshots.is_rumor, len(TIMES_S)))
    weights = model.coef_.reshape(len(KNOTS_S) + 1, len(INPUTS) + 1)
    final = weights[1:] + weights[0]
    final[:, -1] += model.intercept_
    return center, scale, final.astype(np.float32)


def _small(values: NDArray[np.floating]) -> NDArray[np.float32]:
    """Return the values as float16 stores them, so that what ships gives what was measured."""
    return values.astype(np.float16).astype(np.float32)


def stored_arrays(model: CredibilityModel) -> dict[str, NDArray[np.floating]]:
    """Return the arrays to store, float16 but for the last regression, whose numbers are few.

    Each in row order: safetensors stores the memory of an array as it lies and its shape as if it lay in rows.
    """
    found = {name: value for name, value in asdict(model).items() if isinstance(value, np.ndarray)}
    return {
        name: np.ascontiguousarray(value if name == "final" else value.astype(np.float16))
        for name, value in found.items()
    }


def batch_log_odds(
    model: CredibilityModel, snapshots: Snapshots, *, times: Sequence[int] = TIMES_S
) -> dict[int, NDArray[np.float64]]:
    """Return (n,) log odds at each time, of many threads at once; ``Evidence`` gives the same one by one."""
    thread = {
        time: unit_rows(snapshots.thread(time), model.rarity) @ model.thread + model.thread_bias for time in TIMES_S
    }
    bias = np.concatenate(([0], model.answers_bias))
    wide = np.column_stack((np.zeros(len(model.answers)), model.answers))
    answers = {time: unit_rows(snapshots.answers[time], model.rarity) @ wide + bias for time in TIMES_S}
    inputs = inputs_of(snapshots, thread, answers)
    found = {}
    for time in times:
        spread = np.clip((inputs[time] - model.center) / model.scale, -WIDEST, WIDEST)
        weights = _mixes(snapshots, time) @ model.final
        found[time] = (spread * weights[:, :-1]).sum(axis=1) + weights[:, -1]
    return found
