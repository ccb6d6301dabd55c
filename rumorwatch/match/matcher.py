"""The matcher: posts in, matches out; every step is in its own file, this one only orders them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from rumorwatch.domain.claims import ClaimId
from rumorwatch.domain.matches import MIN_COUNTED, Match, Tier
from rumorwatch.domain.posts import Language
from rumorwatch.match.calibrate import LEVELS
from rumorwatch.match.explain import explain
from rumorwatch.match.guards.demotions import demotions
from rumorwatch.match.sentences import demoted
from rumorwatch.match.stance.reader import Sighted
from rumorwatch.match.windows import windows_of
from rumorwatch.reading.words import words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rumorwatch.domain.matches import Stance
    from rumorwatch.domain.posts import Post, SpellingViews
    from rumorwatch.match.judging import Judge
    from rumorwatch.match.references import Reference
    from rumorwatch.match.stance.reader import StanceReader

BATCH_POSTS = 2_000
"""Posts whose rows and candidates are held at once: some 30 MB."""
RIVALS = 5
"""Candidates looked at besides those asked for, so that a lead is over real rivals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    """A post beside a reference, before it is judged."""

    window: SpellingViews
    """The part of the post that is most like the reference; the whole of a short one."""
    reference: Reference
    similarity: float
    probability: float
    tier: Tier | None
    """What the probability reaches, before the guards."""

    @property
    def is_counted(self) -> bool:
        """Whether anything is done with it but to show it."""
        return self.tier is not None and self.probability >= MIN_COUNTED


@dataclass(frozen=True, kw_only=True, eq=False)
class Matcher:
    """Matches posts with references as a judge of them does."""

    references: Sequence[Reference]
    judge: Judge
    """Over these references."""
    stances: StanceReader
    """Says what posts do with them."""
    views: Callable[[str], SpellingViews]
    """Makes the spelling views of a window; normalizing is not ours to import."""
    language: Language = Language.EN
    """Of the reasons: vi, en or zh."""
    counted: Mapping[str, int] | None = None
    """How many references have a folded word, of a long list; None: they are counted when first asked for."""
    deciders: tuple[str, ...] = ()
    """Ids of what decides beside the judge's encoders: constants and stances."""

    @cached_property
    def model_id(self) -> str:
        """What names the models, encoders first; stored with every match."""
        return " ".join((self.judge.model_id, *self.deciders))

    def match(self, posts: Sequence[Post], *, top: int, tiered_only: bool = False) -> list[list[Match]]:
        """Return the matches of each post, best first.

        Args:
            posts: any number of posts, in any language.
            top: matches of a post at most.
            tiered_only: leave out matches below every tier; without it rankings can be scored.
        """
        return [
            matches
            for begin in range(0, len(posts), BATCH_POSTS)
            for matches in self._batch(posts[begin : begin + BATCH_POSTS], top=top, tiered_only=tiered_only)
        ]

    def _batch(self, posts: Sequence[Post], *, top: int, tiered_only: bool) -> list[list[Match]]:
        kept = [
            (
                post,
                [(rank, pair) for rank, pair in enumerate(pairs[:top], start=1) if pair.tier or not tiered_only],
            )
            for post, pairs in zip(posts, self._pairs(posts, top=top + RIVALS), strict=True)
        ]
        sighted = [
            Sighted(post=post.views, window=pair.window, reference=pair.reference, is_likely=pair.is_counted)
            for post, pairs in kept
            for _, pair in pairs
        ]
        stances = iter(self.stances.stances(sighted))
        return [
            [self._judged(post, pair, rank=rank, stance=next(stances)) for rank, pair in pairs] for post, pairs in kept
        ]

    def _pairs(self, posts: Sequence[Post], *, top: int) -> list[list[_Pair]]:
        """Return for each post the references most like it, best first; none where nothing is alike."""
        # Of copies, as reposts are, one is judged.
        different = {views: at for at, views in enumerate(dict.fromkeys(post.views for post in posts))}
        windows = [self.windows(views) for views in different]
        owners = np.repeat(np.arange(len(windows)), [len(mine) for mine in windows])
        flat = [window for mine in windows for window in mine]
        judged = self.judge.judge(flat, owners, size=len(windows), top=top)
        found = judged.found
        columns = (found.references, found.similarities, found.texts, judged.probabilities, judged.levels)
        pairs = [
            [
                _Pair(
                    window=flat[text],
                    reference=self.references[reference],
                    similarity=similarity,
                    probability=probability,
                    tier=LEVELS[level],
                )
                for reference, similarity, text, probability, level in zip(*row, strict=True)
                if similarity > 0
            ]
            for row in zip(*(column.tolist() for column in columns), strict=True)
        ]
        return [pairs[different[post.views]] for post in posts]

    def windows(self, views: SpellingViews) -> Sequence[SpellingViews]:
        """Return the stretches of a text that are matched: the whole, and of a long one its parts."""
        _, *more = windows_of(views.accented)
        return [views, *map(self.views, more)] if more else [views]

    def _judged(self, post: Post, pair: _Pair, *, rank: int, stance: Stance) -> Match:
        tier, reasons = (None, ()) if pair.tier is None else self._guarded(post, pair, pair.tier)
        return Match(
            post_key=post.key,
            claim_id=ClaimId(pair.reference.id),
            rank=rank,
            similarity=pair.similarity,
            probability=pair.probability,
            tier=tier,
            stance=stance,
            reasons=reasons,
            model_id=self.model_id,
        )

    def _guarded(self, post: Post, pair: _Pair, tier: Tier) -> tuple[Tier, tuple[str, ...]]:
        """Return the tier after the guards, and the sentences that say why it matches and what demoted it."""
        wording = self._wording(pair)
        why = explain(
            pair.window,
            wording,
            texts_with=self._texts_with,
            texts=len(self.references),
            language=self.language,
        )
        if tier is not Tier.CONFIRMED:
            return tier, (why,)
        checked_at = pair.reference.checked_at
        against = [
            demoted(demotion, language=self.language)
            for demotion in demotions(pair.window, claim=wording, published_at=post.published_at, checked_at=checked_at)
        ]
        return (Tier.SUGGESTED if against else tier), (why, *dict.fromkeys(against))

    def _wording(self, pair: _Pair) -> SpellingViews:
        """Return the text of the reference that shares most with the window, for its own length."""
        reference = pair.reference
        said = set(words_of(pair.window.folded))
        texts = (*(reference.texts or (reference.whole,)), *reference.wordings)
        return max(texts, key=lambda one: _likeness(said, words_of(one.folded)))

    @cached_property
    def _texts_with(self) -> Mapping[str, int]:
        """How many references have each folded word."""
        if self.counted is not None:
            return self.counted
        return Counter(word for reference in self.references for word in set(words_of(reference.whole.folded)))


def _likeness(said: set[str], told: Sequence[str]) -> float:
    """Return Dice's coefficient of two sets of words."""
    words = set(told)
    return 2 * len(said & words) / max(len(said) + len(words), 1)
