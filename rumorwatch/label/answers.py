"""Answers: what an analyst said of a question, as the judgment that is stored."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from rumorwatch.domain.crockford import digits_of
from rumorwatch.domain.labels import JudgedText, Judgment, JudgmentId, Label, Question, Shown, Subject

if TYPE_CHECKING:
    from datetime import datetime

    from rumorwatch.domain.claims import ClaimId
    from rumorwatch.domain.posts import Post
    from rumorwatch.domain.rumors import Priority
    from rumorwatch.label.asking import Ask

_ID_DIGITS = 10
_OF_A_CLAIM = frozenset({Question.SAME, Question.STANCE})
RANDOM_BYTES = 16
"""Of a judgment's id: enough that no two machines ever draw the same (128 bits)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an analyst said."""

    ask: Ask
    question: Question
    """The one asked, or one that followed from the answer to it."""
    label: Label
    made_claim: ClaimId | None = None
    """The claim that was made of the post, for ``new_claim``."""


def judgment_of(
    answer: Answer, *, analyst: str, at: datetime, priority: Priority | None, random: bytes
) -> tuple[Judgment, JudgedText]:
    """Return the judgment of an answer, with the text that it is about.

    Args:
        answer: What was said.
        analyst: Who said it.
        at: When, aware.
        priority: Of the alert that the post is part of; None: there is none.
        random: RANDOM_BYTES that nothing else was made of.
    """
    ask, question = answer.ask, answer.question
    subject = Subject(
        question=question,
        text_hash=ask.post.text_hash,
        claim_id=ask.claim_id if question in _OF_A_CLAIM else None,
    )
    judgment = Judgment(
        id=_id_of(analyst, at, subject, answer.label, random),
        at=at,
        analyst=analyst,
        subject=subject,
        label=answer.label,
        post_key=ask.post.key,
        rumor_id=ask.rumor_id,
        made_claim=answer.made_claim,
        reason=ask.reason,
        shown=shown_with(ask, priority),
    )
    return judgment, judged_text(ask.post)


def judged_text(post: Post) -> JudgedText:
    """Return what is kept of a post that was judged."""
    return JudgedText(
        text_hash=post.text_hash, views=post.views, language=post.language, published_at=post.published_at
    )


def shown_with(ask: Ask, priority: Priority | None) -> Shown:
    """Return what the models say of a question, with the priority of the alert that its post is part of."""
    match = ask.match
    return Shown(
        model_id=match.model_id if match else "",
        similarity=match.similarity if match else None,
        probability=match.probability if match else None,
        tier=match.tier if match else None,
        stance=match.stance if match else None,
        factors=dict(priority.factors) if priority else {},
        weights_version=priority.weights_version if priority else "",
    )


def _id_of(analyst: str, at: datetime, subject: Subject, label: Label, random: bytes) -> JudgmentId:
    parts = (analyst, at.isoformat(), subject.question, subject.text_hash, subject.claim_id or "", label)
    seed = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return JudgmentId(f"J-{digits_of(sha256(seed + random).digest(), count=_ID_DIGITS)}")
