"""How well kinds are told, and what is found in posts that others wrote."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.metrics import f1_score

from kinds.posts import Line, posts_of
from rumorwatch.emerge.kinds import CLASSES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from kinds.fitting import Fitted
    from rumorwatch.domain.ports import Encoder

_MOST = 1_000
"""Posts of a set that are looked at."""
_REPLIES = ("@", "RT ", "“@", '"@')


def measured(
    probabilities: NDArray[np.float64], kinds: NDArray[np.int64], languages: NDArray[np.str_]
) -> dict[str, Any]:
    """Return macro-F1, that of each language and class, and the calibration error."""
    chosen = probabilities.argmax(axis=1)
    figures = {"macro-F1": f1_score(kinds, chosen, average="macro"), "accuracy": (kinds == chosen).mean()}
    for language in ("vi", "en", "zh"):
        mine = languages == language
        figures[f"macro-F1 {language}"] = f1_score(kinds[mine], chosen[mine], average="macro")
    for name, value in zip(CLASSES, f1_score(kinds, chosen, average=None), strict=True):
        figures[f"F1 {name}"] = value
    figures["calibration error"] = _calibration_error(probabilities, kinds)
    return {name: round(float(value), 3) for name, value in figures.items()}


def of_others(data: Path, fitted: Fitted, encoder: Encoder, *, threshold: float) -> dict[str, Any]:
    """Return the share of each class, and of what passes as a claim, in posts that carry no classes."""
    sets = {
        **{f"PHEME, {name}": texts for name, texts in _tweets(data).items()},
        **{f"CED, {name}": texts for name, texts in _weibo(data).items()},
        **{f"VFND, {name}": texts for name, texts in _articles(data).items()},
        **{f"ReINTEL, {name}": texts for name, texts in _shared(data).items()},
    }
    return {name: _told(texts, fitted, encoder, threshold=threshold) for name, texts in sets.items() if texts}


def _told(texts: list[str], fitted: Fitted, encoder: Encoder, *, threshold: float) -> Mapping[str, float]:
    chosen = texts[:: max(len(texts) // _MOST, 1)][:_MOST]
    posts = posts_of([Line(language="", kind=0, text=text, original=0) for text in chosen], encoder)
    chances = fitted.probabilities(posts)
    shares = np.bincount(chances.argmax(axis=1), minlength=len(CLASSES)) / len(chosen)
    return {
        "posts": len(chosen),
        "passes": round(float((chances[:, 0] >= threshold).mean()), 3),
        **{str(name): round(float(share), 3) for name, share in zip(CLASSES, shares, strict=True)},
    }


def _tweets(data: Path) -> dict[str, list[str]]:
    kinds: dict[str, list[str]] = {"rumors": [], "others": []}
    for name in ("ferguson", "sydneysiege"):
        for row in _rows(data / "streams" / f"pheme_{name}.jsonl.gz"):
            if not row["text"].startswith(_REPLIES):
                kinds["rumors" if row["is_rumor"] == "1" else "others"].append(row["text"])
    return kinds


def _weibo(data: Path) -> dict[str, list[str]]:
    kinds: dict[str, list[str]] = {"rumors": [], "others": []}
    for row in _rows(data / "streams" / "ced_train.jsonl.gz"):
        kinds["rumors" if row["label"] == "rumor" else "others"].append(row["text"])
    return kinds


def _articles(data: Path) -> dict[str, list[str]]:
    kinds: dict[str, list[str]] = {}
    for row in _rows(data / "vietnamese" / "vfnd_half.jsonl.gz"):
        kinds.setdefault(str(row["_label"]), []).append(row["title"] or row["maintext"] or "")
    return kinds


def _shared(data: Path) -> dict[str, list[str]]:
    kinds: dict[str, list[str]] = {}
    for row in _rows(data / "vietnamese" / "reintel_val.jsonl.gz"):
        kinds.setdefault(str(row["label"]), []).append(row["post_message"].replace("_", " "))
    return kinds


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def _calibration_error(probabilities: NDArray[np.float64], kinds: NDArray[np.int64]) -> float:
    """Return the expected calibration error of the likeliest class in ten bands (Naeini et al. 2015)."""
    sure, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == kinds
    bands = np.minimum((sure * 10).astype(int), 9)
    return float(sum(abs((sure - right)[bands == band].sum()) for band in range(10)) / len(kinds))
