"""Representative: the sentence of a group's posts that stands for it. It is chosen, never written.

Observation: posts wrap what they tell in greetings, calls to share and questions. Theory: the sentence nearest to the
centroid is what they have in common (Radev et al. 2004), and one that states something can be checked. Known
exceptions: where every post only asks, the question stands for the group.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rumorwatch.emerge.arrivals import count_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from rumorwatch.domain.posts import Post, PostKey
    from rumorwatch.domain.vectors import DenseRows

_MIN_WORDS, _MAX_WORDS = 5.0, 40.0
"""Of a clear sentence: fewer tell nothing that could be checked, more are not read at a glance."""
_POSTS = 32
"""Texts whose sentences are compared, those nearest to the centroid: what is far from it has no central sentence."""
_DECIMALS = 3
"""Of a cosine: smaller differences say nothing, and the earlier sentence is taken."""
_ASKING_END = re.compile(r"(?:[?？]|\b(?:không|chưa|hả|nhỉ|vậy ta)|[吗呢么])[\s.!…。！\"'”’)]*$", re.IGNORECASE)
_ASKING_BEGIN = re.compile(
    r"^\W*(?:is|are|was|were|do|does|did|has|have|can|will|who|what|why|where|when|how|anyone|any)\b.*\b(?:true|know|heard|confirm)"
    r"|^\W*(?:có phải|có ai|ai biết|liệu|tại sao|vì sao)\b"
    r"|^\W*(?:有没有|是不是|求证|请问|谁知道)",
    re.IGNORECASE,
)
_CUT = re.compile(r"(?:…|\.\.\.|[:：,，])\W*$")
_WRAPPED = re.compile(
    r"^\s*(?:RT\b|@|via\b|[】」』)）\]])|\[(?:link|phone|email|id|card)\]|@…|#\w+\s+#\w+", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Representative:
    """The sentence that stands for a group."""

    text: str
    """As its post has it, in the accented view."""
    post: PostKey
    """Whose it is: the earliest post with it."""
    cosine: float
    """To the group's centroid."""
    is_clear: bool
    """Whether it states something in full; False: no sentence of the group does."""


def representative_of(
    posts: Sequence[Post],
    rows: DenseRows,
    *,
    split: Callable[[str], Sequence[str]],
    encode: Callable[[Sequence[str]], DenseRows],
) -> Representative | None:
    """Return the sentence most like the centroid of a group's different texts, of clear ones where there are any.

    Of equally central ones (to three decimals) the one of the earliest post, and there the first, is taken: the order
    of the posts changes nothing. None: no post has a text.

    Args:
        posts: The group's posts.
        rows: Their (n, d) float32 rows, unit, or zero where there is no text.
        split: Cuts an accented view into its sentences.
        encode: Gives (n, d) float32 rows of sentences, unit or zero, by the encoder of ``rows``.
    """
    told = _different(posts, rows)
    if not told:
        return None
    texts = rows[told].astype(np.float64)
    centroid = texts.sum(axis=0)
    centroid /= np.linalg.norm(centroid) or 1.0
    central = np.argsort(-np.round(texts @ centroid, _DECIMALS), kind="stable")[:_POSTS]
    sentences = _sentences((posts[told[at]] for at in sorted(central.tolist())), split)
    if not sentences:
        return None
    cosines = np.round(encode(list(sentences)) @ centroid, _DECIMALS).tolist()
    clear = [is_clear(sentence) for sentence in sentences]
    # The first of the greatest: sentences stand in the order of their posts.
    (is_stated, cosine), (text, key) = max(
        zip(zip(clear, cosines, strict=True), sentences.items(), strict=True), key=lambda one: one[0]
    )
    return Representative(text=text, post=key, cosine=cosine, is_clear=is_stated)


def is_clear(sentence: str) -> bool:
    """Return whether a sentence states something in full: it neither asks nor breaks off, and is of a fair length."""
    if not _MIN_WORDS <= count_words(sentence) <= _MAX_WORDS:
        return False
    return not any(sign.search(sentence) for sign in (_ASKING_END, _ASKING_BEGIN, _CUT, _WRAPPED))


def _different(posts: Sequence[Post], rows: DenseRows) -> list[int]:
    """Return the places of the earliest post of each different text, the earliest first."""
    order = sorted(range(len(posts)), key=lambda at: (posts[at].published_at, posts[at].key))
    first: dict[str, int] = {}
    for at in order:
        if rows[at].any():
            first.setdefault(posts[at].text_hash, at)
    return list(first.values())


def _sentences(posts: Iterable[Post], split: Callable[[str], Sequence[str]]) -> dict[str, PostKey]:
    """Return the different sentences of posts in their order, each with the first post that has it."""
    found: dict[str, PostKey] = {}
    for post in posts:
        for sentence in split(post.text):
            found.setdefault(sentence, post.key)
    return found
