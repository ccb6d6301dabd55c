"""What is said of a trained model that cannot be used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rumorwatch.domain.errors import ModelError, quoted

if TYPE_CHECKING:
    from pathlib import Path

    from rumorwatch.domain.trained import TrainedId

_REMEDY = "Restore its folder from a backup, or put another model in force: `rumorwatch models rollback`"


@dataclass(eq=False)
class TrainedModelError(ModelError):
    """A trained model cannot be used; what was in force before it is used meanwhile."""

    trained_id: str = ""


def missing(trained_id: TrainedId, place: Path) -> TrainedModelError:
    """Return the error of a model whose folder is not there."""
    return TrainedModelError(
        "RW-M13", f"trained model {trained_id}: there is no {place}", remedy=_REMEDY, trained_id=trained_id
    )


def unknown(trained_id: TrainedId) -> TrainedModelError:
    """Return the error of a model that is in force and that the database does not know."""
    return TrainedModelError(
        "RW-M13", f"trained model {trained_id}: the database does not know it", remedy=_REMEDY, trained_id=trained_id
    )


def damaged(trained_id: TrainedId, place: Path, why: Exception | str) -> TrainedModelError:
    """Return the error of a model with a file that is not what was written."""
    return TrainedModelError(
        "RW-M14",
        f"trained model {trained_id} is damaged: {place} ({_told(why)})",
        remedy=_REMEDY,
        trained_id=trained_id,
    )


def unusable(trained_id: TrainedId, why: Exception | str) -> TrainedModelError:
    """Return the error of a model that is as it was written, and that this program cannot use."""
    return TrainedModelError(
        "RW-M15",
        f"trained model {trained_id} is whole and cannot be used ({_told(why)})",
        remedy="Train it anew with this version: `rumorwatch retrain`; or `rumorwatch models rollback`",
        trained_id=trained_id,
    )


def cannot_be_written(trained_id: TrainedId, folder: Path, error: OSError) -> TrainedModelError:
    """Return the error of a model that is not on the disk."""
    return TrainedModelError(
        "RW-M16",
        f"trained model {trained_id} cannot be written to {folder} ({_told(error)})",
        kept="Nothing of it is left, and what is in force stays",
        remedy="Free some space, or let this user write there, and train again",
        trained_id=trained_id,
    )


def _told(why: Exception | str) -> str:
    if isinstance(why, str):
        return why
    return quoted(why.strerror if isinstance(why, OSError) and why.strerror else str(why) or type(why).__name__)
