"""Starts: the first row of every piece, in the static table and in the teacher's own, from what it translates to."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
import torch
from scipy import sparse

from encoder.alignment import translations
from encoder.vocabulary import Vocabulary, make_tokenizer, traditional, unmarked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from tokenizers import Tokenizer
    from transformers import BertModel

    from encoder.corpus import Corpus

_SPECIAL_PIECES = 5
_TEACHER_CLS, _TEACHER_SEP = 101, 102


def all_translations(corpus: Corpus, vocabulary: Vocabulary) -> sparse.csr_matrix:
    """Return the shares of English pieces in the meaning of every other piece; (V, V), zero rows where none is known.

    Spellings without marks mean what the marked ones mean, to their frequency; traditional characters what the
    simplified ones mean.
    """
    whole, cut = make_tokenizer(vocabulary), make_tokenizer(vocabulary, words=False)
    size = len(vocabulary)
    english = _pieces(cut, corpus.english)
    meanings = sparse.csr_matrix((size, size), dtype=np.float32)
    counts: Counter[int] = Counter()
    for pairs in (corpus.vietnamese, corpus.chinese):
        texts = [text for text, _ in pairs]
        # Words and the syllables in them stand side by side: what the word explains is taken from them.
        words, parts = _pieces(whole, texts), _pieces(cut, texts)
        counts.update(chain.from_iterable(words))
        lines = [(word + part, english[number]) for word, part, (_, number) in zip(words, parts, pairs, strict=True)]
        meanings = meanings + translations(lines, rows=size)
    unknown = sparse.diags((np.asarray(meanings.sum(axis=1)).ravel() == 0).astype(np.float32))
    meanings = meanings + unknown @ _without_marks(vocabulary, counts) @ meanings
    unknown = sparse.diags((np.asarray(meanings.sum(axis=1)).ravel() == 0).astype(np.float32))
    return sparse.csr_matrix(meanings + unknown @ _from_simplified(vocabulary) @ meanings)


@torch.inference_mode()
def pieces_alone(teacher: BertModel, vocabulary: Vocabulary) -> NDArray[np.float32]:
    """Return (V, 384): the teacher's unit row of each of its pieces as a whole text, zero for the others."""
    rows = np.zeros((len(vocabulary), teacher.config.hidden_size), np.float32)
    pieces = torch.tensor([[_TEACHER_CLS, piece, _TEACHER_SEP] for piece in vocabulary.kept])
    for numbers in torch.arange(_SPECIAL_PIECES, len(pieces)).split(512):
        mean = teacher(input_ids=pieces[numbers]).last_hidden_state.mean(dim=1)
        rows[numbers.numpy()] = torch.nn.functional.normalize(mean, dim=1).numpy()
    return rows


def frequency_weights(corpus: Corpus, tokenizer: Tokenizer, *, rows: int) -> NDArray[np.float32]:
    """Return the weight of each piece: a / (a + its share of all), a = 1e-3 (SIF, Arora et al. 2017).

    The share is that of the language where the piece is most common.
    """
    texts = (corpus.english, [text for text, _ in corpus.vietnamese], [text for text, _ in corpus.chinese])
    weights = np.ones(rows, np.float32)
    for lines in texts:
        counts = np.bincount(np.fromiter(chain.from_iterable(_pieces(tokenizer, lines)), np.int64), minlength=rows)
        weights = np.minimum(weights, 1e-3 / (1e-3 + counts / max(1, counts.sum())))
    return weights.astype(np.float32)


def static_start(
    alone: NDArray[np.float32], *, meanings: sparse.csr_matrix, weights: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Return (V, 384): each piece's direction, as long as its weight in a mean."""
    mixed = np.asarray(meanings @ (alone * weights[:, None]), np.float32)
    known = np.linalg.norm(alone, axis=1, keepdims=True) > 0
    return np.asarray(np.where(known, alone, _unit(mixed)) * weights[:, None], np.float32)


def mini_start(
    teacher_rows: NDArray[np.float32], *, vocabulary: Vocabulary, meanings: sparse.csr_matrix, seed: int
) -> NDArray[np.float32]:
    """Return (V, 384): the teacher's rows, and for each new piece the mean of those it translates to.

    A new row is as long as a usual one, or what is added to it (place and kind) would drown it. A letter inside a word
    starts as the same letter without its mark; what is known of nothing starts near nothing.
    """
    old = len(vocabulary.kept)
    rows = np.zeros((len(vocabulary), teacher_rows.shape[1]), np.float32)
    rows[:old] = teacher_rows[list(vocabulary.kept)]
    mixed = np.asarray(meanings @ rows, np.float32)
    usual = float(np.median(np.linalg.norm(rows[_SPECIAL_PIECES:old], axis=1)))
    number = {piece: at for at, piece in enumerate((*vocabulary.pieces, *vocabulary.words))}
    rng = np.random.default_rng(seed)
    for piece, at in number.items():
        if at < old:
            continue
        base = number.get(f"##{unmarked(piece[2:])}") if piece.startswith("##") else None
        if np.any(mixed[at]):
            rows[at] = _unit(mixed[at : at + 1])[0] * usual
        elif base is not None:
            rows[at] = rows[base]
        else:
            rows[at] = rows[rng.integers(_SPECIAL_PIECES, old)] * 0.3
    return rows


def _without_marks(vocabulary: Vocabulary, counts: Counter[int]) -> sparse.csr_matrix:
    names = (*vocabulary.pieces, *vocabulary.words)
    number = {name: at for at, name in enumerate(names)}
    marked: dict[int, list[int]] = {}
    for at, name in enumerate(names):
        bare = number.get(unmarked(name))
        if bare is not None and bare != at and bare >= len(vocabulary.kept):
            marked.setdefault(bare, []).append(at)
    cells = [(bare, at, counts[at] + 1) for bare, ats in marked.items() for at in ats]
    return _shares(cells, rows=len(names))


def _from_simplified(vocabulary: Vocabulary) -> sparse.csr_matrix:
    number = {name: at for at, name in enumerate(vocabulary.pieces)}
    pairs = traditional([piece for piece in vocabulary.pieces if is_han(piece)])
    cells = [(number[other], number[char], 1) for other, char in pairs.items() if other in number]
    return _shares(cells, rows=len(vocabulary))


def is_han(piece: str) -> bool:
    """Say whether a piece is one Han character."""
    return len(piece) == 1 and "㐀" <= piece <= "鿿"


def _shares(cells: Sequence[tuple[int, int, int]], *, rows: int) -> sparse.csr_matrix:
    to, of, times = (np.array(column) for column in zip(*cells, strict=True))
    table = sparse.csr_matrix((times.astype(np.float32), (to, of)), shape=(rows, rows))
    sums = np.asarray(table.sum(axis=1)).ravel()
    return sparse.csr_matrix(sparse.diags(1 / np.maximum(sums, 1)) @ table)


def _pieces(tokenizer: Tokenizer, texts: Sequence[str]) -> list[list[int]]:
    return [encoding.ids for encoding in tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)]


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
