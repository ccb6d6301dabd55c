"""Judged pairs as evidence: what the matcher in force knows of each, found by its own search."""

from __future__ import annotations

from dataclasses import replace
from math import log
from typing import TYPE_CHECKING

import numpy as np

from rumorwatch.domain.labels import Label
from rumorwatch.match.calibrate import Floor
from rumorwatch.match.cascade import Cascade
from rumorwatch.match.evidence import MAX_WORDS, MIN_REFERENCES, MIN_WORDS
from rumorwatch.match.judging import evidence_of
from rumorwatch.match.rescoring import Rescorer
from rumorwatch.train.evidence import COLUMNS, PairList

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from rumorwatch.domain.labels import JudgedText
    from rumorwatch.match.bands import Bands
    from rumorwatch.match.evidence import Evidence
    from rumorwatch.match.matcher import Matcher
    from rumorwatch.models import Models
    from rumorwatch.train.examples import PairExample

CANDIDATES = 10
"""Of a text that are looked at: a claim further back is in no list that people are shown."""
JUDGED = "judged here"
_EVERYTHING = Floor(probability=0, similarity=0)
"""What was judged is looked at again, however unlikely: who labels has seen it."""


def judged_evidence(
    matcher: Matcher, models: Models, texts: Mapping[str, JudgedText], same: Sequence[PairExample]
) -> PairList:
    """Return the judged pairs that the matcher finds, as evidence.

    Args:
        matcher: Over the claims in use, by the cascade.
        models: Its models.
        texts: By hash.
        same: What was said of pairs.
    """
    judge, second = matcher.judge, models.second
    if not isinstance(judge, Cascade) or not isinstance(judge.second, Rescorer) or second is None:
        raise TypeError("only the cascade's probabilities are trained")
    said = {(one.text_hash, str(one.claim_id)): one.label is Label.SAME for one in same}
    hashes = sorted({text for text, _ in said})
    windows = [matcher.windows(texts[name].views) for name in hashes]
    owners = np.repeat(np.arange(len(windows)), [len(mine) for mine in windows])
    flat = [window for mine in windows for window in mine]
    found = replace(judge, floor=_EVERYTHING).judge(flat, owners, size=len(hashes), top=CANDIDATES).found
    bands = judge.second.banding.bands(flat, found) if judge.second.banding else None
    if bands is None:
        raise TypeError("the cascade's probabilities depend on bands")
    references = len(matcher.references)
    same_matter = second.constants.calibration.same_matter
    evidence = evidence_of(found, judge.second, same_matter=same_matter, references=references, bands=bands)
    keys = [
        [(hashes[row], matcher.references[at].id) for at in places]
        for row, places in enumerate(found.references.tolist())
    ]
    known = np.array([[key in said for key in row] for row in keys], bool).reshape(found.references.shape)
    kept = known & (found.similarities > 0)
    right = np.array([said[keys[row][at]] for row, at in zip(*np.nonzero(kept), strict=True)], bool)
    columns = _columns(evidence, bands, references=references, kinds=(*models.names, "mini"))
    return PairList(
        name=JUDGED,
        binds=False,
        columns={name: columns[name][kept] for name in COLUMNS},
        bands=bands.names[kept],
        right=right,
        counts=np.ones(len(right)),
    )


def _columns(
    evidence: Evidence, bands: Bands, *, references: int, kinds: Sequence[str]
) -> Mapping[str, NDArray[np.float64]]:
    """Return the (n, k) values of each column."""
    shape = evidence.similarities.shape
    values = {
        "similarity": evidence.similarities,
        "lead": evidence.leads,
        "log_references": np.full(shape, log(max(references, MIN_REFERENCES))),
        "log_words": np.log(np.clip(bands.words, MIN_WORDS, MAX_WORDS)),
    }
    for at, kind in enumerate(kinds):
        values |= {f"cosine {kind}": evidence.cosines[..., at], f"lead {kind}": evidence.leads_apart[..., at]}
    return {name: np.asarray(values[name], float) for name in COLUMNS}
