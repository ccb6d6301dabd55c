"""Columns in a folder: long arrays as plain files, named with their sizes and hashes in one manifest.

Files are read by pread, never mapped: what was read is not counted as memory of the process. A folder appears under its
name when it is whole, by one rename, and is believed when every file has the size and the hash that the manifest says.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import weakref
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

MANIFEST = "manifest.json"
UNFINISHED = ".making-"
"""How the name of a folder begins that is being made, or was when its maker was killed."""
_MAX_MANIFEST = 1_000_000
"""Bytes; ours have 3 kB."""


class ColumnsError(Exception):
    """A folder holds no columns of ours, or damaged ones; the text says which."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, weakref_slot=True)
class FileColumn:
    """A column in a file (domain.columns.Column)."""

    path: Path
    dtype: np.dtype[Any]
    width: int
    """Numbers of a row; 0: single numbers, not rows."""
    length: int
    """Rows, or numbers."""
    descriptor: int
    """Of the open file: the column can be read until nobody holds it, even when the folder is deleted."""

    @classmethod
    def open(cls, path: Path, *, dtype: np.dtype[Any], width: int) -> FileColumn:
        """Open a file of numbers.

        Raises:
            OSError: It cannot be opened.
        """
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        step = dtype.itemsize * max(width, 1)
        size = os.fstat(descriptor).st_size
        made = cls(path=path, dtype=dtype, width=width, length=size // step, descriptor=descriptor)
        weakref.finalize(made, os.close, descriptor)
        return made

    def __len__(self) -> int:
        return self.length

    @property
    def nbytes(self) -> int:
        """Bytes of all of it."""
        return self.length * self.dtype.itemsize * max(self.width, 1)

    def read(self, begin: int, end: int) -> NDArray[Any]:
        """Return the rows from ``begin`` to before ``end``.

        Raises:
            OSError: They cannot be read.
        """
        return self._shaped(self._bytes(begin, end))

    def gather(self, begins: NDArray[np.integer[Any]], ends: NDArray[np.integer[Any]]) -> NDArray[Any]:
        """Return many stretches, one after the other.

        Raises:
            OSError: They cannot be read.
        """
        step = self.dtype.itemsize * max(self.width, 1)
        offsets, sizes = (begins * step).tolist(), ((ends - begins) * step).tolist()
        # A search reads hundreds of rows a post: a call of ours around each pread would double its time.
        pread, descriptor = os.pread, self.descriptor
        found = b"".join([pread(descriptor, size, offset) for size, offset in zip(sizes, offsets, strict=True)])
        if len(found) != sum(sizes):
            raise OSError(f'"{self.path}" ends early, or a stretch is over 2 GB')
        return self._shaped(found)

    def _bytes(self, begin: int, end: int) -> bytes:
        step = self.dtype.itemsize * max(self.width, 1)
        wanted = (end - begin) * step
        found = os.pread(self.descriptor, wanted, begin * step)
        while len(found) < wanted:
            # One call gives 2 GB at most.
            more = os.pread(self.descriptor, wanted - len(found), begin * step + len(found))
            if not more:
                raise OSError(f'"{self.path}" ends before row {end}')
            found += more
        return found

    def _shaped(self, found: bytes) -> NDArray[Any]:
        flat = np.frombuffer(found, self.dtype)
        return flat.reshape(-1, self.width) if self.width else flat


@dataclass(kw_only=True, eq=False)
class _Growing:
    """A column that is being written."""

    file: BinaryIO
    dtype: np.dtype[Any]
    width: int
    digest: Any = field(default_factory=hashlib.sha256)

    def append(self, values: NDArray[Any]) -> None:
        packed = np.ascontiguousarray(values)
        if packed.dtype != self.dtype or packed.shape[1:] != ((self.width,) if self.width else ()):
            raise ValueError(f"{packed.dtype} {packed.shape} appended to {self.dtype} rows of {self.width}")
        data = packed.tobytes()
        self.digest.update(data)
        self.file.write(data)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FolderWriter:
    """Columns that are being written (domain.columns.ColumnWriter)."""

    folder: Path
    growing: dict[str, _Growing] = field(default_factory=dict)

    def append(self, name: str, values: NDArray[Any]) -> None:
        """Add numbers, or rows of numbers, to a column.

        Raises:
            OSError: They cannot be written.
            ValueError: They are of another kind than the first ones.
        """
        if name not in self.growing:
            width = values.shape[1] if values.ndim > 1 else 0
            # The file is closed by _finish or _abandon, together with the others.
            self.growing[name] = _Growing(file=(self.folder / name).open("wb"), dtype=values.dtype, width=width)
        self.growing[name].append(values)

    def column(self, name: str) -> FileColumn:
        """Return what a column has so far.

        Raises:
            OSError: It cannot be read.
        """
        growing = self.growing[name]
        growing.file.flush()
        return FileColumn.open(self.folder / name, dtype=growing.dtype, width=growing.width)

    def finish(self, facts: Mapping[str, Any]) -> None:
        """Write everything to the disk and the manifest last."""
        columns = {}
        for name, growing in self.growing.items():
            growing.file.flush()
            os.fsync(growing.file.fileno())
            columns[name] = {
                "dtype": np.lib.format.dtype_to_descr(growing.dtype),
                "width": growing.width,
                "bytes": growing.file.tell(),
                "sha256": growing.digest.hexdigest(),
            }
        text = json.dumps({"facts": facts, "columns": columns})
        with (self.folder / MANIFEST).open("w", encoding="utf-8") as file:
            file.write(json.dumps({"sha256": hashlib.sha256(text.encode()).hexdigest(), "content": text}))
            file.flush()
            os.fsync(file.fileno())

    def close(self) -> None:
        """Close the files."""
        for growing in self.growing.values():
            growing.file.close()


@contextmanager
def writing(place: Path, facts: dict[str, Any]) -> Iterator[FolderWriter]:
    """Yield a writer of columns that stand at ``place`` once the block is done; when it fails nothing is left.

    Args:
        place: Folder to make; its parent is there. What stands there already is replaced.
        facts: What to say of them besides; it may be filled while they are written.

    Raises:
        OSError: They cannot be written.
    """
    folder = Path(mkdtemp(prefix=UNFINISHED, dir=place.parent))
    writer = FolderWriter(folder=folder)
    try:
        yield writer
        writer.finish(facts)
        if place.exists():
            shutil.rmtree(place)
        folder.rename(place)
        _sync(place.parent)
    finally:
        writer.close()
        shutil.rmtree(folder, ignore_errors=True)


def open_columns(place: Path) -> tuple[dict[str, Any], dict[str, FileColumn]]:
    """Return the facts and columns of a folder, every file read once and compared with its hash.

    Raises:
        ColumnsError: There is none, or it is damaged or foreign.
    """
    try:
        content = _manifest(place / MANIFEST)
        columns = {}
        for name, told in content["columns"].items():
            if Path(name).name != name:
                raise ColumnsError(f'"{place / MANIFEST}" names a file outside its folder')
            dtype = np.lib.format.descr_to_dtype(_as_descr(told["dtype"]))
            column = FileColumn.open(place / name, dtype=dtype, width=int(told["width"]))
            columns[name] = column
            _verify(column, size=int(told["bytes"]), sha256=str(told["sha256"]))
        return content["facts"], columns
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ColumnsError(f'"{place}" cannot be read ({type(error).__name__}: {error})') from error


def _manifest(path: Path) -> dict[str, Any]:
    if path.stat().st_size > _MAX_MANIFEST:
        raise ColumnsError(f'"{path}" is too long')
    outer = json.loads(path.read_text("utf-8"))
    if hashlib.sha256(outer["content"].encode()).hexdigest() != outer["sha256"]:
        raise ColumnsError(f'"{path}" is not what was written')
    content: dict[str, Any] = json.loads(outer["content"])
    return content


def _as_descr(told: Any) -> Any:  # noqa: ANN401 - JSON has no tuples, numpy wants them
    return [tuple(part) for part in told] if isinstance(told, list) else told


def _verify(column: FileColumn, *, size: int, sha256: str) -> None:
    found = os.fstat(column.descriptor).st_size
    if found != size:
        raise ColumnsError(f'"{column.path}" has {found} bytes, not the {size} that were written')
    with os.fdopen(os.dup(column.descriptor), "rb") as file:
        file.seek(0)
        if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
            raise ColumnsError(f'"{column.path}" is not what was written')


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
