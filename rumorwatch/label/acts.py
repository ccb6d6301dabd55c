"""Acts: what people do with judgments and claims, each written with its line in the audit, in one transaction."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from rumorwatch.domain.crockford import digits_of
from rumorwatch.domain.duties import Action
from rumorwatch.domain.labels import AskReason, Judgment, JudgmentId, Label, Question, Retraction, Subject
from rumorwatch.label.answers import judged_text
from rumorwatch.label.effects import touched

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from rumorwatch.domain.alerts import Alert
    from rumorwatch.domain.claims import Claim
    from rumorwatch.domain.labels import JudgedText
    from rumorwatch.domain.ports import Unit
    from rumorwatch.domain.posts import Post

MAX_COMMENT = 500
"""Characters of a comment that are kept: a reason, not a report."""
_ID_DIGITS = 10


def record(unit: Unit, judgments: Sequence[Judgment], texts: Sequence[JudgedText]) -> Sequence[Judgment]:
    """Store judgments with their texts, mark the posts whose matches that may change, and return those that were new.

    What others said stays as it is: both are kept.
    """
    new = set(unit.judgments.add(judgments, texts))
    stored = [judgment for judgment in judgments if judgment.id in new]
    _match_again(unit, stored)
    return stored


def take_back(unit: Unit, judgment: Judgment, *, by: str, comment: str, now: datetime) -> bool:
    """Take a judgment back; False when it is taken back already, and nothing is written.

    The judgment stays and counts no more: the next scan matches the posts with its text again. A claim that was made
    with it stays in use.

    Args:
        unit: The transaction.
        judgment: A stored one.
        by: Who takes it back.
        comment: Why.
        now: When.
    """
    why = " ".join(comment.split())[:MAX_COMMENT]
    if not unit.judgments.retract(Retraction(judgment_id=judgment.id, at=now, by=by, comment=why)):
        return False
    _match_again(unit, [judgment])
    subject = judgment.subject
    details = {
        "analyst": judgment.analyst,
        "question": subject.question.value,
        "label": judgment.label.value,
        "claim": subject.claim_id or "",
        "comment": why,
    }
    unit.audit.append(at=now, actor=by, action=Action.RETRACT, subject=judgment.id, details=details)
    return True


def store_claim(unit: Unit, claim: Claim, *, made_by: Judgment, alert: Alert | None, by: str, now: datetime) -> None:
    """Store a claim that was made of a post, with its line in the audit; the judgment is stored by whoever asks.

    Args:
        unit: The transaction.
        claim: With an id that no other has.
        made_by: The judgment that says so.
        alert: Of the rumor that the post is part of.
        by: Who stores it: the analyst, or who imports what they filled in.
        now: When.
    """
    unit.claims.add([claim])
    details = {
        "post": made_by.post_key,
        "alert": alert.id if alert else "",
        "judgment": made_by.id,
        "analyst": made_by.analyst,
    }
    unit.audit.append(at=now, actor=by, action=Action.ADD_CLAIM, subject=claim.id, details=details)


def add_claim(unit: Unit, claim: Claim, *, of: Post, alert: Alert | None, by: str, now: datetime) -> Judgment:
    """Store a claim that was made of a post, with the judgment that says so, and return the judgment.

    Args:
        unit: The transaction.
        claim: With an id that no other has.
        of: The post.
        alert: Of the new rumor that the claim is made of; None: of the post alone.
        by: Who made it.
        now: When.
    """
    judgment = Judgment(
        id=_id_of(claim, by=by, now=now),
        at=now,
        analyst=by,
        subject=Subject(question=Question.CLAIM, text_hash=of.text_hash),
        label=Label.NEW_CLAIM,
        post_key=of.key,
        rumor_id=alert.rumor_id if alert else None,
        made_claim=claim.id,
        reason=AskReason.CHOSEN,
    )
    store_claim(unit, claim, made_by=judgment, alert=alert, by=by, now=now)
    record(unit, [judgment], [judged_text(of)])
    return judgment


def _match_again(unit: Unit, judgments: Sequence[Judgment]) -> None:
    """Mark the posts that judgments change the matches of: the next scan matches them again, and no others."""
    if texts := touched(judgments):
        unit.posts.unmatch(texts)


def _id_of(claim: Claim, *, by: str, now: datetime) -> JudgmentId:
    """Return the id of the one judgment that makes a claim; no two claims have the same id."""
    seed = hashlib.sha256(f"{claim.id}|{by}|{now.isoformat()}".encode("utf-8", "surrogatepass")).digest()
    return JudgmentId(f"J-{digits_of(seed, count=_ID_DIGITS)}")
