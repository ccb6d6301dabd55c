"""The posts to ask about that no claim explains: those whose claims would explain the most others.

Theory: a claim that is made of a post explains the posts that say the same, and not only copies. Choosing posts so that
those like them add up to the most is facility location; taking each time the one that adds most comes within 1 - 1/e of
the best choice (Nemhauser, Wolsey & Fisher 1978). It is information density (Settles & Craven 2008) and diversity in
one: a post is worth the sources of what is like it and was not asked about.

Posts that were grouped, by meaning and across languages, are one place on the map: one of them stands for all. Places
are the nearer the more of their rare words they share. Known exceptions: one rumor in two languages or in quite other
words, that grouping took for two, is asked about twice.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rumorwatch.domain.readings import PostClass
from rumorwatch.label.likeness import NEAR_COPY, word_rows
from rumorwatch.reading.words import words_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from rumorwatch.label.likeness import Copies
    from rumorwatch.label.texts import Text

HELD = frozenset({PostClass.OPINION, PostClass.CRITICISM, PostClass.SATIRE})
"""What is no rumor, however many say it: of it a sample is asked about for audit."""
UNREAD = 0.5
"""How likely a post that nothing was read in states a claim: as good as not."""
ALIKE = 0.3
"""Cosine of rare words from which on posts may be of one claim. In the same stream at .2, .4 and .6: 74, 94, 91; with
300 posts of noise 172, 175, 172, and 178 at .3."""
_LEFT_OF_GROUP = 0.1
"""Of a group when one of its posts was asked about. Of the posts on claims that four posts or more of CheckThat and
FactCheckTweet tell, amid 2,000 of PHEME, 60 questions reach 100 further posts at .1 and 81 at .4; the likeliest claims
alone 80, chance 41."""
_COMPARED = 32
"""Texts of a group among which the one that stands for it is chosen, as in emerge/representative.py."""
_LOOKED_AT = 1_000
"""Places that are compared as what to ask about, those of most sources: more than an office answers in a week."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What says one thing: a group of posts, or a post that is in none."""

    said: str
    """The folded view of the post nearest to all of it."""
    texts: tuple[Text, ...]
    """To ask about, best first."""
    sources: int
    """Distinct authors."""
    telling: float
    """Of these, those that are expected to tell a claim or ask about it."""
    checkable: float
    """0 to 1: how likely the first of the texts states a claim."""
    was_asked: bool
    """Whether a post of it was judged, or is being looked at."""
    is_one_text: bool
    """Whether all of it says the same word for word."""


@dataclass(slots=True, kw_only=True)
class _Waiting:
    """The posts of a place that were not asked about yet: the first for what it has in common, then what differs."""

    texts: list[Text]
    """Best first."""
    said: set[str] = field(default_factory=set)
    """Words of those asked about."""

    @classmethod
    def of(cls, place: Place) -> _Waiting:
        """Return all of a place."""
        return cls(texts=list(place.texts))

    def __bool__(self) -> bool:
        return bool(self.texts)

    def take(self) -> Text:
        """Take the first post, or of the best that are left the one that says most that was not said yet."""
        some = [set(words_of(text.post.views.folded)) for text in self.texts[:_COMPARED]]
        new = [
            checkable_of(text) * len(words - self.said) / (len(words) or 1)
            for text, words in zip(self.texts, some, strict=False)
        ]
        at = max(range(len(new)), key=new.__getitem__) if self.said else 0
        self.said |= some[at]
        return self.texts.pop(at)


def checkable_of(text: Text) -> float:
    """Return how likely it is that a text states a claim."""
    return text.candidate.reading.checkable if text.candidate.reading else UNREAD


def _telling(text: Text) -> float:
    """Return how likely a text tells a claim or asks about one: of a question as good as not."""
    reading = text.candidate.reading
    asks = reading is not None and reading.post_class is PostClass.QUESTION
    return max(checkable_of(text), UNREAD) if asks else checkable_of(text)


def places_of(texts: Sequence[Text], *, asked: Collection[str], open_to: Collection[str]) -> list[Place]:
    """Return the places of texts that no claim explains.

    Args:
        texts: The earliest first.
        asked: Hashes of those judged, or being looked at.
        open_to: Hashes of those that may be asked about.
    """
    groups: dict[str, list[Text]] = {}
    for text in texts:
        reading = text.candidate.reading
        groups.setdefault((reading and reading.rumor_id) or text.post.text_hash, []).append(text)
    return [_place(group, asked=asked, open_to=open_to) for group in groups.values()]


def in_turn(places: Sequence[Place], *, copies: Copies) -> Iterator[tuple[Text, Place, float]]:
    """Yield posts with their place and what their claims are expected to explain, most first; near copies last, with 0.

    What is expected is in sources: of all places, their sources by how alike they are and by how likely it is that
    nothing asked before explains them; of a place, the sources that are expected to tell a claim or ask about one.

    Args:
        places: Any number.
        copies: What was asked about; whoever asks adds to it.
    """
    near: list[tuple[Text, Place]] = []
    for text, place, gain in _by_gain(places) if places else ():
        if copies.nearest(text.post.views.folded) >= NEAR_COPY:
            near.append((text, place))
        else:
            yield text, place, gain
    yield from ((text, place, 0.0) for text, place in near)


def _by_gain(places: Sequence[Place]) -> Iterator[tuple[Text, Place, float]]:
    """Yield each post of each place, taking the place that explains most of what is left; what is not taken counts.

    A place that was not compared comes after all that were, by its own sources.
    """
    import numpy as np

    ranked = sorted(places, key=lambda place: -place.checkable * place.telling)
    compared = [place for place in ranked if place.texts][:_LOOKED_AT]
    chosen = set(map(id, compared))
    every = [*compared, *(place for place in ranked if id(place) not in chosen)]
    before = [at for at, place in enumerate(every) if place.was_asked]
    alike, explained = _likeness(every, [*range(len(compared)), *before])
    left = np.array([place.telling for place in every])  # (n,) sources that nothing explains yet
    for row in range(len(compared), alike.shape[0]):
        _explain(left, explained, row)
    asking, checkable = alike[: len(compared)], np.array([place.checkable for place in compared])
    waiting = [_Waiting.of(place) for place in compared]
    while any(waiting):
        gains = np.where([bool(one) for one in waiting], checkable * (asking @ left), -1.0)
        best = int(gains.argmax())
        yield waiting[best].take(), compared[best], float(gains[best])
        _explain(left, explained, best)
    for number, place in enumerate(every[len(compared) :], len(compared)):
        for text in place.texts:
            yield text, place, place.checkable * float(left[number])
            left[number] *= _LEFT_OF_GROUP


def _explain(left: NDArray[np.float64], explained: csr_array, row: int) -> None:
    """Take off, in place, what a claim made of a post is likely to explain."""
    begin, end = explained.indptr[row], explained.indptr[row + 1]
    left[explained.indices[begin:end]] *= 1 - explained.data[begin:end]


def _likeness(places: Sequence[Place], rows: Sequence[int]) -> tuple[csr_array, csr_array]:
    """Return how alike some places are to all, and what share of these a claim made of one explains.

    Both are (len(rows), n): cosines from ALIKE on, else nothing. A place is all like itself; of one of many texts
    _LEFT_OF_GROUP is left.
    """
    import numpy as np
    from scipy.sparse import csr_array

    said = word_rows([place.said for place in places])
    found = (said[rows] @ said.T).tocoo()
    own = np.asarray(rows)
    kept = (found.data >= ALIKE) & (own[found.coords[0]] != found.coords[1])
    at = (np.concatenate((found.coords[0][kept], np.arange(len(own)))), np.concatenate((found.coords[1][kept], own)))
    others, shape = np.minimum(found.data[kept], 1.0), (len(own), len(places))
    of_itself = np.array([1.0 if places[row].is_one_text else 1 - _LEFT_OF_GROUP for row in rows])
    return (
        csr_array((np.concatenate((others, np.ones(len(own)))), at), shape=shape),
        csr_array((np.concatenate((others, of_itself)), at), shape=shape),
    )


def _place(group: Sequence[Text], *, asked: Collection[str], open_to: Collection[str]) -> Place:
    nearness = _nearness(group)
    by_hash = sorted(group, key=lambda text: text.post.text_hash)
    sources = len(group[0].authors.union(*(text.authors for text in group)))
    central = max(by_hash, key=lambda text: nearness.get(text.post.text_hash, 0.0))
    asking = [text for text in by_hash if text.post.text_hash in open_to]
    asking.sort(key=lambda text: -checkable_of(text) * nearness.get(text.post.text_hash, 0.0))
    return Place(
        said=central.post.views.folded,
        texts=tuple(asking),
        sources=sources,
        telling=sources * sum(map(_telling, group)) / len(group),
        checkable=checkable_of(asking[0]) if asking else 0.0,
        was_asked=any(text.post.text_hash in asked for text in group),
        is_one_text=len(group) == 1,
    )


def _nearness(group: Sequence[Text]) -> dict[str, float]:
    """Return the cosine of texts with the sum of them, by words: the nearest says what they have in common.

    As the sentence that stands for a group is chosen (Radev et al. 2004), by words where that one is by meaning. Of a
    large group those are looked at that state a claim most surely.
    """
    if len(group) == 1:
        return {group[0].post.text_hash: 1.0}
    some = sorted(group, key=lambda text: (-checkable_of(text), text.post.text_hash))[:_COMPARED]
    words = {text.post.text_hash: set(words_of(text.post.views.folded)) for text in some}
    said = Counter(word for own in words.values() for word in own)
    length = math.sqrt(sum(times * times for times in said.values())) or 1.0
    return {
        text: sum(said[word] for word in own) / (math.sqrt(len(own)) * length) if own else 0.0
        for text, own in words.items()
    }
