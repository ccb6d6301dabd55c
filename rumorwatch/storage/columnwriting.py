"""Writing columns into a folder: whole under its name or not there, and never over what somebody else put there.

A folder is made under another name, flushed, and renamed. What stood there before is renamed aside first and deleted
last; where a kill came in between, ``restore`` puts it back.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from rumorwatch.domain.errors import quoted
from rumorwatch.storage.columns import MANIFEST, FileColumn, is_ours, manifest_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.typing import NDArray

UNFINISHED = ".rumorwatch-making-"
"""How the name of a folder begins that is being made, or was when its maker was killed."""
ASIDE = ".rumorwatch-old-"
"""How the name of a folder begins that is being replaced; its own name follows."""
LOCK = "rumorwatch-segment.lock"


class ColumnsWriteError(Exception):
    """Columns cannot be written; the text says where and why."""


class ForeignFolderError(Exception):
    """Where columns should stand is something that is not ours; the text names it."""


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
            ColumnsWriteError: They cannot be written.
            ValueError: They are of another kind than the first ones.
        """
        with _told(self.folder / name):
            if name not in self.growing:
                width = values.shape[1] if values.ndim > 1 else 0
                # Closed by ``close``, together with the others.
                self.growing[name] = _Growing(file=(self.folder / name).open("wb"), dtype=values.dtype, width=width)
            self.growing[name].append(values)

    def column(self, name: str) -> FileColumn:
        """Return what a column has so far.

        Raises:
            ColumnsWriteError: What was appended cannot be written.
        """
        growing = self.growing[name]
        with _told(self.folder / name):
            growing.file.flush()
            return FileColumn.open(self.folder / name, dtype=growing.dtype, width=growing.width)

    def finish(self, facts: Mapping[str, Any]) -> None:
        """Write everything to the disk and the manifest last.

        Raises:
            ColumnsWriteError: It cannot be written.
        """
        with _told(self.folder):
            self._finish(facts)

    def _finish(self, facts: Mapping[str, Any]) -> None:
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
        with (self.folder / MANIFEST).open("w", encoding="utf-8") as file:
            file.write(manifest_text(json.dumps({"facts": facts, "columns": columns})))
            file.flush()
            os.fsync(file.fileno())

    def close(self) -> None:
        """Close the files; what could not be written has been said, or is not wanted any more."""
        for growing in self.growing.values():
            with suppress(OSError):
                growing.file.close()


@contextmanager
def writing(place: Path, facts: dict[str, Any]) -> Iterator[FolderWriter]:
    """Yield a writer of columns that stand at ``place`` once the block is done; when it fails nothing is left.

    Args:
        place: Folder to make; its parent is there. Columns of ours that stand there already are replaced.
        facts: What to say of them besides; it may be filled while they are written.

    Raises:
        ColumnsWriteError: They cannot be written.
        ForeignFolderError: What stands there is not ours; known before the block begins.
    """
    refuse_foreign(place)
    with _told(place):
        folder = Path(mkdtemp(prefix=UNFINISHED, dir=place.parent))
    writer = FolderWriter(folder=folder)
    try:
        yield writer
        writer.finish(facts)
        refuse_foreign(place)
        with _told(place):
            _replace(place, folder)
    finally:
        writer.close()
        shutil.rmtree(folder, ignore_errors=True)


def restore(place: Path) -> None:
    """Put back what stood at ``place`` where its replacing was cut off, and clear away what was left unfinished.

    To be called under the folder's lock.

    Raises:
        ColumnsWriteError: It cannot be put back.
    """
    aside = place.with_name(ASIDE + place.name)
    with _told(place):
        if is_ours(aside):
            if not os.path.lexists(place):
                aside.rename(place)
            else:
                shutil.rmtree(aside, ignore_errors=True)
        for left in place.parent.glob(f"{UNFINISHED}*"):
            if left.is_dir() and not left.is_symlink():
                shutil.rmtree(left, ignore_errors=True)


def keep_newest(place: Path, *, prefix: str, most: int) -> None:
    """Delete the oldest of our folders beside ``place`` whose names begin so, until there are ``most`` with it."""
    with suppress(OSError):
        others = [one for one in place.parent.glob(f"{prefix}*") if one != place and is_ours(one)]
        others.sort(key=lambda one: (one / MANIFEST).stat().st_mtime_ns, reverse=True)
        for old in others[most - 1 :]:
            shutil.rmtree(old, ignore_errors=True)


@contextmanager
def locked(folder: Path, *, on_wait: Callable[[], None]) -> Iterator[None]:
    """Hold the lock of a folder, which is made, waiting for it; the kernel releases it even on a kill.

    Args:
        folder: Where columns are written.
        on_wait: Called before waiting for another process that holds it.

    Raises:
        ColumnsWriteError: The folder or the lock cannot be had.
    """
    with _told(folder):
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        with _told(folder / LOCK):
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                on_wait()
                fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Yield a folder that is deleted afterwards.

    Raises:
        ColumnsWriteError: There is no place for it.
    """
    with _told(Path(os.environ.get("TMPDIR", "/tmp"))):  # noqa: S108 - only named in the message
        made = TemporaryDirectory(prefix="rumorwatch-", ignore_cleanup_errors=True)
    with made as folder:
        yield Path(folder)


def refuse_foreign(place: Path) -> None:
    """Refuse to make columns where something stands that is neither ours nor an empty folder.

    Raises:
        ForeignFolderError: It does.
        ColumnsWriteError: Nobody can tell.
    """
    with _told(place):
        if not os.path.lexists(place) or is_ours(place):
            return
        is_folder = place.is_dir() and not place.is_symlink()
        is_empty = is_folder and next(place.iterdir(), None) is None
    if not is_empty:
        raise ForeignFolderError(f'"{place}" is {"a folder" if is_folder else "a file"} that rumorwatch did not make')


def _replace(place: Path, made: Path) -> None:
    """Rename a folder that was made to its place; what stood there stands there again when that fails."""
    aside = place.with_name(ASIDE + place.name)
    is_there = os.path.lexists(place)
    if is_there:
        if is_ours(aside):
            shutil.rmtree(aside)
        place.rename(aside)
    try:
        made.rename(place)
    except OSError:
        if is_there:
            aside.rename(place)
        raise
    _sync(place.parent)
    shutil.rmtree(aside, ignore_errors=True)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _told(place: Path) -> Iterator[None]:
    """Turn what the system says about our own files into an error of ours."""
    try:
        yield
    except OSError as error:
        raise ColumnsWriteError(f'"{place}" cannot be written ({quoted(error.strerror or str(error))})') from error
