"""Segments of long lists that are kept in a folder: one opened and judged, one made and kept beside an older one."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b, sha256
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from rumorwatch.domain.claims import Claim
    from rumorwatch.domain.columns import Column
    from rumorwatch.domain.ports import Encoder
    from rumorwatch.domain.posts import SpellingViews
    from rumorwatch.embed.lexical import LexicalEncoder
    from rumorwatch.match.references import Reference
    from rumorwatch.match.segments.records import StoredReferences
    from rumorwatch.models import Models

FRESH_MOST = 5_000
"""Claims beside a segment at most, which are normalized and encoded in every run (5 s); with more it is made again."""
SEGMENTS_MOST = 2
"""Segments of a folder: a scan that falls back to simpler models for a while finds that of the others again."""
PREFIX = "rumorwatch-segment-"
"""How the name of a segment's folder begins; a digest of its models follows."""
_FORMAT = 1
"""Raised when the columns of a segment change."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class KeptSegment:
    """A segment that was kept."""

    columns: Mapping[str, Column]

    def rows(self, digests: NDArray[np.uint64]) -> NDArray[np.intp]:
        """Return (n,) which reference of the segment each claim is, -1: none."""
        import numpy as np

        stored = self.whole("digests")
        order = np.argsort(stored[:, 0], kind="stable")
        at = order[np.searchsorted(stored[:, 0], digests[:, 0], sorter=order).clip(max=len(order) - 1)]
        return np.where((stored[at] == digests).all(axis=1), at, -1)

    def why_not(self, digests: NDArray[np.uint64]) -> str | None:
        """Return why the segment does not serve for these claims; None: it does."""
        size = len(self.columns["digests"])
        known = int((self.rows(digests) >= 0).sum())
        if len(digests) - known > FRESH_MOST:
            return f"{len(digests) - known} of the claims are not in the one that is kept, over {FRESH_MOST}"
        if known < size // 2:
            return f"only {known} of the {size} claims in the one that is kept are still listed"
        return None

    def stored(self) -> StoredReferences:
        """Return the references it keeps."""
        from rumorwatch.match.segments.records import StoredReferences

        return StoredReferences(ends=self.whole("record_ends"), records=self.columns["records"])

    def lexical(self) -> LexicalEncoder:
        """Return the lexical encoder, as it learned from the segment's references."""
        from rumorwatch.embed.blocks import BLOCKS
        from rumorwatch.embed.lexical import LexicalEncoder

        name = self.whole("lexical_id").tobytes().decode("utf-8", "replace")
        return LexicalEncoder(model_id=name, blocks=BLOCKS, weights=self.whole("lexical_weights"))

    def whole(self, name: str) -> NDArray[Any]:
        """Return all of a column."""
        return self.columns[name].read(0, len(self.columns[name]))


def place_of(folder: Path, models: Models) -> Path:
    """Return where the segment of a list under these models is kept."""
    return folder / (PREFIX + _digest_of(models)[:16])


def find_segment(place: Path, models: Models) -> KeptSegment | str:
    """Return the segment that is kept at a place, or why there is none that can be used."""
    from rumorwatch.storage.columns import ColumnsError, NoColumnsError, open_columns

    try:
        facts, columns = open_columns(place)
    except NoColumnsError:
        return "there is none for these claims and models yet"
    except ColumnsError as error:
        return f"the one that is kept cannot be used: {error}"
    if facts.get("texts") != _digest_of_texts(models):
        return "the one that is kept is of another version of rumorwatch"
    fault = _fault_of(columns, models)
    if facts.get("models") != _digest_of(models) or fault:
        return f'the one that is kept cannot be used: "{place}" is not what was written ({fault or "other models"})'
    return KeptSegment(columns=columns)


def _fault_of(columns: Mapping[str, Column], models: Models) -> str | None:
    import numpy as np

    from rumorwatch.embed.blocks import BLOCK_BITS, BLOCKS
    from rumorwatch.match.segments.layout import fault_of

    for name, kind in {"digests": np.uint64, "lexical_weights": np.float32, "lexical_id": np.uint8}.items():
        if name not in columns or columns[name].read(0, 0).dtype != kind:
            return f'it has no "{name}"'
    if columns["digests"].read(0, 0).shape != (0, 2) or len(columns["lexical_weights"]) != len(BLOCKS) << BLOCK_BITS:
        return "its numbers are of another length"
    fault = fault_of(columns, are_sparse=[name not in models.dense for name in models.names])
    if fault is None and len(columns["digests"]) != len(columns["record_ends"]) - 1:
        return "it has other claims than digests"
    return fault


def make_segment(
    claims: Sequence[Claim],
    digests: NDArray[np.uint64],
    models: Models,
    *,
    place: Path,
    known: KeptSegment | None,
) -> None:
    """Write the segment of the claims; what another one knows of them is not normalized again.

    Raises:
        ColumnsWriteError: It cannot be written.
        ForeignFolderError: What stands there is not ours.
    """
    import numpy as np

    from rumorwatch.embed.lexical import LexicalEncoder
    from rumorwatch.match.segments.making import SegmentMaker
    from rumorwatch.storage.columnwriting import keep_newest, writing

    rows = np.full(len(claims), -1) if known is None else known.rows(digests)
    learned: list[LexicalEncoder] = []

    def learn(texts: Iterable[SpellingViews]) -> Sequence[Encoder]:
        learned.append(LexicalEncoder.learn(texts))
        return encoders_of(models, learned[0])

    facts = {"texts": _digest_of_texts(models), "models": _digest_of(models)}
    with writing(place, facts) as writer:
        stored = None if known is None else known.stored()
        SegmentMaker(learn=learn, writer=writer).make(references_of(claims, models, rows, stored, all_of_them=True))
        writer.append("digests", digests)
        writer.append("lexical_weights", learned[0].weights)
        writer.append("lexical_id", np.frombuffer(learned[0].model_id.encode(), np.uint8))
    keep_newest(place, prefix=PREFIX, most=SEGMENTS_MOST)


def references_of(
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


def encoders_of(models: Models, lexical: LexicalEncoder) -> list[Encoder]:
    """Return the encoders that a segment's rows are made by, one a name."""
    return [models.dense.get(name, lexical) for name in models.names]


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
