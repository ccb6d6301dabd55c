"""Names of models, as settings and commands give them, to encoders."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rumorwatch.embed.background import read_background
from rumorwatch.embed.bundled import models_dir
from rumorwatch.embed.cached import CachedEncoder
from rumorwatch.embed.lexical import LexicalEncoder
from rumorwatch.embed.transformer import TransformerEncoder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rumorwatch.domain.ports import Encoder, Vectors
    from rumorwatch.domain.posts import SpellingViews

LEXICAL = "lexical"


def kinds_of(names: Sequence[str]) -> tuple[str, ...]:
    """Return ``lexical`` or ``dense`` for each name, as calibrations are named."""
    return tuple(LEXICAL if name == LEXICAL else "dense" for name in names)


def encoders_of(
    names: Sequence[str],
    *,
    references: Sequence[SpellingViews],
    models: Path | None = None,
    vectors: Vectors | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Encoder, ...]:
    """Return the named encoders, in the order of the names.

    Args:
        names: ``lexical``, a folder of ``models``, or the path of a sentence-transformers folder.
        references: what the lexical encoder learns its weights from.
        models: the folder of shipped models; None: where they are installed.
        vectors: remembers the rows of dense models; None: nothing is remembered.
        progress: told (done, all) texts by dense models.

    Raises:
        ModelError: RW-M03, RW-M04 a folder is none or has no safe weights; RW-M07 the background is damaged.
    """
    shipped = models or models_dir()
    return tuple(
        LexicalEncoder.learn(references, background=read_background(shipped / LEXICAL))
        if name == LEXICAL
        else _dense(name, shipped, vectors, progress)
        for name in names
    )


def _dense(
    name: str, models: Path, vectors: Vectors | None, progress: Callable[[int, int], None] | None
) -> TransformerEncoder | CachedEncoder:
    folder = models / name if (models / name).is_dir() else Path(name).expanduser()
    encoder = TransformerEncoder(folder=folder, progress=progress)
    return encoder if vectors is None else CachedEncoder(encoder=encoder, vectors=vectors)
