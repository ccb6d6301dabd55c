"""The small transformer: rows of word pieces through six layers in onnxruntime, in whole numbers of eight bits."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from rumorwatch.embed.parts import unit_rows, usable
from rumorwatch.embed.processor import this_one_sums_bytes_exactly
from rumorwatch.embed.table import Table, read_table
from rumorwatch.embed.wording import wordings
from rumorwatch.embed.wordpieces import WordPieces, threads

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from rumorwatch.domain.posts import SpellingViews
    from rumorwatch.domain.vectors import DenseRows
    from rumorwatch.embed.shipped import ShippedModel

CHUNK_WINDOWS = 64
"""Windows between two tellings of progress."""
_SPECIAL = 2
"""Pieces that every window begins and ends with."""
_ERRORS_ONLY = 3
"""onnxruntime's severity; its warnings are about graphs, not about anything a user can do."""


@dataclass(frozen=True, kw_only=True, eq=False)
class MiniEncoder:
    """Encoder over the accented view by a transformer of 128 word pieces.

    A longer text is cut between sentences; its row is the mean of its windows' rows, a long window weighing more.
    """

    model: ShippedModel
    progress: Callable[[int, int], None] | None = None
    """Called with (windows done, windows in all) from time to time; a post is nearly always one window."""

    @property
    def model_id(self) -> str:
        """Name, version and hash of the files."""
        return self.model.model_id

    def encode(self, texts: Sequence[SpellingViews]) -> DenseRows:
        """Return (len(texts), d) float32 rows, unit length or zero where a text is empty.

        Raises:
            ModelError: RW-M07 to RW-M09 the model is damaged or cannot be loaded or used.
        """
        parts = self._parts
        with usable(self.model):
            windows, owners = parts.windows(wordings(texts))
        rows = np.zeros((len(texts), parts.table.dimensions), np.float32)
        with ThreadPoolExecutor(threads()) as pool:
            for begin in range(0, len(windows), CHUNK_WINDOWS):
                chunk = windows[begin : begin + CHUNK_WINDOWS]
                with usable(self.model):
                    found = np.concatenate(list(pool.map(parts.row, chunk)))
                weights = np.array([[len(window)] for window in chunk], np.float32)
                np.add.at(rows, owners[begin : begin + len(chunk)], unit_rows(found, model=self.model) * weights)
                if self.progress is not None:
                    self.progress(begin + len(chunk), len(windows))
        return unit_rows(rows, model=self.model)

    @cached_property
    def _parts(self) -> _Parts:
        self.model.verify()
        folder = self.model.folder
        with usable(self.model):
            import onnxruntime

            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1
            options.inter_op_num_threads = 1
            options.log_severity_level = _ERRORS_ONLY
            # Where it is asked for, products are a third as fast, and exact on every processor.
            exact = "0" if this_one_sums_bytes_exactly() else "1"
            options.add_session_config_entry("session.x64quantprecision", exact)
            pieces = WordPieces.read(folder / "tokenizer.json")
            return _Parts(
                pieces=pieces,
                table=read_table(folder / "model.safetensors", name="embeddings.word_embeddings.weight"),
                layers=onnxruntime.InferenceSession(
                    str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
                ),
                first=pieces.special("[CLS]"),
                last=pieces.special("[SEP]"),
                longest=self.model.max_tokens or 128,
            )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Parts:
    """What a model's files hold."""

    pieces: WordPieces
    table: Table
    layers: Any
    first: int
    last: int
    longest: int
    """Pieces of a window, its first and last included."""

    def windows(self, words: Sequence[str]) -> tuple[list[list[int]], NDArray[np.int64]]:
        """Return the windows of all texts, and which text each is of; none for an empty text."""
        room = self.longest - _SPECIAL
        windows: list[list[int]] = []
        owners: list[int] = []
        for number, (text, pieces) in enumerate(zip(words, self.pieces.pieces(words), strict=True)):
            cut = [pieces] if len(pieces) <= room else self.pieces.windows(text, longest=room)
            for window in cut:
                if window:
                    windows.append([self.first, *window, self.last])
                    owners.append(number)
        return windows, np.array(owners, np.int64)

    def row(self, window: Sequence[int]) -> DenseRows:
        """Return (1, d) float32: the row of one window.

        One at a time: nothing is padded, threads share the windows, and windows of one length together are no faster.
        """
        pieces = np.array([window], np.int64)
        given = {"token_vectors": self.table.rows(pieces), "attention_mask": np.ones_like(pieces)}
        row: DenseRows = self.layers.run(["rows"], given)[0]
        return row
