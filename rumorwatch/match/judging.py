"""Judging: the references most like each post with the probability of each, by one stage or by two.

A stage ranks references and says how likely each is the same claim. ``OneStage`` does so for everything at once;
``Cascade`` (cascade.py) lets a second, dearer stage judge again what the first found.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from rumorwatch.match.evidence import Evidence, levels_of, probabilities_of
from rumorwatch.match.leads import leads_of, same_as_first

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from rumorwatch.domain.posts import SpellingViews
    from rumorwatch.match.bands import Bands
    from rumorwatch.match.calibrate import Calibration
    from rumorwatch.match.candidates import Candidates, Searchable
    from rumorwatch.match.leads import Alike


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Judged:
    """The references most like each post and how likely each is the same claim; a row a post, best first."""

    found: Candidates
    probabilities: NDArray[np.float64]
    """(n, k)."""
    levels: NDArray[np.int8]
    """(n, k) places in LEVELS (calibrate.py): the tier each reaches. None where a first stage saw nothing worth
    a second look."""


class Judge(Protocol):
    """One stage or several."""

    @property
    def model_id(self) -> str:
        """What names the models."""
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


def judged(
    found: Candidates, alike: Alike, calibration: Calibration, *, references: int, bands: Bands | None = None
) -> Judged:
    """Return candidates with their probabilities and tiers.

    Args:
        found: Candidates of each post.
        alike: How alike references are.
        calibration: Constants of the encoders that found them.
        references: How many there are in all.
        bands: Of the candidates; None where the constants do not depend on them.
    """
    evidence = evidence_of(found, alike, same_matter=calibration.same_matter, references=references, bands=bands)
    probabilities = probabilities_of(evidence, calibration)
    levels = np.where(found.similarities > 0, levels_of(probabilities, calibration, bands), 0)
    return Judged(found=found, probabilities=probabilities, levels=levels.astype(np.int8))


def evidence_of(
    found: Candidates, alike: Alike, *, same_matter: float, references: int, bands: Bands | None = None
) -> Evidence:
    """Return what is known of candidates; arguments as of ``judged``."""
    same = same_as_first(found, alike, same_matter)
    return Evidence(
        similarities=found.similarities,
        leads=leads_of(found.similarities, same),
        cosines=found.parts,
        leads_apart=leads_of(found.parts, same[..., None]),
        references=references,
        bands=bands,
    )
