"""An encoder taken for another: its rows were measured to be as good for weights that were fitted on the other's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rumorwatch.domain.ports import Encoder
    from rumorwatch.domain.posts import SpellingViews
    from rumorwatch.domain.vectors import Rows


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Likened:
    """An encoder under the id of another, for weights that know that id; nothing is to be stored under it."""

    encoder: Encoder
    model_id: str
    """Of the other."""

    def encode(self, texts: Sequence[SpellingViews]) -> Rows:
        """Return the rows of the encoder."""
        return self.encoder.encode(texts)
