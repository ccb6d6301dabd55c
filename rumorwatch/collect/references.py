"""Claims, statements and pairs from files and to files: JSONL, CSV, TSV, XLSX, and ClaimReview JSON-LD for claims.

A file is taken whole or not at all: a list of known claims that silently lost some is worse than an error that names
the lines to mend. Who asks with ``keep_good`` gets the good rows with the bad ones named beside them, and has to tell.
"""

from __future__ import annotations

import io
import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from rumorwatch.collect.bodies.jsontext import load_json
from rumorwatch.collect.tables import referencerows
from rumorwatch.collect.tables.claimreview import find_reviews, is_review, read_review, write_reviews
from rumorwatch.collect.tables.reading import MAX_BYTES, open_rows, read_rows
from rumorwatch.collect.tables.referencerows import CLAIM_KEYS, PAIR_KEYS, STATEMENT_KEYS, Cells, KeyProblem
from rumorwatch.collect.tables.rows import BadRow, Row
from rumorwatch.collect.tables.writing import replaced, write_rows
from rumorwatch.domain.errors import FileError, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from rumorwatch.domain.claims import Claim, ClaimId, Statement

_T = TypeVar("_T")
_SHOWN = 5
"""Problems named one by one."""
_MAX_JSON = 256 << 20
_JSON_LD = (".json", ".jsonld")


class Pair(NamedTuple):
    """A post and a claim that people say is the same."""

    post_id: str
    claim_id: ClaimId


@dataclass(frozen=True, slots=True, kw_only=True)
class References(Generic[_T]):
    """What a file held; iterating it gives the rows."""

    rows: tuple[_T, ...]
    """In the order of the file."""
    notes: tuple[str, ...] = ()
    """What was odd but survivable: columns not used, rating words nobody knows."""
    bad: tuple[BadRow, ...] = ()
    """Rows left out, only with ``keep_good``."""

    def __iter__(self) -> Iterator[_T]:
        """Iterate over the rows."""
        return iter(self.rows)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.rows)


def read_claims(path: Path, *, timezone: str = "Asia/Ho_Chi_Minh", keep_good: bool = False) -> References[Claim]:
    """Read claims; the ending says how (``.json`` and ``.jsonld``: ClaimReview or a list of objects).

    Args:
        path: The file; JSONL, CSV and TSV also ``.gz``.
        timezone: Zone of dates without one.
        keep_good: Leave bad rows out instead of refusing the file; of one id twice the first row is good.

    Raises:
        FileError: RW-F01 to RW-F06 the file, RW-F10 rows that are no claims, RW-F11 one id twice, RW-F12 no claim.
    """
    return _read(
        path, referencerows.read_claim, CLAIM_KEYS, timezone, identify=lambda claim: claim.id, keep_good=keep_good
    )


def read_statements(
    path: Path, *, timezone: str = "Asia/Ho_Chi_Minh", keep_good: bool = False
) -> References[Statement]:
    """Read official statements.

    Raises:
        FileError: As ``read_claims``.
    """
    return _read(
        path,
        referencerows.read_statement,
        STATEMENT_KEYS,
        timezone,
        identify=lambda statement: statement.id,
        keep_good=keep_good,
    )


def read_pairs(path: Path) -> References[Pair]:
    """Read which post is which claim; a post may have several claims.

    Raises:
        FileError: As ``read_claims``.
    """

    def build(cells: Cells) -> Pair:
        post_id, claim_id = referencerows.read_pair(cells)
        return Pair(post_id, claim_id)

    return _read(path, build, PAIR_KEYS, "UTC", identify=None)


def write_claims(path: Path, claims: Iterable[Claim]) -> int:
    """Write claims in the format of the path's ending; return how many. Reading gives the same claims back.

    Raises:
        FileError: RW-F02 unknown format, RW-F09 it cannot be written.
    """
    if path.suffix.lower() in _JSON_LD:
        kept = list(claims)
        with replaced(path) as file:
            file.write(json.dumps(write_reviews(kept), ensure_ascii=False, indent=1).encode() + b"\n")
        return len(kept)
    return write_rows(path, map(referencerows.claim_row, claims), columns=CLAIM_KEYS)


def write_statements(path: Path, statements: Iterable[Statement]) -> int:
    """Write statements in the format of the path's ending; return how many. Reading gives the same ones back.

    Raises:
        FileError: RW-F02 unknown format, RW-F09 it cannot be written.
    """
    return write_rows(path, map(referencerows.statement_row, statements), columns=STATEMENT_KEYS)


def _read(
    path: Path,
    build: Callable[[Cells], _T],
    keys: Sequence[str],
    timezone: str,
    *,
    identify: Callable[[_T], str] | None,
    keep_good: bool = False,
) -> References[_T]:
    zone = ZoneInfo(timezone)
    built: list[_T] = []
    bad: list[BadRow] = []
    lines: dict[str, int] = {}
    unknown: dict[str, None] = {}
    notes: Counter[str] = Counter()
    for row in _rows(path):
        if isinstance(row, BadRow):
            bad.append(row)
            continue
        cells = row.cells
        if "@type" in cells and is_review(dict(cells)):
            cells = read_review(dict(cells))
        unknown |= dict.fromkeys(key for key in cells if key not in keys)
        try:
            made = build(Cells(values=cells, zone=zone, notes=notes))
        except KeyProblem as problem:
            bad.append(BadRow(line=row.line, reason=f'"{problem.key}": {problem.why}'))
            continue
        if keep_good and identify and lines.setdefault(identify(made), row.line) != row.line:
            bad.append(BadRow(line=row.line, reason=f"its id stands in line {lines[identify(made)]} already"))
        else:
            built.append(made)
    if not (keep_good and built):
        _refuse(path, built, bad, identify)
    columns = quoted(", ".join(unknown))
    return References(
        rows=tuple(built),
        bad=tuple(bad),
        notes=(
            *((f"columns not used: {columns}",) if columns else ()),
            *(f"{note} ({n} times)" for note, n in notes.items()),
        ),
    )


def _rows(path: Path) -> Iterator[Row | BadRow]:
    if path.suffix.lower() in _JSON_LD:
        yield from _document_rows(path)
        return
    with open_rows(path) as file:
        yield from read_rows(file, name=path.name, max_bytes=MAX_BYTES)


def _document_rows(path: Path) -> Iterator[Row | BadRow]:
    """Yield the reviews of a JSON-LD document, or the rows of a JSON list; a row's line is its place."""
    with open_rows(path) as file:
        content = file.read(_MAX_JSON)
    try:
        document = load_json(content.decode("utf-8-sig"))
    except ValueError:
        yield from read_rows(io.BytesIO(content), name=path.name)  # JSONL under a wrong name, or an error with its line
        return
    reviews = list(find_reviews(document))
    plain = document if isinstance(document, list) else [document]
    for line, node in enumerate(reviews or plain, start=1):
        yield Row(line=line, cells=node) if isinstance(node, dict) else BadRow(line=line, reason="not an object")


def _refuse(path: Path, built: list[_T], bad: list[BadRow], identify: Callable[[_T], str] | None) -> None:
    problems = [f"line {row.line}: {row.reason}" for row in bad]
    if problems:
        more = f" and {len(problems) - _SHOWN} more" if len(problems) > _SHOWN else ""
        raise FileError(
            code="RW-F10",
            failed=f"{quoted(path.name)}: {len(problems)} rows cannot be used ({'; '.join(problems[:_SHOWN])}{more})",
            kept="nothing was taken from this file",
            remedy="Mend these lines and import the file again",
        )
    if not built:
        raise FileError(
            code="RW-F12", failed=f"{quoted(path.name)} holds no rows", remedy="Check that it is the right file"
        )
    twice = [name for name, count in Counter(map(identify, built)).items() if count > 1] if identify else []
    if twice:
        shown = ", ".join(map(quoted, twice[:_SHOWN])) + (
            f" and {len(twice) - _SHOWN} more" if len(twice) > _SHOWN else ""
        )
        raise FileError(
            code="RW-F11",
            failed=f"{quoted(path.name)}: {len(twice)} ids stand there more than once: {shown}",
            kept="nothing was taken from this file",
            remedy="Give each row its own id",
        )
