"""Judgments in SQL, with their retractions, the texts they are about, and who is looking at what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, exists, func, or_, select

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
from rumorwatch.storage.labelschema import judged_text as text_table
from rumorwatch.storage.labelschema import judgment as table
from rumorwatch.storage.labelschema import lease as lease_table
from rumorwatch.storage.labelschema import retraction as retraction_table
from rumorwatch.storage.rows import chunks, insert_rows, put_row

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Column, ColumnElement, Connection

    from rumorwatch.storage.rows import AnyRow, RowValues


_MANY = 1_000
"""Texts asked about at once from which on it is found first which were judged: every scan asks about all posts of new
rumors, and an office judges a few hundred texts in a week. For 50,000 texts of which none was judged that takes 3 ms
instead of 344."""


class SqlJudgments:
    """What analysts said: written once, never changed; a retraction is written beside it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, judgments: Sequence[Judgment], texts: Sequence[JudgedText]) -> Sequence[JudgmentId]:
        """Store judgments with the texts they are about; return the ids of those not stored yet, as given.

        Of two judgments with one id, or two texts with one hash, the first is kept.
        """
        known = self._known(text_table.c.text_hash, [text.text_hash for text in texts])
        rows = {text.text_hash: text_row(text) for text in reversed(texts) if text.text_hash not in known}
        insert_rows(self._connection, text_table, list(rows.values()))
        stored = self._known(table.c.id, [one.id for one in judgments])
        new: dict[JudgmentId, Judgment] = {}
        for one in judgments:
            if one.id not in stored:
                new.setdefault(one.id, one)
        last = self._connection.execute(select(func.max(table.c.number))).scalar() or 0
        numbered = enumerate(new.values(), last + 1)
        insert_rows(self._connection, table, [judgment_row(one, number=number) for number, one in numbered])
        return list(new)

    def get(self, judgment_id: JudgmentId) -> Judgment | None:
        """Return one judgment, retracted or not."""
        row = self._connection.execute(select(table).where(table.c.id == judgment_id)).first()
        return None if row is None else judgment_of(row)

    def retract(self, retraction: Retraction) -> bool:
        """Take a judgment back; False when it is taken back already: the first retraction stays.

        Raises:
            RuntimeError: There is no such judgment.
        """
        if not self._known(table.c.id, [retraction.judgment_id]):
            raise RuntimeError(f"the store refused a row: a retraction has no judgment {retraction.judgment_id}")
        is_new = not self._known(retraction_table.c.judgment_id, [retraction.judgment_id])
        insert_rows(self._connection, retraction_table, [retraction_row(retraction)] if is_new else [])
        return is_new

    def retractions(self) -> Mapping[JudgmentId, Retraction]:
        """Return every retraction, by its judgment's id."""
        query = select(retraction_table).order_by(retraction_table.c.judgment_id)
        return {one.judgment_id: one for one in map(retraction_of, self._connection.execute(query))}

    def standing(self) -> Sequence[Judgment]:
        """Return the judgments that are not retracted, in the order in which they were stored."""
        return self._judgments(_stands())

    def on(self, text_hashes: Collection[str]) -> Sequence[Judgment]:
        """Return the standing judgments on these texts, in the order in which they were stored."""
        asked = set(text_hashes)
        if len(asked) > _MANY:
            asked &= set(self._connection.execute(select(table.c.text_hash).distinct()).scalars())
        found: list[AnyRow] = []
        for some in chunks(asked):
            found += self._connection.execute(select(table).where(table.c.text_hash.in_(some), _stands()))
        return [judgment_of(row) for row in sorted(found, key=lambda row: row.number)]

    def all(self) -> Sequence[Judgment]:
        """Return every judgment, retracted ones too, in the order in which they were stored."""
        return self._judgments()

    def texts(self) -> Mapping[str, JudgedText]:
        """Return every judged text by its hash."""
        query = select(text_table).order_by(text_table.c.text_hash)
        return {text.text_hash: text for text in map(text_of, self._connection.execute(query))}

    def lease(self, leases: Sequence[Lease]) -> None:
        """Insert or replace leases, one for each (text_hash, claim_id, analyst)."""
        for lease in leases:
            put_row(self._connection, lease_table, lease_row(lease))

    def leases(self, *, now: datetime) -> Sequence[Lease]:
        """Return the leases that hold at a moment, by (text_hash, claim_id, analyst); at its end one is over."""
        keys = lease_table.primary_key.columns
        query = select(lease_table).where(lease_table.c.until > now).order_by(*keys)
        return [lease_of(row) for row in self._connection.execute(query)]

    def release(self, analyst: str, *, now: datetime | None = None) -> None:
        """Delete the leases of one analyst, and those of anybody that are over by now (None: nobody else's)."""
        is_theirs = lease_table.c.analyst == analyst
        ends = is_theirs if now is None else or_(is_theirs, lease_table.c.until <= now)
        self._connection.execute(delete(lease_table).where(ends))

    def _judgments(self, *conditions: ColumnElement[bool]) -> Sequence[Judgment]:
        query = select(table).where(*conditions).order_by(table.c.number)
        return [judgment_of(row) for row in self._connection.execute(query)]

    def _known(self, column: Column[str], names: Sequence[str]) -> set[str]:
        known: set[str] = set()
        for some in chunks(set(names)):
            known.update(self._connection.execute(select(column).where(column.in_(some))).scalars())
        return known


def _stands() -> ColumnElement[bool]:
    return ~exists().where(retraction_table.c.judgment_id == table.c.id)


def judgment_row(judgment: Judgment, *, number: int) -> RowValues:
    """Return the row of a judgment."""
    shown = judgment.shown
    return {
        "number": number,
        "id": judgment.id,
        "at": judgment.at,
        "analyst": judgment.analyst,
        "question": judgment.subject.question,
        "text_hash": judgment.subject.text_hash,
        "claim_id": judgment.subject.claim_id,
        "label": judgment.label,
        "post_key": judgment.post_key,
        "rumor_id": judgment.rumor_id,
        "made_claim": judgment.made_claim,
        "reason": judgment.reason,
        "shown_model_id": shown.model_id,
        "shown_similarity": shown.similarity,
        "shown_probability": shown.probability,
        "shown_tier": shown.tier,
        "shown_stance": shown.stance,
        "shown_factors": {name: float(points) for name, points in shown.factors.items()},
        "shown_weights_version": shown.weights_version,
        "comment": judgment.comment,
    }


def judgment_of(row: AnyRow) -> Judgment:
    """Return the judgment of a row."""
    return Judgment(
        id=JudgmentId(row.id),
        at=row.at,
        analyst=row.analyst,
        subject=Subject(
            question=Question(row.question),
            text_hash=row.text_hash,
            claim_id=None if row.claim_id is None else ClaimId(row.claim_id),
        ),
        label=Label(row.label),
        post_key=PostKey(row.post_key),
        rumor_id=None if row.rumor_id is None else RumorId(row.rumor_id),
        made_claim=None if row.made_claim is None else ClaimId(row.made_claim),
        reason=AskReason(row.reason),
        shown=_shown_of(row),
        comment=row.comment,
    )


def _shown_of(row: AnyRow) -> Shown:
    return Shown(
        model_id=row.shown_model_id,
        similarity=row.shown_similarity,
        probability=row.shown_probability,
        tier=None if row.shown_tier is None else Tier(row.shown_tier),
        stance=None if row.shown_stance is None else Stance(row.shown_stance),
        factors=row.shown_factors,
        weights_version=row.shown_weights_version,
    )


def retraction_row(retraction: Retraction) -> RowValues:
    """Return the row of a retraction."""
    return {
        "judgment_id": retraction.judgment_id,
        "at": retraction.at,
        "by": retraction.by,
        "comment": retraction.comment,
    }


def retraction_of(row: AnyRow) -> Retraction:
    """Return the retraction of a row."""
    return Retraction(judgment_id=JudgmentId(row.judgment_id), at=row.at, by=row.by, comment=row.comment)


def text_row(text: JudgedText) -> RowValues:
    """Return the row of a judged text."""
    return {
        "text_hash": text.text_hash,
        "accented": text.views.accented,
        "folded": text.views.folded,
        "language": text.language,
        "published_at": text.published_at,
    }


def text_of(row: AnyRow) -> JudgedText:
    """Return the judged text of a row."""
    return JudgedText(
        text_hash=row.text_hash,
        views=SpellingViews(accented=row.accented, folded=row.folded),
        language=Language(row.language),
        published_at=row.published_at,
    )


def lease_row(lease: Lease) -> RowValues:
    """Return the row of a lease."""
    return {
        "text_hash": lease.text_hash,
        "claim_id": lease.claim_id or "",
        "analyst": lease.analyst,
        "until": lease.until,
    }


def lease_of(row: AnyRow) -> Lease:
    """Return the lease of a row."""
    claim_id = ClaimId(row.claim_id) if row.claim_id else None
    return Lease(text_hash=row.text_hash, claim_id=claim_id, analyst=row.analyst, until=row.until)
