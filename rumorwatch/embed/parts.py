"""What the shipped encoders share: files checked before they are used, rows checked before they are given."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

from rumorwatch.domain.errors import ModelError, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rumorwatch.domain.vectors import DenseRows
    from rumorwatch.embed.shipped import ShippedModel


@contextmanager
def usable(model: ShippedModel) -> Iterator[None]:
    """Take whatever goes wrong inside for a model that cannot be used; the libraries raise errors of many kinds.

    Raises:
        ModelError: RW-M08.
    """
    try:
        yield
    except ModelError:
        raise
    except Exception as error:
        raise ModelError(
            "RW-M08",
            f'model "{model.name}" cannot be used ({type(error).__name__}: {quoted(str(error))})',
            remedy="Install rumorwatch again; `rumorwatch doctor` names packages that are broken",
        ) from error


def unit_rows(rows: DenseRows, *, model: ShippedModel) -> DenseRows:
    """Return rows brought to unit length; zero ones stay zero.

    Raises:
        ModelError: RW-M09 a row has a number that is none.
    """
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    if not np.isfinite(lengths).all():
        raise ModelError(
            "RW-M09",
            f'model "{model.name}" gave {int((~np.isfinite(lengths)).sum())} of {len(rows)} rows without a length',
            remedy='Report it with the texts; until then set match.model to "lexical"',
        )
    lengths[lengths == 0] = 1
    unit: DenseRows = rows / lengths
    return unit
