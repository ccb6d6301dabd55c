"""Texts: copies of a post are one question; what they are together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING

from rumorwatch.domain.labels import Label, Question
from rumorwatch.label.rulings import analyst_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rumorwatch.domain.claims import Claim, ClaimId
    from rumorwatch.domain.labels import Ruling
    from rumorwatch.domain.matches import Match
    from rumorwatch.domain.posts import Post
    from rumorwatch.label.asking import Candidate

_WHOLE = 1 << 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Posts that say the same word for word."""

    candidate: Candidate
    """The earliest of them, with its matches to claims in use."""
    authors: frozenset[str]
    """Distinct authors that say it; a post without one counts as a person of its own."""

    @property
    def post(self) -> Post:
        """The post that is shown."""
        return self.candidate.post

    @property
    def sources(self) -> int:
        """How many say it."""
        return len(self.authors)

    @property
    def best(self) -> Match | None:
        """The likeliest match."""
        return self.candidate.matches[0] if self.candidate.matches else None


def texts_of(candidates: Sequence[Candidate], claims: Mapping[ClaimId, Claim]) -> list[Text]:
    """Return the different texts that have words, the earliest first, without matches to claims that are not given."""
    order = sorted(candidates, key=lambda one: (one.post.published_at, one.post.key))
    first: dict[str, Candidate] = {}
    authors: dict[str, set[str]] = {}
    for one in order:
        post = one.post
        if post.views.folded:
            first.setdefault(post.text_hash, one)
            authors.setdefault(post.text_hash, set()).add(post.author_key or post.key)
    return [Text(candidate=_in_use(one, claims), authors=frozenset(authors[text])) for text, one in first.items()]


def _in_use(candidate: Candidate, claims: Mapping[ClaimId, Claim]) -> Candidate:
    kept = tuple(match for match in candidate.matches if match.claim_id in claims)
    return candidate if len(kept) == len(candidate.matches) else replace(candidate, matches=kept)


def has_answered(analyst: str, rulings: Sequence[Ruling], claim_id: ClaimId | None) -> bool:
    """Return whether an analyst said anything, ``unsure`` included, of a text beside a claim, or of it alone."""
    own = analyst_key(analyst)
    return any(
        own == analyst_key(name)
        for ruling in rulings
        if ruling.subject.claim_id == claim_id
        for names in ruling.votes.values()
        for name in names
    )


def sure_votes(rulings: Sequence[Ruling], claim_id: ClaimId | None) -> Mapping[Label, int]:
    """Return how many analysts who were sure gave each first answer: to a pair, or to a post alone.

    Of a post alone a claim that was made of it is one, too.
    """
    first = {Question.KIND, Question.CLAIM} if claim_id is None else {Question.SAME}
    return {
        label: len(names)
        for ruling in rulings
        if ruling.subject.claim_id == claim_id and ruling.subject.question in first
        for label, names in ruling.votes.items()
        if label is not Label.UNSURE
    }


def drawn_place(seed: str, text_hash: str) -> float:
    """Return where a text stands in the draw, 0 to 1: the same whoever asks, whenever, and whatever else is there."""
    return int.from_bytes(sha256(f"{seed}|{text_hash}".encode()).digest()[:8], "big") / _WHOLE
