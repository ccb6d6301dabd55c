"""Labeled posts, their changed copies, and the matters that they are about."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from sklearn.cluster import AgglomerativeClustering
from sklearn.feature_extraction.text import TfidfVectorizer

from rumorwatch.domain.readings import PostClass
from rumorwatch.emerge.kinds import CLASSES
from rumorwatch.emerge.kindsigns import kind_features_of
from rumorwatch.normalize.text import views
from rumorwatch.reading.hashed import BUCKETS
from rumorwatch.reading.words import without_marks

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from rumorwatch.domain.ports import Encoder
    from rumorwatch.domain.posts import SpellingViews

SAME_MATTER = 0.25
"""Mean likeness from which on groups of posts are one matter: 263 of 1,300 posts, names and places in common."""
_SPELLING = 1.5
"""What the likeness of letters counts beside that of rows: names tell a matter."""
_SIGN = re.compile(r"[^\w\s]|_")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One labeled post as the files hold it, or a copy of one."""

    language: str
    kind: int
    """Place in CLASSES."""
    text: str
    original: int
    """Which post it is, or is a copy of."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Posts:
    """Posts with their features."""

    views: tuple[SpellingViews, ...]
    kinds: NDArray[np.int64]
    """(n,) places in CLASSES."""
    languages: NDArray[np.str_]
    """(n,)."""
    originals: NDArray[np.int64]
    """(n,)."""
    words: sparse.csr_matrix
    """(n, BUCKETS)."""
    signs: NDArray[np.float64]
    """(n, signs)."""
    rows: NDArray[np.float32]
    """(n, 384); (n, 0) without an encoder."""


def read_lines(path: Path, *, language: str = "", begin: int = 0) -> list[Line]:
    """Return the labeled posts of a file, numbered from ``begin`` on."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [
        Line(
            language=row.get("language", language),
            kind=CLASSES.index(PostClass(row["class"])),
            text=row["text"],
            original=begin + number,
        )
        for number, row in enumerate(rows)
    ]


def changed_copies(lines: Sequence[Line]) -> list[Line]:
    """Return copies without marks (Vietnamese) and without punctuation; a post that stays the same has none."""
    copies = []
    for line in lines:
        bare = "".join(map(_unmarked, line.text)) if line.language == "vi" else line.text
        texts = dict.fromkeys((bare, " ".join(_SIGN.sub(" ", line.text).split())))
        copies += [replace(line, text=text) for text in texts if text != line.text]
    return copies


def posts_of(lines: Sequence[Line], encoder: Encoder | None) -> Posts:
    """Return lines with their features."""
    seen = tuple(views(line.text) for line in lines)
    features = kind_features_of(seen)
    counts = np.diff(features.begins, append=len(features.buckets))
    ends = np.append(features.begins, len(features.buckets))
    shares = np.repeat(1 / np.sqrt(counts), counts)
    return Posts(
        views=seen,
        kinds=np.array([line.kind for line in lines]),
        languages=np.array([line.language for line in lines]),
        originals=np.array([line.original for line in lines]),
        words=sparse.csr_matrix((shares, features.buckets, ends), shape=(len(lines), BUCKETS)),
        signs=features.signs.astype(np.float64),
        rows=np.asarray(encoder.encode(seen)) if encoder else np.zeros((len(lines), 0), np.float32),
    )


def matters_of(texts: Sequence[SpellingViews], rows: NDArray[np.float32]) -> NDArray[np.int64]:
    """Return the matter of each post, told by meaning and by spelling, across languages."""
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, min_df=2)
    spelled = letters.fit_transform([text.folded for text in texts])
    alike = np.maximum(rows @ rows.T, (spelled @ spelled.T).toarray() * _SPELLING)
    clustering = AgglomerativeClustering(
        n_clusters=None, distance_threshold=1 - SAME_MATTER, metric="precomputed", linkage="average"
    )
    return np.asarray(clustering.fit_predict(1 - np.clip(alike, 0, 1)), np.int64)


def _unmarked(letter: str) -> str:
    bare = without_marks(letter.lower())
    return bare.upper() if letter.isupper() else bare
