"""Asking: what is known of a post before analysts are asked about it, and what is asked."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from rumorwatch.domain.labels import Question
from rumorwatch.domain.posts import Language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rumorwatch.domain.claims import Claim, ClaimId, Statement
    from rumorwatch.domain.labels import AskReason, Ruling
    from rumorwatch.domain.matches import Match, Tier
    from rumorwatch.domain.posts import Post
    from rumorwatch.domain.readings import Reading
    from rumorwatch.domain.rumors import RumorId


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A post that could be asked about, with what the models and the analysts say of it."""

    post: Post
    matches: tuple[Match, ...] = ()
    """Above a tier, best first; none: it is like no claim."""
    reading: Reading | None = None
    """What was read in it, where no claim explains it; None: a claim does, or it was not read."""
    rulings: tuple[Ruling, ...] = ()
    """On its text; those of copies are the same."""
    begins: Mapping[Tier, float] = field(default_factory=dict)
    """The probability from which on its best match would be of a tier; of those known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """How much analysts have said already, in and out of the window."""

    by_claim: Mapping[ClaimId, int] = field(default_factory=dict)
    """Standing judgments whether posts say what each claim says."""
    by_languages: Mapping[str, int] = field(default_factory=dict)
    """The same by language pair (``languages_of``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """How questions are chosen, the same for every analyst of a workspace."""

    seed: str
    """Of the draw and of what is otherwise equal: equal seeds ask alike."""
    random_share: float = 0.1
    """Of the texts, those that only chance asks about, and of the questions, those that it asks (settings)."""
    quorum: int = 2
    """Analysts who have to say the same (settings)."""
    language: Language = Language.EN
    """Of the sentences that say why something is asked: vi, en or zh."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One question to an analyst, and why it is asked."""

    post: Post
    claim: Claim | None
    """None: the question is about the post alone."""
    statement: Statement | None = None
    """What an agency says on the claim, to be read beside it."""
    match: Match | None
    near: Claim | None = None
    """Of a question about the post alone: the claim most like it, though not enough to explain it; None: none is."""
    near_match: Match | None = None
    """With that claim."""
    rumor_id: RumorId | None
    """The rumor that the post is part of."""
    reason: AskReason
    why: str
    """One sentence with its numbers, as the analyst reads it."""
    usefulness: float
    """What an answer is expected to settle, in bits times sources (queue.py); of a random question 0."""

    @property
    def question(self) -> Question:
        """What is asked first."""
        return Question.KIND if self.claim is None else Question.SAME

    def beside_near(self) -> Ask | None:
        """Return the question whether the post says what the nearest claim says; None: there is no such claim."""
        if self.near is None:
            return None
        return replace(self, claim=self.near, match=self.near_match, near=None, near_match=None)

    @property
    def claim_id(self) -> ClaimId | None:
        """The claim that it is about."""
        return self.claim.id if self.claim else None


def languages_of(post: Language, claim: str | None) -> str:
    """Return the language pair of a post and a claim in whatever order: ``vi``, ``en-vi``.

    A text of which it is not known is taken for the other's; both unknown are ``und``.
    """
    known = {one for one in (post.value, claim or Language.UND.value) if one != Language.UND.value}
    return "-".join(sorted(known)) or Language.UND.value
