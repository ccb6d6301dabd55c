"""The matcher: posts in, matches out; every step is in its own file, this one only orders them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from rumorwatch.domain.claims import ClaimId
from rumorwatch.domain.matches import Match, Tier
from rumorwatch.match.explain import explain
from rumorwatch.match.guards import demotions
from rumorwatch.match.stance import Cues, cues_of_all, find_cues, stance_of
from rumorwatch.match.windows import windows_of
from rumorwatch.match.words import words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rumorwatch.domain.posts import Post, SpellingViews
    from rumorwatch.match.judging import Judge
    from rumorwatch.match.references import Reference

BATCH_POSTS = 2_000
"""Posts whose rows and candidates are held at once: some 30 MB."""
RIVALS = 5
"""Candidates looked at besides those asked for, so that a lead is over real rivals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    """A post beside a reference, before it is judged."""

    window: SpellingViews
    """The part of the post that is most like the reference; the whole of a short one."""
    is_part: bool
    """Whether the window is not the whole post."""
    reference: Reference
    similarity: float
    probability: float
    tier: Tier | None
    """What the probability reaches, before the guards."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Matcher:
    """Matches posts with references as a judge of them does."""

    references: tuple[Reference, ...]
    judge: Judge
    """Over these references."""
    views: Callable[[str], SpellingViews]
    """Makes the spelling views of a window; normalizing is not ours to import."""

    @property
    def model_id(self) -> str:
        """What names the models."""
        return self.judge.model_id

    def match(self, posts: Sequence[Post], *, top: int, tiered_only: bool = False) -> list[list[Match]]:
        """Return the matches of each post, best first.

        Args:
            posts: any number of posts, in any language.
            top: matches of a post at most.
            tiered_only: leave out matches below every tier; without it rankings can be scored.
        """
        return [
            self._of_post(post, pairs[:top], tiered_only=tiered_only)
            for begin in range(0, len(posts), BATCH_POSTS)
            for post, pairs in self._pairs(posts[begin : begin + BATCH_POSTS], top=top + RIVALS)
        ]

    def _of_post(self, post: Post, pairs: Sequence[_Pair], *, tiered_only: bool) -> list[Match]:
        kept = [(rank, pair) for rank, pair in enumerate(pairs, start=1) if pair.tier is not None or not tiered_only]
        if not kept:
            return []
        cues = find_cues(post.views)
        return [self._judged(post, pair, rank=rank, cues=cues) for rank, pair in kept]

    def _pairs(self, posts: Sequence[Post], *, top: int) -> Iterator[tuple[Post, list[_Pair]]]:
        """Yield for each post the references most like it, best first; none where nothing is alike."""
        windows = [self._windows(post) for post in posts]
        owners = np.repeat(np.arange(len(posts)), [len(mine) for mine in windows])
        flat = [window for mine in windows for window in mine]
        judged = self.judge.judge(flat, owners, size=len(posts), top=top)
        found, tier = judged.found, self.judge.calibration.tier
        columns = (found.references, found.similarities, found.texts, judged.probabilities)
        for post, may_match, *row in zip(
            posts, judged.may_match.tolist(), *(column.tolist() for column in columns), strict=True
        ):
            pairs = [
                _Pair(
                    window=flat[text],
                    is_part=flat[text] is not post.views,
                    reference=self.references[reference],
                    similarity=similarity,
                    probability=probability,
                    tier=tier(probability) if may_match else None,
                )
                for reference, similarity, text, probability in zip(*row, strict=True)
                if similarity > 0
            ]
            yield post, pairs

    def _windows(self, post: Post) -> Sequence[SpellingViews]:
        _, *more = windows_of(post.views.accented)
        return [post.views, *map(self.views, more)] if more else [post.views]

    def _judged(self, post: Post, pair: _Pair, *, rank: int, cues: Cues) -> Match:
        tier, reasons = (None, ()) if pair.tier is None else self._guarded(post, pair, pair.tier)
        return Match(
            post_key=post.key,
            claim_id=ClaimId(pair.reference.id),
            rank=rank,
            similarity=pair.similarity,
            probability=pair.probability,
            tier=tier,
            stance=stance_of(
                cues,
                window=find_cues(pair.window) if pair.is_part else cues,
                claim=self._cues(pair),
                shared=self._words(pair.reference).intersection(words_of(pair.window.folded)),
            ),
            reasons=reasons,
            model_id=self.model_id,
        )

    def _guarded(self, post: Post, pair: _Pair, tier: Tier) -> tuple[Tier, tuple[str, ...]]:
        """Return the tier after the guards, and the sentences that say why it matches and what demoted it."""
        wording = pair.reference.whole
        if pair.reference.wordings:
            said = set(words_of(pair.window.folded))
            wordings = (wording, *pair.reference.wordings)
            wording = max(wordings, key=lambda one: len(said.intersection(words_of(one.folded))))
        why = explain(pair.window, wording, texts_with=self._texts_with, texts=len(self.references))
        if tier is not Tier.CONFIRMED:
            return tier, (why,)
        checked_at = pair.reference.checked_at
        against = tuple(demotions(pair.window, claim=wording, published_at=post.published_at, checked_at=checked_at))
        return (Tier.SUGGESTED if against else tier), (why, *against)

    def _cues(self, pair: _Pair) -> Cues:
        known = self._known_cues
        if pair.reference.id not in known:
            known[pair.reference.id] = cues_of_all((pair.reference.whole, *pair.reference.wordings))
        return known[pair.reference.id]

    def _words(self, reference: Reference) -> frozenset[str]:
        """Return the folded words of a reference in all its wordings."""
        known = self._known_words
        if reference.id not in known:
            texts = (reference.whole, *reference.wordings)
            known[reference.id] = frozenset(word for text in texts for word in words_of(text.folded))
        return known[reference.id]

    @cached_property
    def _known_words(self) -> dict[str, frozenset[str]]:
        return {}

    @cached_property
    def _known_cues(self) -> dict[str, Cues]:
        return {}

    @cached_property
    def _texts_with(self) -> Counter[str]:
        """How many references have each folded word."""
        return Counter(word for reference in self.references for word in set(words_of(reference.whole.folded)))
