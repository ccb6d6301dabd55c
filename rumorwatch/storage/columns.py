"""Columns in a folder: long arrays as plain files, named with their sizes and hashes in one manifest.

Files are read by pread, never mapped: what was read is not counted as memory of the process. A folder is believed when
every file has the size and the hash that the manifest says; columnwriting.py makes it.
"""

from __future__ import annotations

import hashlib
import json
import os
import weakref
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from rumorwatch.domain.errors import StoreError, quoted

if TYPE_CHECKING:
    from numpy.typing import NDArray

MANIFEST = "manifest.json"
OURS = b'{"rumorwatch_columns": '
"""How each of our manifests begins, also a damaged one: a folder with another one, or with none, is somebody else's."""
_FORMAT = 1
_MAX_MANIFEST = 1_000_000
"""Bytes; ours have 3 kB."""


class ColumnsError(Exception):
    """A folder holds no columns of ours, or damaged ones; the text says which."""


class NoColumnsError(ColumnsError):
    """Nothing is there."""


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
            StoreError: RW-S12 they cannot be read.
        """
        try:
            return self._shaped(self._bytes(begin, end))
        except OSError as error:
            raise _unread(self.path, error) from error

    def gather(self, begins: NDArray[np.integer[Any]], ends: NDArray[np.integer[Any]]) -> NDArray[Any]:
        """Return many stretches, one after the other.

        Raises:
            StoreError: RW-S12 they cannot be read.
        """
        step = self.dtype.itemsize * max(self.width, 1)
        # Row numbers may be int32; the bytes of 5.6 million rows of 384 numbers are more than that holds.
        firsts, lasts = begins.astype(np.int64, copy=False), ends.astype(np.int64, copy=False)
        offsets, sizes = (firsts * step).tolist(), ((lasts - firsts) * step).tolist()
        # A search reads hundreds of rows a post: a call of ours around each pread would double its time.
        pread, descriptor = os.pread, self.descriptor
        try:
            found = b"".join([pread(descriptor, size, offset) for size, offset in zip(sizes, offsets, strict=True)])
        except OSError as error:
            raise _unread(self.path, error) from error
        if len(found) != sum(sizes):
            raise _unread(self.path, "it ends early, or a stretch is over 2 GB")
        return self._shaped(found)

    def _bytes(self, begin: int, end: int) -> bytes:
        step = self.dtype.itemsize * max(self.width, 1)
        wanted = (end - begin) * step
        found = os.pread(self.descriptor, wanted, begin * step)
        while len(found) < wanted:
            # One call gives 2 GB at most.
            more = os.pread(self.descriptor, wanted - len(found), begin * step + len(found))
            if not more:
                raise OSError(f"it ends before row {end}")
            found += more
        return found

    def _shaped(self, found: bytes) -> NDArray[Any]:
        flat = np.frombuffer(found, self.dtype)
        return flat.reshape(-1, self.width) if self.width else flat


def open_columns(place: Path) -> tuple[dict[str, Any], dict[str, FileColumn]]:
    """Return the facts and columns of a folder, every file read once and compared with its hash.

    Raises:
        NoColumnsError: There is none.
        ColumnsError: It is damaged or foreign.
    """
    try:
        content = _manifest(place / MANIFEST)
        facts, columns = content["facts"], {}
        if not isinstance(facts, dict):
            raise ColumnsError(f'"{place / MANIFEST}" says nothing of its columns')
        for name, told in content["columns"].items():
            if Path(name).name != name:
                raise ColumnsError(f'"{place / MANIFEST}" names a file outside its folder')
            dtype, width, size = _kind(told["dtype"]), int(told["width"]), int(told["bytes"])
            if width < 0 or size % (dtype.itemsize * max(width, 1)):
                raise ColumnsError(f'"{place / name}" has {size} bytes, which are no rows of {width} of {dtype}')
            columns[name] = FileColumn.open(place / name, dtype=dtype, width=width)
            _verify(columns[name], size=size, sha256=str(told["sha256"]))
    except FileNotFoundError as error:
        if not os.path.lexists(place):
            raise NoColumnsError(f'"{place}" is not there') from error
        raise ColumnsError(f'"{place}" is not whole ("{error.filename}" is missing)') from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise ColumnsError(f'"{place}" cannot be read ({type(error).__name__}: {error})') from error
    return facts, columns


def is_ours(place: Path) -> bool:
    """Return whether a folder is one of ours, whole or damaged, going by how its manifest begins.

    Raises:
        OSError: Nobody can tell.
    """
    if place.is_symlink() or not place.is_dir() or not (place / MANIFEST).is_file():
        return False
    with (place / MANIFEST).open("rb") as file:
        return file.read(len(OURS)) == OURS


def manifest_text(content: str) -> str:
    """Return a manifest of this content."""
    digest = hashlib.sha256(content.encode()).hexdigest()
    return json.dumps({"rumorwatch_columns": _FORMAT, "sha256": digest, "content": content})


def _manifest(path: Path) -> dict[str, Any]:
    if path.stat().st_size > _MAX_MANIFEST:
        raise ColumnsError(f'"{path}" is too long')
    outer = json.loads(path.read_text("utf-8"))
    if hashlib.sha256(outer["content"].encode()).hexdigest() != outer["sha256"]:
        raise ColumnsError(f'"{path}" is not what was written')
    if outer["rumorwatch_columns"] != _FORMAT:
        raise ColumnsError(f'"{path}" is of format {outer["rumorwatch_columns"]}, not {_FORMAT}')
    content: dict[str, Any] = json.loads(outer["content"])
    return content


def _kind(told: Any) -> np.dtype[Any]:  # noqa: ANN401 - of JSON
    """Return the dtype that a manifest tells: numbers, or tuples of them.

    Raises:
        ValueError: It is another one.
    """
    # JSON has no tuples, numpy wants them.
    descr: Any = [tuple(part) for part in told] if isinstance(told, list) else told
    dtype: np.dtype[Any] = np.lib.format.descr_to_dtype(descr)
    parts = [dtype] if dtype.fields is None else [part[0] for part in dtype.fields.values()]
    if not dtype.itemsize or any(part.kind not in "iuf" for part in parts):
        raise ValueError(f"{dtype} is no kind of number")
    return dtype


def _verify(column: FileColumn, *, size: int, sha256: str) -> None:
    found = os.fstat(column.descriptor).st_size
    if found != size:
        raise ColumnsError(f'"{column.path}" has {found} bytes, not the {size} that were written')
    with os.fdopen(os.dup(column.descriptor), "rb") as file:
        file.seek(0)
        if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
            raise ColumnsError(f'"{column.path}" is not what was written')


def _unread(path: Path, why: OSError | str) -> StoreError:
    said = why if isinstance(why, str) else why.strerror or str(why)
    return StoreError(
        code="RW-S12",
        failed=f'"{path}", a file of the segment of a long list of claims, cannot be read ({quoted(said)})',
        kept="What was stored before stays",
        remedy="Look at the disk; the segment may be deleted, the next run makes it again",
    )
