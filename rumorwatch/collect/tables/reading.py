"""Rows from files: JSONL, CSV and TSV by header, XLSX; each also gzipped where that makes sense.

Reading streams: a row at a time, each with its line number; a bad line is reported in its place and the next one is
read. A file that is damaged as a whole raises, after the rows before the damage were given.
"""

from __future__ import annotations

import gzip
import io
import zlib
from enum import StrEnum
from typing import TYPE_CHECKING, BinaryIO, cast

from rumorwatch.collect.bodies.jsontext import load_json
from rumorwatch.collect.tables.rows import BadRow, Row, TableOptions
from rumorwatch.collect.tables.spreadsheets import read_csv, read_xlsx
from rumorwatch.domain.errors import FileError, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_BYTES = 4 << 30
"""Unpacked bytes read of a file that a user named."""
MAX_LINE = 4 << 20
"""Bytes of one JSON line."""

_REMEDY = "Fetch or export the file again; split it when it is really that big"
_GZIP = b"\x1f\x8b"
_ZIP = b"PK\x03\x04"


class TooLargeError(FileError):
    """The file unpacks to more than is read; what came before the limit is good."""


class Format(StrEnum):
    """How rows are written."""

    JSONL = "jsonl"
    CSV = "csv"
    TSV = "tsv"
    XLSX = "xlsx"


_SUFFIXES = {
    "jsonl": Format.JSONL, "ndjson": Format.JSONL, "json": Format.JSONL, "csv": Format.CSV, "txt": Format.CSV,
    "tsv": Format.TSV, "tab": Format.TSV, "xlsx": Format.XLSX, "xlsm": Format.XLSX,
}  # fmt: skip


def format_of(name: str, head: bytes = b"") -> Format:
    """Return the format by the name's ending, else by the first bytes (unpacked).

    Raises:
        FileError: RW-F02 neither tells.
    """
    ending = name.lower().removesuffix(".gz").rpartition(".")[2]
    if found := _SUFFIXES.get(ending):
        return found
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(_ZIP):
        return Format.XLSX
    if start.startswith((b"{", b"[")):
        return Format.JSONL
    if start and b"\n" in head and b"\0" not in head and not start.startswith(b"<"):
        return Format.CSV
    raise FileError(
        code="RW-F02",
        failed=f"{quoted(name)}: neither its name nor its content says what it is",
        remedy="Name it .jsonl, .csv, .tsv or .xlsx (the first three also with .gz)",
    )


def read_rows(
    stream: BinaryIO, *, name: str, options: TableOptions | None = None, max_bytes: int = MAX_BYTES
) -> Iterator[Row | BadRow]:
    """Yield the rows of a file in its order.

    Args:
        stream: At its begin; for XLSX it must be seekable.
        name: For its ending and for messages.
        options: What a mapping file says about it.
        max_bytes: Unpacked bytes read at most.

    Raises:
        FileError: RW-F02 unknown format, RW-F03 damaged or too large once unpacked, RW-F04 no usable header,
            RW-F05 no usable workbook or sheet, RW-F06 unknown character set.
    """
    options = options or TableOptions()
    source = _Bounded(_unpacked(stream), name=name, max_bytes=max_bytes)
    match format_of(name, source.peek()):
        case Format.JSONL:
            yield from _read_jsonl(source)
        case Format.XLSX:
            yield from read_xlsx(source.whole(), name=name, options=options, max_bytes=max_bytes)
        case Format.CSV:
            yield from read_csv(source, name=name, options=options)
        case Format.TSV:
            yield from read_csv(source, name=name, options=options, delimiter="\t")


def open_rows(path: Path) -> BinaryIO:
    """Open a file for reading.

    Raises:
        FileError: RW-F01 it cannot be opened.
    """
    try:
        return path.open("rb")
    except OSError as error:
        raise FileError(
            code="RW-F01",
            failed=f"{quoted(str(path))} cannot be opened: {error.strerror or error}",
            remedy="Check the path and its permissions",
        ) from error


class _Bounded(io.RawIOBase):
    """A stream that stops at a limit and names its file when it is damaged."""

    def __init__(self, source: BinaryIO, *, name: str, max_bytes: int) -> None:
        self.source, self.name, self.max_bytes = source, name, max_bytes
        self.read_so_far, self.ahead = 0, b""

    def readable(self) -> bool:
        return True

    def peek(self) -> bytes:
        self.ahead = self.ahead or self._take(1 << 16)
        return self.ahead

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        piece = self.ahead or self._take(len(buffer))
        given, self.ahead = piece[: len(buffer)], piece[len(buffer) :]
        buffer[: len(given)] = given
        return len(given)

    def whole(self) -> bytes:
        return b"".join(iter(lambda: self.read(1 << 20), b""))

    def _take(self, size: int) -> bytes:
        try:
            piece = self.source.read(size)
        except (EOFError, gzip.BadGzipFile, zlib.error, OSError) as error:
            raise self._broken(f"damaged after {self.read_so_far:,} bytes ({error})") from error
        self.read_so_far += len(piece)
        if self.read_so_far > self.max_bytes:
            raise TooLargeError(
                code="RW-F03",
                failed=f"{quoted(self.name)}: over {self.max_bytes / (1 << 20):g} MB once unpacked, stopped",
                remedy=_REMEDY,
            )
        return piece

    def _broken(self, why: str) -> FileError:
        return FileError(code="RW-F03", failed=f"{quoted(self.name)}: {why}", remedy=_REMEDY)


def _unpacked(stream: BinaryIO) -> BinaryIO:
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast("io.RawIOBase", stream))
    head = buffered.peek(2)[:2]
    return gzip.GzipFile(fileobj=buffered) if head == _GZIP else buffered  # type: ignore[return-value]


def _read_jsonl(source: _Bounded) -> Iterator[Row | BadRow]:
    lines = io.BufferedReader(source, 1 << 18)
    if lines.peek(64).removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"[":
        yield from _read_array(lines.read())
        return
    number = 0
    while text := lines.readline(MAX_LINE):
        number += 1
        if len(text) == MAX_LINE and not text.endswith(b"\n"):
            while (more := lines.readline(MAX_LINE)) and not more.endswith(b"\n"):
                continue
            yield BadRow(line=number, reason=f"longer than {MAX_LINE >> 20} MB")
        elif text.strip():
            yield _row(text, number)


def _row(text: bytes, number: int) -> Row | BadRow:
    try:
        value = load_json(text.removeprefix(b"\xef\xbb\xbf").decode())
    except UnicodeDecodeError:
        return BadRow(line=number, reason="not UTF-8")
    except ValueError as error:
        return BadRow(line=number, reason=f"no JSON ({quoted(str(error))})")
    return _object(value, number)


def _object(value: object, number: int) -> Row | BadRow:
    if not isinstance(value, dict):
        return BadRow(line=number, reason=f"not an object but {type(value).__name__}")
    return Row(line=number, cells=value)


def _read_array(document: bytes) -> Iterator[Row | BadRow]:
    """Read ``[{...}, {...}]``; the line of an entry is its place in the list."""
    try:
        values = load_json(document.decode("utf-8-sig"))
    except ValueError as error:
        yield BadRow(line=1, reason=f"no JSON ({quoted(str(error))})")
        return
    for number, value in enumerate(values if isinstance(values, list) else [], start=1):
        yield _object(value, number)
