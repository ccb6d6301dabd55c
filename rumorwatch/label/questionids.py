"""Ids of questions in spreadsheets, all that an answer needs to find its way back, and of the judgments they become.

A sheet is cut, sorted and pasted together again, columns are deleted, and programs turn ids that look like numbers into
numbers. So the one cell that has to stay says which text, post and claim were shown, in a form that no program takes
for a number or a date: ``Q-``, the 32 digits of the text's hash, the first 16 of the post's key, and 8 of a hash of the
claim's id where there is a claim.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from rumorwatch.domain.crockford import digits_of
from rumorwatch.domain.labels import JudgmentId, Label
from rumorwatch.label.newclaims import tidy
from rumorwatch.label.rulings import analyst_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rumorwatch.domain.claims import ClaimId
    from rumorwatch.domain.labels import Subject
    from rumorwatch.domain.posts import PostKey
    from rumorwatch.label.sheet import Filled

_JUDGMENT_DIGITS = 10
_POST_DIGITS = 16
"""64 bits: no two posts of a store share them."""
_CLAIM_DIGITS = 8
"""32 bits: of a million claims two share them by a chance of 1 in 4,000 for the one asked about."""
_FORM = re.compile(rf"q-([0-9a-f]{{32}})-([0-9a-f]{{{_POST_DIGITS}}})(?:-([0-9a-f]{{{_CLAIM_DIGITS}}}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionId:
    """What a row is about."""

    text_hash: str
    post: str
    """First digits of the post's key."""
    claim: str | None
    """``claim_digits`` of the claim; None: the question is about the post alone."""

    def __str__(self) -> str:
        """Return it as a cell has it."""
        return "-".join(("Q", self.text_hash, self.post, *((self.claim,) if self.claim else ())))


def question_id(*, text_hash: str, post_key: PostKey, claim_id: ClaimId | None) -> QuestionId:
    """Return the id of the question about a post, and a claim where there is one."""
    return QuestionId(
        text_hash=text_hash,
        post=post_key[:_POST_DIGITS],
        claim=None if claim_id is None else claim_digits(claim_id),
    )


def read_question_id(cell: str) -> QuestionId | None:
    """Return the id that a cell has, whatever its case and spaces; None when it has none."""
    found = _FORM.fullmatch("".join(cell.split()).lower())
    return QuestionId(text_hash=found[1], post=found[2], claim=found[3]) if found else None


def claim_digits(claim_id: ClaimId) -> str:
    """Return the digits by which an id names its claim."""
    return sha256(claim_id.encode("utf-8", "surrogatepass")).hexdigest()[:_CLAIM_DIGITS]


def claims_by_digits(claim_ids: Iterable[ClaimId]) -> Mapping[str, ClaimId]:
    """Return claims by their digits; of two that share them none, for nobody could tell which was meant."""
    found: dict[str, ClaimId] = {}
    shared = set()
    for claim_id in claim_ids:
        digits = claim_digits(claim_id)
        if digits in found:
            shared.add(digits)
        found[digits] = claim_id
    return {digits: claim_id for digits, claim_id in found.items() if digits not in shared}


def judgment_id(filled: Filled, subject: Subject, label: Label, *, analyst: str) -> JudgmentId:
    """Return the id of an answer: equal for the same answer, whatever file, format and line it comes in."""
    said = (
        analyst_key(analyst),
        subject.question,
        subject.text_hash,
        subject.claim_id or "",
        label,
        str(filled.question),
        filled.answered_at.isoformat() if filled.answered_at else "",
        tidy(filled.new_claim) if label is Label.NEW_CLAIM else "",
    )
    digest = sha256("\x1f".join(said).encode("utf-8", "surrogatepass")).digest()
    return JudgmentId(f"J-{digits_of(digest, count=_JUDGMENT_DIGITS)}")
