"""A shipped model's folder: what its manifest says, and whether its files are what it says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from rumorwatch.domain.errors import ModelError
from rumorwatch.embed import bundled

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class ModelKind(StrEnum):
    """How a shipped model makes rows."""

    LEXICAL = "lexical"
    STATIC = "static"
    MINI = "mini"


SHIPPED = tuple(kind.value for kind in ModelKind)
"""Names of the shipped models: each is a folder of ``models/``, and the only one of its kind."""
CASCADE = "cascade"
"""What settings call all of them, one after the other (models.py)."""
ROWS_VERSION = 1
"""Raised by hand when the code makes other rows of the same files."""
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSet:
    """A set of texts that a model learned from."""

    name: str
    licence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippedModel:
    """A shipped model as its manifest describes it."""

    name: str
    """Its folder in ``models/``, and what settings call it."""
    folder: Path
    id: str
    """Name and version."""
    kind: ModelKind
    licence: str
    languages: tuple[str, ...]
    dimensions: int | None
    """Length of a row; None: made from the claims at hand."""
    max_tokens: int | None
    """Longest window of word pieces, special ones included; None: no limit."""
    parent: str | None
    """The model it was taught by or began as."""
    data: tuple[DataSet, ...]
    """What it learned from."""
    metrics: Mapping[str, Any]
    """Figures by name, as measured when it was made."""
    files: Mapping[str, str]
    """SHA-256 of every file its rows depend on, by path in the folder."""

    @property
    def model_id(self) -> str:
        """Its id with a hash of everything the rows depend on; no file is read for it."""
        lines = [f"rows {ROWS_VERSION}", *(f"{path} {digest}" for path, digest in sorted(self.files.items()))]
        return f"{self.id}:{sha256(chr(10).join(lines).encode()).hexdigest()[:12]}"

    def faults(self) -> list[str]:
        """Return what is wrong with each file that is missing or not what the manifest says; every file is read."""
        return [fault for path, digest in sorted(self.files.items()) if (fault := self._fault(path, digest))]

    def verify(self) -> None:
        """Check every file.

        Raises:
            ModelError: RW-M07 a file is missing or another one than the manifest says.
        """
        if faults := self.faults():
            raise ModelError(
                "RW-M07",
                f'model "{self.name}" in {self.folder} is damaged: {"; ".join(faults)}',
                remedy="Reinstall rumorwatch (in a checkout: git restore models)",
            )

    def _fault(self, path: str, digest: str) -> str:
        found = sha256()
        try:
            with (self.folder / path).open("rb") as file:
                for block in iter(partial(file.read, _BLOCK), b""):
                    found.update(block)
        except OSError as error:
            return f"{path} cannot be read ({error.strerror or error})"
        return "" if found.hexdigest() == digest else f"{path} is not the file that was shipped"


def read_shipped(name: str, *, models: Path | None = None) -> ShippedModel:
    """Return what a shipped model's manifest says of it.

    Args:
        name: its folder.
        models: folder of the models; None: where they ship.

    Raises:
        ModelError: RW-M01 there is no such model; RW-M02 its manifest cannot be used.
    """
    folder = (models or bundled.models_dir()) / name
    manifest = bundled.read_manifest(name, models=folder.parent)
    try:
        return shipped_of(manifest, name=name, folder=folder)
    except (KeyError, TypeError, ValueError) as error:
        raise ModelError(
            "RW-M02",
            f'model "{name}": {folder / "manifest.json"} cannot be used ({type(error).__name__}: {error})',
            remedy="Reinstall rumorwatch: its files are damaged",
        ) from error


def shipped_of(manifest: Mapping[str, Any], *, name: str, folder: Path) -> ShippedModel:
    """Return what a manifest says of a model.

    Raises:
        KeyError: It does not say something that it has to.
        TypeError: It says something of another kind.
        ValueError: It says something that cannot be.
    """
    return ShippedModel(
        name=name,
        folder=folder,
        id=str(manifest["id"]),
        kind=ModelKind(manifest["kind"]),
        licence=str(manifest["licence"]),
        languages=tuple(map(str, manifest["languages"])),
        dimensions=_whole(manifest.get("dimensions")),
        max_tokens=_whole(manifest.get("max_tokens")),
        parent=manifest.get("parent"),
        data=tuple(DataSet(name=str(of["name"]), licence=str(of["licence"])) for of in manifest["data"]),
        metrics=dict(manifest.get("metrics", {})),
        files={str(path): str(digest) for path, digest in dict(manifest["files"]).items()},
    )


def _whole(number: object) -> int | None:
    if number is None or (isinstance(number, int) and number > 0):
        return number
    raise ValueError(f"{number!r} is no length")
