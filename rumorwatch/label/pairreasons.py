"""Pair reasons: why it is worth asking whether a post says what a claim says, and how much is to be learned."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from rumorwatch.domain.labels import AskReason
from rumorwatch.domain.matches import MIN_COUNTED, Tier
from rumorwatch.label.asking import languages_of
from rumorwatch.label.likeness import folded_words, shared_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rumorwatch.domain.claims import Claim, ClaimId, Topic
    from rumorwatch.domain.matches import Match
    from rumorwatch.label.asking import Candidate, Taught

CLOSE_ODDS = 2.0
"""Odds that differ by no more than this factor are close: of one half, probabilities from 1/3 to 2/3, of which an
answer is worth .92 bits or more."""
TIED = 0.1
"""Probabilities that differ by no more say the same of two claims: what is told with one decimal is equal."""
SAME_MATTER = 0.5
"""Share of common words from which on two claims are one matter in other words, as titles and texts of a claim are."""
FEW = 30
"""Judgments; of fewer, a share is known no better than within .18 either way (95 %, Wilson)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseCall:
    """The probability is near a boundary."""

    probability: float
    boundary: float
    tier: Tier | None
    """Which begins there; None: one half."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """Two claims on different matters are as likely."""

    first: float
    second: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewsDisagree:
    """The likeliest claim is not the one most like the post."""

    probability: float
    similarity: float
    other_similarity: float
    """Of the claim that comes after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLanguage:
    """The language pair has few judgments."""

    languages: str
    judgments: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTopic:
    """The claim's topic has few judgments."""

    topic: Topic
    judgments: int


PairReason: TypeAlias = CloseCall | Tie | ViewsDisagree | NewLanguage | NewTopic

NAMES: Mapping[type[PairReason], AskReason] = {
    CloseCall: AskReason.CLOSE_CALL,
    Tie: AskReason.TIE,
    ViewsDisagree: AskReason.VIEWS_DISAGREE,
    NewLanguage: AskReason.NEW_LANGUAGE,
    NewTopic: AskReason.NEW_TOPIC,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PairReasons:
    """Finds the reason to ask about a post's best match; what was judged is counted once for all."""

    claims: Mapping[ClaimId, Claim]
    by_topic: Mapping[Topic, int]
    taught: Taught

    @classmethod
    def of(cls, claims: Mapping[ClaimId, Claim], taught: Taught) -> PairReasons:
        """Return what finds reasons after so many judgments."""
        by_topic: dict[Topic, int] = {}
        for claim_id, judgments in taught.by_claim.items():
            if claim_id in claims:
                topic = claims[claim_id].topic
                by_topic[topic] = by_topic.get(topic, 0) + judgments
        return cls(claims=claims, by_topic=by_topic, taught=taught)

    def find(self, candidate: Candidate) -> tuple[PairReason, float] | None:
        """Return the first reason that holds and the information in bits, or None: nothing is to be learned.

        Information is the entropy of the probability (uncertainty sampling, Lewis & Gale 1994); of a tie and of views
        that disagree, of which of two claims it is, if it is any; after few judgments it is more (``_bits_after``).
        """
        best, *others = candidate.matches
        second = others[0] if others else None
        close = close_call(best.probability, begins=candidate.begins)
        if close is not None:
            return close, entropy(best.probability)
        if second is not None and (found := self._of_two(best, second)) is not None:
            return found, _choice(best.probability, second.probability)
        return self._unknown(candidate, best) if best.probability >= MIN_COUNTED else None

    def _of_two(self, best: Match, second: Match) -> Tie | ViewsDisagree | None:
        if second.probability < MIN_COUNTED:
            return None
        if best.probability - second.probability <= TIED and not self._same_matter(best.claim_id, second.claim_id):
            return Tie(first=best.probability, second=second.probability)
        if second.similarity > best.similarity:
            return ViewsDisagree(
                probability=best.probability, similarity=best.similarity, other_similarity=second.similarity
            )
        return None

    def _unknown(self, candidate: Candidate, best: Match) -> tuple[PairReason, float] | None:
        claim = self.claims[best.claim_id]
        languages = languages_of(candidate.post.language, claim.language)
        judged = self.taught.by_languages.get(languages, 0)
        if judged < FEW:
            reason = NewLanguage(languages=languages, judgments=judged)
            return reason, _bits_after(judged, best.probability)
        judged = self.by_topic.get(claim.topic, 0)
        if judged < FEW:
            return NewTopic(topic=claim.topic, judgments=judged), _bits_after(judged, best.probability)
        return None

    def _same_matter(self, one: ClaimId, other: ClaimId) -> bool:
        first, second = (folded_words(self.claims[claim].text) for claim in (one, other))
        return shared_words(first, second) >= SAME_MATTER


def close_call(probability: float, *, begins: Mapping[Tier, float]) -> CloseCall | None:
    """Return the boundary that a probability is close to, the closest of several: one half, or where a tier begins."""
    boundaries: list[tuple[Tier | None, float]] = [(None, 0.5), *begins.items()]
    distances = [(abs(_log_odds(probability) - _log_odds(at)), place) for place, (_, at) in enumerate(boundaries)]
    distance, place = min(distances)
    if distance > math.log(CLOSE_ODDS):
        return None
    tier, at = boundaries[place]
    return CloseCall(probability=probability, boundary=at, tier=tier)


def entropy(probability: float) -> float:
    """Return the bits that a yes or no of this probability is worth: 1 at one half, 0 where it is certain."""
    if not 0 < probability < 1:
        return 0.0
    against = 1 - probability
    return -probability * math.log2(probability) - against * math.log2(against)


def _choice(first: float, second: float) -> float:
    """Return the bits of which of two it is, times how likely it is any of them."""
    return entropy(first / (first + second)) * (1 - (1 - first) * (1 - second))


def _bits_after(judgments: int, probability: float) -> float:
    """Return the bits of an answer after so few: halfway from what the model says to what is known without it.

    Without it a probability is worth one half before the first answer, and itself after many (Laplace's succession).
    """
    without = (judgments * probability + 1) / (judgments + 2)
    return (entropy(probability) + entropy(without)) / 2


def _log_odds(probability: float) -> float:
    bounded = min(max(probability, 1e-9), 1 - 1e-9)  # of certainties the logarithm is infinite
    return math.log(bounded / (1 - bounded))
