"""Sets of posts with the claims that they repeat, for fitting the constants of matching."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from rumorwatch.domain.claims import Claim, ClaimId
from rumorwatch.match.references import Reference, reference_of_claim
from rumorwatch.normalize import text as normalizing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rumorwatch.domain.posts import SpellingViews

ACROSS_POSTS, ACROSS_CLAIMS = 400, 3000
"""Of each pair of languages."""
MIN_LETTERS, MAX_LETTERS = 40, 280
"""Of a sentence in the place of a claim: as long as posts."""
NOISE_EN, NOISE_VI = "streams/pheme_ferguson.jsonl.gz", "vietnamese/reintel_val.jsonl.gz"

views = cache(normalizing.views)


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """Posts with the ids of their claims, over claims, and posts that have none."""

    name: str
    posts: list[SpellingViews]
    right: list[set[str]]
    claims: list[Reference]
    lengths: tuple[int, ...]
    """Lengths of the lists of claims to match with; 0: all."""
    binds: bool = True
    """Whether its precision binds the confirmed tier; False where wrong pairs are known to be mislabeled."""
    real: bool = False
    """Whether posts and claims are such, and not sentences in their place."""


def rows_of(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a JSONL file."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


def retrieval(
    data: Path, name: str, split: str, *, lengths: tuple[int, ...], posts: int, claims: int, binds: bool
) -> Corpus:
    """Return posts of a retrieval set, with all its claims or those of the posts and some others."""
    folder = data / "retrieval" / name
    rng = np.random.default_rng(0)
    taken = rows_of(folder / f"{split}.posts.jsonl.gz")
    taken = [taken[at] for at in sorted(rng.permutation(len(taken))[:posts])]
    right: dict[str, set[str]] = {row["id"]: set() for row in taken}
    for row in rows_of(folder / f"{split}.pairs.jsonl.gz"):
        if row["post_id"] in right:
            right[row["post_id"]].add(row["claim_id"])
    needed = set().union(*right.values())
    listed = rows_of(folder / "claims.jsonl.gz")
    others = rng.permutation([at for at, row in enumerate(listed) if row["id"] not in needed])[
        : max(0, claims - len(needed))
    ]
    kept = set(others.tolist())
    chosen = [row for at, row in enumerate(listed) if at in kept or row["id"] in needed]
    references = [
        Claim(id=ClaimId(row["id"]), text=row["text"], title=row.get("title") or "", subtitle=row.get("subtitle") or "")
        for row in chosen
    ]
    # No dev row is a train row: 50 a and 120 b + 1 are never the same.
    noise = [
        row["text"] for row in rows_of(data / NOISE_EN)[slice(0, None, 50) if split == "train" else slice(1, None, 120)]
    ]
    return Corpus(
        name=f"{name} {split}",
        posts=[views(text) for text in [*(row["text"] for row in taken), *noise]],
        right=[*right.values(), *({*()} for _ in noise)],
        claims=[reference_of_claim(claim, views=views) for claim in references],
        lengths=lengths,
        binds=binds,
        real=True,
    )


def paired(
    name: str, pairs: list[tuple[str, str]], noise: list[str], *, lengths: tuple[int, ...], binds: bool
) -> Corpus:
    """Return pairs of a post and a claim that say the same, with noise."""
    claims = [views(claim) for _, claim in pairs]
    return Corpus(
        name=name,
        posts=[views(post) for post in [*(post for post, _ in pairs), *noise]],
        right=[*({str(at)} for at in range(len(pairs))), *({*()} for _ in noise)],
        claims=[Reference(id=str(at), whole=claim, texts=(claim,)) for at, claim in enumerate(claims)],
        lengths=lengths,
        binds=binds,
    )


def corpora(data: Path, split: str) -> list[Corpus]:
    """Return the sets of a split; Vietnamese pairs are split by their position, four fifths to train."""
    mine = (lambda at: at % 5 != 0) if split == "train" else (lambda at: at % 5 == 0)
    paraphrases = [
        (row["sentence1"], row["sentence2"])
        for row in rows_of(data / "vietnamese/vnpara_half.jsonl.gz")
        if row.get("label") == "1"
    ]
    noisy = list(
        {
            row["normalized"]: (row["original"], row["normalized"])
            for row in rows_of(data / f"vietnamese/vilexnorm_{split}.jsonl.gz")
            if len(row["normalized"].split()) >= 8  # noqa: PLR2004 - shorter posts are never confirmed
        }.values()
    )
    messages = [row["post_message"].replace("_", " ") for row in rows_of(data / NOISE_VI)]
    messages = [text for at, text in enumerate(messages) if mine(at)]
    return [
        retrieval(data, "checkthat", split, lengths=(30, 300, 3000, 0), posts=1000, claims=100_000, binds=True),
        # 6,900 of its claims are in it more than once, so many of its wrong pairs are right.
        retrieval(data, "factchecktweet", split, lengths=(0,), posts=300, claims=1000, binds=False),
        paired(
            f"vnpara {split}",
            [pair for at, pair in enumerate(paraphrases) if mine(at)],
            messages,
            lengths=(30, 100) if split == "dev" else (30, 100, 400),
            binds=True,
        ),
        # Comments of one page repeat one another, so many of its wrong pairs are right.
        paired(f"vilexnorm {split}", noisy[:600], messages, lengths=(300,), binds=False),
    ]


def across(data: Path, language: str) -> Corpus:
    """Return sentences of one language as posts, and the English of them and of others as claims."""
    rng = np.random.default_rng(0)
    rows = [
        row
        for row in rows_of(data / f"parallel/train_en_{language}.jsonl.gz")
        if MIN_LETTERS <= len(row["en"]) <= MAX_LETTERS
    ]
    pairs = [(rows[at][language], rows[at]["en"]) for at in rng.permutation(len(rows))[:ACROSS_CLAIMS]]
    corpus = paired(f"parallel train {language}-en", pairs, [], lengths=(30, 300, 0), binds=True)
    return replace(corpus, posts=corpus.posts[:ACROSS_POSTS], right=corpus.right[:ACROSS_POSTS])


def dev_across(data: Path) -> list[Corpus]:
    """Return the same of sentences no encoder was trained on, and Chinese posts with Vietnamese claims."""
    sets = (("ted_en_vi", "vi", "en"), ("tatoeba_en_zh", "zh", "en"), ("ted_zh_vi", "zh", "vi_tokenised"))
    found = []
    for name, post, claim in sets:
        rows = rows_of(data / f"parallel/dev_{name}.jsonl.gz")
        pairs = [(row[post], row[claim]) for row in rows if len(row[claim]) >= MIN_LETTERS][:ACROSS_CLAIMS]
        corpus = paired(f"parallel dev {post}-{claim[:2]}", pairs, [], lengths=(30, 300, 0), binds=True)
        found.append(replace(corpus, posts=corpus.posts[:ACROSS_POSTS], right=corpus.right[:ACROSS_POSTS]))
    return found


def draws(corpus: Corpus) -> Iterator[list[Reference]]:
    """Yield lists of claims of each length, several of the short ones."""
    for length in corpus.lengths:
        for draw in range(1 if length == 0 else 2 if length >= 1000 else 5):  # noqa: PLR2004 - short lists vary more
            yield _drawn(corpus, length, np.random.default_rng(draw))


def _drawn(corpus: Corpus, length: int, rng: np.random.Generator) -> list[Reference]:
    """Draw a list of claims, two thirds of them with posts, but at most 60 % of those: many posts have none."""
    if length == 0 or length >= len(corpus.claims):
        return corpus.claims
    with_posts = sorted(set().union(*corpus.right))
    wanted = set(rng.permutation(with_posts)[: min(length * 2 // 3, len(with_posts) * 3 // 5)].tolist())
    others = [at for at, claim in enumerate(corpus.claims) if claim.id not in set(with_posts)]
    fill = set(rng.permutation(others)[: length - len(wanted)].tolist())
    return [claim for at, claim in enumerate(corpus.claims) if at in fill or claim.id in wanted]


def data_hash(data: Path) -> str:
    """Return 12 digits of the files that fitting and measuring read."""
    names = [
        *("retrieval/*/*", NOISE_EN, NOISE_VI, "vietnamese/vnpara_half.jsonl.gz", "vietnamese/vilexnorm_*.jsonl.gz"),
        *("parallel/train_en_*", "parallel/dev_*"),
    ]
    digest = hashlib.sha256()
    for path in sorted({path for name in names for path in data.glob(name)}):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]
