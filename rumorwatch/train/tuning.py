"""Tuning: an encoder's layers moved by lessons, and held where they were by its own rows of the texts around them.

What is judged is little, so what moves is little too: word rows stay, dropout is left out, and each batch of lessons
goes with one of texts whose rows have to stay what they were.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from rumorwatch.domain.errors import LearningError
from rumorwatch.train.lessons import batches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from rumorwatch.train.lessons import Lesson

NEEDED = ("accelerate", "datasets", "onnx")
"""What training and writing an encoder takes beside what is always installed."""
THREADS = 2
"""Sums of floats depend on how many threads share them; two cores are what the smallest machine of ours has."""
MAX_PIECES = 64
"""Of a text that are learned from, as mini learned; a post has 40."""
CONTRAST_SCALE = 20.0
"""Of cosines in the contrast: mini learned with it (Reimers and Gurevych 2020)."""
TOLD = 10
"""How often progress is told."""
_PAIRS, _TRIPLETS, _KEPT = "pairs", "triplets", "kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tuning:
    """How an encoder is tuned."""

    rate: float = 1e-4
    """Of AdamW over the layers, rising for a tenth of the steps and then falling to nothing."""
    epochs: int = 3
    """How often each lesson is seen."""
    batch: int = 16
    """Lessons at once, at most, and kept texts at once."""
    most_steps: int = 100
    """Of lessons, each beside one of kept texts: a few minutes on two cores, and every step more moves the rows of what
    nobody judged too."""
    keep: float = 20.0
    """Weight of the cosine distance to a kept text's row; the contrast's cosines are scaled by as much."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Kept:
    """Texts whose rows have to stay."""

    texts: Sequence[str]
    rows: NDArray[np.float32]
    """(n, d) unit rows of the encoder as it was."""


def check_installed() -> None:
    """Refuse at once what could only fail after minutes.

    Raises:
        LearningError: RW-L30 packages of the extra ``train`` are not installed.
    """
    lacking = [name for name in NEEDED if find_spec(name) is None]
    if lacking:
        raise LearningError(
            "RW-L30",
            f"an encoder cannot be trained here: {', '.join(lacking)} not installed",
            kept="Nothing was trained, and the models in force stay",
            remedy="pip install 'rumorwatch[train]'",
        )


def tune(
    model: Any,  # noqa: ANN401 - the library is untyped and imported late
    lessons: Sequence[Lesson],
    kept: Kept,
    *,
    how: Tuning,
    seed: int,
    step: Callable[[str], None],
) -> int:
    """Move an encoder's layers by lessons, in place; return the steps it took.

    On one machine the same lessons give the same weights; on another processor sums may be rounded otherwise.

    Args:
        model: A SentenceTransformer over a BertModel, in float32 on the CPU.
        lessons: What it learns; at least one.
        kept: What it must not forget; at least one text.
        how: Length and pace.
        seed: Of every draw.
        step: Told what is done next, for progress.

    Raises:
        LearningError: RW-L31 a weight became a number that is none.
    """
    plan = _plan(lessons, len(kept.texts), how=how, seed=seed)
    steps = sum(map(len, plan.values()))
    if not steps:
        return 0
    _hold(model)
    with TemporaryDirectory(prefix="rumorwatch-tuning-") as folder, _threads(THREADS):
        trainer = _trainer(model, lessons, kept, plan, how=how, seed=seed, folder=folder, steps=steps)
        trainer.add_callback(_telling(step, steps))
        trainer.train()
    _check_finite(model)
    return steps


def _plan(lessons: Sequence[Lesson], kept: int, *, how: Tuning, seed: int) -> Mapping[str, list[list[int]]]:
    """Return the batches of each set of texts, over all epochs."""
    random = Random(seed)  # noqa: S311 - a seeded draw, no secret
    sides = {name: _side(lessons, name) for name in (_PAIRS, _TRIPLETS)}
    # A pair alone in its batch has nothing to be told from.
    epochs = [
        [
            (name, batch)
            for name, side in sides.items()
            for batch in batches(side, size=how.batch, random=random)
            if name == _TRIPLETS or len(batch) > 1
        ]
        for _ in range(how.epochs)
    ]
    for epoch in epochs:
        random.shuffle(epoch)
    taken = [batch for epoch in epochs for batch in epoch][: how.most_steps]
    plan = {name: [batch for of, batch in taken if of == name] for name in sides}
    drawn: list[int] = []
    while len(drawn) < len(taken) * how.batch:
        drawn += random.sample(range(kept), kept)
    plan[_KEPT] = [drawn[how.batch * at : how.batch * (at + 1)] for at in range(len(taken))]
    return {name: found for name, found in plan.items() if found}


def _side(lessons: Sequence[Lesson], name: str) -> list[Lesson]:
    return [one for one in lessons if (one.negative is None) is (name == _PAIRS)]


def _hold(model: Any) -> None:  # noqa: ANN401
    """Leave the embeddings as they are, and dropout and the ends of long texts out."""
    from torch import nn

    for weight in model[0].auto_model.embeddings.parameters():
        weight.requires_grad_(False)
    for module in model.modules():
        if isinstance(module, nn.Dropout):
            module.p = 0.0
    model.max_seq_length = min(model.max_seq_length, MAX_PIECES)


def _trainer(
    model: Any,  # noqa: ANN401
    lessons: Sequence[Lesson],
    kept: Kept,
    plan: Mapping[str, list[list[int]]],
    *,
    how: Tuning,
    seed: int,
    folder: str,
    steps: int,
) -> Any:  # noqa: ANN401
    from sentence_transformers import SentenceTransformerTrainer, SentenceTransformerTrainingArguments
    from sentence_transformers.sentence_transformer.losses import EmbedDistillLoss, MultipleNegativesRankingLoss
    from transformers import PrinterCallback, ProgressCallback

    contrast = MultipleNegativesRankingLoss(model, scale=CONTRAST_SCALE)
    losses = {_PAIRS: contrast, _TRIPLETS: contrast, _KEPT: _weighed(EmbedDistillLoss(model), how.keep)}
    arguments = SentenceTransformerTrainingArguments(
        output_dir=folder,
        num_train_epochs=1,  # the plan holds all of them
        learning_rate=how.rate,
        lr_scheduler_type="linear",
        warmup_steps=steps // 10,
        weight_decay=0.0,
        optim="adamw_torch",
        seed=seed,
        data_seed=seed,
        use_cpu=True,
        batch_sampler=_planned(plan),
        multi_dataset_batch_sampler="proportional",
        dataloader_pin_memory=False,
        save_strategy="no",
        logging_strategy="no",
        report_to="none",
        disable_tqdm=True,
    )

    class Trainer(SentenceTransformerTrainer):
        def add_model_card_callback(self, default_args_dict: dict[str, Any]) -> None:
            """Leave the card out: gathering it takes time and prints, and nobody reads it."""

    trainer = Trainer(
        model=model,
        args=arguments,
        train_dataset=_datasets(lessons, kept, plan),
        loss={name: losses[name] for name in plan},
    )
    for callback in (PrinterCallback, ProgressCallback):  # what they print is no output of ours
        trainer.remove_callback(callback)
    return trainer


def _datasets(lessons: Sequence[Lesson], kept: Kept, plan: Mapping[str, list[list[int]]]) -> Any:  # noqa: ANN401
    from datasets import Dataset, DatasetDict

    columns: dict[str, dict[str, Any]] = {_KEPT: {"text": list(kept.texts), "label": kept.rows.tolist()}}
    for name in (_PAIRS, _TRIPLETS):
        side = _side(lessons, name)
        columns[name] = {"anchor": [one.anchor for one in side], "positive": [one.positive for one in side]}
    columns[_TRIPLETS]["negative"] = [one.negative for one in _side(lessons, _TRIPLETS)]
    return DatasetDict({name: Dataset.from_dict(columns[name]) for name in plan})


def _planned(plan: Mapping[str, list[list[int]]]) -> Callable[..., Any]:
    """Return what makes the sampler of each set of texts: its batches, as they were planned."""
    from sentence_transformers.base.sampler import DefaultBatchSampler

    class Planned(DefaultBatchSampler):
        def __init__(self, dataset: Any, **others: Any) -> None:  # noqa: ANN401 - the library's own
            super().__init__(dataset, **others)
            names = set(dataset.column_names)
            self.planned = plan[_KEPT if "text" in names else _TRIPLETS if "negative" in names else _PAIRS]

        def __iter__(self) -> Iterator[list[int]]:
            return iter(self.planned)

        def __len__(self) -> int:
            return len(self.planned)

    return Planned


def _weighed(loss: Any, weight: float) -> Any:  # noqa: ANN401
    from torch import nn

    class Weighed(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.loss = loss

        def forward(self, features: Any, labels: Any) -> Any:  # noqa: ANN401
            return weight * self.loss(features, labels)

    return Weighed()


def _telling(step: Callable[[str], None], steps: int) -> Any:  # noqa: ANN401
    from transformers import TrainerCallback

    every = max(1, steps // TOLD)

    class Telling(TrainerCallback):
        def on_step_end(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:  # noqa: ANN401, ARG002 - the library's names
            if state.global_step % every == 0:
                step(f"tuning the encoder, {state.global_step} of {steps} steps")

    return Telling()


@contextmanager
def _threads(count: int) -> Iterator[None]:
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(count)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def _check_finite(model: Any) -> None:  # noqa: ANN401
    import torch

    wrong = [name for name, weight in model.named_parameters() if not bool(torch.isfinite(weight).all())]
    if wrong:
        raise LearningError(
            "RW-L31",
            f"training the encoder gave numbers that are none, in {len(wrong)} matrices, the first {wrong[0]}",
            kept="Nothing was written, and the models in force stay",
            remedy="Please report it with how many judgments there are; the other parts can be trained without it",
        )
