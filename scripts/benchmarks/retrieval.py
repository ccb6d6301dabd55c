"""How well right claims are ranked: MAP@5 of the cascade beside BM25, the teacher and a plain mix, in one run.

    scripts/benchmark retrieval
    scripts/benchmark retrieval --sets factchecktweet --posts 100

BM25 (bm25s, its defaults) reads title, text and subtitle together; the teacher reads each and the best counts. The mix
is the mean of three scores, each brought to mean 0 and spread 1 among a post's candidates: BM25, cosine of letter
n-grams (scikit-learn, 3 to 5 letters, tf-idf), teacher. Its candidates are the hundred best of BM25 and of the teacher.

In a list of over 20,000 claims the teacher is given the hundred best of BM25 and of our lexical encoder only: it would
take hours to read them all.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.reporting import ROOT, data_hash, jsonl, report, teacher_folder
from rumorwatch.domain.claims import Claim, ClaimId
from rumorwatch.evaluate.metrics import average_precision

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from rumorwatch.match.references import Reference

SETS = ("checkthat", "factchecktweet")
DEPTH = 100
"""Candidates of a post."""
MAX_READ = 20_000
"""Claims that the teacher reads all of: 40,000 texts, seven minutes on two cores."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetrievalSet:
    """Posts to rank claims for."""

    posts: tuple[str, ...]
    right: tuple[frozenset[int], ...]
    """Places of claims."""
    claims: tuple[Claim, ...]

    @property
    def wholes(self) -> list[str]:
        """All of each claim."""
        return [" ".join(_texts(claim)) for claim in self.claims]

    def map_at_5(self, ranked: Sequence[Sequence[int]]) -> float:
        """Return MAP@5 of places of claims, best first."""
        scores = [average_precision(mine, right, at=5) for mine, right in zip(ranked, self.right, strict=True)]
        return round(float(np.mean(scores)), 4)


def read_search(data: Path, name: str, posts: int | None) -> tuple[RetrievalSet, str]:
    """Return a set's development posts with its claims, and the hash of its files."""
    files = [data / "retrieval" / name / f"{part}.jsonl.gz" for part in ("dev.posts", "dev.pairs", "claims")]
    told, pairs, claims = map(jsonl, files)
    told = told[:posts]
    places = {row["id"]: at for at, row in enumerate(claims)}
    right: dict[str, set[int]] = {row["id"]: set() for row in told}
    for row in pairs:
        if row["post_id"] in right:
            right[row["post_id"]].add(places[row["claim_id"]])
    return RetrievalSet(
        posts=tuple(row["text"] for row in told),
        right=tuple(map(frozenset, right.values())),
        claims=tuple(
            Claim(
                id=ClaimId(str(at)), text=row["text"], title=row.get("title") or "", subtitle=row.get("subtitle") or ""
            )
            for at, row in enumerate(claims)
        ),
    ), data_hash(*files)


def _texts(claim: Claim) -> list[str]:
    return [text for text in dict.fromkeys((claim.title, claim.text, claim.subtitle)) if text.strip()]


def bm25(search: RetrievalSet) -> tuple[NDArray[np.intp], Callable[[int, NDArray[np.intp]], NDArray[np.float64]]]:
    """Return the best claims of each post, and what scores claims for a post."""
    import bm25s

    index = bm25s.BM25()
    index.index(bm25s.tokenize(search.wholes, stopwords="en", show_progress=False), show_progress=False)
    asked = bm25s.tokenize(list(search.posts), stopwords="en", show_progress=False, return_ids=False)
    scores = np.stack([np.asarray(index.get_scores(words), np.float32) for words in asked])
    best = np.argsort(-scores, axis=1, kind="stable")[:, :DEPTH]
    return best, lambda post, claims: scores[post, claims].astype(float)


def letters(search: RetrievalSet, wanted: Sequence[NDArray[np.intp]]) -> list[NDArray[np.float64]]:
    """Return the cosine of letter n-grams of each post with some claims."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    grams = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, dtype=np.float32)
    rows = grams.fit_transform(search.wholes)
    posts = grams.transform(search.posts)
    return [np.asarray((rows[claims] @ posts[at].T).todense(), float).ravel() for at, claims in enumerate(wanted)]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Teacher:
    """The teacher's rows of claims and posts."""

    posts: NDArray[np.float32]
    rows: NDArray[np.float32]
    owners: NDArray[np.intp]
    """Ascending: which claim each row is of."""

    @classmethod
    def read(cls, search: RetrievalSet, claims: Sequence[int]) -> Teacher:
        """Encode posts and some claims, ascending."""
        from sentence_transformers import SentenceTransformer

        model = SentenceTransformer(str(teacher_folder()))
        texts = [(at, text) for at in claims for text in _texts(search.claims[at])]
        encode: Any = model.encode
        options = {"batch_size": 64, "normalize_embeddings": True}
        return cls(
            posts=encode(list(search.posts), **options),
            rows=encode([text for _, text in texts], **options),
            owners=np.array([at for at, _ in texts], np.intp),
        )

    def scores(self, post: int) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
        """Return the claims and the cosine of a post with the best text of each."""
        claims, begins = np.unique(self.owners, return_index=True)
        return claims, np.maximum.reduceat(self.rows @ self.posts[post], begins)


def rivals(search: RetrievalSet, lexical: NDArray[np.intp]) -> dict[str, object]:
    """Return MAP@5 of BM25, of the teacher and of the mix.

    Args:
        search: posts and claims.
        lexical: our lexical encoder's best claims of each post, for a list that the teacher does not read whole.
    """
    best, score = bm25(search)
    read_all = len(search.claims) <= MAX_READ
    near = [np.union1d(mine, other) for mine, other in zip(best, lexical, strict=True)]
    teacher = Teacher.read(search, range(len(search.claims)) if read_all else np.unique(np.concatenate(near)).tolist())
    alone, candidates, said = [], [], []
    for post, mine in enumerate(near):
        claims, cosines = teacher.scores(post)
        if not read_all:
            kept = np.isin(claims, mine)
            claims, cosines = claims[kept], cosines[kept]
        order = np.argsort(-cosines, kind="stable")
        alone.append(claims[order[:DEPTH]].tolist())
        together = np.union1d(best[post], claims[order[:DEPTH]])
        known = dict(zip(claims.tolist(), cosines.tolist(), strict=True))
        candidates.append(together)
        said.append(np.array([known.get(at, 0.0) for at in together.tolist()]))
    grams = letters(search, candidates)
    mixed = []
    for post, together in enumerate(candidates):
        total = sum(_standard(one) for one in (score(post, together), grams[post], said[post]))
        mixed.append(together[np.argsort(-total, kind="stable")].tolist())
    return {
        "bm25": search.map_at_5(best.tolist()),
        "teacher": search.map_at_5(alone),
        "teacher_read": "all claims" if read_all else "the hundred best of BM25 and of lexical",
        "mix": search.map_at_5(mixed),
    }


def _standard(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    spread = float(scores.std())
    centered: NDArray[np.float64] = scores - scores.mean()
    return centered / spread if spread else centered


def ours(search: RetrievalSet, names: Sequence[str], references: Sequence[Reference]) -> tuple[NDArray[np.intp], str]:
    """Return the hundred best claims of each post by some of our models (none: the cascade), and their id."""
    from rumorwatch.models import open_models
    from rumorwatch.normalize.text import views

    judge = open_models(names).judge(references)
    texts = [views(text) for text in search.posts]
    found = judge.judge(texts, np.arange(len(texts)), size=len(texts), top=DEPTH).found
    return np.where(found.similarities > 0, found.references, -1), judge.model_id


def main(arguments: Sequence[str]) -> None:
    """Measure the sets named."""
    parser = argparse.ArgumentParser(
        prog="scripts/benchmark retrieval", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="folder of docs/data.md")
    parser.add_argument("--sets", nargs="+", choices=SETS, default=list(SETS), help="sets to measure")
    parser.add_argument("--posts", type=int, help="posts of a set at most (default: all)")
    options = parser.parse_args(arguments)
    from rumorwatch.match.references import reference_of_claim
    from rumorwatch.normalize.text import views

    for name in options.sets:
        search, data = read_search(options.data, name, options.posts)
        references = [reference_of_claim(claim, views=views) for claim in search.claims]
        lexical, _ = ours(search, ["lexical"], references)
        cascade, model = ours(search, [], references)
        first, _ = ours(search, ["lexical", "static"], references)
        found = sum(bool(right & set(mine)) for right, mine in zip(search.right, first.tolist(), strict=True))
        report(
            "retrieval",
            set=name,
            posts=len(search.posts),
            claims=len(search.claims),
            model=model,
            cascade=search.map_at_5(cascade.tolist()),
            lexical_static=search.map_at_5(first.tolist()),
            recall_at_100=round(found / len(search.posts), 4),
            lexical=search.map_at_5(lexical.tolist()),
            **rivals(search, np.maximum(lexical, 0)),
            data=data,
        )
