"""Lines: what training shows an encoder at each step, noise and all. A step is the same in every run."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import torch

from encoder.losses import Batch
from encoder.mini import MAX_PIECES
from encoder.noise import english_noise
from encoder.vocabulary import make_tokenizer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray
    from tokenizers import Tokenizer

    from encoder.corpus import Corpus
    from encoder.noise import Noise
    from encoder.vocabulary import Vocabulary

CUT_SHARE = 0.15
"""Lines whose words are cut into their parts, so that the parts keep a meaning of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """Texts of one step of the mini student."""

    both: int = 48
    """English lines with both translations, which make two texts each, one beside the other."""
    vietnamese: int = 64
    chinese: int = 60
    english: int = 40
    """Keeps the layers where the teacher had them."""
    near: int = 8
    """Nearest English lines of each text's own, as negatives."""
    far: int = 2_048
    """Any English lines, as negatives."""


@dataclass(frozen=True, kw_only=True)
class Lines:
    """The corpus as an encoder meets it."""

    corpus: Corpus
    vocabulary: Vocabulary
    vietnamese_noise: Noise
    chinese_noise: Noise
    tokenizers: tuple[Tokenizer, Tokenizer] = field(init=False)
    """With words of several parts, and without."""
    both: list[tuple[int, int]] = field(init=False)
    """Numbers of a Vietnamese and a Chinese line with one English line."""

    def __post_init__(self) -> None:
        """Make what is the same in all steps."""
        chinese = {aim: at for at, (_, aim) in enumerate(self.corpus.chinese)}
        both = [(at, chinese[aim]) for at, (_, aim) in enumerate(self.corpus.vietnamese) if aim in chinese]
        object.__setattr__(self, "both", both)
        made = make_tokenizer(self.vocabulary), make_tokenizer(self.vocabulary, words=False)
        object.__setattr__(self, "tokenizers", made)

    def vietnamese(self, number: int, rng: random.Random) -> tuple[str, int]:
        """Return a Vietnamese line as typed, and the number of its English line."""
        text, aim = self.corpus.vietnamese[number]
        return self.vietnamese_noise(text, rng), aim

    def chinese(self, number: int, rng: random.Random) -> tuple[str, int]:
        """Return a Chinese line as typed, and the number of its English line."""
        text, aim = self.corpus.chinese[number]
        return self.chinese_noise(text, rng), aim

    def english(self, number: int, rng: random.Random) -> tuple[str, int]:
        """Return an English line as typed, and its number."""
        return english_noise(self.corpus.english[number], rng), number

    def pieces(self, texts: Sequence[str], rng: random.Random, *, special: bool) -> list[list[int]]:
        """Return the pieces of texts, some with their words cut; ``special`` ones around for the layers."""
        cut = [rng.random() < CUT_SHARE for _ in texts]
        found: list[list[int]] = [[] for _ in texts]
        for tokenizer, wanted in zip(self.tokenizers, (False, True), strict=True):
            numbers = [at for at, is_cut in enumerate(cut) if is_cut is wanted]
            encodings = tokenizer.encode_batch_fast([texts[at] for at in numbers], add_special_tokens=special)
            for at, encoding in zip(numbers, encodings, strict=True):
                found[at] = encoding.ids[:MAX_PIECES] or [1]
        return found

    def static_batch(self, step: int, *, size: int, far: int, targets: NDArray[np.float16], seed: int) -> Batch:
        """Return a step of the static student; Chinese has fewer lines and comes twice."""
        rng = random.Random(seed * 1_000_003 + step)
        vietnamese, chinese, english = map(len, (self.corpus.vietnamese, self.corpus.chinese, self.corpus.english))
        shown = []
        for number in numbers_of(step, size=size, among=vietnamese + 2 * chinese + english, seed=seed):
            if number < vietnamese:
                shown.append(self.vietnamese(number, rng))
            elif number < vietnamese + 2 * chinese:
                shown.append(self.chinese((number - vietnamese) % chinese, rng))
            else:
                shown.append(self.english(number - vietnamese - 2 * chinese, rng))
        texts, found = zip(*shown, strict=True)
        aims, others = np.array(found), np.random.default_rng((seed, step)).integers(len(targets), size=far)
        return Batch(
            pieces=self.pieces(texts, rng, special=False),
            targets=torch.from_numpy(targets[aims].astype(np.float32)),
            others=torch.from_numpy(targets[others].astype(np.float32)),
            paired=(torch.arange(0), torch.arange(0)),
        )

    def mini_batch(
        self, step: int, *, mix: Mix, targets: NDArray[np.float16], neighbors: NDArray[np.int32], seed: int
    ) -> Batch:
        """Return a step of the mini student."""
        rng = random.Random(seed * 1_000_003 + step)

        def numbers(size: int, among: int, stream: int) -> list[int]:
            return numbers_of(step, size=size, among=among, seed=seed + stream).tolist()

        both = [self.both[at] for at in numbers(mix.both, len(self.both), 1)]
        shown = [self.vietnamese(at, rng) for at, _ in both] + [self.chinese(at, rng) for _, at in both]
        shown += [self.vietnamese(at, rng) for at in numbers(mix.vietnamese, len(self.corpus.vietnamese), 2)]
        shown += [self.chinese(at, rng) for at in numbers(mix.chinese, len(self.corpus.chinese), 3)]
        shown += [self.english(at, rng) for at in numbers(mix.english, len(self.corpus.english), 4)]
        texts, found = zip(*shown, strict=True)
        aims = np.array(found)
        far = np.random.default_rng((seed, step)).integers(len(targets), size=mix.far)
        others = np.concatenate([neighbors[aims, : mix.near].ravel(), far])
        pair = torch.arange(mix.both)
        return Batch(
            pieces=self.pieces(texts, rng, special=True),
            targets=torch.from_numpy(targets[aims].astype(np.float32)),
            others=torch.from_numpy(targets[others].astype(np.float32)),
            paired=(pair, pair + mix.both),
        )


def numbers_of(step: int, *, size: int, among: int, seed: int) -> NDArray[np.int64]:
    """Return the numbers of the lines of a step: all are seen before one is seen again."""
    places = np.arange(step * size, (step + 1) * size)
    numbers = np.empty(size, np.int64)
    for epoch in np.unique(places // among):
        here = places // among == epoch
        numbers[here] = _order(int(epoch), among, seed)[places[here] % among]
    return numbers


_ORDERS: dict[tuple[int, int], tuple[int, NDArray[np.int64]]] = {}


def _order(epoch: int, among: int, seed: int) -> NDArray[np.int64]:
    """Return the order of an epoch; the last one of each stream is kept, since shuffling it costs as much as a step."""
    known = _ORDERS.get((among, seed))
    if known is None or known[0] != epoch:
        known = _ORDERS[among, seed] = epoch, np.random.default_rng((seed, epoch)).permutation(among)
    return known[1]


def nearest_lines(
    targets: NDArray[np.float16],
    *,
    count: int,
    sample: int,
    same: float,
    seed: int,
    on_done: Callable[[int, int], None],
    device: str,
) -> NDArray[np.int32]:
    """Return (n, count) int32: for each English line the nearest ones of a sample, those that say the same left out."""
    drawn = torch.from_numpy(np.random.default_rng(seed).permutation(len(targets))[:sample])
    rows = torch.from_numpy(targets).to(device, torch.bfloat16)
    among = rows[drawn.to(device)]
    found = []
    for part in rows.split(2_000):
        similarities = (part @ among.T).float()
        similarities[similarities > same] = -1
        found.append(drawn[similarities.topk(min(count, len(drawn)), dim=1).indices.cpu()].int())
        on_done(sum(map(len, found)), len(rows))
    nearest: NDArray[np.int32] = torch.cat(found).numpy()
    return nearest
