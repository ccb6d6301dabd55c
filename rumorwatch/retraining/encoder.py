"""Training the encoder: the one that ships, its layers moved by judged pairs; slow, and only when it is asked for.

Everything else was fitted on the rows that ship, so the gate asks what the new rows do to it: to matching as a whole,
and to stances. The stance model is given the new rows in the place of those that it knows, here as later.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np

from rumorwatch.domain.errors import LearningError
from rumorwatch.domain.trained import ModelPart
from rumorwatch.embed.bundled import read_manifest
from rumorwatch.embed.mini import MiniEncoder
from rumorwatch.embed.recent import Recent
from rumorwatch.embed.shipped import read_shipped, shipped_of
from rumorwatch.matching import make_matcher
from rumorwatch.models import MINI
from rumorwatch.normalize.text import views
from rumorwatch.retraining.drafts import Draft, NothingTaught
from rumorwatch.retraining.frozen import hard_pairs, hard_stances
from rumorwatch.retraining.matcher import NOTHING, one_class
from rumorwatch.retraining.pairtrials import fallen_claims, gold_trial, hard_claims, hard_trials
from rumorwatch.retraining.stances import stance_examples, stance_trials
from rumorwatch.train.lessons import Taught, lessons_of
from rumorwatch.train.registry import ENCODER_FILES
from rumorwatch.train.tuning import Kept, Tuning, check_installed, tune
from rumorwatch.trainedparts import ROWS_LIKE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from rumorwatch.domain.claims import ClaimId
    from rumorwatch.domain.ports import Encoder
    from rumorwatch.embed.shipped import ShippedModel
    from rumorwatch.match.matcher import Matcher
    from rumorwatch.models import Models
    from rumorwatch.retraining.frozen import HardPair
    from rumorwatch.retraining.judged import Judged
    from rumorwatch.retraining.stances import StanceTables
    from rumorwatch.train.gate import Trial

ALIKE = 0.5
"""Cosine from which two claims may be one rumor told again: of the frozen claims one pair in a thousand is so alike."""
STAYED = 0.98
"""Cosine with its row that ships from which a row is told to have stayed."""
MAX_TOKENS = 128
"""Of a window where a manifest tells none (embed/mini.py)."""
ONE_CLAIM = "what was judged is about one matter, and nothing tells it from another: judge posts of another claim too"
_JUDGMENTS = {"name": "judgments of this workspace", "licence": "the workspace's own"}
_CARRIED = ("kind", "dimensions", "max_tokens", "languages", "licence")
"""Of the manifest of the encoder that ships."""


@dataclass(frozen=True, kw_only=True, eq=False)
class EncoderTraining:
    """Training of one encoder over the models in force and what was judged."""

    models: Models
    """In force; the cascade."""
    wordings: Mapping[ClaimId, Sequence[str]]
    """In force, of the matcher."""
    stances: StanceTables
    """In force."""
    stance_encoder_id: str
    """Of the encoder whose rows they weigh."""
    judged: Judged
    statements: Sequence[str]
    """Texts of the workspace that have to keep their rows, beside its claims and what was judged."""
    seed: int
    step: Callable[[str], None]
    """Told what is done next, for progress."""
    how: Tuning = Tuning()  # noqa: RUF009 - frozen

    def draft(self) -> Draft | NothingTaught:
        """Return the trained encoder with everything the gate needs.

        Raises:
            LearningError: RW-L30 packages are missing; RW-L31 the training failed; RW-L32 there is no room for it.
            ModelError: RW-M06 to RW-M08 what ships is damaged.
        """
        if self.models.second is None:
            return NothingTaught(
                part=ModelPart.ENCODER,
                why='only the encoder of the cascade is trained: set match.model to "cascade"',
            )
        same = self.judged.teaching.same
        if not same:
            return NothingTaught(
                part=ModelPart.ENCODER, why="nobody said yet of a post whether it is the same as a claim"
            )
        check_installed()
        shipped = read_shipped(MINI)
        shipped.verify()
        try:
            model, steps = self._tuned(shipped.folder)
            if not steps:
                return NothingTaught(part=ModelPart.ENCODER, why=ONE_CLAIM)
            files = _files(model, shipped)
            with _opened(files) as encoder:
                return self._draft(files, encoder, steps=steps)
        except OSError as error:
            raise LearningError(
                "RW-L32",
                f"there is no room to train the encoder in ({error.strerror or error})",
                kept="Nothing was written, and the models in force stay",
                remedy="Free 200 MB where temporary files go (TMPDIR), and train again",
            ) from error

    def _draft(self, files: Mapping[str, bytes], encoder: Encoder, *, steps: int) -> Draft:
        same = self.judged.teaching.same
        second = self.models.second
        if second is None:
            raise TypeError("only the cascade has an encoder to train")
        new = replace(self.models, second=replace(second, encoder=encoder, rows_like=read_shipped(MINI).model_id))
        trials = [*self._hard(new), *self._stances(new)]
        self.step("answering the gold set and what was judged")
        matchers = self._matcher(self.models), self._matcher(new)
        taught = gold_trial(same, self.judged.texts, *matchers, name="judged pairs")
        if self.judged.gold.same:
            trials.append(gold_trial(self.judged.gold.same, self.judged.texts, *matchers, name="gold set"))
        return Draft(
            part=ModelPart.ENCODER,
            files=files,
            base=str(read_manifest(MINI)["id"]),
            judgments=len(same),
            trials=trials,
            objections=[*one_class(same), *fallen_claims(taught)],
            learned=(
                f"{len(same)} judged pairs moved the layers, {len(self._kept_texts)} texts held them; {steps} steps",
                self._drift(encoder),
            ),
            manifest=_told(),
        )

    def _tuned(self, folder: Path) -> tuple[Any, int]:
        """Return the encoder that ships with its layers moved, as a SentenceTransformer, and the steps it took."""
        from rumorwatch.embed.transformer import open_folder, quiet_and_offline

        self.step("opening the encoder that ships")
        model = open_folder(folder)
        with quiet_and_offline():
            lessons = lessons_of(self._taught(model))
            kept = Kept(texts=self._kept_texts, rows=_rows(model, self._kept_texts))
            return model, tune(model, lessons, kept, how=self.how, seed=self.seed, step=self.step)

    def _taught(self, model: Any) -> Taught:  # noqa: ANN401 - the library is untyped
        claims = self._claims
        names = sorted(claims)
        rows = _rows(model, [claims[name][0] for name in names])
        alike = np.argwhere(np.triu(rows @ rows.T >= ALIKE, 1))
        return Taught(
            same=self.judged.teaching.same,
            texts=self._texts,
            claims=claims,
            alike=[(names[first], names[second]) for first, second in alike.tolist()],
        )

    @cached_property
    def _texts(self) -> Mapping[str, str]:
        return {name: text.views.accented for name, text in self.judged.texts.items()}

    @cached_property
    def _claims(self) -> Mapping[ClaimId, Sequence[str]]:
        """What each claim is said in, as matching reads it."""
        said = {
            claim.id: tuple(dict.fromkeys(views(text).accented for text in (claim.text, *claim.wordings) if text))
            for claim in self.judged.claims.values()
        }
        return {name: texts for name, texts in said.items() if texts}

    @cached_property
    def _kept_texts(self) -> Sequence[str]:
        """Texts whose rows have to stay; none of the gold set, which measures."""
        gold = {one.text_hash for one in (*self.judged.gold.same, *self.judged.gold.stances)}
        judged = (text for name, text in self._texts.items() if name not in gold)
        claims = (text for texts in self._claims.values() for text in texts)
        statements = (views(text).accented for text in self.statements)
        return sorted({text for text in (*claims, *statements, *judged) if text})

    def _matcher(self, models: Models) -> Matcher:
        claims = [
            replace(claim, wordings=(*claim.wordings, *self.wordings.get(claim.id, ())))
            for claim in self.judged.claims.values()
        ]
        return replace(make_matcher(claims, models), stances=NOTHING)

    def _hard(self, new: Models) -> Sequence[Trial]:
        self.step("answering the hard cases")
        pairs = self._pairs
        before, after = (
            replace(make_matcher(hard_claims(pairs), models), stances=NOTHING) for models in (self.models, new)
        )
        return hard_trials(pairs, [views(pair.post) for pair in pairs], before, after)

    @cached_property
    def _pairs(self) -> Sequence[HardPair]:
        return hard_pairs()

    def _stances(self, new: Models) -> Sequence[Trial]:
        """Return the trials of stances, with the rows in force and with the new ones."""
        self.step("answering the frozen stances")
        hard = hard_stances()
        pairs = [(views(one.post), (views(one.claim),)) for one in hard]
        before, after = (
            stance_examples(
                pairs,
                [one.stance for one in hard],
                encoder=models.second.knowing(self.stance_encoder_id) if models.second else None,
            )
            for models in (self.models, new)
        )
        return stance_trials(
            before,
            self.stances,
            self.stances,
            name="stances",
            groups=[one.claim for one in hard],
            languages=[one.language.value for one in hard],
            then=after,
        )

    def _drift(self, encoder: Encoder) -> str:
        """Return how many rows of the frozen pairs are where they were."""
        texts = [
            views(text) for text in dict.fromkeys(text for pair in self._pairs for text in (pair.claim, pair.post))
        ]
        before, after = (np.asarray(one.encode(texts)) for one in (MiniEncoder(model=read_shipped(MINI)), encoder))
        stayed = float(((before * after).sum(axis=1) >= STAYED).mean())
        return (
            f"of {len(texts)} texts of the frozen pairs {100 * stayed:.0f} % kept their row (cosine {STAYED} or more)"
        )


def _rows(model: Any, texts: Sequence[str]) -> Any:  # noqa: ANN401 - the library is untyped
    return model.encode([*texts], normalize_embeddings=True, show_progress_bar=False)


def _files(model: Any, shipped: ShippedModel) -> Mapping[str, bytes]:  # noqa: ANN401 - the library is untyped
    """Return the files of an encoder, its pieces being those that ship."""
    from safetensors.torch import save
    from torch import float16

    from rumorwatch.train.encoderfiles import layers_file, rounded_weights

    bert = model[0].auto_model
    rounded = rounded_weights(bert.state_dict(), matrices=float16)
    layers, weights, pieces = ENCODER_FILES
    return {
        layers: layers_file(rounded, bert.config.to_dict(), max_tokens=shipped.max_tokens or MAX_TOKENS),
        weights: save(rounded, metadata={"format": "pt"}),
        pieces: (shipped.folder / pieces).read_bytes(),
    }


def _told() -> Mapping[str, Any]:
    """Return what the manifest tells so that the files can be opened."""
    shipped = read_manifest(MINI)
    return {
        **{name: shipped[name] for name in _CARRIED},
        "data": [*shipped["data"], _JUDGMENTS],
        ROWS_LIKE: read_shipped(MINI).model_id,
    }


@contextmanager
def _opened(files: Mapping[str, bytes]) -> Iterator[Encoder]:
    """Give the encoder of files that are in no model's folder yet."""
    with TemporaryDirectory(prefix="rumorwatch-encoder-") as made:
        folder = Path(made)
        for name, content in files.items():
            (folder / name).write_bytes(content)
        digests = {name: sha256(content).hexdigest() for name, content in files.items()}
        model = shipped_of({**_told(), "id": "in training", "files": digests}, name="in training", folder=folder)
        yield Recent(encoder=MiniEncoder(model=model))
