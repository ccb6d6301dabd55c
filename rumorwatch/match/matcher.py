"""The matcher: posts in, matches out; every step is in its own file, this one only orders them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from rumorwatch.domain.claims import ClaimId
from rumorwatch.domain.matches import Match, Tier
from rumorwatch.match.candidates import Index
from rumorwatch.match.explain import explain
from rumorwatch.match.guards import demotions
from rumorwatch.match.leads import leads_of
from rumorwatch.match.stance import Cues, find_cues, stance_of
from rumorwatch.match.windows import windows_of
from rumorwatch.match.words import words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rumorwatch.domain.ports import Encoder
    from rumorwatch.domain.posts import Post, SpellingViews
    from rumorwatch.match.calibrate import Calibration
    from rumorwatch.match.references import Reference

MIN_RIVALS = 5
"""Candidates looked at besides those asked for, so that a lead is over real rivals."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Matcher:
    """Matches posts with references under fixed encoders and constants; immutable."""

    references: tuple[Reference, ...]
    index: Index
    calibration: Calibration
    views: Callable[[str], SpellingViews]
    """Makes the spelling views of a window; normalizing is not ours to import."""

    @classmethod
    def build(
        cls,
        references: Sequence[Reference],
        *,
        encoders: Sequence[Encoder],
        calibration: Calibration,
        views: Callable[[str], SpellingViews],
    ) -> Matcher:
        """Encode the references."""
        return cls(
            references=tuple(references),
            index=Index.build(references, encoders=encoders, weights=calibration.weights),
            calibration=calibration,
            views=views,
        )

    @cached_property
    def model_id(self) -> str:
        """Ids of the encoders, joined by plus signs."""
        return "+".join(encoder.model_id for encoder in self.index.encoders)

    def match(self, posts: Sequence[Post], *, top: int, tiered_only: bool = False) -> list[list[Match]]:
        """Return the matches of each post, best first.

        Args:
            posts: any number of posts, in any language.
            top: matches of a post at most.
            tiered_only: leave out matches below every tier; without it rankings can be scored.
        """
        windows = [self._windows(post) for post in posts]
        owners = np.repeat(np.arange(len(posts)), [len(mine) for mine in windows])
        flat = [window for mine in windows for window in mine]
        found = self.index.search(flat, top=top + MIN_RIVALS).best_of(owners, size=len(posts), top=top + MIN_RIVALS)
        leads = leads_of(found, self.index)
        return [
            self._matches(post, windows[at], found.references[at], found.similarities[at], leads[at], top, tiered_only)
            for at, post in enumerate(posts)
        ]
