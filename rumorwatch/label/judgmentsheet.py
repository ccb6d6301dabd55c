"""Judgments as rows of a table, exactly: what one workspace exports, another takes in as it was.

Every cell is text, also numbers and moments, so that no program rounds them; a row carries the judged text with it, for
it is stored nowhere else where its post is not.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from math import isfinite
from typing import TYPE_CHECKING, TypeVar

from rumorwatch.domain.claims import ClaimId
from rumorwatch.domain.labels import (
    LABELS,
    AskReason,
    JudgedText,
    Judgment,
    JudgmentId,
    Label,
    Question,
    Shown,
    Subject,
)
from rumorwatch.domain.matches import Stance, Tier
from rumorwatch.domain.posts import Language, PostKey, SpellingViews
from rumorwatch.domain.rumors import RumorId
from rumorwatch.label.sheet import MAX_NAME, Unusable
from rumorwatch.label.sheetcolumns import folded_heading

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from enum import StrEnum

_E = TypeVar("_E", bound="StrEnum")

JUDGMENT_KEYS = (
    "judgment", "at", "analyst", "question", "label", "reason", "comment", "text_hash", "claim_id", "post_key",
    "rumor_id", "made_claim", "model_id", "similarity", "probability", "tier", "stance", "factors", "weights_version",
    "language", "published_at", "text", "text_folded",
)  # fmt: skip
"""Columns, in the order of an export."""
_NEEDED = frozenset({"judgment", "at", "analyst", "question", "label", "text_hash", "post_key"})
_BY_HEADING = {folded_heading(key): key for key in JUDGMENT_KEYS}
_ID = re.compile(r"J-[0-9A-HJKMNP-TV-Z]{10}")
_HASH = re.compile(r"[0-9a-f]{32}")


class _UnusableCell(Exception):  # noqa: N818 - becomes an Unusable
    """A value that cannot be used."""

    def __init__(self, key: str, why: str) -> None:
        super().__init__(key, why)
        self.key, self.why = key, why


def is_judgment_header(header: Sequence[str]) -> bool:
    """Whether a line holds the column names of exported judgments."""
    return set(judgment_columns(header).values()) >= _NEEDED


def judgment_columns(header: Sequence[str]) -> Mapping[str, str]:
    """Return the key of each heading that is known, by the heading."""
    found = {heading: _BY_HEADING.get(folded_heading(heading)) for heading in header}
    return {heading: key for heading, key in found.items() if key}


def judgment_row(judgment: Judgment, text: JudgedText | None) -> dict[str, str | None]:
    """Return the cells of a judgment; those of its text are empty when it was erased."""
    shown, subject = judgment.shown, judgment.subject
    return {
        "judgment": judgment.id,
        "at": judgment.at.isoformat(),
        "analyst": judgment.analyst,
        "question": subject.question.value,
        "label": judgment.label.value,
        "reason": judgment.reason.value,
        "comment": judgment.comment,
        "text_hash": subject.text_hash,
        "claim_id": subject.claim_id,
        "post_key": judgment.post_key,
        "rumor_id": judgment.rumor_id,
        "made_claim": judgment.made_claim,
        "model_id": shown.model_id,
        "similarity": None if shown.similarity is None else repr(float(shown.similarity)),
        "probability": None if shown.probability is None else repr(float(shown.probability)),
        "tier": shown.tier and shown.tier.value,
        "stance": shown.stance and shown.stance.value,
        "factors": json.dumps(dict(shown.factors), ensure_ascii=False) if shown.factors else None,
        "weights_version": shown.weights_version,
    } | _text_cells(text)


def _text_cells(text: JudgedText | None) -> dict[str, str | None]:
    if text is None:
        return {}
    return {
        "language": text.language.value,
        "published_at": text.published_at.isoformat(),
        "text": text.views.accented,
        "text_folded": text.views.folded,
    }


def read_judgment(
    cells: Mapping[str, object], *, hash_of: Callable[[str], str]
) -> tuple[Judgment, JudgedText | None] | Unusable:
    """Return the judgment of a row and its text, or the cell for which it cannot be taken.

    Args:
        cells: Values by key, as an export wrote them; a number there means that a program changed it.
        hash_of: The hash of a folded view: a text that has another is not the one that was judged.
    """
    said = {key: value if isinstance(value, str) else str(value) for key, value in cells.items() if value is not None}
    try:
        judgment = _judgment(said)
        return judgment, _text(said, hash_of)
    except _UnusableCell as problem:
        return Unusable(key=problem.key, cell=said.get(problem.key, ""), why=problem.why)


def _judgment(said: Mapping[str, str]) -> Judgment:
    question, label = _one_of(said, "question", Question), _one_of(said, "label", Label)
    if label not in {*LABELS[question], Label.UNSURE}:
        raise _UnusableCell("label", f'this does not answer the question "{question}"')
    analyst = said.get("analyst", "")
    if not 0 < len(analyst) <= MAX_NAME:
        raise _UnusableCell("analyst", f"a name has 1 to {MAX_NAME} characters")
    return Judgment(
        id=JudgmentId(_matching(said, "judgment", _ID, "an id is J- and ten digits")),
        at=_moment(said, "at"),
        analyst=analyst,
        subject=Subject(
            question=question,
            text_hash=_matching(said, "text_hash", _HASH, "a hash has 32 digits"),
            claim_id=ClaimId(said["claim_id"]) if said.get("claim_id") else None,
        ),
        label=label,
        post_key=PostKey(_matching(said, "post_key", _HASH, "a key has 32 digits")),
        rumor_id=RumorId(said["rumor_id"]) if said.get("rumor_id") else None,
        made_claim=ClaimId(said["made_claim"]) if said.get("made_claim") else None,
        reason=_one_of(said, "reason", AskReason) if said.get("reason") else AskReason.CHOSEN,
        shown=_shown(said),
        comment=said.get("comment", ""),
    )


def _shown(said: Mapping[str, str]) -> Shown:
    return Shown(
        model_id=said.get("model_id", ""),
        similarity=_number(said, "similarity"),
        probability=_number(said, "probability"),
        tier=_one_of(said, "tier", Tier) if said.get("tier") else None,
        stance=_one_of(said, "stance", Stance) if said.get("stance") else None,
        factors=_factors(said),
        weights_version=said.get("weights_version", ""),
    )


def _text(said: Mapping[str, str], hash_of: Callable[[str], str]) -> JudgedText | None:
    if not said.get("language"):
        return None
    folded = said.get("text_folded", "")
    if hash_of(folded) != said["text_hash"]:
        raise _UnusableCell("text_folded", "this is not the text that was judged: the row was changed")
    return JudgedText(
        text_hash=said["text_hash"],
        views=SpellingViews(accented=said.get("text", ""), folded=folded),
        language=_one_of(said, "language", Language),
        published_at=_moment(said, "published_at"),
    )


def _matching(said: Mapping[str, str], key: str, form: re.Pattern[str], why: str) -> str:
    if not form.fullmatch(said.get(key, "")):
        raise _UnusableCell(key, f"{why}: copy it from the exported table, whole")
    return said[key]


def _one_of(said: Mapping[str, str], key: str, kind: type[_E]) -> _E:
    if said.get(key) not in set(kind):
        raise _UnusableCell(key, f"write one of: {', '.join(kind)}")
    return kind(said[key])


def _moment(said: Mapping[str, str], key: str) -> datetime:
    try:
        moment = datetime.fromisoformat(said.get(key, ""))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise _UnusableCell(key, "write a moment with its zone: 2026-11-22T07:30:00+00:00")
    return moment.astimezone(UTC)


def _number(said: Mapping[str, str], key: str) -> float | None:
    if not said.get(key):
        return None
    try:
        number = float(said[key])
    except ValueError:
        number = float("nan")
    if not isfinite(number):
        raise _UnusableCell(key, "this is no number")
    return number


def _factors(said: Mapping[str, str]) -> Mapping[str, float]:
    try:
        read = json.loads(said.get("factors") or "{}")
    except ValueError:
        read = None
    if not isinstance(read, dict) or not all(type(one) in {int, float} and isfinite(one) for one in read.values()):
        raise _UnusableCell("factors", "this is no JSON object of numbers")
    return read
