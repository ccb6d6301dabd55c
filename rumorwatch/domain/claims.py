"""Claims that were checked, and statements that answer them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NewType

if TYPE_CHECKING:
    from datetime import datetime

ClaimId = NewType("ClaimId", str)
StatementId = NewType("StatementId", str)


class Verdict(StrEnum):
    """VAFC's labels (domain.md), in the field's English terms."""

    FAKE = "fake"
    """tin giả"""
    UNTRUE = "untrue"
    """tin sai sự thật"""
    VERIFIED = "verified"
    """tin xác thực"""
    UNKNOWN = "unknown"


class Topic(StrEnum):
    """VAFC's eight fields (domain.md)."""

    POLICY = "policy"
    ECONOMY = "economy"
    HEALTH = "health"
    DISASTER = "disaster"
    SECURITY = "security"
    IMPERSONATION = "impersonation"
    SCAM = "scam"
    OTHER = "other"


class Status(StrEnum):
    """Whether a claim or statement is in use; retired ones are kept and not matched."""

    ACTIVE = "active"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A checked claim: what people say that someone has already checked."""

    id: ClaimId
    text: str
    title: str = ""
    subtitle: str = ""
    wordings: tuple[str, ...] = ()
    """Other ways people put it, in any language."""
    verdict: Verdict = Verdict.UNKNOWN
    topic: Topic = Topic.OTHER
    language: str | None = None
    url: str | None = None
    publisher: str | None = None
    checked_at: datetime | None = None
    status: Status = Status.ACTIVE

    @property
    def all_texts(self) -> tuple[str, ...]:
        """Everything it is said in."""
        return (self.text, self.title, self.subtitle, *self.wordings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What an agency officially said."""

    id: StatementId
    agency: str
    text: str
    title: str = ""
    url: str | None = None
    published_at: datetime | None = None
    valid_until: datetime | None = None
    supersedes: StatementId | None = None
    language: str | None = None
    status: Status = Status.ACTIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A statement that is on the matter of a claim; whether it is valid is asked when it is needed."""

    statement_id: StatementId
    similarity: float
    """Cosine, 0 to 1, of the statement and the best wording of the claim."""


class Standing(StrEnum):
    """What an official statement is worth at a moment; the better comes first."""

    VALID = "valid"
    EXPIRED = "expired"
    """Its ``valid_until`` is past."""
    SUPERSEDED = "superseded"
    """Another statement in use takes its place."""


class Point(StrEnum):
    """What two statements contradict each other on."""

    NUMBER = "number"
    UNIT = "unit"
    CURRENCY = "currency"
    DATE = "date"
    PLACE = "place"
    NEGATION = "negation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Two official statements on one claim of which only one can be true."""

    first: StatementId
    """The older one."""
    second: StatementId
    first_agency: str
    second_agency: str
    first_sentence: str
    """As the statement writes it."""
    second_sentence: str
    point: Point
    first_words: str
    """What the first sentence says on the point; empty where it is a negation that it lacks."""
    second_words: str
