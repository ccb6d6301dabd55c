"""Fitted models: what ships to decide one thing each, read from its folder and checked.

A folder of ``models/`` has a manifest, with the SHA-256 of every file, and the weights. Each is a megabyte or less and
read and checked in milliseconds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from rumorwatch.domain.errors import ModelError
from rumorwatch.embed import bundled
from rumorwatch.embed.bundled import read_manifest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from numpy.typing import NDArray

    from rumorwatch.emerge.credibility import CredibilityModel, Evidence
    from rumorwatch.emerge.forecast import ForecastModel
    from rumorwatch.emerge.kinds import KindsModel
    from rumorwatch.match.stance.model import StanceModel

STANCE, KINDS, FORECAST, CREDIBILITY = "stance", "kinds", "forecast", "credibility"
"""Their folders."""
WEIGHTS = "weights.safetensors"
_WITHOUT = {
    STANCE: "Until then stances are told by cue words only, and marked as degraded",
    KINDS: "Until then new rumors are not looked for",
    FORECAST: "Until then nothing is forecast",
    CREDIBILITY: "Until then new rumors are told without regard to how their answers read",
}
"""What happens meanwhile."""


def fitted_id(name: str, *, models: Path | None = None) -> str:
    """Return what names a model's weights: equal ones decide alike.

    Raises:
        ModelError: RW-M01 to RW-M02 its manifest is not there or cannot be read.
    """
    return f"{name} {read_manifest(name, models=models).get('files')}"


def faults_of(name: str) -> tuple[ModelError, ...]:
    """Return why a model cannot be used, with what is done without it; nothing where it can."""
    try:
        _stored(name, read_manifest(name), None)
    except ModelError as error:
        error.next = _WITHOUT[name]
        return (error,)
    return ()


def open_stance_model(*, models: Path | None = None) -> StanceModel:
    """Return the model of what a post does with a claim.

    Args:
        models: Folder of the shipped models; None: where they ship.

    Raises:
        ModelError: RW-M01 to RW-M02 its manifest is not there or cannot be read; RW-M06 it or its weights are damaged.
    """
    from rumorwatch.match.stance.model import read_stance_model

    return read_stance_model(*_read(STANCE, models))


def open_kinds_model(*, models: Path | None = None) -> KindsModel:
    """Return the model of what a post is: as ``open_stance_model``."""
    from rumorwatch.emerge.kinds import read_kinds_model

    return read_kinds_model(*_read(KINDS, models))


def open_forecast_model(*, models: Path | None = None) -> ForecastModel:
    """Return the model of how a rumor goes on: as ``open_stance_model``."""
    from rumorwatch.emerge.forecast import read_forecast_model

    return read_forecast_model(*_read(FORECAST, models))


def open_forecaster(*, models: Path | None = None) -> ForecastModel | None:
    """Return the model of how a rumor goes on; None where it cannot be used, as ``faults_of`` says."""
    try:
        return open_forecast_model(models=models)
    except ModelError:
        return None


def open_credibility_model(*, models: Path | None = None) -> CredibilityModel:
    """Return the model of whether a thread is a rumor: as ``open_stance_model``."""
    from rumorwatch.emerge.credibility import read_credibility_model

    return read_credibility_model(*_read(CREDIBILITY, models))


@dataclass(kw_only=True)
class ShippedCredibility:
    """The shipped credibility model, opened for the first thread in its language (threads.Credibility)."""

    languages: frozenset[str]
    min_probability: float
    """From which on a thread is taken for a rumor."""
    models: Path | None = None
    """Folder of the shipped models; None: where they ship."""
    fault: ModelError | None = field(default=None, init=False)
    """Why it could not be opened when it was needed; no thread is followed then."""

    def speaks(self, language: str) -> bool:
        """Return whether it says anything of posts in this language."""
        return self.fault is None and language in self.languages

    def begin(self, text: str, *, at: datetime, source: str, language: str) -> Evidence | None:
        """Return what is known of a thread at its post: as ``CredibilityModel.begin``."""
        model = self._model
        return model.begin(text, at=at, source=source, language=language) if model else None

    @cached_property
    def _model(self) -> CredibilityModel | None:
        try:
            return open_credibility_model(models=self.models)
        except ModelError as error:
            error.next = _WITHOUT[CREDIBILITY]
            self.fault = error
            return None


def open_credibility(*, models: Path | None = None) -> ShippedCredibility:
    """Return the credibility model, to be opened when it is needed; that its file is what shipped is looked at now.

    Args:
        models: Folder of the shipped models; None: where they ship.

    Raises:
        ModelError: RW-M01 to RW-M02 its manifest is not there or cannot be read; RW-M06 it or its weights are damaged.
    """
    try:
        manifest = read_manifest(CREDIBILITY, models=models)
        _stored(CREDIBILITY, manifest, models)
        least = float(manifest["alert"]["min_probability"])
        if not 0 < least <= 1:
            raise ValueError(f"min_probability is {least}")  # noqa: TRY301 - one remedy for all of them
        return ShippedCredibility(
            languages=frozenset(map(str, manifest["languages"])), min_probability=least, models=models
        )
    except (KeyError, TypeError, ValueError) as error:
        raise _damaged(CREDIBILITY, models, error) from error
    except ModelError as error:
        error.next = _WITHOUT[CREDIBILITY]
        raise


def _read(name: str, models: Path | None) -> tuple[Mapping[str, Any], Mapping[str, NDArray[Any]]]:
    """Return the manifest and the weights of a model."""
    from safetensors import SafetensorError
    from safetensors.numpy import load

    manifest = read_manifest(name, models=models)
    try:
        return manifest, load(_stored(name, manifest, models))
    except SafetensorError as error:
        raise _damaged(name, models, error) from error


def _stored(name: str, manifest: Mapping[str, Any], models: Path | None) -> bytes:
    try:
        stored = _path(name, models).read_bytes()
        if sha256(stored).hexdigest() != manifest["files"][WEIGHTS]:
            raise ValueError("not the file that was shipped")  # noqa: TRY301 - one remedy for all of them
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise _damaged(name, models, error) from error
    return stored


def _path(name: str, models: Path | None) -> Path:
    return (models or bundled.models_dir()) / name / WEIGHTS


def _damaged(name: str, models: Path | None, error: Exception) -> ModelError:
    return ModelError(
        "RW-M06",
        f"the weights of the {name} model, {_path(name, models)}, cannot be used ({error!r})",
        next=_WITHOUT[name],
        remedy="Reinstall rumorwatch (in a checkout: git restore models)",
    )
