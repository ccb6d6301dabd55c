"""What is put around parts of matching to measure it: a judge with a clock, and rows remembered of claims only."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from rumorwatch.embed.cached import hash_of
from rumorwatch.match.windows import windows_of
from rumorwatch.normalize.text import views

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from rumorwatch.domain.ports import Vectors
    from rumorwatch.domain.posts import Post, SpellingViews
    from rumorwatch.match.judging import Judge, Judged


class RowsOfClaims:
    """Rows remembered of claims; those of posts are remembered in this process only, for posts are new."""

    def __init__(self, vectors: Vectors, posts: Sequence[Post]) -> None:
        self._vectors = vectors
        windows = (views(window) for post in posts for window in windows_of(post.views.accented))
        self._made: dict[str, bytes] = {}
        self._posts = {hash_of(one) for one in (*(post.views for post in posts), *windows)}

    def get(self, model_id: str, text_hashes: Sequence[str]) -> Mapping[str, bytes]:
        """Return the rows known."""
        known = dict(self._vectors.get(model_id, [one for one in text_hashes if one not in self._posts]))
        return known | {one: self._made[one] for one in text_hashes if one in self._made}

    def put(self, model_id: str, rows: Mapping[str, bytes]) -> None:
        """Store rows of claims, keep those of posts."""
        self._made |= {one: row for one, row in rows.items() if one in self._posts}
        self._vectors.put(model_id, {one: row for one, row in rows.items() if one not in self._posts})


class TimedJudge:
    """A judge that says how long it took: candidates of both stages, without guards, stances and reasons."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self.seconds = 0.0
        self.model_id = judge.model_id

    def judge(self, texts: Sequence[SpellingViews], owners: NDArray[np.intp], *, size: int, top: int) -> Judged:
        """Judge, and add the time it took."""
        began = time.perf_counter()
        found = self._judge.judge(texts, owners, size=size, top=top)
        self.seconds += time.perf_counter() - began
        return found
