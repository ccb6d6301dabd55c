"""Acts: what people do with judgments and claims, each written with its line in the audit, in one transaction."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from rumorwatch.domain.crockford import digits_of
from rumorwatch.domain.duties import Action
from rumorwatch.domain.labels import AskReason, JudgedText, Judgment, JudgmentId, Label, Question, Retraction, Subject
from rumorwatch.label.effects import touched

if TYPE_CHECKING:
    from datetime import datetime

    from rumorwatch.domain.alerts import Alert
    from rumorwatch.domain.claims import Claim
    from rumorwatch.domain.ports import Unit
    from rumorwatch.domain.posts import Post

MAX_COMMENT = 500
"""Characters of a comment that are kept: a reason, not a report."""
_ID_DIGITS = 10


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
    unit.posts.unmatch(touched([judgment]))
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
    text = JudgedText(text_hash=of.text_hash, views=of.views, language=of.language, published_at=of.published_at)
    unit.claims.add([claim])
    unit.judgments.add([judgment], [text])
    details = {"post": of.key, "alert": alert.id if alert else "", "judgment": judgment.id}
    unit.audit.append(at=now, actor=by, action=Action.ADD_CLAIM, subject=claim.id, details=details)
    return judgment


def _id_of(claim: Claim, *, by: str, now: datetime) -> JudgmentId:
    """Return the id of the one judgment that makes a claim; no two claims have the same id."""
    seed = hashlib.sha256(f"{claim.id}|{by}|{now.isoformat()}".encode("utf-8", "surrogatepass")).digest()
    return JudgmentId(f"J-{digits_of(seed, count=_ID_DIGITS)}")
