"""Lines: what training shows an encoder at each step, noise and all. A step is the same in every run."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import torch

from encoder.losses import Batch, Pairs
from encoder.mini import MAX_PIECES
from encoder.noise import changed, english_noise
from encoder.vocabulary import make_tokenizer, unmarked

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray
    from tokenizers import Tokenizer

    from encoder.corpus import Corpus
    from encoder.noise import Noise, VietnameseNoise
    from encoder.vocabulary import Vocabulary

PLAIN_WORDS = 24
"""First words kept of a Vietnamese line without a translation: some are paragraphs."""
CUT_SHARE = 0.15
"""Lines whose words are cut into their parts, so that the parts keep a meaning of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """Texts of one step of the mini student."""

    both: int = 36
    """English lines with both translations, which make three texts each: Vietnamese, Chinese, Vietnamese unmarked."""
    vietnamese: int = 64
    chinese: int = 52
    english: int = 36
    """Lines of the corpus and claims. They keep the layers where the teacher had them."""
    beside_english: bool = False
    """Whether the English line of each translation is shown too, so that the student's own row of it can move."""
    near: int = 8
    """Nearest English lines of each text's own, as negatives."""
    far: int = 2_048
    """Any English lines, as negatives."""
    informal: int = 6
    """Pairs of informal Vietnamese and its clean form; like all pairs below without an English line."""
    plain: int = 12
    """Vietnamese lines, each beside itself with noise."""
    alike: int = 6
    """Paraphrases of one language, posts and their claims."""
    changed: int = 8
    """Vietnamese lines with another number or without their negation: of ``both`` and again of ``plain``, at most."""


@dataclass(frozen=True, kw_only=True)
class Lines:
    """The corpus as an encoder meets it."""

    corpus: Corpus
    vocabulary: Vocabulary
    vietnamese_noise: VietnameseNoise
    chinese_noise: Noise
    tokenizers: tuple[Tokenizer, Tokenizer] = field(init=False)
    """With words of several parts, and without."""
    both: list[tuple[int, int]] = field(init=False)
    """Numbers of a Vietnamese and a Chinese line with one English line."""
    vietnamese_shown: list[int] = field(init=False)
    """Numbers of the Vietnamese lines of a round of mini: those that are no chatbot text twice."""
    chinese_shown: list[int] = field(init=False)

    def __post_init__(self) -> None:
        """Make what is the same in all steps."""
        chinese = {aim: at for at, (_, aim) in enumerate(self.corpus.chinese)}
        both = [(at, chinese[aim]) for at, (_, aim) in enumerate(self.corpus.vietnamese) if aim in chinese]
        object.__setattr__(self, "both", both)
        twice = set(self.corpus.beyond_chat)
        for name, lines in (("vietnamese_shown", self.corpus.vietnamese), ("chinese_shown", self.corpus.chinese)):
            again = [at for at, (_, aim) in enumerate(lines) if aim in twice]
            object.__setattr__(self, name, [*range(len(lines)), *again])
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
        """Return an English line as typed, and its number; claims follow the lines."""
        lines = len(self.corpus.english)
        text = self.corpus.english[number] if number < lines else self.corpus.claims[number - lines]
        return english_noise(text, rng), number

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
        )

    def mini_batch(
        self, step: int, *, mix: Mix, targets: NDArray[np.float16], neighbors: NDArray[np.int32], seed: int
    ) -> Batch:
        """Return a step of the mini student; ``targets`` and ``neighbors`` go on with those of the claims."""
        rng = random.Random(seed * 1_000_003 + step)

        def numbers(size: int, among: int, stream: int) -> list[int]:
            return numbers_of(step, size=size, among=among, seed=seed + stream).tolist()

        both = [self.both[at] for at in numbers(mix.both, len(self.both), 1)]
        shown = [self.vietnamese(at, rng) for at, _ in both] + [self.chinese(at, rng) for _, at in both]
        shown += [(unmarked.__wrapped__(text), aim) for text, aim in (self.corpus.vietnamese[at] for at, _ in both)]
        for at in numbers(mix.vietnamese, len(self.vietnamese_shown), 2):
            shown.append(self.vietnamese(self.vietnamese_shown[at], rng))
        for at in numbers(mix.chinese, len(self.chinese_shown), 3):
            shown.append(self.chinese(self.chinese_shown[at], rng))
        of_translations = [aim for _, aim in shown]
        beside = dict.fromkeys(of_translations) if mix.beside_english else ()
        own = {aim: len(shown) + at for at, aim in enumerate(beside)}
        drawn = numbers(mix.english, len(targets), 4)
        shown += [self.english(at, rng) for at in (*own, *drawn)]
        found, aims = zip(*shown, strict=True)
        texts = list(found)
        across = self._across(texts, mix, rng)
        lines = (self.corpus.plain[at] for at in numbers(mix.plain, len(self.corpus.plain), 5))
        plain = [" ".join(line.split(" ")[:PLAIN_WORDS]) for line in lines]
        again = [(text, self.noisy(text, rng)) for text in plain]
        again += [self.corpus.informal[at] for at in numbers(mix.informal, len(self.corpus.informal), 6)]
        again += [self.corpus.alike[at] for at in numbers(mix.alike, len(self.corpus.alike), 7)]
        within = _appended(texts, again, [other for text in plain if (other := changed(text, rng))][: mix.changed])
        far = np.random.default_rng((seed, step)).integers(len(targets), size=mix.far)
        others = np.concatenate([neighbors[[*of_translations, *drawn], : mix.near].ravel(), far])
        return Batch(
            pieces=self.pieces(texts, rng, special=True),
            targets=torch.from_numpy(targets[list(aims)].astype(np.float32)),
            others=torch.from_numpy(targets[others].astype(np.float32)),
            paired=(across, within),
            english=torch.tensor([own[aim] for aim in of_translations] if own else [], dtype=torch.long),
        )

    def noisy(self, text: str, rng: random.Random) -> str:
        """Return a Vietnamese line, most often without its marks, else misspelled where it can be."""
        return replace(self.vietnamese_noise, unmarked_share=0.6, noisy_share=0.4)(text, rng)

    def _across(self, texts: list[str], mix: Mix, rng: random.Random) -> Pairs:
        """Return the pairs of ``both``, Vietnamese with Chinese and with unmarked; changed lines join the texts."""
        begin = len(texts)
        lines = (changed(text, rng) for text in texts[: mix.both])
        texts += [line for line in lines if line][: mix.changed]
        vietnamese = torch.arange(mix.both)
        return Pairs(
            first=torch.cat([vietnamese, vietnamese]),
            second=torch.arange(mix.both, 3 * mix.both),
            changed=torch.arange(begin, len(texts)),
        )


def _appended(texts: list[str], pairs: Sequence[tuple[str, str]], rivals: Sequence[str]) -> Pairs:
    """Add pairs and rivals of their first texts to the texts, and return their numbers."""
    begin, end = len(texts), len(texts) + 2 * len(pairs)
    texts += [text for pair in pairs for text in pair]
    texts += rivals
    return Pairs(
        first=torch.arange(begin, end, 2), second=torch.arange(begin + 1, end, 2), changed=torch.arange(end, len(texts))
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
