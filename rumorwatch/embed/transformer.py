"""Any local sentence-transformers folder as an encoder; its libraries are imported with the first text, not before.

Importing sentence_transformers costs 6 to 12 s, so a run whose rows are all remembered never does it.
"""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import numpy as np

from rumorwatch.domain.errors import ModelError
from rumorwatch.embed.wording import wordings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from rumorwatch.domain.posts import SpellingViews
    from rumorwatch.domain.vectors import DenseRows

BATCH_TEXTS = 64
"""Texts encoded at once; larger ones were no faster on two cores."""
ROWS_DEPEND_ON = {".safetensors", ".json", ".txt", ".model"}
"""Weights, configuration and vocabulary."""


@dataclass(frozen=True, kw_only=True, eq=False)
class TransformerEncoder:
    """Encoder over the accented view by a model in a local folder; nothing is fetched and no code of it is run."""

    folder: Path
    name: str | None = None
    """Whose model it is, for a folder whose own name says nothing; None: the folder's name."""
    progress: Callable[[int, int], None] | None = None
    """Called with (texts done, texts in all) after each batch."""
    batch_texts: int = field(default=BATCH_TEXTS)

    def __post_init__(self) -> None:
        """Refuse at once what could only fail later.

        Raises:
            ModelError: RW-M03 no such folder; RW-M04 no safetensors weights in it.
        """
        if not self.folder.is_dir():
            raise ModelError(
                "RW-M03",
                f"model folder {self.folder} does not exist",
                remedy="Correct match.model: lexical, static, mini, a folder, or organization/name of a model on a hub",
            )
        if not self._weights():
            raise ModelError(
                "RW-M04",
                f"model folder {self.folder} has no .safetensors weights",
                remedy="Save the model as safetensors: pickled weights can run code and are refused",
            )

    @cached_property
    def model_id(self) -> str:
        """Name and hash of everything the rows depend on."""
        digest = sha256()
        for path in sorted(self.folder.rglob("*")):
            if path.is_file() and path.suffix in ROWS_DEPEND_ON:
                digest.update(path.relative_to(self.folder).as_posix().encode() + b"\0")
                with path.open("rb") as stream:
                    digest.update(sha256(stream.read()).digest())
        folder = self.folder.resolve()
        name = self.name or (folder.parent.name if folder.name == "model" else folder.name)
        return f"{name}:{digest.hexdigest()[:12]}"

    def encode(self, texts: Sequence[SpellingViews]) -> DenseRows:
        """Return (len(texts), d) float32 rows, unit length or zero where a text is empty.

        Raises:
            ModelError: RW-M05 the folder cannot be loaded as a sentence-transformers model.
        """
        model = self._model
        words = wordings(texts)
        # Texts of like length share a batch, so that little is padded: 1.6 times faster on posts.
        order = sorted((i for i, text in enumerate(words) if text), key=lambda i: -len(words[i]))
        rows = np.zeros((len(words), int(model.get_embedding_dimension())), np.float32)
        for begin in range(0, len(order), self.batch_texts):
            batch = order[begin : begin + self.batch_texts]
            rows[batch] = model.encode(
                [words[i] for i in batch], batch_size=len(batch), normalize_embeddings=True, show_progress_bar=False
            )
            if self.progress is not None:
                self.progress(begin + len(batch), len(order))
        return rows

    @cached_property
    def _model(self) -> Any:  # noqa: ANN401 - the library is untyped and imported late
        return open_folder(self.folder)

    def _weights(self) -> list[Path]:
        return list(self.folder.glob("*.safetensors")) or list(self.folder.glob("*/*.safetensors"))


def open_folder(folder: Path) -> Any:  # noqa: ANN401 - the library is untyped and imported late
    """Return the SentenceTransformer of a folder, on the CPU.

    Raises:
        ModelError: RW-M05 the folder cannot be loaded as a sentence-transformers model.
    """
    try:
        with quiet_and_offline():
            from sentence_transformers import SentenceTransformer

            return SentenceTransformer(
                str(folder),
                device="cpu",
                trust_remote_code=False,
                local_files_only=True,
                model_kwargs={"use_safetensors": True},
            )
    except Exception as error:
        raise ModelError(
            "RW-M05",
            f"model folder {folder} cannot be loaded ({type(error).__name__}: {str(error)[:120]})",
            remedy="Check that sentence_transformers loads it, or take another folder",
        ) from error


@contextlib.contextmanager
def quiet_and_offline() -> Iterator[None]:
    """Keep the libraries from the network and from writing bars and advice over our own output."""
    from huggingface_hub import constants
    from transformers.utils import logging

    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    talk: Any = logging  # its functions carry no types
    verbosity, bars, offline = talk.get_verbosity(), talk.is_progress_bar_enabled(), constants.HF_HUB_OFFLINE
    # The variable of this name is only read when the library is imported, which may be long ago.
    constants.HF_HUB_OFFLINE = True
    talk.set_verbosity_error()
    talk.disable_progress_bar()
    try:
        yield
    finally:
        constants.HF_HUB_OFFLINE = offline
        talk.set_verbosity(verbosity)
        if bars:
            talk.enable_progress_bar()
