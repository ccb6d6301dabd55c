"""Judging: the references most like each post with the probability of each, by one stage or by two.

A stage ranks references and says how likely each is the same claim. ``OneStage`` does so for everything at once;
``Cascade`` (cascade.py) lets a second, dearer stage judge again what the first found.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from rumorwatch.match.leads import leads_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from rumorwatch.domain.posts import SpellingViews
    from rumorwatch.match.calibrate import Calibration
    from rumorwatch.match.candidates import Candidates, Searchable
    from rumorwatch.match.leads import Alike


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Judged:
    """The references most like each post and how likely each is the same claim; a row a post, best first."""

    found: Candidates
    probabilities: NDArray[np.float64]
    """(n, k)."""
    may_match: NDArray[np.bool_]
    """(n,) False where a first stage saw nothing worth a second look: such a post reaches no tier."""


class Judge(Protocol):
    """One stage or several."""

    @property
    def model_id(self) -> str:
        """What names the models."""
        ...

    @property
    def calibration(self) -> Calibration:
        """Where the tiers begin."""
        ...

    def judge(self, texts: Sequence[SpellingViews], owners: NDArray[np.intp], *, size: int, top: int) -> Judged:
        """Return the ``top`` best references of each owner of texts (a post of its windows).

        Args:
            texts: Any number.
            owners: (len(texts),) ascending, which owner each text is of; every owner has at least one.
            size: How many owners there are.
            top: References of an owner at most.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OneStage:
    """Every encoder on everything."""

    index: Searchable
    calibration: Calibration

    @property
    def model_id(self) -> str:
        """Ids of the encoders, joined by plus signs."""
        return "+".join(encoder.model_id for encoder in self.index.encoders)

    def judge(self, texts: Sequence[SpellingViews], owners: NDArray[np.intp], *, size: int, top: int) -> Judged:
        """Return the best references of each owner of texts."""
        found = self.index.search(texts, top=top).best_of(owners, size=size)
        return judged(found, self.index, self.calibration, references=self.index.size)


def judged(found: Candidates, alike: Alike, calibration: Calibration, *, references: int) -> Judged:
    """Return candidates with their probabilities.

    Args:
        found: Candidates of each post.
        alike: How alike references are.
        calibration: Constants of the encoders that found them.
        references: How many there are in all.
    """
    leads = leads_of(found, alike, same_matter=calibration.same_matter)
    probabilities = np.array(
        [
            calibration.probability(similarity=similarity, lead=lead, references=references)
            for similarity, lead in zip(found.similarities.ravel().tolist(), leads.ravel().tolist(), strict=True)
        ]
    ).reshape(found.similarities.shape)
    return Judged(found=found, probabilities=probabilities, may_match=np.ones(len(found.references), np.bool_))
