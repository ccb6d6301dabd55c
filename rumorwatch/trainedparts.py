"""What the files of trained models hold, a kind for each part, checked before anything is decided by it.

Nothing heavy is imported to open one: weights in arrays and encoders are read when there is something to decide.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, assert_never

from rumorwatch.domain.claims import ClaimId
from rumorwatch.domain.errors import FileError, ModelError
from rumorwatch.domain.trained import ModelPart
from rumorwatch.strictjson import read_json, table_of
from rumorwatch.train.faults import damaged, unusable
from rumorwatch.train.plainfiles import check_plain
from rumorwatch.train.registry import CONSTANTS, MAX_BYTES, POINTS, WEIGHTS, WORDINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from rumorwatch.domain.ports import Encoder
    from rumorwatch.domain.posts import SpellingViews
    from rumorwatch.domain.trained import TrainedId
    from rumorwatch.domain.vectors import Rows
    from rumorwatch.embed.shipped import ShippedModel
    from rumorwatch.match.constants import SecondConstants
    from rumorwatch.match.stance.model import StanceModel
    from rumorwatch.rank.weights import Weights
    from rumorwatch.train.registry import TrainedFiles

ROWS_LIKE = "rows_like"
"""What the manifest of an encoder calls the encoder for whose rows its rows may be taken."""
_MAX_LINE = 100_000
"""Bytes of a wording and its claim's id; a post is shorter."""
_NUMBERS = (
    "weights",
    "same_matter",
    "intercept",
    "similarity",
    "lead",
    "log_references",
    "log_words",
    "tiers",
    "pairs",
)
"""Of the constants: what has nothing but numbers."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TrainedMatcher:
    """Constants of the cascade, and wordings that posts taught."""

    id: TrainedId
    constants: SecondConstants
    wordings: Mapping[ClaimId, tuple[str, ...]]
    """Further ways people put a claim, in the order in which they were written."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TrainedStance:
    """Weights of stances."""

    files: TrainedFiles

    @property
    def id(self) -> TrainedId:
        """Its id; equal ones decide alike."""
        return self.files.id

    def open(self) -> StanceModel:
        """Return the model.

        Raises:
            TrainedModelError: RW-M14 its weights are damaged; RW-M15 they are of other features or shapes.
        """
        from safetensors import SafetensorError
        from safetensors.numpy import load

        from rumorwatch.match.stance.model import read_stance_model

        stored = self.files.read(WEIGHTS)
        try:
            return read_stance_model(self.files.manifest, load(stored))
        except ModelError as error:
            raise unusable(self.id, error.failed) from error
        except (SafetensorError, KeyError, TypeError, ValueError) as error:
            raise unusable(self.id, error) from error


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TrainedRanking:
    """Weights of a priority; their version is the model's id."""

    id: TrainedId
    weights: Weights


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TrainedEncoder:
    """The mini encoder, trained further."""

    id: TrainedId
    model: ShippedModel
    """As those that ship are described; its files are checked when it is opened."""
    rows_like: str = ""
    """Id of the encoder whose rows the stance model weighs, and for whose rows these may be taken: the gate asked
    stances with them. Empty: of none."""

    def open(self, *, progress: Callable[[int, int], None] | None = None) -> Encoder:
        """Return the encoder; ``progress`` is told (texts done, texts in all) after each batch."""
        from rumorwatch.embed.deferred import Deferred

        def opening() -> Encoder:
            from rumorwatch.embed.mini import MiniEncoder

            return MiniEncoder(model=self.model, progress=progress)

        return _Blamed(encoder=Deferred(model_id=self.model.model_id, opening=opening), trained=self)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Blamed:
    """An encoder whose errors say which trained model they come from, so that another can take its place."""

    encoder: Encoder
    trained: TrainedEncoder

    @property
    def model_id(self) -> str:
        """Id of the encoder."""
        return self.encoder.model_id

    def encode(self, texts: Sequence[SpellingViews]) -> Rows:
        """Return the rows of the encoder.

        Raises:
            TrainedModelError: RW-M14 its files are damaged; RW-M15 it cannot be loaded or used.
        """
        try:
            return self.encoder.encode(texts)
        except ModelError as error:
            if faults := self.trained.model.faults():
                raise damaged(self.trained.id, self.trained.model.folder, "; ".join(faults)) from error
            raise unusable(self.trained.id, error.failed) from error


TrainedPart: TypeAlias = TrainedMatcher | TrainedStance | TrainedRanking | TrainedEncoder


def open_part(files: TrainedFiles) -> TrainedPart:
    """Return what a trained model's files hold.

    Raises:
        TrainedModelError: RW-M14 a file is damaged; RW-M15 it is whole and holds what this program cannot use.
    """
    match files.part:
        case ModelPart.MATCHER:
            return _open_matcher(files)
        case ModelPart.STANCE:
            files.verify()
            return TrainedStance(files=files)
        case ModelPart.RANKING:
            return _open_ranking(files)
        case ModelPart.ENCODER:
            return _open_encoder(files)
        case unknown:
            assert_never(unknown)


def _open_matcher(files: TrainedFiles) -> TrainedMatcher:
    from rumorwatch.embed.shipped import SHIPPED
    from rumorwatch.match.constants import read_second_constants

    stored, written = files.read(CONSTANTS), files.read(WORDINGS)
    try:
        constants = table_of(read_json(stored, most_bytes=MAX_BYTES[CONSTANTS]), what=CONSTANTS)
        for name in _NUMBERS:
            _check_numbers(constants.get(name, 0), name)
        return TrainedMatcher(
            id=files.id,
            constants=read_second_constants(constants, kinds=SHIPPED),
            wordings=wordings_of(written),
        )
    except ModelError as error:
        raise unusable(files.id, error.failed) from error
    except ValueError as error:
        raise unusable(files.id, error) from error


def wordings_of(stored: bytes) -> Mapping[ClaimId, tuple[str, ...]]:
    """Return the wordings of a wordings.jsonl: a line each, ``{"claim_id": …, "text": …}``.

    Raises:
        ValueError: A line is something else.
    """
    found: dict[ClaimId, dict[str, None]] = {}
    for number, line in enumerate(stored.splitlines(), start=1):
        told = table_of(read_json(line, most_bytes=_MAX_LINE), what=f"line {number} of {WORDINGS}")
        claim_id, text = told.get("claim_id"), told.get("text")
        if set(told) != {"claim_id", "text"} or not isinstance(claim_id, str) or not isinstance(text, str):
            raise ValueError(f"line {number} of {WORDINGS} is no claim_id and text")
        if not claim_id or not text.strip():
            raise ValueError(f"line {number} of {WORDINGS} is empty")
        found.setdefault(ClaimId(claim_id), {})[text] = None
    return {claim_id: tuple(texts) for claim_id, texts in found.items()}


def _open_ranking(files: TrainedFiles) -> TrainedRanking:
    from dataclasses import replace

    from rumorwatch.rank.weights import weights_from

    stored = files.read(POINTS)
    try:
        weights = weights_from(read_json(stored, most_bytes=MAX_BYTES[POINTS]), path=files.folder / POINTS)
    except FileError as error:
        raise unusable(files.id, error.failed) from error
    except ValueError as error:
        raise unusable(files.id, error) from error
    return TrainedRanking(id=files.id, weights=replace(weights, version=files.id))


def _open_encoder(files: TrainedFiles) -> TrainedEncoder:
    from rumorwatch.embed.shipped import ModelKind, shipped_of

    for name in files.files:
        path = files.folder / name
        try:
            check_plain(path.lstat(), most_bytes=MAX_BYTES[name])
        except (OSError, ValueError) as error:
            raise damaged(files.id, path, error) from error
    told = {"licence": "", "languages": [], "data": [], **files.manifest, "kind": ModelKind.MINI}
    try:
        return TrainedEncoder(
            id=files.id,
            model=shipped_of(told, name=files.id, folder=files.folder),
            rows_like=str(files.manifest.get(ROWS_LIKE, "")),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise unusable(files.id, error) from error


def _check_numbers(value: object, where: str) -> None:
    for leaf in _leaves(value):
        if isinstance(leaf, bool) or not isinstance(leaf, int | float) or not math.isfinite(leaf):
            raise ValueError(f"{where}: {str(leaf)[:40]} is no number")


def _leaves(value: Any) -> Iterator[object]:  # noqa: ANN401 - any JSON value
    if isinstance(value, dict):
        for inner in value.values():
            yield from _leaves(inner)
    else:
        yield value
