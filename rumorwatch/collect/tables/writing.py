"""Rows to files: JSONL, CSV, TSV and XLSX, whole or not at all."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import re
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, TYPE_CHECKING, cast

from rumorwatch.collect.tables.reading import Format, format_of
from rumorwatch.collect.tables.spreadsheets import defused
from rumorwatch.domain.errors import FileError, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

_SURROGATES = re.compile("[\ud800-\udfff]")
"""Halves of characters, which no encoding can write."""


def write_rows(path: Path, rows: Iterable[Mapping[str, object]], *, columns: Sequence[str]) -> int:
    """Write rows in the format of the path's ending (JSONL, CSV and TSV also ``.gz``); return how many.

    Nothing is run as a formula: in CSV and TSV such cells get an apostrophe in front, which reading takes off again;
    in XLSX all text is stored as text.
    Values may be text, numbers, None and sequences of text (one a line in a cell).

    Raises:
        FileError: RW-F02 unknown format, RW-F09 it cannot be written; an older file of this name stays.
    """
    wanted = format_of(path.name)
    with replaced(path) as file:
        packed = gzip.GzipFile(fileobj=file, mode="wb", mtime=0) if path.suffix == ".gz" else None
        stream = cast("IO[bytes]", packed) if packed else file
        match wanted:
            case Format.JSONL:
                count = _write_jsonl(stream, rows)
            case Format.XLSX:
                count = _write_xlsx(stream, rows, columns)
            case Format.CSV | Format.TSV:
                count = _write_csv(stream, rows, columns, "," if wanted is Format.CSV else "\t")
        if packed:
            packed.close()
    return count


@contextmanager
def replaced(path: Path) -> Iterator[IO[bytes]]:
    """Give a file that takes the path's place when the block ends well, and vanishes when it does not.

    Raises:
        FileError: RW-F09 it cannot be written.
    """
    try:
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            temporary = Path(file.name)
            try:
                yield file
                file.flush()
                os.fsync(file.fileno())
                temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
                temporary.replace(path)
            except BaseException:
                with suppress(OSError):
                    temporary.unlink()
                raise
        _sync_folder(path.parent)
    except OSError as error:
        raise FileError(
            code="RW-F09",
            failed=f"{quoted(str(path))} cannot be written: {error.strerror or error}",
            kept="what stood there before is untouched",
            remedy="Check the folder, its permissions and the free space",
        ) from error


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_jsonl(stream: IO[bytes], rows: Iterable[Mapping[str, object]]) -> int:
    count = 0
    for row in rows:
        full = {key: value for key, value in row.items() if value not in (None, "", (), [])}
        stream.write(json.dumps(full, ensure_ascii=False).encode() + b"\n")
        count += 1
    return count


def _write_csv(stream: IO[bytes], rows: Iterable[Mapping[str, object]], columns: Sequence[str], mark: str) -> int:
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    writer = csv.writer(text, delimiter=mark)
    writer.writerow(columns)
    count = 0
    for row in rows:
        writer.writerow([_cell(row.get(column)) for column in columns])
        count += 1
    text.flush()
    text.detach()
    return count


def _write_xlsx(stream: IO[bytes], rows: Iterable[Mapping[str, object]], columns: Sequence[str]) -> int:
    from rumorwatch.collect.tables.workbooks import Column, Sheet, write_workbook

    made = tuple(Column(key=column, heading=column) for column in columns)
    return write_workbook(stream, [Sheet(title="rumorwatch", columns=made, rows=rows)])


def _cell(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(value, list | tuple):
        value = "\n".join(str(part) for part in value)
    return defused(_SURROGATES.sub("\ufffd", value)) if isinstance(value, str) else value
