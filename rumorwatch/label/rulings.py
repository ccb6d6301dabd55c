"""Rulings: what the standing judgments on one subject say together (domain.md, Learning).

A vote is an analyst's last standing judgment on a subject. Those who are unsure vote for nobody. A label that more
people gave than all other labels together is what the ruling says; it is agreed when a quorum gave it. Of two labels
with a quorum each, none has more than half, so no subject is ever ruled in two ways.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from rumorwatch.domain.labels import Label, Ruling

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rumorwatch.domain.labels import Judgment, Subject


def rulings_of(judgments: Iterable[Judgment], *, quorum: int) -> Mapping[Subject, Ruling]:
    """Return the ruling on each subject that was judged, in the order in which they were first judged.

    Args:
        judgments: Standing ones, in the order in which they were stored.
        quorum: Analysts who have to say the same, 1 or more.
    """
    return {subject: _ruling(subject, votes, quorum=quorum) for subject, votes in last_judgments(judgments).items()}


def last_judgments(judgments: Iterable[Judgment]) -> Mapping[Subject, Mapping[str, Judgment]]:
    """Return each analyst's last judgment on each subject, by ``analyst_key``.

    Args:
        judgments: Standing ones, in the order in which they were stored: a clock that jumps reorders nothing.
    """
    found: dict[Subject, dict[str, Judgment]] = {}
    for judgment in judgments:
        found.setdefault(judgment.subject, {})[analyst_key(judgment.analyst)] = judgment
    return found


def analyst_key(name: str) -> str:
    """Return what an analyst's name is compared by: one person who types it in two ways is no quorum of two.

    Case, spaces and the way letters are composed make no difference; diacritics do, for Lan and Lân are two people.
    """
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _ruling(subject: Subject, last: Mapping[str, Judgment], *, quorum: int) -> Ruling:
    votes: dict[Label, tuple[str, ...]] = {}
    for judgment in last.values():
        votes[judgment.label] = (*votes.get(judgment.label, ()), judgment.analyst)
    sure = {label: len(names) for label, names in votes.items() if label is not Label.UNSURE}
    most = max(sure, key=sure.__getitem__, default=None)
    label = most if most is not None and 2 * sure[most] > sum(sure.values()) else None
    is_agreed = label is not None and sure[label] >= quorum
    return Ruling(
        subject=subject,
        label=label,
        votes=votes,
        is_agreed=is_agreed,
        is_disputed=len(sure) > 1 and not is_agreed,
    )
