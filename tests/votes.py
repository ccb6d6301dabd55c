"""Judgments with everything defaulted that a test does not speak of."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

from nouns import NOW, digits
from rumorwatch.domain.claims import ClaimId
from rumorwatch.domain.labels import LABELS, AskReason, JudgedText, Judgment, JudgmentId, Label, Question, Subject
from rumorwatch.domain.posts import Post, PostKey

_NUMBERS = count(1)
_OF_A_CLAIM = {Question.SAME, Question.STANCE}


def question_of(label: Label) -> Question:
    return next(question for question, labels in LABELS.items() if label in labels)


def judgment(
    label: Label,
    *,
    by: str = "An",
    of: Post | str = "a text",
    claim: str = "c1",
    question: Question | None = None,
    minutes_ago: float = 0,
    **more: Any,
) -> Judgment:
    """A judgment of a post or of a text by its name; ``unsure`` is about ``same`` where nothing else is said."""
    asked = question or (Question.SAME if label is Label.UNSURE else question_of(label))
    text_hash, key = (digits(of), PostKey(digits(of))) if isinstance(of, str) else (of.text_hash, of.key)
    return Judgment(
        **{
            "id": JudgmentId(f"J-{next(_NUMBERS):010d}"),
            "at": NOW - timedelta(minutes=minutes_ago),
            "analyst": by,
            "subject": Subject(
                question=asked, text_hash=text_hash, claim_id=ClaimId(claim) if asked in _OF_A_CLAIM else None
            ),
            "label": label,
            "post_key": key,
            "reason": AskReason.CLOSE_CALL,
            **more,
        }
    )


def judged_text(of: Post) -> JudgedText:
    return JudgedText(text_hash=of.text_hash, views=of.views, language=of.language, published_at=of.published_at)
