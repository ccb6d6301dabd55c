"""Effects: what judgments change, derived anew by every scan from what stands (architecture.md, decision 1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rumorwatch.domain.labels import Question

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rumorwatch.domain.labels import Judgment

_OF_MATCHES = frozenset({Question.SAME, Question.STANCE})


def touched(judgments: Iterable[Judgment]) -> frozenset[str]:
    """Return the hashes of texts whose matches have to be made again because of these judgments.

    Whoever stores judgments, or takes some back, gives them to ``unit.posts.unmatch`` in the same transaction: the next
    scan matches these posts again and no others. What a post is and how urgent it is change no match.
    """
    return frozenset(one.subject.text_hash for one in judgments if one.subject.question in _OF_MATCHES)
