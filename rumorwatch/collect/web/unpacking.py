"""Unpacking bodies piece by piece, so that a bomb is stopped while it is still small."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from rumorwatch.collect.faults import FEED, Code, Fault
from rumorwatch.domain.errors import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_LAYERS = 2
"""One is usual, two come from a proxy that packs again; more are an attack."""
_PIECE = 64 * 1024
_RATIO_FROM = 256 * 1024
"""Bytes below which the ratio says nothing: a short feed of one repeated line packs 300 to 1 and harms nobody."""
_MB = 1024 * 1024
_GZIP_MAGIC = b"\x1f\x8b"
_GZIP = zlib.MAX_WBITS | 16
_ZLIB_HEAD = 2


def read_encodings(header: str) -> tuple[str, ...]:
    """Return the layers of a Content-Encoding header, innermost first.

    Raises:
        Fault: RW-C12 for more than two layers or one we did not ask for.
    """
    names = [name.strip().lower() for name in header.split(",")]
    layers = tuple(name.removeprefix("x-") for name in names if name not in {"", "identity"})
    if len(layers) > MAX_LAYERS:
        raise _unreadable(f"packed {len(layers)} times, at most {MAX_LAYERS} are unpacked")
    unknown = next((layer for layer in layers if layer not in {"gzip", "deflate"}), None)
    if unknown is not None:
        raise _unreadable(f"packed as {quoted(unknown)!r}, which was not asked for")
    return layers


class Unpacker:
    """A body on its way from the wire, never larger than its limits allow."""

    def __init__(self, encodings: tuple[str, ...], *, max_bytes: int, max_ratio: float) -> None:
        self._layers = [_Layer(encoding) for encoding in reversed(encodings)]
        self._made = [0] * len(self._layers)
        self._max_bytes = max_bytes
        self._max_ratio = max_ratio
        self._wire = 0
        self._body = bytearray()

    @property
    def wire_bytes(self) -> int:
        """Return how many bytes of the body came over the wire so far."""
        return self._wire

    def add(self, piece: bytes) -> None:
        """Take a piece from the wire.

        Raises:
            Fault: RW-C07 when the body grows over its size or ratio, RW-C12 when it is not packed as announced.
        """
        self._wire += len(piece)
        if self._wire > self._max_bytes:
            raise self.too_large()
        for unpacked in self._through(0, piece):
            self._body += unpacked
            if len(self._body) > self._max_bytes:
                raise self.too_large()

    def finish(self) -> bytes:
        """Return the whole body.

        Raises:
            Fault: RW-C12 when a packed body ends too early.
        """
        if self._wire and any(not layer.is_complete for layer in self._layers):
            raise _unreadable("cut short: its packing ends too early")
        return bytes(self._body)

    def cut(self) -> bytes:
        """Return what came so far, at most the limit."""
        return bytes(self._body[: self._max_bytes])

    def too_large(self) -> Fault:
        """Return the fault of a body over its limits."""
        made = max([len(self._body), *self._made])
        ratio = f" (ratio {made / max(self._wire, 1):.0f}:1)" if self._layers else ""
        return Fault(
            Code.BODY,
            f"body over {self._max_bytes / _MB:g} MB after decompression{ratio}, stopped",
            f"If this feed is really that big: feeds.{FEED}.max_body_mb",
        )

    def _through(self, depth: int, piece: bytes) -> Iterator[bytes]:
        if depth == len(self._layers):
            yield piece
            return
        for unpacked in self._layers[depth].unpack(piece):
            self._made[depth] += len(unpacked)
            self._check_ratio(self._made[depth])
            yield from self._through(depth + 1, unpacked)

    def _check_ratio(self, made: int) -> None:
        if made > self._max_bytes:
            raise self.too_large()
        taken = self._wire - self._layers[0].waiting
        if made > _RATIO_FROM and made > self._max_ratio * taken:
            raise Fault(
                Code.BODY,
                f"body unpacks {made / taken:.0f}:1, over {self._max_ratio:g}:1, stopped after {made // 1024} kB",
                "If this feed is really that repetitive: fetch.max_ratio",
            )


class _Layer:
    """One gzip or deflate layer; gzip may have several members (RFC 1952, 2.2)."""

    def __init__(self, encoding: str) -> None:
        self._gzip = encoding == "gzip"
        self._stream = zlib.decompressobj(_GZIP) if self._gzip else None
        self._head = b""
        self._padding = False
        self.waiting = 0
        """Bytes of the last piece not unpacked yet."""

    @property
    def is_complete(self) -> bool:
        """Whether the stream ended as it should."""
        return self._stream is not None and self._stream.eof

    def unpack(self, piece: bytes) -> Iterator[bytes]:
        """Yield what the piece unpacks to, at most 64 kB at a time.

        Raises:
            Fault: RW-C12 when it is not packed so.
        """
        if self._stream is None:
            self._head += piece
            if len(self._head) < _ZLIB_HEAD:
                return
            self._stream, piece = zlib.decompressobj(_deflate_kind(self._head)), self._head
        try:
            yield from self._inflate(self._stream, piece)
        except zlib.error as error:
            raise _unreadable("not packed as its header says") from error

    def _inflate(self, stream: zlib._Decompress, piece: bytes) -> Iterator[bytes]:
        while piece and not self._padding:
            made = stream.decompress(piece, _PIECE)
            piece = stream.unused_data if stream.eof else stream.unconsumed_tail
            self.waiting = len(piece)
            if made:
                yield made
            if stream.eof:
                stream = self._next_member(stream, piece)
            elif not piece and len(made) == _PIECE:
                # all input was taken while the output was full: zlib may still hold some
                while made := stream.decompress(b"", _PIECE):
                    yield made

    def _next_member(self, ended: zlib._Decompress, rest: bytes) -> zlib._Decompress:
        if self._gzip and rest and _GZIP_MAGIC.startswith(rest[:2]):
            self._stream = zlib.decompressobj(_GZIP)
            return self._stream
        self._padding = bool(rest)  # zeros or a newline after the end harm nobody
        return ended


def _deflate_kind(head: bytes) -> int:
    """Return zlib's window bits: half of the servers send deflate without its zlib frame (RFC 9110, 8.4.1.2)."""
    framed = head[0] & 0x0F == zlib.DEFLATED and int.from_bytes(head[:2]) % 31 == 0  # RFC 1950, 2.2
    return zlib.MAX_WBITS if framed else -zlib.MAX_WBITS


def _unreadable(why: str) -> Fault:
    return Fault(Code.ENCODING, f"the body is {why}", "Tell the feed's publisher; nothing on our side allows it")
