"""Posts that are known to belong together, or known not to, and noise around them, for the thresholds of grouping."""

from __future__ import annotations

import gzip
import json
import random
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

_Row = TypeVar("_Row")
_SEED = 20_261_128
_LCQMC, _PHEME, _NEWS = 1_500, 6_000, 5_000
"""Rows taken of the large sets."""
_MIN_LETTERS, _MAX_LETTERS = 40, 400
"""Of a line of news in the place of a post."""
_SIGNED = re.compile(r"\s*—[^—]*\(@\w+\)[^—]*$")
"""The signature of a quoted tweet, which CheckThat! keeps in its texts and no feed does."""
READ_PAIRS = ("en", "vi", "zh", "second", "polarity")
"""Sets of models/frozen/pairs that thresholds may be fitted on; the others are only measured (docs/decisions.md)."""
UNREAD_PAIRS = ("blind", "fresh", "held", "unread")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A text and what it belongs to."""

    set: str
    text: str
    label: str | None
    """Texts of one label in one set say the same; None: noise."""


def read_known(data: Path, pairs: Path) -> list[Known]:
    """Return the texts of all sets and the noise, each text once a set, in a stream that is always the same.

    Args:
        data: The folder of outside data.
        pairs: The folder models/frozen/pairs.
    """
    found = [*_checkthat(data / "retrieval" / "checkthat"), *_noise(data)]
    translated = {"en-vi": "dev_tatoeba_en_vi", "en-zh": "dev_tatoeba_en_zh"}
    for name, file in translated.items():
        keys = name.split("-")
        rows = _rows(data / "parallel" / f"{file}.jsonl.gz")
        found += _paired(name, [(row[keys[0]], row[keys[1]], True) for row in rows])
    paraphrases = _rows(data / "vietnamese" / "vnpara_half.jsonl.gz")
    found += _paired(
        "vnpara", [(row["sentence1"], row["sentence2"], row["label"] == "1") for row in paraphrases if "label" in row]
    )
    questions = _sample(_rows(data / "chinese" / "lcqmc_dev.jsonl.gz"), _LCQMC)
    found += _paired("lcqmc", [(row["a"], row["b"], row["label"] == "1") for row in questions])
    for name, sets in (("pairs", READ_PAIRS), ("pairs-unread", UNREAD_PAIRS)):
        lines = [json.loads(line) for one in sets for line in (pairs / f"{one}.jsonl").read_text("utf-8").splitlines()]
        found += _paired(name, [(row["claim"], row["post"], not row["changed"]) for row in lines])
    return _sample(found, len(found))


def _checkthat(folder: Path) -> list[Known]:
    claims = {row["post_id"]: row["claim_id"] for row in _rows(folder / "train.pairs.jsonl.gz")}
    posts = _rows(folder / "train.posts.jsonl.gz")
    return [
        Known(set="checkthat", text=_SIGNED.sub("", row["text"]), label=claims[row["id"]])
        for row in posts
        if row["id"] in claims
    ]


def _noise(data: Path) -> list[Known]:
    events = ("ferguson", "sydneysiege")
    tweets = [row["text"] for event in events for row in _rows(data / "streams" / f"pheme_{event}.jsonl.gz")]
    lines = [row["text"] for row in _rows(data / "vietnamese" / "news_lines.jsonl.gz")]
    news = [line for line in lines if _MIN_LETTERS <= len(line) <= _MAX_LETTERS and not line.startswith("<")]
    weibo = [row["text"] for row in _rows(data / "streams" / "ced_train.jsonl.gz")]
    texts = [*_sample(tweets, _PHEME), *_sample(news, _NEWS), *weibo]
    return [Known(set="noise", text=text, label=None) for text in dict.fromkeys(texts)]


def _paired(name: str, pairs: Iterable[tuple[str, str, bool]]) -> list[Known]:
    """Return the texts of pairs, those that say the same under one label."""
    root: dict[str, str] = {}

    def find(text: str) -> str:
        root.setdefault(text, text)
        while root[text] != text:
            text = root[text]
        return text

    for first, second, is_same in pairs:
        one, other = find(first), find(second)
        if is_same:
            root[other] = one
    return [Known(set=name, text=text, label=find(text)) for text in list(root)]


def _sample(rows: Sequence[_Row], number: int) -> list[_Row]:
    return random.Random(_SEED).sample(rows, min(number, len(rows)))  # noqa: S311 - a reproducible draw, no secret


def _rows(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]
