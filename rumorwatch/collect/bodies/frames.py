"""What the sandbox and its child say to each other: length-prefixed JSON, and nothing that could be unpickled."""

from __future__ import annotations

import json
import struct
from datetime import datetime
from typing import TYPE_CHECKING, Any

from rumorwatch.collect.bodies.parsed import Parsed
from rumorwatch.domain.errors import FeedError
from rumorwatch.domain.posts import Counts, PostKind, RawItem

if TYPE_CHECKING:
    from typing import IO

MAX_FRAME = 512 << 20
"""Bytes of one frame; more than the child's memory could hold."""
EXIT_MEMORY = 71
"""How the child ends when its memory is used up."""

_LENGTH = struct.Struct(">Q")
_TEXTS = ("text", "title", "guid", "url", "date_text", "language", "reply_to", "author", "source", "province")
_COUNTS = ("likes", "shares", "comments", "views")
_ERROR_PARTS = ("code", "failed", "kept", "next", "remedy")


def send(stream: IO[bytes], payload: bytes) -> None:
    """Write one frame."""
    stream.write(_LENGTH.pack(len(payload)))
    stream.write(payload)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes | None:
    """Read one frame; None when the other side is gone or talks nonsense."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    if length > MAX_FRAME:
        return None
    payload = stream.read(length)
    return payload if len(payload) == length else None


def pack(answer: Parsed | FeedError) -> bytes:
    """Return the child's answer as JSON."""
    content: dict[str, object]
    if isinstance(answer, FeedError):
        content = {"error": {part: getattr(answer, part) for part in _ERROR_PARTS}}
    else:
        content = {"items": [_row(item) for item in answer.items], "notes": answer.notes, "whole": answer.whole}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def unpack(payload: bytes) -> Parsed:
    """Return what the child read.

    Raises:
        FeedError: The child's own error, as it stated it.
        ValueError: The payload is not an answer.
    """
    try:
        content = json.loads(payload)
        if error := content.get("error"):
            raise FeedError(**{part: str(error[part]) for part in _ERROR_PARTS})
        return Parsed(
            items=tuple(_item(row) for row in content["items"]),
            notes=tuple(map(str, content["notes"])),
            whole=bool(content["whole"]),
        )
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(str(error)) from error


def _row(item: RawItem) -> dict[str, Any]:
    row: dict[str, Any] = {name: value for name in _TEXTS if (value := getattr(item, name))}
    row["kind"] = item.kind.value
    if item.published_at:
        row["published_at"] = item.published_at.isoformat()
    counts = {name: value for name in _COUNTS if (value := getattr(item.counts, name)) is not None}
    return row | ({"counts": counts} if counts else {})


def _item(row: dict[str, Any]) -> RawItem:
    published_at = row.pop("published_at", None)
    return RawItem(
        text=row.pop("text", ""),
        kind=PostKind(row.pop("kind")),
        published_at=datetime.fromisoformat(published_at) if published_at else None,
        counts=Counts(**row.pop("counts", {})),
        **row,
    )
