"""Rows of claims, statements and pairs: which keys they have, how each is read, and how they are written."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rumorwatch.collect.bodies.dates import read_date
from rumorwatch.collect.bodies.parsed import MAX_TEXT, MAX_TITLE, clean, line, web_url
from rumorwatch.collect.tables.rows import as_text
from rumorwatch.collect.tables.verdicts import read_topic, read_verdict
from rumorwatch.domain.claims import Claim, ClaimId, Statement, StatementId, Status, Topic, Verdict
from rumorwatch.domain.errors import quoted

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Mapping
    from datetime import datetime
    from zoneinfo import ZoneInfo

CLAIM_KEYS = (
    "id", "text", "title", "subtitle", "wordings", "verdict", "topic", "language", "url", "publisher", "checked_at",
    "status",
)  # fmt: skip
"""Columns of a claims file, in the order of an export."""
STATEMENT_KEYS = (
    "id", "agency", "text", "title", "url", "published_at", "valid_until", "supersedes", "language", "status",
)  # fmt: skip
"""Columns of a statements file, in the order of an export."""
PAIR_KEYS = ("post_id", "claim_id")
"""Columns of a pairs file."""
MAX_WORDINGS = 200
"""Other wordings of one claim."""


class KeyProblem(Exception):  # noqa: N818 - becomes a line of a FileError
    """A value that cannot be used."""

    def __init__(self, key: str, why: str) -> None:
        """Name the key and say why."""
        super().__init__(key, why)
        self.key, self.why = key, why


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """The cells of one row, read key by key."""

    values: Mapping[str, object]
    zone: ZoneInfo
    """Zone of dates without one."""
    notes: Counter[str]
    """Counts what was odd but survivable."""

    def needed(self, key: str, *, max_chars: int = MAX_TEXT) -> str:
        """Return text that must be there."""
        if text := self.text(key, max_chars=max_chars):
            return text
        raise KeyProblem(key, "missing")

    def name(self, key: str) -> str:
        """Return text of one line that must be there."""
        if text := self.short(key):
            return text
        raise KeyProblem(key, "missing")

    def text(self, key: str, *, max_chars: int) -> str:
        """Return text of several lines, empty when there is none."""
        value = self.values.get(key)
        return clean(as_text(value), max_chars=max_chars) if value else ""

    def short(self, key: str) -> str | None:
        """Return text of one line, None when there is none."""
        value = self.values.get(key)
        return line(as_text(value)) if value or value == 0 else None

    def link(self, key: str) -> str | None:
        """Return a link; one that is neither http nor https is a problem."""
        written = as_text(self.values.get(key)).strip()
        url = web_url(written)
        if written and not url:
            raise KeyProblem(key, f"{quoted(written)} is no http or https link")
        return url

    def date(self, key: str) -> datetime | None:
        """Return a moment; one that cannot be read is a problem."""
        written = self.values.get(key)
        if written is None or written == "":
            return None
        if found := read_date(written, zone=self.zone):
            return found
        raise KeyProblem(key, f"{quoted(str(written))} is no date we can read")

    def texts(self, key: str) -> tuple[str, ...]:
        """Return several texts: a list, a JSON list in a cell, or one a line."""
        written = self.values.get(key)
        if isinstance(written, str) and written.lstrip().startswith("["):
            try:
                written = json.loads(written)
            except ValueError:
                written = [written]
        listed = written.split("\n") if isinstance(written, str) else written
        if not isinstance(listed, list | tuple):
            return ()
        texts = (line(part, max_chars=MAX_TITLE) for part in listed[:MAX_WORDINGS])
        return tuple(dict.fromkeys(text for text in texts if text))

    def status(self) -> Status:
        """Return whether it is in use; without the key it is."""
        written = as_text(self.values.get("status")).strip().lower()
        if written not in {"", *Status}:
            raise KeyProblem("status", f"{quoted(written)} is neither active nor retired")
        return Status(written) if written else Status.ACTIVE

    def verdict(self) -> Verdict:
        """Return the verdict; a word nobody knows counts as unknown, with a note."""
        written = self.short("verdict") or ""
        found = read_verdict(written)
        if found is None:
            self.notes[f'verdict "{quoted(written)}" taken as unknown'] += 1
        return found or Verdict.UNKNOWN

    def topic(self) -> Topic:
        """Return the topic; a word nobody knows counts as other, with a note."""
        written = self.short("topic") or ""
        found = read_topic(written)
        if found is None:
            self.notes[f'topic "{quoted(written)}" taken as other'] += 1
        return found or Topic.OTHER


def read_claim(cells: Cells) -> Claim:
    """Return the claim of a row; a title stands in for a missing text.

    Raises:
        KeyProblem: A value cannot be used.
    """
    title = (cells.text("title", max_chars=MAX_TITLE)).replace("\n", " ")
    return Claim(
        id=ClaimId(cells.name("id")),
        text=cells.text("text", max_chars=MAX_TEXT) or title or cells.needed("text"),
        title=title,
        subtitle=cells.text("subtitle", max_chars=MAX_TEXT),
        wordings=cells.texts("wordings"),
        verdict=cells.verdict(),
        topic=cells.topic(),
        language=cells.short("language"),
        url=cells.link("url"),
        publisher=cells.short("publisher"),
        checked_at=cells.date("checked_at"),
        status=cells.status(),
    )


def read_statement(cells: Cells) -> Statement:
    """Return the statement of a row.

    Raises:
        KeyProblem: A value cannot be used.
    """
    supersedes = cells.short("supersedes")
    return Statement(
        id=StatementId(cells.name("id")),
        agency=cells.name("agency"),
        text=cells.needed("text"),
        title=(cells.text("title", max_chars=MAX_TITLE)).replace("\n", " "),
        url=cells.link("url"),
        published_at=cells.date("published_at"),
        valid_until=cells.date("valid_until"),
        supersedes=StatementId(supersedes) if supersedes else None,
        language=cells.short("language"),
        status=cells.status(),
    )


def read_pair(cells: Cells) -> tuple[str, ClaimId]:
    """Return post and claim of a row.

    Raises:
        KeyProblem: One of them is missing.
    """
    return cells.name("post_id"), ClaimId(cells.name("claim_id"))


def claim_row(claim: Claim) -> dict[str, object]:
    """Return the cells of a claim, under the keys of a claims file."""
    row: dict[str, object] = {key: getattr(claim, key) for key in CLAIM_KEYS}
    return row | {
        "verdict": claim.verdict.value,
        "topic": claim.topic.value,
        "status": claim.status.value,
        "checked_at": _written(claim.checked_at),
    }


def statement_row(statement: Statement) -> dict[str, object]:
    """Return the cells of a statement, under the keys of a statements file."""
    row: dict[str, object] = {key: getattr(statement, key) for key in STATEMENT_KEYS}
    return row | {
        "status": statement.status.value,
        "published_at": _written(statement.published_at),
        "valid_until": _written(statement.valid_until),
    }


def _written(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
