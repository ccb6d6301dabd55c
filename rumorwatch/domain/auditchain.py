"""The audit's chain: each entry's hash covers the entry before, so that no entry can be changed alone.

Whoever can write the database can also make the whole chain anew, or cut off its end. Only a hash that was noted
elsewhere, as on paper or in a mail, shows that.
"""

from __future__ import annotations

import json
from datetime import UTC
from hashlib import sha256
from typing import TYPE_CHECKING

from rumorwatch.domain.duties import AuditEntry

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from rumorwatch.domain.duties import Action

BEFORE_FIRST = "0" * 64
"""What stands for the hash before the first entry."""


def entry_hash(
    *,
    number: int,
    at: datetime,
    actor: str,
    action: Action | str,
    subject: str,
    details: Mapping[str, str],
    previous: str,
) -> str:
    """Return the SHA-256 of an entry, 64 hex digits.

    It is taken over one line of ASCII: the JSON list of number, moment (ISO 8601 in UTC, microseconds), actor, action,
    subject, details sorted by name, and previous, without spaces.

    Raises:
        ValueError: The moment has no zone.
    """
    if at.tzinfo is None:
        raise ValueError(f"a time without a zone cannot be audited: {at.isoformat()}")
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    line = [number, moment, actor, str(action), subject, dict(details), previous]
    return sha256(json.dumps(line, sort_keys=True, separators=(",", ":")).encode("ascii")).hexdigest()


def next_entry(
    last: AuditEntry | None, *, at: datetime, actor: str, action: Action | str, subject: str, details: Mapping[str, str]
) -> AuditEntry:
    """Return the entry that follows the last one (None: the first), chained to it.

    Raises:
        ValueError: The moment has no zone.
    """
    number = 1 if last is None else last.number + 1
    previous = BEFORE_FIRST if last is None else last.hash
    made = entry_hash(
        number=number, at=at, actor=actor, action=action, subject=subject, details=details, previous=previous
    )
    return AuditEntry(
        number=number,
        at=at.astimezone(UTC),
        actor=actor,
        action=action,
        subject=subject,
        details=dict(details),
        previous=previous,
        hash=made,
    )


def first_broken(entries: Sequence[AuditEntry]) -> int | None:
    """Return the number of the first entry that is not as it was written, or does not follow the one before.

    Args:
        entries: All of them, as stored, by number.

    Returns:
        None when the chain is whole, as an empty one is. After a deleted entry it is the one that followed.
    """
    last: AuditEntry | None = None
    for entry in entries:
        expected = next_entry(
            last, at=entry.at, actor=entry.actor, action=entry.action, subject=entry.subject, details=entry.details
        )
        if (entry.number, entry.previous, entry.hash) != (expected.number, expected.previous, expected.hash):
            return entry.number
        last = entry
    return None
