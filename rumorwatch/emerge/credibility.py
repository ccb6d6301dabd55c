"""How likely a thread is a rumor: a post and its answers so far, by weights that ship.

Three things are weighed: the words of post and answers in one bag, the words of the answers alone, and what the answers
amount to (reactions.py). Words mean something else after a quarter of an hour than after a day, so there is a set of
weights for each of ``KNOTS`` of elapsed time, and between two the weights are mixed. A last logistic regression weighs
the three, again by elapsed time. No author, picture, place or date is seen: claims are tracked, never persons.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from math import exp, log1p
from typing import TYPE_CHECKING, Any

import numpy as np

from rumorwatch.domain.errors import ModelError
from rumorwatch.emerge.grams import BUCKETS, Bag, counted
from rumorwatch.emerge.reactions import SIGNS, Reactions

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from numpy.typing import NDArray

KNOTS_S = (0, 900, 3_600, 21_600, 259_200)
"""Seconds after the post for which there are weights: at once, 15 minutes, 1 hour, 6 hours, 3 days."""
_KNOTS = tuple(log1p(knot) for knot in KNOTS_S)
SCORES = ("post", "thread", "answers")
"""What the bags say, before the signs: the post's words, those of post and answers, those of the answers."""
INPUTS = (*SCORES, *SIGNS)
"""Inputs of the last regression, in their order."""
WIDEST = 4.0
"""Standard deviations beyond which an input counts no further."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CredibilityModel:
    """Weights of everything; ``begin`` follows a thread with them."""

    id: str
    """Name and version."""
    languages: tuple[str, ...]
    """Languages it was fitted on; of others it says nothing."""
    rarity: NDArray[np.float32]
    """(BUCKETS,) inverse document frequencies; 0: too rare to weigh."""
    thread: NDArray[np.float32]
    """(BUCKETS, knots) of post and answers in one bag."""
    thread_bias: NDArray[np.float32]
    """(knots,)."""
    answers: NDArray[np.float32]
    """(BUCKETS, knots - 1) of the answers alone: at the first knot there are none."""
    answers_bias: NDArray[np.float32]
    """(knots - 1,)."""
    center: NDArray[np.float32]
    """(inputs,) means that are subtracted."""
    scale: NDArray[np.float32]
    """(inputs,) standard deviations that divide."""
    final: NDArray[np.float32]
    """(knots, inputs + 1) of the last regression; the last column is the intercept."""

    def speaks(self, language: str) -> bool:
        """Return whether it says anything of posts in this language."""
        return language in self.languages

    def begin(self, text: str, *, at: datetime, source: str, language: str) -> Evidence | None:
        """Return what is known of a thread at its post; None where the model does not speak the language.

        Args:
            text: The post's accented view.
            at: When it was published, with its zone.
            source: Who wrote it, as a keyed hash; only counted.
            language: The post's.
        """
        return Evidence(self, text, at=at, source=source) if self.speaks(language) else None


class Evidence:
    """One thread as it grows. An answer costs as much as it is long, a probability some tens of microseconds."""

    __slots__ = ("_answers", "_at", "_model", "_post", "_reactions", "_thread")

    def __init__(self, model: CredibilityModel, text: str, *, at: datetime, source: str) -> None:
        """Begin with the post alone, see ``CredibilityModel.begin``."""
        self._model = model
        self._at = at
        self._thread = Bag(model.thread, model.rarity)
        self._answers = Bag(model.answers, model.rarity)
        self._reactions = Reactions(source=source)
        self._thread.add(*counted(text))
        self._post = float(self._thread.products()[0] + model.thread_bias[0])

    def add(self, text: str, *, at: datetime, source: str, to_answer: bool = False) -> None:
        """Add an answer: a reply or a repost.

        Args:
            text: Accented view of what it adds; empty where it only passes on.
            at: When; before the post counts as with it.
            source: Who answers, as a keyed hash; only counted.
            to_answer: Whether it answers an answer rather than the post.
        """
        self._reactions.add(text, delay_s=self._elapsed_s(at), source=source, to_answer=to_answer)
        if text:
            buckets, counts = counted(text)
            self._thread.add(buckets, counts)
            self._answers.add(buckets, counts)

    def probability(self, now: datetime) -> float:
        """Return how likely the thread is a rumor, 0 to 1, by what was added so far.

        Args:
            now: Not before the last answer; it says how long there was time to answer.
        """
        return 1 / (1 + exp(-min(max(self._log_odds(self._elapsed_s(now)), -30.0), 30.0)))

    def _inputs(self, elapsed_s: float, mix: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return (inputs,): what the last regression weighs at this many seconds after the post."""
        model = self._model
        thread = (self._thread.products() + model.thread_bias) @ mix
        answers = (self._answers.products() + model.answers_bias) @ mix[1:]
        return np.array([self._post, thread, answers, *self._reactions.signs(elapsed_s)])

    def _log_odds(self, elapsed_s: float) -> float:
        model, mix = self._model, mix_of(elapsed_s)
        weights = mix @ model.final
        spread = (self._inputs(elapsed_s, mix) - model.center) / model.scale
        return float(np.minimum(np.maximum(spread, -WIDEST), WIDEST) @ weights[:-1] + weights[-1])

    def _elapsed_s(self, at: datetime) -> float:
        return max(0.0, (at - self._at).total_seconds())


def mix_of(elapsed_s: float) -> NDArray[np.float64]:
    """Return (knots,): how much the weights of each knot count at a time; two neighbors share 1 by its logarithm."""
    age = min(max(log1p(elapsed_s), 0.0), _KNOTS[-1])
    after = max(bisect_left(_KNOTS, age), 1)
    share = (age - _KNOTS[after - 1]) / (_KNOTS[after] - _KNOTS[after - 1])
    mix = np.zeros(len(_KNOTS))
    mix[after - 1], mix[after] = 1 - share, share
    return mix


def read_credibility_model(manifest: Mapping[str, Any], weights: Mapping[str, NDArray[Any]]) -> CredibilityModel:
    """Return the model of a manifest and its weights.

    Args:
        manifest: models/credibility/manifest.json.
        weights: The arrays of ``CredibilityModel`` by their names, of any float type.

    Raises:
        ModelError: RW-M06 something is missing, or was fitted on other inputs, or has another shape.
    """
    knots, inputs = len(KNOTS_S), len(INPUTS)
    try:
        if (tuple(manifest["inputs"]), tuple(manifest["knots_s"])) != (INPUTS, KNOTS_S):
            raise ValueError("fitted on other inputs")  # noqa: TRY301 - one remedy for all of them
        return CredibilityModel(
            id=str(manifest["id"]),
            languages=tuple(map(str, manifest["languages"])),
            rarity=_part(weights, "rarity", BUCKETS),
            thread=_part(weights, "thread", BUCKETS, knots),
            thread_bias=_part(weights, "thread_bias", knots),
            answers=_part(weights, "answers", BUCKETS, knots - 1),
            answers_bias=_part(weights, "answers_bias", knots - 1),
            center=_part(weights, "center", inputs),
            scale=_part(weights, "scale", inputs),
            final=_part(weights, "final", knots, inputs + 1),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ModelError(
            "RW-M06",
            f"the credibility model is not complete ({error!r})",
            remedy="Reinstall rumorwatch, or fit one with scripts/train_credibility",
        ) from error


def _part(stored: Mapping[str, NDArray[Any]], name: str, *shape: int) -> NDArray[np.float32]:
    found = np.asarray(stored[name], np.float32)
    if found.shape != shape or not np.isfinite(found).all():
        raise ValueError(f"{name} is {found.shape}, not {shape} finite numbers")
    return found
