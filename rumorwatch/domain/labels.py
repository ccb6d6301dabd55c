"""Labels: what is asked of analysts, and the judgments they give; append-only, retractable (domain.md, Judgment)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NewType

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from rumorwatch.domain.claims import ClaimId
    from rumorwatch.domain.matches import Stance, Tier
    from rumorwatch.domain.posts import Language, PostKey, SpellingViews
    from rumorwatch.domain.rumors import RumorId

JudgmentId = NewType("JudgmentId", str)
"""``J-`` and ten of Crockford's base 32 digits."""


class Question(StrEnum):
    """What is asked about a post; closed."""

    SAME = "same"
    """Whether it says what a claim says."""
    STANCE = "stance"
    """What it does with the claim."""
    KIND = "kind"
    """What it is, where no claim explains it."""
    URGENCY = "urgency"
    """Whether what it tells needs an answer."""
    CLAIM = "claim"
    """What it claims that nobody has listed yet."""


class Label(StrEnum):
    """What can be answered; each belongs to one question, but ``unsure``, which answers any."""

    SAME = "same"
    NOT_SAME = "not_same"
    REPEATS = "repeats"
    DENIES = "denies"
    ASKS = "asks"
    REPORTS = "reports"
    RUMOR = "rumor"
    OPINION = "opinion"
    SATIRE = "satire"
    NEWS = "news"
    ESCALATE = "escalate"
    IGNORE = "ignore"
    NEW_CLAIM = "new_claim"
    UNSURE = "unsure"


LABELS: Mapping[Question, tuple[Label, ...]] = {
    Question.SAME: (Label.SAME, Label.NOT_SAME),
    Question.STANCE: (Label.REPEATS, Label.DENIES, Label.ASKS, Label.REPORTS),
    Question.KIND: (Label.RUMOR, Label.OPINION, Label.SATIRE, Label.NEWS),
    Question.URGENCY: (Label.ESCALATE, Label.IGNORE),
    Question.CLAIM: (Label.NEW_CLAIM,),
}
"""The labels that answer each question, beside ``unsure``."""


class AskReason(StrEnum):
    """Why something is asked; closed."""

    DISPUTED = "disputed"
    """Analysts answered differently."""
    SECOND_OPINION = "second_opinion"
    """One analyst answered, and a quorum needs more."""
    CLOSE_CALL = "close_call"
    """The probability is near where a tier begins, or near one half."""
    TIE = "tie"
    """Two claims are as likely."""
    VIEWS_DISAGREE = "views_disagree"
    """Encoders or spelling views see the pair differently."""
    NEW_LANGUAGE = "new_language"
    """The language pair has few judgments."""
    NEW_TOPIC = "new_topic"
    """The claim's topic has few judgments."""
    LIKELY_CLAIM = "likely_claim"
    """No claim explains the post, and it reads as one."""
    HELD_BACK = "held_back"
    """It was taken for opinion, criticism or satire and told to nobody: a sample for audit."""
    RANDOM = "random"
    """Drawn by chance, never by the models: what figures are measured on."""
    CHOSEN = "chosen"
    """An analyst picked it, or it came with a spreadsheet without a reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a judgment is about; copies of a post are one subject."""

    question: Question
    text_hash: str
    """Of the post's folded view."""
    claim_id: ClaimId | None = None
    """None: the question is about the post alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the models said when the question was asked, as the analyst saw it."""

    model_id: str = ""
    similarity: float | None = None
    probability: float | None = None
    tier: Tier | None = None
    stance: Stance | None = None
    factors: Mapping[str, float] = field(default_factory=dict)
    """Points of each factor of its rumor's priority; empty where it had none."""
    weights_version: str = ""
    """Of the weights that gave them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgment:
    """One analyst's answer to one question."""

    id: JudgmentId
    at: datetime
    """UTC."""
    analyst: str
    """As the person names themselves, 1 to 80 characters."""
    subject: Subject
    label: Label
    post_key: PostKey
    """The post that was shown."""
    rumor_id: RumorId | None = None
    """The rumor it was part of."""
    made_claim: ClaimId | None = None
    """The claim that was made of it, for ``new_claim``."""
    reason: AskReason
    shown: Shown = field(default_factory=Shown)
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retraction:
    """A judgment taken back; the judgment itself stays."""

    judgment_id: JudgmentId
    at: datetime
    by: str
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedText:
    """The text that was judged, so that it still teaches when the post is purged."""

    text_hash: str
    views: SpellingViews
    language: Language
    published_at: datetime
    """UTC: of the first post with it that was judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """A question that an analyst is looking at, so that another is not asked the same meanwhile."""

    text_hash: str
    claim_id: ClaimId | None
    analyst: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What the standing judgments on one subject say together."""

    subject: Subject
    label: Label | None
    """What more of those who were sure said than all others together; None: there is no such label."""
    votes: Mapping[Label, tuple[str, ...]]
    """Who said what, by name; each analyst's last standing judgment counts."""
    is_agreed: bool
    """Whether at least a quorum said ``label``: only then does it act on what agencies are told."""
    is_disputed: bool
    """Whether analysts who were sure differ and no quorum settles it."""
