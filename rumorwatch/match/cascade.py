"""The cascade: cheap encoders find candidates for every post, a dear one judges again only what may be a match.

The second stage is given what the first found, texts and references with each encoder's cosine, and gives similarities
and probabilities back. It encodes the posts that may match, and the references that are candidates of one of them.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Protocol

import numpy as np

from rumorwatch.match.judging import Judged, judged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from rumorwatch.domain.posts import SpellingViews
    from rumorwatch.match.calibrate import Floor
    from rumorwatch.match.candidates import Candidates
    from rumorwatch.match.judging import OneStage

DEPTH, LEAST_SHARE = 100, 0.4
"""Candidates of a text at most, and at least this much of the best one's similarity. CheckThat's train posts over all
of its 14,231 claims: MAP@5 .9105 (of everything: .9144), 13,200 claims encoded; depth 50 with shares of .4 and .6 gives
.9082 and .9069 with 11,900 and 10,200; depth 200 whatever the share .9119 with 14,100. Claims are encoded once."""


class SecondStage(Protocol):
    """Judges again what a first stage found."""

    @property
    def model_id(self) -> str:
        """What names its model."""
        ...

    def judge(
        self, texts: Sequence[SpellingViews], found: Candidates, owners: NDArray[np.intp], *, size: int, top: int
    ) -> Judged:
        """Return the ``top`` best candidates of each owner of texts, by new similarities.

        Args:
            texts: Any number.
            found: Candidates of each text; a pair of similarity 0 is none, and nothing is encoded for it.
            owners: (len(texts),) ascending, which owner each text is of; every owner has at least one.
            size: How many owners there are.
            top: Candidates of an owner at most.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cascade:
    """Two stages as one judge."""

    first: OneStage
    second: SecondStage
    floor: Floor

    @property
    def model_id(self) -> str:
        """Ids of the first stage's encoders, and what they find candidates for."""
        return f"cascade:{self.first.model_id}>{self.second.model_id}"

    def judge(self, texts: Sequence[SpellingViews], owners: NDArray[np.intp], *, size: int, top: int) -> Judged:
        """Return the best references of each owner, in the second stage's order where it looked."""
        index = self.first.index
        found = index.search(texts, top=max(top, DEPTH))
        best = found.best_of(owners, size=size)
        early = judged(best.narrowed(top), index, self.first.calibration, references=index.size)
        hopeful = self._hopeful(early)
        kept = np.flatnonzero(hopeful[owners])
        if not len(kept):
            return replace(early, levels=np.zeros_like(early.levels))
        late = self.second.judge(
            [texts[at] for at in kept.tolist()],
            _chosen(found, best, owners, references=index.size, top=top, rows=kept),
            np.searchsorted(np.flatnonzero(hopeful), owners[kept]),
            size=int(hopeful.sum()),
            top=top,
        )
        return _merged(early, late, hopeful, kept)

    def _hopeful(self, early: Judged) -> NDArray[np.bool_]:
        """Return whether each post has a candidate that is worth a second look."""
        found = early.found.similarities
        is_enough = (found > 0) & (found >= self.floor.similarity)
        is_enough &= early.probabilities >= self.floor.probability
        hopeful: NDArray[np.bool_] = np.any(is_enough, axis=1)
        return hopeful


def _chosen(
    found: Candidates, best: Candidates, owners: NDArray[np.intp], *, references: int, top: int, rows: NDArray[np.intp]
) -> Candidates:
    """Return these rows of what was found for texts, without what is no candidate of the text's owner.

    An owner's candidates are its best references: as many as are asked for, so that a ranking is as long and a lead is
    over real rivals, and further ones that are near the best.
    """
    places = np.arange(best.similarities.shape[1])
    near = (best.similarities >= LEAST_SHARE * best.similarities[:, :1]) & (places < DEPTH)
    listed, columns = np.nonzero((near | (places < top)) & (best.similarities > 0))
    pairs = owners[rows, None] * references + found.references[rows]
    wanted = np.isin(pairs, listed * references + best.references[listed, columns])
    values = {field.name: getattr(found, field.name)[rows] for field in fields(found)}
    values["similarities"] = np.where(wanted, values["similarities"], 0)
    values["texts"] = np.broadcast_to(np.arange(len(rows))[:, None], wanted.shape)
    return type(found)(**values)


def _merged(early: Judged, late: Judged, hopeful: NDArray[np.bool_], kept: NDArray[np.intp]) -> Judged:
    """Return the second stage's rows where it looked, and the first's elsewhere: those reach no tier.

    Args:
        early: Of all owners.
        late: Of those that are hopeful.
        hopeful: (n,) which they are.
        kept: Which text each of the second stage's texts was for the first.
    """
    encoders = late.found.parts.shape[2]
    unseen = ((0, 0), (0, 0), (0, encoders - early.found.parts.shape[2]))
    values = {field.name: getattr(early.found, field.name).copy() for field in fields(early.found)}
    values["parts"] = np.pad(values["parts"], unseen)
    for name, value in values.items():
        again = getattr(late.found, name)
        value[hopeful] = kept[again] if name == "texts" else again
    probabilities, levels = early.probabilities.copy(), np.zeros_like(early.levels)
    probabilities[hopeful], levels[hopeful] = late.probabilities, late.levels
    return Judged(found=type(early.found)(**values), probabilities=probabilities, levels=levels)
