"""Reading one reply: its headers within their limit, its body unpacked within its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rumorwatch.collect.faults import Code, Fault
from rumorwatch.collect.web.answers import (
    GOOD,
    Answer,
    Body,
    Headers,
    Unchanged,
    Validators,
    read_validators,
    status_fault,
)
from rumorwatch.collect.web.connect import MeteredStream
from rumorwatch.collect.web.unpacking import Unpacker, read_encodings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime

    import httpcore2

_HEADER_FRAME = 4
"""Bytes a header takes on the wire beside its name and value."""
_NOT_MODIFIED = 304


@dataclass(slots=True)
class Progress:
    """How far a request came, for the message of the time-out."""

    body_bytes: int = 0

    def __str__(self) -> str:
        return f"after {self.body_bytes} bytes of body" if self.body_bytes else "before any of the body"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What one GET asks for, and how much of an answer it takes."""

    now: datetime
    """The run's moment, for dates in headers."""
    validators: Validators
    max_header_kb: int
    max_bytes: int
    """Of the body, unpacked."""
    max_ratio: float
    cut: bool
    """Whether a body over its limit is cut there instead of refused."""
    progress: Progress = field(default_factory=Progress)

    def check_headers(self, reply: httpcore2.Response) -> Headers:
        """Return the headers of a reply.

        Raises:
            Fault: RW-C09 when they are too long.
        """
        size = sum(len(name) + len(value) + _HEADER_FRAME for name, value in reply.headers)
        if size > self.max_header_kb * 1024:
            raise header_fault(f"headers of {size // 1024} kB, over {self.max_header_kb} kB")
        return Headers(reply.headers)

    async def read(self, reply: httpcore2.Response, headers: Headers, *, notes: tuple[str, ...]) -> Answer:
        """Return what the reply says.

        Raises:
            Fault: RW-C07 or RW-C12 for its body, RW-C14 to RW-C17 and RW-C22 for its status.
        """
        if reply.status == _NOT_MODIFIED and self.validators:
            async for _ in _pieces(reply):
                pass  # its end frees the connection for the next request
            return Unchanged(notes=notes)
        if reply.status not in GOOD:
            raise status_fault(reply.status, headers, now=self.now)
        content = await self._content(reply, headers)
        validators = read_validators(headers, now=self.now)
        content_type = headers.first("content-type")
        return Body(content=content, content_type=content_type, validators=validators, notes=notes)

    async def _content(self, reply: httpcore2.Response, headers: Headers) -> bytes:
        encodings = read_encodings(headers.joined("content-encoding"))
        unpacker = Unpacker(encodings, max_bytes=self.max_bytes, max_ratio=self.max_ratio)
        announced = headers.first("content-length") or ""
        if announced.isdigit() and int(announced[:18]) > self.max_bytes and not self.cut:
            raise unpacker.too_large()
        try:
            async for piece in _pieces(reply):
                unpacker.add(piece)
                self.progress.body_bytes = unpacker.wire_bytes
        except Fault as fault:
            if not self.cut or fault.code is not Code.BODY:
                raise
            return unpacker.cut()
        return unpacker.finish()


def header_fault(what: str) -> Fault:
    """Return the fault of headers over their limit."""
    return Fault(Code.HEADERS, f"{what}, stopped", "If this server really needs that: fetch.max_header_kb")


async def _pieces(reply: httpcore2.Response) -> AsyncIterator[bytes]:
    stream: Any = reply.extensions.get("network_stream")
    meter = stream if isinstance(stream, MeteredStream) else None
    async for piece in reply.aiter_stream():
        if meter is not None:
            meter.spend(len(piece))
        yield piece
    if meter is not None:
        meter.settle()
