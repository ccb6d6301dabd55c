"""An encoder that remembers its last rows in memory."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rumorwatch.domain.ports import Encoder
    from rumorwatch.domain.posts import SpellingViews
    from rumorwatch.domain.vectors import DenseRows

RECENT_ROWS = 10_000
"""Of an encoder whose rows are stored nowhere: 15 MB."""


@dataclass(frozen=True, kw_only=True)
class Recent:
    """An encoder that remembers its last rows: what matching encoded, the stance model asks for at once again."""

    encoder: Encoder
    rows: OrderedDict[str, DenseRows] = field(default_factory=OrderedDict)
    """By accented view, the latest last."""

    @property
    def model_id(self) -> str:
        """Id of the encoder."""
        return self.encoder.model_id

    def encode(self, texts: Sequence[SpellingViews]) -> DenseRows:
        """Return the rows of the encoder; those it does not remember are made."""
        import numpy as np

        new = [text for text in dict.fromkeys(texts) if text.accented not in self.rows]
        made = np.asarray(self.encoder.encode(new))
        known = {text.accented: self.rows[text.accented] for text in texts if text.accented in self.rows}
        known.update(zip((text.accented for text in new), made, strict=True))
        self.rows.update(known)
        while len(self.rows) > RECENT_ROWS:
            self.rows.popitem(last=False)
        return np.array([known[text.accented] for text in texts], np.float32).reshape(len(texts), made.shape[1])
