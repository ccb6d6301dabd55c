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
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

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
        found = self.index.search(flat, top=top + MIN_RIVALS).best_of(owners, size=len(posts))
        leads = leads_of(found, self.index)
        return [
            list(
                self._matches(
                    post, found.references[at, :top], found.similarities[at], leads[at], tiered_only=tiered_only
                )
            )
            for at, post in enumerate(posts)
        ]

    def _windows(self, post: Post) -> Sequence[SpellingViews]:
        _, *more = windows_of(post.views.accented)
        return [post.views, *map(self.views, more)] if more else [post.views]

    def _matches(
        self,
        post: Post,
        positions: NDArray[np.intp],
        similarities: NDArray[np.float32],
        leads: NDArray[np.float32],
        *,
        tiered_only: bool,
    ) -> Iterator[Match]:
        cues = None
        for rank, (position, similarity, lead) in enumerate(
            zip(positions.tolist(), similarities.tolist(), leads.tolist(), strict=False), start=1
        ):
            probability = self.calibration.probability(similarity=similarity, lead=lead)
            tier = self.calibration.tier(probability)
            if similarity <= 0 or (tier is None and tiered_only):
                continue
            reference = self.references[position]
            reasons: tuple[str, ...] = ()
            if tier is not None:
                tier, reasons = self._judge(post, reference, tier)
            cues = cues or find_cues(post.views)
            yield Match(
                post_key=post.key,
                claim_id=ClaimId(reference.id),
                rank=rank,
                similarity=similarity,
                probability=probability,
                tier=tier,
                stance=stance_of(cues, self._cues(position)),
                reasons=reasons,
                model_id=self.model_id,
            )

    def _judge(self, post: Post, reference: Reference, tier: Tier) -> tuple[Tier, tuple[str, ...]]:
        """Return the tier after the guards, and the sentences that say why."""
        said = set(words_of(post.views.folded))
        wording = max((reference.whole, *reference.wordings), key=lambda text: len(said & set(words_of(text.folded))))
        why = explain(post.views, wording, texts_with=self._texts_with, texts=len(self.references))
        if tier is not Tier.CONFIRMED:
            return tier, (why,)
        found = tuple(
            demotions(post.views, claim=wording, published_at=post.published_at, checked_at=reference.checked_at)
        )
        return (Tier.SUGGESTED if found else tier), (why, *found)

    def _cues(self, position: int) -> Cues:
        if position not in self._known_cues:
            self._known_cues[position] = find_cues(self.references[position].whole)
        return self._known_cues[position]

    @cached_property
    def _known_cues(self) -> dict[int, Cues]:
        return {}

    @cached_property
    def _texts_with(self) -> Counter[str]:
        """How many references have each folded word."""
        return Counter(word for reference in self.references for word in set(words_of(reference.whole.folded)))
