"""Long lists of claims: their segment opened, or made when there is none of them, with what is new beside it.

A short list is encoded anew in every run and searched whole. From ``LONG_LIST`` on that would take more memory and
time than we promise, so the list's segment is kept in a folder: normalized texts, rows, clusters and inverted lists. It
serves again as long as the models are the same and nearly all claims are; other claims are searched beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rumorwatch.domain.errors import StoreError
from rumorwatch.keptlists import (
    KeptSegment,
    digests_of,
    encoders_of,
    find_segment,
    make_segment,
    place_of,
    references_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from rumorwatch.domain.claims import Claim
    from rumorwatch.match.candidates import Searchable
    from rumorwatch.match.references import Reference
    from rumorwatch.models import Models

LONG_LIST = 50_000
"""Claims from which on a list gets a segment that is kept. Chosen below where it pays, for lists grow: at 100,000
searching everything takes 7.1 ms a post and 735 MB, a segment 6.4 ms; at 86,376 claims of three fields 14.0 ms, a
segment 16.2 ms (docs/figures.md, Scale)."""
LONG_UNKEPT = 200_000
"""The same where nothing is kept. Searching 200,000 claims of one field whole takes 1,235 MB with all of the cascade
(docs/figures.md, Scale), of the 1.5 GB that a million may take; further fields take more."""
_ANOTHER = "with match and evaluate name another --cache"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LongList:
    """A long list of claims, ready to be searched."""

    references: Sequence[Reference]
    index: Searchable
    texts_with: Mapping[str, int]
    """How many of the segment's references have a folded word."""


def is_long(number: int, *, folder: Path | None, long_list: int) -> bool:
    """Return whether a list of so many claims gets a segment; ``long_list``: from which on where it is kept."""
    return number >= max(long_list if folder else max(long_list, LONG_UNKEPT), 1)


def open_long_list(
    claims: Sequence[Claim],
    models: Models,
    *,
    folder: Path | None,
    say: Callable[[str], None] = lambda _: None,
) -> LongList:
    """Return the claims with their segment; one that is missing, damaged or out of date is made.

    Args:
        claims: At least one.
        models: What encodes them.
        folder: Where the segment is kept, for this list alone; made when there is none. None: it is made for this
            process only.
        say: Told when a segment is made, and why; and that another process is waited for.

    Raises:
        StoreError: RW-S11 the segment cannot be written, or what stands in its place is not ours; RW-S12 it cannot be
            read.
    """
    from rumorwatch.storage.columnwriting import ColumnsWriteError, ForeignFolderError, scratch_folder

    try:
        if folder is None:
            # What is open can be read after its folder is gone.
            with scratch_folder() as made:
                return _open(claims, models, folder=made, then="it serves this run only, --cache DIR keeps it", say=say)
        return _open(claims, models, folder=folder, then="it is used again next time", say=say)
    except ColumnsWriteError as error:
        elsewhere = "name another folder by TMPDIR or --cache" if folder is None else _ANOTHER
        raise StoreError(
            code="RW-S11",
            failed=f"the segment of {len(claims)} claims cannot be kept: {error}",
            kept="Nothing was matched; what stood there still does",
            remedy=f"Free some space (some 4 kB a claim), let this user write there, or {elsewhere}",
        ) from error
    except ForeignFolderError as error:
        raise StoreError(
            code="RW-S11",
            failed=f"the segment of {len(claims)} claims cannot be kept: {error}",
            kept="It was left as it is, and nothing was matched",
            remedy=f"Move it away, or {_ANOTHER}",
        ) from error


def _open(claims: Sequence[Claim], models: Models, *, folder: Path, then: str, say: Callable[[str], None]) -> LongList:
    digests, place = digests_of(claims), place_of(folder, models)
    kept = _serving(find_segment(place, models), digests)
    if isinstance(kept, KeptSegment):
        return _listed(kept, claims, digests, models)
    made = _made(claims, digests, models, place=place, then=then, say=say)
    return _listed(made, claims, digests, models)


def _made(
    claims: Sequence[Claim],
    digests: NDArray[np.uint64],
    models: Models,
    *,
    place: Path,
    then: str,
    say: Callable[[str], None],
) -> KeptSegment:
    """Return the segment of the claims, made by this process or by one that was waited for."""
    from rumorwatch.storage.columnwriting import locked, refuse_foreign, restore

    def waiting() -> None:
        say(f'another process is making a segment in "{place.parent}"; this one waits for it')

    with locked(place.parent, on_wait=waiting):
        restore(place)
        # Another process may have made it while this one waited, or was killed before it had put it there.
        found = find_segment(place, models)
        kept = _serving(found, digests)
        if isinstance(kept, KeptSegment):
            return kept
        refuse_foreign(place)
        say(f'making the segment of {len(claims)} claims in "{place}": {kept}; {then}')
        make_segment(claims, digests, models, place=place, known=found if isinstance(found, KeptSegment) else None)
        made = find_segment(place, models)
    if isinstance(made, KeptSegment):
        return made
    raise StoreError(
        code="RW-S12",
        failed=f"the segment that was just made cannot be read: {made}",
        kept="Nothing was matched",
        remedy="Look at the disk",
    )


def _serving(found: KeptSegment | str, digests: NDArray[np.uint64]) -> KeptSegment | str:
    """Return the segment if it serves for the claims, otherwise why there is none that does."""
    return found if isinstance(found, str) else found.why_not(digests) or found


def _listed(kept: KeptSegment, claims: Sequence[Claim], digests: NDArray[np.uint64], models: Models) -> LongList:
    """Return the list, what the segment does not have beside it."""
    import numpy as np

    from rumorwatch.match.candidates import Index
    from rumorwatch.match.segments.index import SegmentIndex
    from rumorwatch.match.segments.listed import ListedIndex
    from rumorwatch.match.segments.records import ListedReferences
    from rumorwatch.match.segments.wordcounts import WordCounts

    rows = kept.rows(digests)
    new = references_of(claims, models, rows, None)
    fresh = dict(zip(np.flatnonzero(rows < 0).tolist(), new, strict=True))
    encoders, weights = encoders_of(models, kept.lexical()), models.calibration.weights
    retired = np.ones(len(kept.columns["digests"]), np.bool_)
    retired[rows[rows >= 0]] = False
    index = ListedIndex(
        segment=SegmentIndex.open(
            kept.columns,
            encoders=encoders,
            weights=weights,
            retired=retired if retired.any() else None,
        ),
        fresh=Index.build(list(fresh.values()), encoders=encoders, weights=weights),
        rows=rows,
    )
    return LongList(
        references=ListedReferences(stored=kept.stored(), rows=rows, fresh=fresh),
        index=index,
        texts_with=WordCounts(counts=kept.whole("word_counts")),
    )
