"""A shipped encoder that is opened for the first text it is given."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rumorwatch.domain.ports import Encoder
    from rumorwatch.domain.posts import SpellingViews
    from rumorwatch.domain.vectors import Rows


@dataclass(frozen=True, kw_only=True)
class Deferred:
    """A shipped encoder whose id is known already: an idle scan imports nothing that makes rows."""

    model_id: str
    opening: Callable[[], Encoder]

    def encode(self, texts: Sequence[SpellingViews]) -> Rows:
        """Return the rows of the encoder, which is opened for the first of them."""
        return self._opened.encode(texts)

    @cached_property
    def _opened(self) -> Encoder:
        return self.opening()
