"""Simulated analysts: judgments of posts beside claims, by people who know, err, flip answers, or copy."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.reporting import jsonl
from rumorwatch.domain.claims import Claim, ClaimId
from rumorwatch.domain.labels import LABELS, AskReason, JudgedText, Judgment, JudgmentId, Label, Question, Subject
from rumorwatch.domain.posts import FeedId, Language, Post, PostKey
from rumorwatch.matching import make_matcher
from rumorwatch.normalize.text import views

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from rumorwatch.models import Models

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
GOLD = 10
"""Of the texts one in so many is drawn by chance."""


def digest(text: str) -> str:
    """Return 32 hex digits."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def post_of(name: str, text: str, *, at: datetime) -> Post:
    """Return an English post."""
    both = views(text)
    return Post(
        key=PostKey(digest(name)),
        content_key=None,
        feed_id=FeedId("benchmark"),
        views=both,
        text_hash=digest(both.folded),
        external_id=name,
        published_at=at,
        seen_at=at,
        language=Language.EN,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Labeled:
    """Posts beside candidate claims, and whether they are the same."""

    claims: Sequence[Claim]
    posts: Mapping[PostKey, Post]
    pairs: Sequence[tuple[PostKey, ClaimId, bool]]
    """The likeliest claims of each post, in the order of the posts."""

    @property
    def texts(self) -> dict[str, JudgedText]:
        """What is stored of each text."""
        return {
            post.text_hash: JudgedText(
                text_hash=post.text_hash, views=post.views, language=post.language, published_at=post.published_at
            )
            for post in self.posts.values()
        }


def labeled(data: Path, splits: Sequence[str], models: Models, *, claims: int, posts: int, candidates: int) -> Labeled:
    """Return posts of a retrieval set with their likeliest claims, among so many claims in all.

    Args:
        data: Folder of the set.
        splits: Of the posts.
        models: What finds candidates.
        claims: How many are listed, those of posts first.
        posts: How many at most.
        candidates: Claims of a post at most.
    """
    right: dict[str, set[str]] = {}
    found: list[Post] = []
    for split in splits:
        for row in jsonl(data / f"{split}.pairs.jsonl.gz"):
            right.setdefault(f"{split} {row['post_id']}", set()).add(row["claim_id"])
        for row in jsonl(data / f"{split}.posts.jsonl.gz"):
            found.append(post_of(f"{split} {row['id']}", row["text"], at=BEGIN + timedelta(minutes=len(found))))
    found = found[:posts]
    wanted = set().union(*(right.get(str(post.external_id), set()) for post in found))
    rows = jsonl(data / "claims.jsonl.gz")
    order = np.random.default_rng(0).permutation(len(rows)).tolist()
    others = [at for at in order if rows[at]["id"] not in wanted][: max(0, claims - len(wanted))]
    chosen = [*(at for at, row in enumerate(rows) if row["id"] in wanted), *others]
    listed = [
        Claim(id=ClaimId(rows[at]["id"]), text=rows[at]["text"], title=rows[at].get("title") or "") for at in chosen
    ]
    matches = make_matcher(listed, models).match(found, top=candidates)
    pairs = [
        (post.key, match.claim_id, str(match.claim_id) in right.get(str(post.external_id), set()))
        for post, row in zip(found, matches, strict=True)
        for match in row
    ]
    return Labeled(claims=listed, posts={post.key: post for post in found}, pairs=pairs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Analyst:
    """How somebody answers."""

    name: str
    error: float = 0.0
    """Share of answers that are wrong by mistake."""
    flips: float = 0.0
    """Share that are flipped on purpose."""


def judgments_of(
    labeled: Labeled, analyst: Analyst, *, seed: int, only: Collection[int] | None = None
) -> list[Judgment]:
    """Return what an analyst says of every pair, or of those in some places."""
    rng = np.random.default_rng([seed, *analyst.name.encode()])
    wrong = rng.random(len(labeled.pairs)) < analyst.error
    wrong ^= rng.random(len(labeled.pairs)) < analyst.flips
    made = []
    for at, (key, claim_id, is_same) in enumerate(labeled.pairs):
        if only is not None and at not in only:
            continue
        text = labeled.posts[key].text_hash
        made.append(
            Judgment(
                id=JudgmentId(f"J-{digest(f'{analyst.name} {text} {claim_id}')[:10].upper()}"),
                at=BEGIN + timedelta(days=1, seconds=at),
                analyst=analyst.name,
                subject=Subject(question=Question.SAME, text_hash=text, claim_id=claim_id),
                label=Label.SAME if is_same ^ bool(wrong[at]) else Label.NOT_SAME,
                post_key=key,
                reason=AskReason.RANDOM if int(text[:8], 16) % GOLD == 0 else AskReason.CLOSE_CALL,
            )
        )
    return made


def copies_of(judgments: Sequence[Judgment], name: str) -> list[Judgment]:
    """Return the same answers under another name."""
    return [
        replace(one, id=JudgmentId(f"J-{digest(f'{name} {one.id}')[:10].upper()}"), analyst=name) for one in judgments
    ]


def stances_of(judgments: Sequence[Judgment]) -> list[Judgment]:
    """Return a stance for every pair that was judged the same: which one the text's hash says, for nobody knows it."""
    stances = LABELS[Question.STANCE]
    return [
        replace(
            one,
            id=JudgmentId(f"J-{digest(f'stance {one.id}')[:10].upper()}"),
            subject=replace(one.subject, question=Question.STANCE),
            label=stances[int(one.subject.text_hash[:8], 16) % len(stances)],
        )
        for one in judgments
        if one.label is Label.SAME
    ]
