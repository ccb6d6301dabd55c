"""Names of models to encoders: those that ship, a folder, or a model of a hub."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

from rumorwatch.embed.shipped import CASCADE, SHIPPED, ModelKind, read_shipped

if TYPE_CHECKING:
    from collections.abc import Callable

    from rumorwatch.domain.ports import Encoder

_HUB_NAME = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*", re.ASCII)
"""``organization/name``."""


class Source(StrEnum):
    """Where the model of a name comes from."""

    SHIPPED = "shipped"
    FOLDER = "folder"
    HUB = "hub"


def source_of(name: str, *, base: Path = Path()) -> Source:
    """Return where a model of this name comes from; a shipped one goes first (``./mini`` is the folder of that name).

    ``models/mine`` is a folder where ``models`` is one, be it there or not: a slip in a folder's name asks no hub.

    Args:
        name: as in settings.
        base: what a relative folder is relative to.
    """
    if name in (*SHIPPED, CASCADE):
        return Source.SHIPPED
    is_hub_name = _HUB_NAME.fullmatch(name) is not None
    return Source.HUB if is_hub_name and not (base / name).parent.is_dir() else Source.FOLDER


def located(name: str, *, base: Path) -> str:
    """Return the name that opens the same model from any current folder."""
    return str(base / name) if source_of(name, base=base) is Source.FOLDER else name


def here(name: str, *, base: Path) -> Path | None:
    """Return the folder on this machine of a model that does not ship; None when there is none. Nothing is fetched."""
    if source_of(name, base=base) is Source.HUB:
        from rumorwatch.embed.hub import known_folder

        return known_folder(name)
    folder = base / name
    return folder if folder.is_dir() else None


def open_encoder(
    name: str, *, progress: Callable[[int, int], None] | None = None, models: Path | None = None
) -> Encoder:
    """Return the dense encoder of a name; what a run may never need is loaded with the first text.

    Args:
        name: a shipped model, a folder, or a model of a hub; not ``lexical``, which learns from claims.
        progress: told (texts done, texts in all) after each batch.
        models: folder of the shipped models; None: where they ship.

    Raises:
        ModelError: RW-M01 to RW-M04, RW-M10 to RW-M11 it is not there.
    """
    match source_of(name):
        case Source.SHIPPED:
            return _open_shipped(name, progress, models)
        case Source.FOLDER:
            from rumorwatch.embed.transformer import TransformerEncoder

            return TransformerEncoder(folder=Path(name), progress=progress)
        case Source.HUB:
            from rumorwatch.embed.hub import open_hub_model

            return open_hub_model(name, progress=progress)
        case unknown:
            assert_never(unknown)


def _open_shipped(name: str, progress: Callable[[int, int], None] | None, models: Path | None) -> Encoder:
    model = read_shipped(name, models=models)
    match model.kind:
        case ModelKind.STATIC:
            from rumorwatch.embed.static import StaticEncoder

            return StaticEncoder(model=model, progress=progress)
        case ModelKind.MINI:
            from rumorwatch.embed.mini import MiniEncoder

            return MiniEncoder(model=model, progress=progress)
        case ModelKind.LEXICAL:
            raise ValueError("the lexical encoder learns from claims: LexicalEncoder.learn")
        case unknown:
            assert_never(unknown)
