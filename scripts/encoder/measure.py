"""Measure: how often an encoder finds the translation, the clean spelling or the paraphrase of a line among many."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from encoder.noise import changed
from encoder.vocabulary import unmarked

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

Encode = Callable[[Sequence[str]], Any]
"""From n texts to (n, d) unit rows, dense or sparse."""
MAX_CANDIDATES = 2_000
INFORMAL_CANDIDATES = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Lines to find among lines: the i-th query's answer is the i-th candidate."""

    name: str
    queries: tuple[str, ...]
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Pairs of lines that people judged."""

    name: str
    pairs: tuple[tuple[str, str, float], ...]
    """(line, line, how alike)."""


def development_searches(data: Path, held_out: Sequence[tuple[str, str, str]]) -> list[Search]:
    """Return the searches over the development files, and over lines of the training data that training left out."""
    ted = _columns(_rows(data / "parallel/dev_ted_en_vi.jsonl.gz"), "vi", "en")
    tatoeba = _columns(_rows(data / "parallel/dev_tatoeba_en_vi.jsonl.gz"), "vi", "en")
    english, vietnamese, chinese = zip(*held_out[:MAX_CANDIDATES], strict=True)
    # The Vietnamese of this file has its words joined by "_".
    ted_chinese = [
        (row["zh"], row["vi_tokenised"].replace("_", " ")) for row in _rows(data / "parallel/dev_ted_zh_vi.jsonl.gz")
    ]
    informal = _columns(_rows(data / "vietnamese/vilexnorm_dev.jsonl.gz"), "original", "normalized")
    sets = {
        "vi-en TED": ted,
        "vi-en Tatoeba": tatoeba,
        "vi-en Alpaca": list(zip(vietnamese, english, strict=True)),
        "unmarked vi-en TED": [(unmarked(line), other) for line, other in ted],
        "unmarked vi-en Tatoeba": [(unmarked(line), other) for line, other in tatoeba],
        "unmarked vi-vi TED": [(unmarked(line), line) for line, _ in ted],
        "zh-en Tatoeba": _columns(_rows(data / "parallel/dev_tatoeba_en_zh.jsonl.gz"), "zh", "en"),
        "zh-en Alpaca": list(zip(chinese, english, strict=True)),
        "zh-vi TED": ted_chinese,
        "zh-vi Alpaca": list(zip(chinese, vietnamese, strict=True)),
        "informal-clean ViLexNorm": informal[:INFORMAL_CANDIDATES],
    }
    return [_search(name, pairs) for name, pairs in sets.items()]


def development_judgments(data: Path) -> list[Judged]:
    """Return the judged pairs over which cosines are compared."""
    english = [(row["a"], row["b"], float(row["score"])) for row in _rows(data / "english/stsb_dev.jsonl.gz")]
    return [
        Judged(name="STS-B en dev", pairs=tuple(english)),
        Judged(name="LCQMC dev", pairs=_labeled(data / "chinese/lcqmc_dev.jsonl.gz", "a", "b")),
        Judged(name="vnPara", pairs=_labeled(data / "vietnamese/vnpara_half.jsonl.gz", "sentence1", "sentence2")),
    ]


def development_copies(held_out: Sequence[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Return (English, Vietnamese, the Vietnamese with another number or without its negation) of lines left out."""
    rng = random.Random(0)
    copies = ((english, line, changed(line, rng)) for english, line, _ in held_out)
    return [(english, line, copy) for english, line, copy in copies if copy]


def measured(name: str, *, data: Path, models: Path | None = None) -> dict[str, float]:
    """Return every development figure of an encoder as the program runs it, by the name of its set.

    Args:
        name: ``lexical``, a shipped model, or a folder of a sentence-transformers model.
        data: The folder of docs/data.md.
        models: Folder of the shipped models; None: where they ship.
    """
    from encoder.corpus import held_out_lines

    encode = encoder_of(name, models=models)
    held_out = held_out_lines(data)
    figures = {search.name: accuracy(search, encode) for search in development_searches(data, held_out)}
    figures |= {judged.name: agreement(judged, encode) for judged in development_judgments(data)}
    figures["changed vi-en Alpaca"] = preference(development_copies(held_out), encode)
    return {name: round(figure, 4) for name, figure in figures.items()}


def encoder_of(name: str, *, models: Path | None = None) -> Encode:
    """Return the encoder of a name; the lexical one learns from the texts that it is given."""
    from rumorwatch.embed.lexical import LexicalEncoder
    from rumorwatch.embed.opening import open_encoder
    from rumorwatch.normalize.text import views_of

    if name == "lexical":

        def encode_lexical(texts: Sequence[str]) -> Any:  # noqa: ANN401 - scipy's matrices carry no types
            views = views_of(texts)
            return LexicalEncoder.learn(views).encode(views)

        return encode_lexical
    encoder = open_encoder(name, models=models)
    return lambda texts: encoder.encode(views_of(texts))


def accuracy(search: Search, encode: Encode) -> float:
    """Return the share of queries that have their own answer nearest; equal candidates are one."""
    rows = encode([*search.queries, *search.candidates])
    queries = len(search.queries)
    similarities = rows[:queries] @ rows[queries:].T
    dense = similarities.toarray() if hasattr(similarities, "toarray") else similarities
    nearest = dense.argmax(axis=1)
    return float(np.mean([search.candidates[at] == search.candidates[i] for i, at in enumerate(nearest)]))


def agreement(judged: Judged, encode: Encode) -> float:
    """Return Spearman's rank correlation of cosine and judgment; of yes and no, the area under the ROC curve."""
    from scipy.stats import spearmanr
    from sklearn.metrics import roc_auc_score

    rows = encode([line for a, b, _ in judged.pairs for line in (a, b)])
    cosines = _cosines(rows[::2], rows[1::2])
    scores = [score for *_, score in judged.pairs]
    if set(scores) <= {0.0, 1.0}:
        return float(roc_auc_score(scores, cosines))
    return float(spearmanr(cosines, scores).statistic)


def preference(copies: Sequence[tuple[str, str, str]], encode: Encode) -> float:
    """Return the share of (line, its translation, a changed copy of that) whose line is more like the translation."""
    rows = encode([text for texts in copies for text in texts])
    lines, translations, changes = rows[::3], rows[1::3], rows[2::3]
    return float(np.mean(_cosines(lines, translations) > _cosines(lines, changes)))


def _cosines(first: Any, second: Any) -> NDArray[np.float64]:  # noqa: ANN401 - scipy's matrices carry no types
    products = first.multiply(second) if hasattr(first, "multiply") else first * second
    return np.asarray(products.sum(axis=1)).ravel()


def _search(name: str, pairs: Sequence[tuple[str, str]]) -> Search:
    queries, candidates = zip(*pairs[:MAX_CANDIDATES], strict=True)
    return Search(name=name, queries=queries, candidates=candidates)


def _labeled(path: Path, first: str, second: str) -> tuple[tuple[str, str, float], ...]:
    rows = (row for row in _rows(path) if row.get("label") in {"0", "1"})
    return tuple((row[first], row[second], float(row["label"])) for row in rows)


def _columns(rows: Sequence[dict[str, str]], first: str, second: str) -> list[tuple[str, str]]:
    return [(row[first], row[second]) for row in rows]


def _rows(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]
