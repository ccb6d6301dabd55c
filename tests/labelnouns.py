"""Nouns of learning, with everything defaulted that a test does not speak of."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from nouns import NOW, digits
from rumorwatch.domain.claims import ClaimId
from rumorwatch.domain.labels import (
    AskReason,
    JudgedText,
    Judgment,
    JudgmentId,
    Label,
    Lease,
    Question,
    Retraction,
    Shown,
    Subject,
)
from rumorwatch.domain.matches import Stance, Tier
from rumorwatch.domain.posts import Language, PostKey, SpellingViews
from rumorwatch.domain.rumors import RumorId
from rumorwatch.domain.trained import GateAnswer, InForce, ModelPart, Trained, TrainedId

SHOWN = Shown(
    model_id="lexical+mini",
    similarity=0.1 + 0.2,
    probability=1 / 3,
    tier=Tier.SUGGESTED,
    stance=Stance.REPEATS,
    factors={"velocity": 40.25, "gap": 2 / 3},
    weights_version="w1",
)
"""With something in every field."""


def subject(text: str = "t1", *, question: Question = Question.SAME, claim: str | None = "c1") -> Subject:
    return Subject(question=question, text_hash=digits(text), claim_id=None if claim is None else ClaimId(claim))


def judgment(name: str = "1", *, text: str = "t1", **more: Any) -> Judgment:
    return Judgment(
        **{
            "id": JudgmentId(f"J-000000000{name}"),
            "at": NOW,
            "analyst": "Lan",
            "subject": subject(text),
            "label": Label.SAME,
            "post_key": PostKey(digits(f"post of {text}")),
            "reason": AskReason.CLOSE_CALL,
            **more,
        }
    )


def full_judgment(name: str = "1", **more: Any) -> Judgment:
    """Return a judgment with something in every field."""
    return judgment(
        name,
        **{
            "at": NOW + timedelta(microseconds=1),
            "rumor_id": RumorId("claim:c1"),
            "made_claim": ClaimId("c9"),
            "reason": AskReason.RANDOM,
            "shown": SHOWN,
            "comment": "đã gọi hỏi xã, \u201ckhông có\u201d",
            **more,
        },
    )


def retraction(name: str = "1", **more: Any) -> Retraction:
    return Retraction(**{"judgment_id": JudgmentId(f"J-000000000{name}"), "at": NOW, "by": "Minh", **more})


def judged_text(text: str = "t1", **more: Any) -> JudgedText:
    return JudgedText(
        **{
            "text_hash": digits(text),
            "views": SpellingViews(accented=f"Đập nước sắp vỡ {text} 大坝", folded=f"dap nuoc sap vo {text} 大坝"),
            "language": Language.VI,
            "published_at": NOW - timedelta(minutes=30, microseconds=7),
            **more,
        }
    )


def lease(text: str = "t1", *, claim: str | None = "c1", analyst: str = "Lan", minutes: float = 15) -> Lease:
    return Lease(
        text_hash=digits(text),
        claim_id=None if claim is None else ClaimId(claim),
        analyst=analyst,
        until=NOW + timedelta(minutes=minutes),
    )


def trained(name: str = "1", **more: Any) -> Trained:
    return Trained(
        **{
            "id": TrainedId(f"matcher-000000000{name}"),
            "part": ModelPart.MATCHER,
            "made_at": NOW,
            "parent": None,
            "manifest_hash": digits(name) * 2,
            "gate": GateAnswer.PASSED,
            "why": (),
            "judgments": 120,
            **more,
        }
    )


def in_force(part: ModelPart = ModelPart.MATCHER, **more: Any) -> InForce:
    return InForce(**{"part": part, "id": TrainedId("matcher-0000000001"), "since": NOW, "before": None, **more})
