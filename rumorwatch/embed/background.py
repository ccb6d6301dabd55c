"""How common features are in ordinary text: prior knowledge for the lexical encoder.

With thirty claims at hand nothing can be learned about which words are ordinary; the background knows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np

from rumorwatch.domain.errors import ModelError

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

TEXTS = 1000
"""How many references the background weighs as much as; 14,231 claims overrule it, 30 do not."""
FILE = "background.npy"
SHARE_STEPS = 65_535
"""Shares are stored as whole numbers of this part."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Background:
    """Shares of texts that have a feature, for the features that are common in at least one language."""

    columns: NDArray[np.int64]
    """(m,) ascending."""
    shares: NDArray[np.float64]
    """(m,) 0 to 1: the largest over the languages."""
    texts: int = TEXTS

    @property
    def digest(self) -> bytes:
        """Equal for equal backgrounds on every machine."""
        columns, shares = self.columns.astype("<i8").tobytes(), self.shares.astype("<f8").tobytes()
        return sha256(columns + shares + str(self.texts).encode()).digest()


def read_background(folder: Path) -> Background | None:
    """Return the background a model folder holds, None when it holds none.

    Raises:
        ModelError: RW-M07 the file is there and is not a background.
    """
    path = folder / FILE
    try:
        stored = np.load(path, allow_pickle=False)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, EOFError) as error:
        raise _damaged(path, str(error)) from error
    if stored.ndim != 2 or len(stored) != 2 or stored.dtype != np.dtype("<u4"):  # noqa: PLR2004 - columns and shares
        raise _damaged(path, f"shape {stored.shape} of {stored.dtype}, not (2, m) of uint32")
    return Background(columns=stored[0].astype(np.int64), shares=stored[1] / SHARE_STEPS)


def _damaged(path: Path, why: str) -> ModelError:
    return ModelError(
        "RW-M07", f"background {path} cannot be read ({why})", remedy="Reinstall rumorwatch: its files are damaged"
    )


def write_background(folder: Path, background: Background) -> None:
    """Write it where ``read_background`` finds it."""
    shares = np.round(background.shares * SHARE_STEPS)
    np.save(folder / FILE, np.stack([background.columns, shares]).astype("<u4"), allow_pickle=False)
