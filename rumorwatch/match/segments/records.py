"""Records: references kept outside memory, each read when it is asked for."""

from __future__ import annotations

import json
from abc import abstractmethod
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, overload

from rumorwatch.domain.posts import SpellingViews
from rumorwatch.match.references import Reference

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from rumorwatch.domain.columns import Column

RECENT = 20_000
"""References held in memory, the last ones asked for: some 30 MB. A batch of posts asks for each several times."""
READ_AT_ONCE = 4_096
"""Records read at once by who goes through all of them."""


def record_of(reference: Reference) -> bytes:
    """Return a reference as bytes."""
    whole, *texts = (_pair(text) for text in (reference.whole, *reference.texts))
    # A claim of one text has it as its whole too: half of the space.
    same = texts == [whole]
    record = [
        reference.id,
        whole,
        None if same else texts,
        [_pair(text) for text in reference.wordings],
        None if reference.checked_at is None else reference.checked_at.isoformat(),
    ]
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def reference_of_record(record: bytes) -> Reference:
    """Return the reference that was made these bytes.

    Raises:
        ValueError: They are none of ours.
    """
    name, whole, texts, wordings, checked_at = json.loads(record.decode("utf-8", "surrogatepass"))
    shown = _views(whole)
    return Reference(
        id=name,
        whole=shown,
        texts=(shown,) if texts is None else tuple(map(_views, texts)),
        wordings=tuple(map(_views, wordings)),
        checked_at=None if checked_at is None else datetime.fromisoformat(checked_at),
    )


class LazyReferences(Sequence[Reference]):
    """A sequence that makes each reference when it is asked for."""

    __slots__ = ()

    @abstractmethod
    def at(self, place: int) -> Reference:
        """Return the reference in a place from 0 on."""

    @overload
    def __getitem__(self, at: int) -> Reference: ...
    @overload
    def __getitem__(self, at: slice) -> list[Reference]: ...

    def __getitem__(self, at: int | slice) -> Reference | list[Reference]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        return self.at(range(len(self))[at])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StoredReferences(LazyReferences):
    """References in a column of records; read one by one, the last ones remembered."""

    ends: NDArray[np.int64]
    """(size + 1,) where each record ends, a 0 first."""
    records: Column
    """uint8."""
    recent: OrderedDict[int, Reference] = field(default_factory=OrderedDict)

    def __len__(self) -> int:
        return len(self.ends) - 1

    def at(self, place: int) -> Reference:
        """Return the reference in a place from 0 on."""
        known = self.recent.get(place)
        if known is None:
            known = reference_of_record(self.records.read(int(self.ends[place]), int(self.ends[place + 1])).tobytes())
            self.recent[place] = known
            if len(self.recent) > RECENT:
                self.recent.popitem(last=False)
        else:
            self.recent.move_to_end(place)
        return known

    def __iter__(self) -> Iterator[Reference]:
        """Go through all of them; none is remembered."""
        for begin in range(0, len(self), READ_AT_ONCE):
            ends = self.ends[begin : begin + READ_AT_ONCE + 1].tolist()
            block = self.records.read(ends[0], ends[-1]).tobytes()
            for start, end in pairwise(ends):
                yield reference_of_record(block[start - ends[0] : end - ends[0]])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ListedReferences(LazyReferences):
    """References in the order of a list, those of a segment and those that came since."""

    stored: StoredReferences
    rows: NDArray[np.intp]
    """(n,) which of the stored each is; -1: none, it is among the fresh."""
    fresh: Mapping[int, Reference]
    """By their place in the list."""

    def __len__(self) -> int:
        return len(self.rows)

    def at(self, place: int) -> Reference:
        """Return the reference in a place from 0 on."""
        row = int(self.rows[place])
        return self.stored.at(row) if row >= 0 else self.fresh[place]


def _pair(text: SpellingViews) -> list[str]:
    return [text.accented, text.folded]


def _views(pair: Sequence[str]) -> SpellingViews:
    accented, folded = pair
    return SpellingViews(accented=accented, folded=folded)
