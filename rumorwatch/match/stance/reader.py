"""Stances of posts beside references: makes the pairs, with the rows of the encoder where there is one."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from rumorwatch.match.stance.model import StanceModel, StancePair
from rumorwatch.match.stance.plain import plain_stances

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rumorwatch.domain.matches import Stance
    from rumorwatch.domain.ports import Encoder
    from rumorwatch.domain.posts import SpellingViews
    from rumorwatch.domain.vectors import DenseRows
    from rumorwatch.match.references import Reference


KNOWN_REFERENCES = 20_000
"""References whose rows are held, those last needed: 40 MB of 384 numbers each. Others are encoded again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighted:
    """A post beside a reference that it may be about."""

    post: SpellingViews
    window: SpellingViews
    """The part of the post that is most like the reference; the post itself where it is short."""
    reference: Reference
    is_likely: bool
    """Whether it is worth the model; the stance toward a reference that the post is hardly about says little."""


@dataclass(frozen=True, kw_only=True, eq=False)
class StanceReader:
    """The stance model with the encoder whose rows it knows."""

    model: StanceModel | None
    """None: it is missing or damaged, and cue words alone tell."""
    encoder: Encoder | None
    """None: there is none here, and the weights without rows are used. Its id is the one the model names."""

    def __post_init__(self) -> None:
        """Refuse an encoder whose rows mean nothing to the model.

        Raises:
            ValueError: It is another one than the model names.
        """
        known = self.model.encoder_id if self.model else None
        if self.encoder is not None and self.encoder.model_id != known:
            raise ValueError(f"rows of {self.encoder.model_id}, weights for those of {known}")

    def stances(self, sighted: Sequence[Sighted]) -> list[Stance]:
        """Return the stance of each post toward its reference; cue words alone tell it where a match is not likely."""
        pairs = [
            StancePair(post=one.post, window=one.window, claims=(one.reference.whole, *one.reference.wordings))
            for one in sighted
        ]
        if self.model is None:
            return plain_stances(pairs)
        likely = [at for at, one in enumerate(sighted) if one.is_likely]
        chosen = [pairs[at] for at in likely]
        if self.encoder is not None:
            rows = self._rows([sighted[at].window for at in likely])
            self._learn([sighted[at].reference for at in likely])
            chosen = [
                replace(pair, post_row=row, claim_row=self._known[sighted[at].reference.id])
                for at, pair, row in zip(likely, chosen, rows, strict=True)
            ]
        told = dict(zip(likely, self.model.predict(chosen) if chosen else [], strict=True))
        others = iter(plain_stances([pair for at, pair in enumerate(pairs) if at not in told]))
        return [told[at] if at in told else next(others) for at in range(len(pairs))]

    def _learn(self, references: Sequence[Reference]) -> None:
        """Have the row of the text of each reference; encode those that are not held."""
        known = self._known
        needed = {one.id: (one.texts or (one.whole,))[0] for one in references}
        new = {name: text for name, text in needed.items() if name not in known}
        # Copies: a view would keep the rows of all of them in memory for as long as one is held.
        known.update((name, row.copy()) for name, row in zip(new, self._rows([*new.values()]), strict=True))
        for name in needed:
            known.move_to_end(name)
        while len(known) > max(KNOWN_REFERENCES, len(needed)):
            known.popitem(last=False)

    def _rows(self, texts: Sequence[SpellingViews]) -> list[DenseRows]:
        """Return the row of each text; each different text is encoded once."""
        if self.encoder is None or not texts:
            return []
        different = [*dict.fromkeys(texts)]
        rows = dict(zip(different, np.asarray(self.encoder.encode(different)), strict=True))
        return [rows[text] for text in texts]

    @cached_property
    def _known(self) -> OrderedDict[str, DenseRows]:
        """Row of the text of references, the last needed last."""
        return OrderedDict()
