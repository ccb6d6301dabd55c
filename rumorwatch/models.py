"""Names of models to encoders with the constants fitted for them.

The cascade, our default, is ``lexical`` and ``static`` on everything, then ``mini`` too on what those find.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rumorwatch.domain.errors import ModelError
from rumorwatch.embed.bundled import read_manifest
from rumorwatch.embed.shipped import CASCADE, SHIPPED
from rumorwatch.fitted import STANCE, fitted_id, open_stance_model

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from rumorwatch.domain.ports import Encoder, Vectors
    from rumorwatch.domain.posts import SpellingViews
    from rumorwatch.inforce import ModelsInForce
    from rumorwatch.match.calibrate import Calibration
    from rumorwatch.match.candidates import Searchable
    from rumorwatch.match.constants import SecondConstants
    from rumorwatch.match.judging import Judge
    from rumorwatch.match.references import Reference
    from rumorwatch.match.stance.reader import StanceReader
    from rumorwatch.trainedparts import TrainedStance

LEXICAL, STATIC, MINI = "lexical", "static", "mini"
CASCADE_KINDS = (LEXICAL, STATIC, MINI)
"""Whose cosines the second stage of the cascade sees."""
MATCHER = "matcher"
"""Folder of the cascade's constants."""
FIRST_STAGE = (LEXICAL, STATIC)
"""Of the cascade: what is fused. The second stage takes over what the first found out lexically."""

_BY_CUES = "cue-words"
"""What tells stances where no model does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Second:
    """The second stage of a cascade."""

    encoder: Encoder
    constants: SecondConstants
    rows_like: str = ""
    """Id of the encoder for whose rows its rows may be taken (``TrainedEncoder``); empty: of none."""

    def knowing(self, encoder_id: str) -> Encoder | None:
        """Return the encoder for weights that know the rows of this one; None: they know others."""
        from rumorwatch.embed.likened import Likened

        if self.rows_like == encoder_id:
            return Likened(encoder=self.encoder, model_id=encoder_id)
        return self.encoder if self.encoder.model_id == encoder_id else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Models:
    """Encoders ready to learn from references, with the constants fitted for their combination."""

    names: tuple[str, ...]
    """A shipped model, a sentence-transformers folder, or a model of a hub."""
    dense: Mapping[str, Encoder]
    """The encoder of each but ``lexical``."""
    calibration: Calibration
    second: Second | None = None
    """What looks again at what these find; None: they are all."""
    folder: Path | None = None
    """Of the shipped models; None: where they ship."""
    has_stances: bool = True
    """False: the stance model is missing or damaged, and cue words alone tell stances."""
    matcher_id: str | None = None
    """Id of what the second stage's constants, or wordings that posts taught, come from; None: there are none."""
    stance: TrainedStance | None = None
    """The stance model in force; None: the one that ships."""

    @property
    def label(self) -> str:
        """What people are told they are."""
        return CASCADE if self.second else " + ".join(self.names)

    @property
    def ids(self) -> tuple[str, ...]:
        """What names the weights and constants, cheap to know: the lexical encoder's come from the references."""
        first = (
            *self._first_stage,
            repr(self.calibration),
            self._stance_weights,
            *([self.matcher_id] if self.matcher_id else ()),
        )
        if self.second is None:
            return first
        return (*first, self.second.encoder.model_id, repr(self.second.constants))

    @property
    def deciders(self) -> tuple[str, ...]:
        """Ids of what decides by what the encoders see, matcher and stance model: they are stored with matches."""
        if self.stance is not None:
            stances = str(self.stance.id)
        else:
            stances = str(read_manifest(STANCE, models=self.folder)["id"]) if self.has_stances else _BY_CUES
        return (*([self.matcher_id] if self.matcher_id else ()), stances)

    @property
    def named(self) -> str:
        """All of them in one line, cheap to know: it is stored with alerts."""
        second = f">{self.second.encoder.model_id}" if self.second else ""
        return " ".join(("+".join(self._first_stage) + second, *self.deciders))

    @property
    def _first_stage(self) -> tuple[str, ...]:
        return tuple(self.dense[name].model_id if name in self.dense else name for name in self.names)

    @property
    def _stance_weights(self) -> str:
        if self.stance is not None:
            return f"{STANCE} {self.stance.id}"
        return fitted_id(STANCE, models=self.folder) if self.has_stances else "stances by cue words"

    def encoders(self, texts: Sequence[SpellingViews]) -> list[Encoder]:
        """Return the encoders in the order of their names, the lexical one having learned from these texts."""
        from rumorwatch.embed.lexical import LexicalEncoder

        return [self.dense[name] if name in self.dense else LexicalEncoder.learn(texts) for name in self.names]

    def judge(
        self,
        references: Sequence[Reference],
        *,
        learn_also: Sequence[Reference] = (),
        index: Searchable | None = None,
    ) -> Judge:
        """Return the judge over references; all are encoded where there is no index of them yet.

        Args:
            references: Any number.
            learn_also: Further texts that the lexical encoder learns from.
            index: Of a long list (longlists.py).
        """
        from rumorwatch.match.bands import Banding
        from rumorwatch.match.calibrate import floor_for
        from rumorwatch.match.candidates import Index
        from rumorwatch.match.cascade import Cascade
        from rumorwatch.match.judging import OneStage
        from rumorwatch.match.rescoring import Rescorer
        from rumorwatch.normalize.language import guessed_at_once

        if index is None:
            encoders = self.encoders(
                [text for one in (*references, *learn_also) for text in (one.whole, *one.wordings)]
            )
            weights = self.calibration.weights
            index = Index.build(references, encoders=encoders, weights=weights)
        first = OneStage(index=index, calibration=self.calibration)
        if self.second is None:
            return first
        constants = self.second.constants
        second = Rescorer(
            references=references,
            index=index,
            encoder=self.second.encoder,
            calibration=constants.calibration,
            banding=Banding(references=references, language=guessed_at_once),
        )
        return Cascade(first=first, second=second, floor=floor_for(constants.floors, len(references)))

    def stance_reader(self) -> StanceReader:
        """Return what says the stances of posts, with rows where the encoder is here that the stance model names.

        Raises:
            ModelError: RW-M06 the stance model is damaged; RW-M14 to RW-M15 the one in force cannot be used.
        """
        from rumorwatch.match.stance.reader import StanceReader

        if not self.has_stances:
            return StanceReader(model=None, encoder=None)
        model = self.stance.open() if self.stance else open_stance_model(models=self.folder)
        known = next((encoder for encoder in self.dense.values() if encoder.model_id == model.encoder_id), None)
        if known is None and self.second is not None:
            known = self.second.knowing(model.encoder_id)
        return StanceReader(model=model, encoder=known)


def open_models(
    names: Sequence[str],
    *,
    vectors: Vectors | None = None,
    on_encoded: Callable[[int, int], None] | None = None,
    models: Path | None = None,
    in_force: ModelsInForce | None = None,
) -> Models:
    """Return the models of these names.

    Args:
        names: ``cascade``, alone, which no name at all means too; or any of: a shipped model (``lexical``, ``static``,
            ``mini``), a sentence-transformers folder, a model of a hub (``organization/name``), which is fetched when
            it is not on this machine.
        vectors: Where dense rows are remembered; None: nowhere.
        on_encoded: Told (texts done, texts in all) by a dense encoder after each batch, for progress.
        models: Folder of the shipped models; None: where they ship.
        in_force: The trained models of a workspace: constants and encoder take the place of the cascade's, the stance
            model of the one that ships; None: those that ship decide.

    Raises:
        ModelError: A model is not there or is none, or the shipped constants are damaged; RW-M12 the cascade is not
            alone.
    """
    from rumorwatch.match.constants import read_calibration, read_second_constants

    distinct = tuple(dict.fromkeys(names)) or (CASCADE,)
    if CASCADE in distinct and len(distinct) > 1:
        raise ModelError(
            "RW-M12",
            f'"{CASCADE}" stands among other models: {", ".join(distinct)}',
            remedy=f'Name "{CASCADE}" alone, or without it the models to fuse',
        )
    is_cascade = distinct == (CASCADE,)
    names = FIRST_STAGE if is_cascade else distinct
    manifest = read_manifest(LEXICAL, models=models)

    def opened(name: str) -> Encoder:
        return _open_dense(name, vectors, on_encoded, models)

    trained = in_force.matcher if in_force else None
    second, matcher_id = None, str(trained.id) if trained else None
    if is_cascade:
        if trained is not None:
            constants = trained.constants
        else:
            fitted = read_manifest(MATCHER, models=models)
            constants, matcher_id = read_second_constants(fitted, kinds=CASCADE_KINDS), str(fitted.get("id", MATCHER))
        encoder = in_force.encoder if in_force else None
        again = _remembering(MINI, encoder.open(progress=on_encoded), vectors) if encoder else opened(MINI)
        second = Second(encoder=again, constants=constants, rows_like=encoder.rows_like if encoder else "")
    return Models(
        names=tuple(names),
        dense={name: opened(name) for name in names if name != LEXICAL},
        calibration=read_calibration(manifest, kinds=[name if name in SHIPPED else "dense" for name in names]),
        second=second,
        folder=models,
        matcher_id=matcher_id,
        stance=in_force.stance if in_force else None,
    )


def _open_dense(
    name: str, vectors: Vectors | None, on_encoded: Callable[[int, int], None] | None, models: Path | None
) -> Encoder:
    from rumorwatch.embed.deferred import Deferred
    from rumorwatch.embed.shipped import read_shipped

    def opening() -> Encoder:
        from rumorwatch.embed.opening import open_encoder

        return open_encoder(name, progress=on_encoded, models=models)

    encoder = (
        Deferred(model_id=read_shipped(name, models=models).model_id, opening=opening) if name in SHIPPED else opening()
    )
    return _remembering(name, encoder, vectors)


def _remembering(name: str, encoder: Encoder, vectors: Vectors | None) -> Encoder:
    """Return an encoder that makes no row twice, where that pays."""
    from rumorwatch.embed.cached import CachedEncoder
    from rumorwatch.embed.recent import Recent

    # Static rows are made 22,000 a second and read back 108,000: half a second saved on 5,000 claims, for 1.5 kB of
    # disk a post for ever and one more transaction a batch.
    if name == STATIC:
        return encoder
    if vectors is None:
        return Recent(encoder=encoder) if name == MINI else encoder
    return CachedEncoder(encoder=encoder, vectors=vectors)
