"""Long lists of claims: their segment opened, or made when there is none of them, with what is new beside it.

A short list is encoded anew in every run and searched whole. From ``LONG_LIST`` on that would take more memory and
time than we promise, so the list's segment is kept in a folder: normalized texts, rows, clusters and inverted lists. It
serves again as long as the models are the same and nearly all claims are; other claims are searched beside it.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b, sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from rumorwatch.domain.errors import StoreError, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from rumorwatch.domain.claims import Claim
    from rumorwatch.domain.columns import Column
    from rumorwatch.domain.ports import Encoder
    from rumorwatch.domain.posts import SpellingViews
    from rumorwatch.embed.lexical import LexicalEncoder
    from rumorwatch.match.candidates import Searchable
    from rumorwatch.match.references import Reference
    from rumorwatch.match.segments.records import StoredReferences
    from rumorwatch.models import Models

LONG_LIST = 50_000
"""Claims from which on a list gets a segment. At 100,000 a search of everything takes 7 ms a post and 740 MB, one of a
segment 8 ms and 620 MB, whatever the length."""
FRESH_MOST = 5_000
"""Claims beside a segment at most, which are normalized and encoded in every run (5 s); with more it is made again."""
_FORMAT = 1
"""Raised when the files of a segment change."""
_SEGMENT, _LOCK = "segment", "lock"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LongList:
    """A long list of claims, ready to be searched."""

    references: Sequence[Reference]
    index: Searchable
    texts_with: Mapping[str, int]
    """How many of the segment's references have a folded word."""


def open_long_list(
    claims: Sequence[Claim],
    models: Models,
    *,
    folder: Path | None,
    say: Callable[[str], None] = lambda _: None,
) -> LongList:
    """Return the claims with their segment; one that is missing, damaged, foreign or out of date is made.

    Args:
        claims: At least one.
        models: What encodes them.
        folder: Where the segment is kept, for this list alone; made when there is none. None: it is made for this
            process only.
        say: Told when a segment is made, and why.

    Raises:
        StoreError: RW-S11 the segment cannot be written.
    """
    if folder is None:
        # What is open can be read after its folder is gone.
        with TemporaryDirectory(prefix="rumorwatch-") as made:
            return _open(claims, models, folder=Path(made), say=say)
    return _open(claims, models, folder=folder, say=say)


def _open(claims: Sequence[Claim], models: Models, *, folder: Path, say: Callable[[str], None]) -> LongList:
    digests = digests_of(claims)
    kept = _kept(folder, models, say)
    if kept is None or not kept.serves(digests, models):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with _locked(folder):
                # Another process may have made it while this one waited.
                kept = _kept(folder, models, lambda _: None)
                if kept is None or not kept.serves(digests, models):
                    say(f"making the segment of {len(claims)} claims in {folder}; it is used again next time")
                    _make(claims, digests, models, folder=folder, known=kept)
                    kept = _kept(folder, models, say)
        except OSError as error:
            raise StoreError(
                code="RW-S11",
                failed=f'the segment of {len(claims)} claims cannot be written to "{folder}" '
                f"({quoted(error.strerror or str(error))})",
                kept="Nothing was matched",
                remedy="Free some space (some 4 kB a claim), or let this user write there",
            ) from error
    if kept is None:
        raise StoreError(
            code="RW-S11",
            failed=f'the segment in "{folder}" was damaged as soon as it was written',
            kept="Nothing was matched",
            remedy="Look at the disk",
        )
    return kept.listed(claims, digests, models)


def digests_of(claims: Iterable[Claim]) -> NDArray[np.uint64]:
    """Return (n, 2): 128 bits of everything of each claim that a segment keeps."""
    import numpy as np

    packed = b"".join(
        blake2b(
            repr((one.id, one.text, one.title, one.subtitle, one.wordings, one.checked_at)).encode(
                "utf-8", "surrogatepass"
            ),
            digest_size=16,
        ).digest()
        for one in claims
    )
    return np.frombuffer(packed, "<u8").reshape(-1, 2)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Kept:
    """A segment that was kept."""

    columns: Mapping[str, Column]
    models: str
    """Digest of those that made it."""

    def rows(self, digests: NDArray[np.uint64]) -> NDArray[np.intp]:
        """Return (n,) which reference of the segment each claim is, -1: none."""
        import numpy as np

        stored = self.whole("digests")
        order = np.argsort(stored[:, 0], kind="stable")
        at = order[np.searchsorted(stored[:, 0], digests[:, 0], sorter=order).clip(max=len(order) - 1)]
        return np.where((stored[at] == digests).all(axis=1), at, -1)

    def serves(self, digests: NDArray[np.uint64], models: Models) -> bool:
        """Return whether the segment is good enough for a list: same models, few fresh claims, not mostly retired."""
        if self.models != _digest_of(models):
            return False
        known = int((self.rows(digests) >= 0).sum())
        return len(digests) - known <= FRESH_MOST and known >= len(self.columns["digests"]) // 2

    def stored(self) -> StoredReferences:
        """Return the references it keeps."""
        from rumorwatch.match.segments.records import StoredReferences

        return StoredReferences(ends=self.whole("record_ends"), records=self.columns["records"])

    def listed(self, claims: Sequence[Claim], digests: NDArray[np.uint64], models: Models) -> LongList:
        """Return the list, what the segment does not have beside it."""
        import numpy as np

        from rumorwatch.match.candidates import Index
        from rumorwatch.match.segments.index import SegmentIndex
        from rumorwatch.match.segments.listed import ListedIndex
        from rumorwatch.match.segments.records import ListedReferences
        from rumorwatch.match.segments.wordcounts import WordCounts

        rows = self.rows(digests)
        fresh = dict(zip(np.flatnonzero(rows < 0).tolist(), _references(claims, models, rows, None), strict=True))
        encoders, weights = _encoders(models, self._lexical()), models.calibration.weights
        retired = np.ones(len(self.columns["digests"]), np.bool_)
        retired[rows[rows >= 0]] = False
        index = ListedIndex(
            segment=SegmentIndex.open(
                self.columns,
                encoders=encoders,
                weights=weights,
                retired=retired if retired.any() else None,
            ),
            fresh=Index.build(list(fresh.values()), encoders=encoders, weights=weights),
            rows=rows,
        )
        return LongList(
            references=ListedReferences(stored=self.stored(), rows=rows, fresh=fresh),
            index=index,
            texts_with=WordCounts(counts=self.whole("word_counts")),
        )

    def _lexical(self) -> LexicalEncoder:
        from rumorwatch.embed.blocks import BLOCKS
        from rumorwatch.embed.lexical import LexicalEncoder

        name = self.whole("lexical_id").tobytes().decode()
        return LexicalEncoder(model_id=name, blocks=BLOCKS, weights=self.whole("lexical_weights"))

    def whole(self, name: str) -> NDArray[Any]:
        """Return all of a column."""
        return self.columns[name].read(0, len(self.columns[name]))


def _kept(folder: Path, models: Models, say: Callable[[str], None]) -> _Kept | None:
    """Return the segment of a folder; None when there is none, or none that can be used."""
    from rumorwatch.storage.columns import ColumnsError, open_columns

    place = folder / _SEGMENT
    if not place.exists():
        return None
    try:
        facts, columns = open_columns(place)
    except ColumnsError as error:
        say(f"the segment cannot be used and is made again: {error}")
        return None
    if facts.get("texts") != _digest_of_texts(models):
        say(f'the segment in "{place}" is of another version and is made again')
        return None
    return _Kept(columns=columns, models=str(facts.get("models")))


def _make(
    claims: Sequence[Claim], digests: NDArray[np.uint64], models: Models, *, folder: Path, known: _Kept | None
) -> None:
    """Write the segment of the claims; what another one knows of them is not normalized again."""
    import numpy as np

    from rumorwatch.embed.lexical import LexicalEncoder
    from rumorwatch.match.segments.making import SegmentMaker
    from rumorwatch.storage.columns import UNFINISHED, writing

    for left in folder.glob(f"{UNFINISHED}*"):
        shutil.rmtree(left)
    rows = np.full(len(claims), -1) if known is None else known.rows(digests)
    learned: list[LexicalEncoder] = []

    def learn(texts: Iterable[SpellingViews]) -> Sequence[Encoder]:
        learned.append(LexicalEncoder.learn(texts))
        return _encoders(models, learned[0])

    facts = {"texts": _digest_of_texts(models), "models": _digest_of(models)}
    with writing(folder / _SEGMENT, facts) as writer:
        stored = None if known is None else known.stored()
        SegmentMaker(learn=learn, writer=writer).make(_references(claims, models, rows, stored, all_of_them=True))
        writer.append("digests", digests)
        writer.append("lexical_weights", learned[0].weights)
        writer.append("lexical_id", np.frombuffer(learned[0].model_id.encode(), np.uint8))


def _references(
    claims: Sequence[Claim],
    models: Models,
    rows: NDArray[np.intp],
    stored: StoredReferences | None,
    *,
    all_of_them: bool = False,
) -> Iterator[Reference]:
    """Yield the references of claims: those without a row in a segment, or all, the others as they are stored."""
    from rumorwatch.match.references import reference_of_claim
    from rumorwatch.normalize.text import views

    for claim, row in zip(claims, rows.tolist(), strict=True):
        if row < 0:
            yield reference_of_claim(claim, views=views, apart=bool(models.dense))
        elif all_of_them and stored is not None:
            yield stored[row]


def _encoders(models: Models, lexical: LexicalEncoder) -> list[Encoder]:
    return [models.dense.get(name, lexical) for name in models.names]


def _digest_of_texts(models: Models) -> str:
    """Return what the records of a segment depend on besides the claims."""
    from rumorwatch.match.basis import RULES_VERSION

    return f"{_FORMAT}.{RULES_VERSION}.{int(bool(models.dense))}"


def _digest_of(models: Models) -> str:
    """Return what the rows of a segment depend on besides the texts."""
    from rumorwatch.embed.blocks import BLOCKS

    lexical = [(block.name, block.weight, block.idf_power, block.max_share) for block in BLOCKS]
    names = [models.dense[name].model_id if name in models.dense else lexical for name in models.names]
    return sha256(repr(names).encode()).hexdigest()[:32]


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold a folder's lock, waiting for it; the kernel releases it even on a kill."""
    descriptor = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
