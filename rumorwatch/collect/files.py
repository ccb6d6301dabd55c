"""Files of posts to RawItems: archives, vendor exports, a hotline's list (commands.md, Files)."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rumorwatch.collect.bodies.parsed import Parsed
from rumorwatch.collect.faults import FEED
from rumorwatch.collect.tables.postfields import POST_KEYS, read_kind, read_post
from rumorwatch.collect.tables.reading import TooLargeError, open_rows, read_rows
from rumorwatch.collect.tables.rows import BadRow, Row
from rumorwatch.domain.errors import FileError, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from rumorwatch.collect.tables.mapping import ColumnMapping
    from rumorwatch.domain.posts import RawItem

MAX_ROWS = 200_000
"""Rows read of a posts file that comes as a feed."""
_ALLOW_MORE = f"If this feed is really that big: feeds.{FEED}.max_body_mb"
_SHOWN = 5
"""Bad rows named one by one in the notes of a feed."""


class PostsFile:
    """The posts of one file, read while iterated over; a row that is no post comes as a BadRow in its place."""

    def __init__(self, path: Path, *, mapping: ColumnMapping | None, timezone: str) -> None:
        """Open nothing yet."""
        self._path = path
        self._mapping = mapping
        self._reader = PostRows(mapping, timezone=timezone)
        self._position = 0
        try:
            self.total_bytes = path.stat().st_size
        except OSError:
            self.total_bytes = 0

    @property
    def read_bytes(self) -> int:
        """How far it has been read, of ``total_bytes`` (as stored, packed or not)."""
        return self._position

    @property
    def notes(self) -> tuple[str, ...]:
        """What was odd so far, once each: columns nobody knows, kinds nobody knows."""
        return self._reader.notes

    def __iter__(self) -> Iterator[RawItem | BadRow]:
        """Read from the beginning.

        Raises:
            FileError: RW-F01 to RW-F06; what came before is good.
        """
        options = self._mapping.options if self._mapping else None
        with open_rows(self._path) as file:
            for row in read_rows(file, name=self._path.name, options=options):
                self._position = file.tell()
                yield row if isinstance(row, BadRow) else self._reader.read(row)


class PostRows:
    """Turns rows into posts and remembers what nobody knew."""

    def __init__(self, mapping: ColumnMapping | None, *, timezone: str) -> None:
        """Take the mapping's zone before the feed's."""
        self._mapping = mapping
        self._zone = ZoneInfo((mapping.timezone if mapping else None) or timezone)
        self._unknown: dict[str, None] = {}
        self._kinds: dict[str, None] = {}

    @property
    def notes(self) -> tuple[str, ...]:
        """What was odd so far."""
        columns, kinds = (quoted(", ".join(names)) for names in (self._unknown, self._kinds))
        return (
            *((f"columns not used: {columns}",) if columns else ()),
            *((f"kinds nobody knows, taken as post: {kinds}",) if kinds else ()),
        )

    def read(self, row: Row) -> RawItem | BadRow:
        """Return the row's post."""
        cells = self._ours(row.cells)
        date = self._mapping.read_date(cells.get("published_at"), zone=self._zone) if self._mapping else None
        if (kind := cells.get("kind")) and read_kind(kind) is None:
            self._kinds[str(kind)[:40]] = None
        return read_post(cells, zone=self._zone, date=date) or BadRow(line=row.line, reason='no "text"')

    def _ours(self, cells: Mapping[str, object]) -> Mapping[str, object]:
        known = self._mapping.columns if self._mapping and self._mapping.columns else POST_KEYS
        for column in cells:
            if column not in known and len(self._unknown) < len(POST_KEYS):
                self._unknown[str(column)[:40]] = None
        return self._mapping.apply(cells) if self._mapping else cells


def read_posts(path: Path, *, mapping: Path | None = None, timezone: str = "Asia/Ho_Chi_Minh") -> PostsFile:
    """Return the posts of a file, to be iterated over.

    Args:
        path: JSONL, CSV, TSV (these also ``.gz``) or XLSX.
        mapping: Mapping file for columns that are not ours.
        timezone: Zone of dates without one, unless the mapping says another.

    Raises:
        FileError: RW-F01 or RW-F07 for the mapping file; RW-F01 to RW-F06 when iterated over.
    """
    columns = None
    if mapping is not None:
        from rumorwatch.collect.tables.mapping import read_mapping

        columns = read_mapping(mapping)
    return PostsFile(path, mapping=columns, timezone=timezone)


def parse_posts(body: bytes, *, name: str, timezone: str, max_bytes: int) -> Parsed:
    """Read a posts file that came as a feed's body; good rows before a damage are kept.

    Args:
        body: The file.
        name: Path or address, for its ending.
        timezone: Zone of dates without one.
        max_bytes: What it may unpack to.

    Raises:
        FileError: Nothing in it can be read.
    """
    rows = PostRows(None, timezone=timezone)
    posts: list[RawItem] = []
    bad: list[BadRow] = []
    notes: list[str] = []
    whole = True
    try:
        for row in read_rows(io.BytesIO(body), name=name.partition("?")[0], max_bytes=max_bytes):
            if len(posts) + len(bad) >= MAX_ROWS:
                notes.append(f"only the first {MAX_ROWS:,} rows were read; split the file, or use posts import")
                whole = False
                break
            read = row if isinstance(row, BadRow) else rows.read(row)
            if isinstance(read, BadRow):
                bad.append(read)
            else:
                posts.append(read)
    except TooLargeError as error:
        if not posts:
            raise FileError(code=error.code, failed=error.failed, remedy=_ALLOW_MORE) from error
        notes.append(f"{error.failed}; {len(posts)} posts before it were kept. {_ALLOW_MORE}")
        whole = False
    except FileError as error:
        if not posts:
            raise
        notes.append(f"{error.failed}; {len(posts)} posts before it were kept")
    if bad and not posts:
        raise FileError(code="RW-F08", failed=f"no row is a post; line {bad[0].line}: {bad[0].reason}")
    shown = ", ".join(f"line {row.line}: {row.reason}" for row in bad[:_SHOWN])
    notes += [f"{len(bad)} rows left out ({shown}{', …' if len(bad) > _SHOWN else ''})"] if bad else []
    return Parsed(items=tuple(posts), notes=(*notes, *rows.notes), whole=whole)
