"""Sheets of questions: the row that asks one, and how the answers of a row are read."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass, field
from math import isfinite
from typing import TYPE_CHECKING, TypeVar

from rumorwatch.domain.claims import Topic, Verdict
from rumorwatch.domain.labels import AskReason, Label, Question, Shown
from rumorwatch.domain.matches import Stance, Tier
from rumorwatch.domain.rumors import RumorId
from rumorwatch.label.questionids import question_id, read_question_id
from rumorwatch.label.sheetcolumns import BY_KEY, offered
from rumorwatch.label.sheetwords import is_empty, read_label
from rumorwatch.reading.links import defanged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime, tzinfo
    from enum import StrEnum

    from rumorwatch.domain.claims import Claim, Statement
    from rumorwatch.domain.posts import Language, Post
    from rumorwatch.label.questionids import QuestionId

_E = TypeVar("_E", bound="StrEnum")

MAX_NAME = 80
"""Characters of an analyst's name (domain/labels.py)."""
MAX_COMMENT = 2_000
"""Characters of a comment: a page; what is longer is no remark on one post."""
_MAX_TEXT = 10_000
"""Characters of a text that a cell shows: a long news article, and a third of what a cell can hold."""
_ASKED = (Question.SAME, Question.STANCE, Question.KIND, Question.URGENCY)
_OF_A_CLAIM = (Question.SAME, Question.STANCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question, with all that a person needs to answer it."""

    post: Post
    claim: Claim | None
    """None: the question is about the post alone."""
    statement: Statement | None = None
    """What an agency said of the claim."""
    reason: AskReason
    why: str
    """One sentence, for people."""
    shown: Shown = field(default_factory=Shown)
    rumor_id: RumorId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """The answers of one row."""

    question: QuestionId
    text: str
    """What the row shows of the post, to see whether it is the question's."""
    labels: Mapping[Question, Label]
    """Not with ``new_claim``."""
    new_claim: str
    """Its text; empty: none is to be made."""
    topic: Topic
    verdict: Verdict
    comment: str
    analyst: str
    """Empty: whoever imports it."""
    answered_at: datetime | None
    reason: AskReason
    shown: Shown
    rumor_id: RumorId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unusable:
    """A cell for which its row cannot be taken."""

    key: str
    cell: str
    """As it was filled in."""
    why: str
    """What is wrong, and what to write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellReaders:
    """How cells are read that other files have too, so that a word means the same in all of them."""

    topic: Callable[[str], Topic | None]
    verdict: Callable[[str], Verdict | None]
    moment: Callable[[object], datetime | None]
    """Of a date cell, a date as text, or the number that spreadsheets keep for one."""


def asked_row(asked: Asked, *, zone: tzinfo) -> dict[str, object]:
    """Return the cells of a question by their column's key; those for answers are left empty.

    Args:
        asked: The question.
        zone: In which the time of the post is written.
    """
    post, claim, shown = asked.post, asked.claim, asked.shown
    return {
        "question": str(question_id(text_hash=post.text_hash, post_key=post.key, claim_id=claim.id if claim else None)),
        "why": asked.why,
        "text": _readable(post.text),
        "language": post.language.value,
        "published_at": post.published_at.astimezone(zone).strftime("%Y-%m-%d %H:%M"),
        "url": defanged(post.url or ""),
        "claim": claim.id if claim else None,
        "claim_text": _readable(claim.title or claim.text) if claim else None,
        "statement": _readable(asked.statement.text) if asked.statement else None,
        "probability": shown.probability,
        "tier": shown.tier and shown.tier.value,
        "reason": asked.reason.value,
        "similarity": shown.similarity,
        "model": shown.model_id or None,
        "model_stance": shown.stance and shown.stance.value,
        "rumor": asked.rumor_id,
        "factors": json.dumps(dict(shown.factors), ensure_ascii=False) if shown.factors else None,
        "weights": shown.weights_version or None,
    }


def read_filled(
    cells: Mapping[str, object], *, readers: CellReaders, language: Language
) -> Filled | tuple[Unusable, ...] | None:
    """Return the answers of a row, or every cell for which it cannot be taken, or None when nothing is answered.

    Args:
        cells: Values by their column's key: text, numbers, truth values and moments.
        readers: How some cells are read.
        language: In which the words to write are named.
    """
    text = {key: cell_text(value) for key, value in cells.items()}
    said = {key: value for key, value in text.items() if not is_empty(value)}
    if not any(question.value in said for question in _ASKED) and "new_claim" not in said:
        return None
    question = read_question_id(text.get("question", ""))
    labels = {one: read_label(one, said[one.value]) for one in _ASKED if one.value in said}
    topic = readers.topic(said["topic"]) if "topic" in said else Topic.OTHER
    verdict = readers.verdict(said["verdict"]) if "verdict" in said else Verdict.UNKNOWN
    at = readers.moment(cells["answered_at"]) if "answered_at" in said else None
    wrong = (
        *_without_question(text, question),
        *_unread(said, labels, topic=topic, verdict=verdict, at=at, language=language),
        *_contradictions(said, labels, question),
    )
    if wrong or question is None or topic is None or verdict is None:
        return wrong
    return Filled(
        question=question,
        text=text.get("text", ""),
        labels={one: label for one, label in labels.items() if label is not None},
        new_claim=said.get("new_claim", ""),
        topic=topic,
        verdict=verdict,
        comment=_one_line(said.get("comment", "")),
        analyst=_one_line(said.get("analyst", "")),
        answered_at=at,
        reason=_member(AskReason, said.get("reason")) or AskReason.CHOSEN,
        shown=_shown(said),
        rumor_id=RumorId(said["rumor"]) if "rumor" in said else None,
    )


def cell_text(value: object) -> str:
    """Return what a cell says, in NFC: whole numbers lose the ``.0`` that spreadsheets give them."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else unicodedata.normalize("NFC", str(value).strip())


def _without_question(text: Mapping[str, str], question: QuestionId | None) -> Iterator[Unusable]:
    if question is None:
        why = "this is no question id: copy it from the exported sheet, whole"
        yield Unusable(key="question", cell=text.get("question", ""), why=why)


def _unread(
    said: Mapping[str, str],
    labels: Mapping[Question, Label | None],
    *,
    topic: Topic | None,
    verdict: Verdict | None,
    at: datetime | None,
    language: Language,
) -> Iterator[Unusable]:
    """Yield the cells that nobody can read, each with what can be written there."""
    unread = [question.value for question, label in labels.items() if label is None]
    unread += [key for key, found in (("topic", topic), ("verdict", verdict)) if found is None]
    for key in unread:
        why = f"write one of: {', '.join(offered(BY_KEY[key], language))}; or leave it empty"
        yield Unusable(key=key, cell=said[key], why=why)
    if at is None and "answered_at" in said:
        yield Unusable(
            key="answered_at", cell=said["answered_at"], why="write a date: 2026-11-22 14:30; or leave it empty"
        )
    for key, limit in (("analyst", MAX_NAME), ("comment", MAX_COMMENT)):
        if len(_one_line(said.get(key, ""))) > limit:
            why = f"{len(said[key]):,} characters, the limit is {limit:,}: shorten it"
            yield Unusable(key=key, cell=said[key], why=why)


def _contradictions(
    said: Mapping[str, str], labels: Mapping[Question, Label | None], question: QuestionId | None
) -> Iterator[Unusable]:
    """Yield the cells that cannot stand with others of their row."""
    if question is not None and question.claim is None:
        for one in _OF_A_CLAIM:
            if one in labels:
                why = "the row has no known claim to compare with: answer its kind, or leave it empty"
                yield Unusable(key=one.value, cell=said[one.value], why=why)
    if labels.get(Question.SAME) is Label.NOT_SAME and labels.get(Question.STANCE) not in {None, Label.UNSURE}:
        why = "a post that is not the same takes no stance to the claim: empty one of the two"
        yield Unusable(key="stance", cell=said["stance"], why=why)
    for key in ("topic", "verdict"):
        if key in said and "new_claim" not in said:
            yield Unusable(key=key, cell=said[key], why="there is no new claim text: write it, or empty this cell")


def _shown(said: Mapping[str, str]) -> Shown:
    """Return what the models said when the sheet was made; what cannot be read any more is left out."""
    return Shown(
        model_id=said.get("model", ""),
        similarity=_number(said.get("similarity")),
        probability=_number(said.get("probability")),
        tier=_member(Tier, said.get("tier")),
        stance=_member(Stance, said.get("model_stance")),
        factors=_factors(said.get("factors")),
        weights_version=said.get("weights", ""),
    )


def _number(cell: str | None) -> float | None:
    try:
        number = float((cell or "").replace(",", "."))  # a decimal comma, as Vietnamese programs write it
    except ValueError:
        return None
    return number if -1 <= number <= 1 else None


def _factors(cell: str | None) -> Mapping[str, float]:
    try:
        read = json.loads(cell or "{}")
    except ValueError:
        return {}
    pairs = read.items() if isinstance(read, dict) else ()
    factors = {str(name): float(points) for name, points in pairs if type(points) in {int, float}}
    return {name: points for name, points in factors.items() if isfinite(points)}


def _member(kind: type[_E], cell: str | None) -> _E | None:
    return kind(cell) if cell in set(kind) else None


def _one_line(text: str) -> str:
    """Return text on one line without control characters."""
    visible = "".join(" " if unicodedata.category(char) == "Cc" else char for char in text)
    return " ".join(visible.split())


def _readable(text: str) -> str:
    """Return a text as a cell shows it: its links unclickable, and cut where it is longer than anybody reads."""
    shown = defanged(text)
    return shown if len(shown) <= _MAX_TEXT else shown[: _MAX_TEXT - 1] + "…"
