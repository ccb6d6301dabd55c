"""What an hour of labeling buys: claims of half the topics are withheld, and analysts answer 200 questions.

    scripts/benchmark learning
    scripts/benchmark learning --seeds 1 --judgments 100

CheckThat!'s claims are put into topics (k-means of their static rows), and those of half the topics are withheld. Half
of all posts, drawn by chance, come in; a simulated analyst, who knows which claim each post repeats, answers 200
questions about them: whether a post says what a claim says and, of a post that no claim explains, whether it is a
rumor. A rumor whose claim is withheld becomes a claim, its text being the post's and nothing else. After every 25
answers everything is matched again, as scans do. Measured is MAP@5 on the other half of the posts, those of the
withheld topics: a claim is found when a claim made of a post that repeats it is. Most of these posts repeat a claim
that no other post repeats, and can never be found: ``reachable`` is what an analyst who answers about every post would
reach.

The queue of ``label next`` is measured beside posts drawn by chance, each with the question that it would be asked.
"""

from __future__ import annotations

import argparse
import hashlib
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import fmean, stdev
from typing import TYPE_CHECKING, Any

import numpy as np
from matcher.rows import InMemory

from benchmarks.reporting import ROOT, data_hash, jsonl, report
from rumorwatch.domain.claims import Claim, ClaimId, Topic, Verdict
from rumorwatch.domain.labels import Label, Question, Ruling, Subject
from rumorwatch.domain.matches import MIN_COUNTED
from rumorwatch.domain.posts import FeedId, Language, Post, PostKey
from rumorwatch.embed.opening import open_encoder
from rumorwatch.evaluate.metrics import average_precision
from rumorwatch.label.asking import Asking, Candidate, Taught
from rumorwatch.label.newclaims import new_claim
from rumorwatch.label.queue import ask_order
from rumorwatch.match.stance.reader import StanceReader
from rumorwatch.matching import make_matcher
from rumorwatch.models import open_models
from rumorwatch.normalize.text import views
from rumorwatch.unexplained import open_reader

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rumorwatch.domain.matches import Match
    from rumorwatch.match.matcher import Matcher
    from rumorwatch.models import Models

TOPICS = 50
BATCH = 25
"""Answers between two scans."""
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
TARGET_GAIN = 0.03


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Posts, the claims they repeat, and the claims that are known."""

    pool: Sequence[Post]
    """Posts that come in."""
    unseen: Sequence[Post]
    """Others, of the withheld topics."""
    truth: Mapping[PostKey, str]
    """The claim that each post repeats."""
    known: Sequence[Claim]
    withheld: frozenset[str]


@dataclass(slots=True, kw_only=True)
class Desk:
    """What was answered so far."""

    made: dict[ClaimId, str] = field(default_factory=dict)
    """Claims made of posts, with the claim that they are."""
    claims: dict[ClaimId, Claim] = field(default_factory=dict)
    rulings: dict[str, list[Ruling]] = field(default_factory=dict)
    """By text."""
    same: dict[ClaimId, int] = field(default_factory=dict)

    def answer(self, world: World, post: Post, claim_id: ClaimId | None) -> None:
        """Answer one question as somebody would who knows."""
        truth = world.truth[post.key]
        if claim_id is not None:
            is_same = truth in {str(claim_id), self.made.get(claim_id)}
            self._rule(post, Question.SAME, Label.SAME if is_same else Label.NOT_SAME, claim_id)
            self.same[claim_id] = self.same.get(claim_id, 0) + 1
            return
        self._rule(post, Question.KIND, Label.RUMOR, None)
        if truth in world.withheld:
            claim = new_claim(
                post,
                text=post.text,
                wordings=(),
                verdict=Verdict.UNKNOWN,
                topic=Topic.OTHER,
                url=None,
                publisher=None,
                at=BEGIN,
                existing=self.claims.keys() | {claim.id for claim in world.known},
            )
            self.claims[claim.id], self.made[claim.id] = claim, truth

    def _rule(self, post: Post, question: Question, label: Label, claim_id: ClaimId | None) -> None:
        subject = Subject(question=question, text_hash=post.text_hash, claim_id=claim_id)
        ruling = Ruling(subject=subject, label=label, votes={label: ("lan",)}, is_agreed=True, is_disputed=False)
        self.rulings.setdefault(post.text_hash, []).append(ruling)


def make_world(data: Path, seed: int) -> World:
    """Return the world of a seed."""
    rng = np.random.default_rng(seed)
    rows = jsonl(data / "claims.jsonl.gz")
    claims = [Claim(id=ClaimId(row["id"]), text=row["text"], title=row["title"]) for row in rows]
    topics = _topics([claim.text for claim in claims], seed=seed)
    hidden = set(rng.permutation(TOPICS)[: TOPICS // 2].tolist())
    withheld = frozenset(str(claim.id) for claim, topic in zip(claims, topics, strict=True) if topic in hidden)
    posts, truth = [], {}
    for split in ("train", "dev"):
        pairs = {row["post_id"]: row["claim_id"] for row in jsonl(data / f"{split}.pairs.jsonl.gz")}
        for row in jsonl(data / f"{split}.posts.jsonl.gz"):
            post = _post(f"{split} {row['id']}", row["text"], at=BEGIN + timedelta(minutes=len(posts)))
            posts.append(post)
            truth[post.key] = pairs[row["id"]]
    order = rng.permutation(len(posts))
    half = len(posts) // 2
    return World(
        pool=[posts[at] for at in sorted(order[:half])],
        unseen=[posts[at] for at in sorted(order[half:]) if truth[posts[at].key] in withheld],
        truth=truth,
        known=[claim for claim in claims if str(claim.id) not in withheld],
        withheld=withheld,
    )


def _topics(texts: Sequence[str], *, seed: int) -> list[int]:
    from sklearn.cluster import MiniBatchKMeans

    rows = np.asarray(open_encoder("static").encode([views(text) for text in texts]))
    found: list[int] = MiniBatchKMeans(TOPICS, random_state=seed, n_init=3).fit_predict(rows).tolist()
    return found


def digest(text: str) -> str:
    """Return 32 hex digits."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _post(name: str, text: str, *, at: datetime) -> Post:
    both = views(text)
    return Post(
        key=PostKey(digest(name)),
        content_key=None,
        feed_id=FeedId("checkthat"),
        views=both,
        text_hash=digest(both.folded),
        published_at=at,
        seen_at=at,
        language=Language.EN,
    )


def _matcher(world: World, desk: Desk, models: Models) -> Matcher:
    """Return a matcher over the claims known and made; stances are none of this benchmark's business."""
    matcher = make_matcher([*world.known, *desk.claims.values()], models)
    return replace(matcher, stances=StanceReader(model=None, encoder=None))


def _map_at_5(world: World, desk: Desk, matcher: Matcher) -> float:
    """Return MAP@5 on the unseen posts of withheld topics."""
    reached = set(desk.made.values())
    values = []
    for post, found in zip(world.unseen, matcher.match(world.unseen, top=10), strict=True):
        ranked = list(dict.fromkeys(desk.made.get(match.claim_id, str(match.claim_id)) for match in found))
        values.append(average_precision(ranked, {world.truth[post.key]} & reached, at=5))
    return fmean(values)


def _scanned(world: World, desk: Desk, matcher: Matcher) -> list[Candidate]:
    """Return the pool as a scan leaves it."""
    found = matcher.match(world.pool, top=5, tiered_only=True)
    matches = {post.key: tuple(row) for post, row in zip(world.pool, found, strict=True)}
    unexplained = [post for post in world.pool if not _is_explained(matches[post.key])]
    readings = open_reader().read(unexplained, known=list)
    return [
        Candidate(
            post=post,
            matches=matches[post.key],
            reading=readings.get(post.key),
            rulings=tuple(desk.rulings.get(post.text_hash, ())),
        )
        for post in world.pool
    ]


def _is_explained(matches: Sequence[Match]) -> bool:
    return any(match.probability >= MIN_COUNTED for match in matches)


def _by_queue(world: World, desk: Desk, matcher: Matcher, *, seed: int) -> Iterator[tuple[Post, ClaimId | None]]:
    claims = {claim.id: claim for claim in (*world.known, *desk.claims.values())}
    asks = ask_order(
        _scanned(world, desk, matcher),
        claims=claims,
        analyst="lan",
        asking=Asking(seed=str(seed), quorum=1),
        taught=Taught(by_claim=desk.same, by_languages={"en": sum(desk.same.values())}),
        most=BATCH,
    )
    for ask in asks:
        yield ask.post, ask.claim_id


def _by_chance(world: World, desk: Desk, matcher: Matcher, *, seed: int) -> Iterator[tuple[Post, ClaimId | None]]:
    order = np.random.default_rng(seed).permutation(len(world.pool)).tolist()
    candidates = _scanned(world, desk, matcher)
    new = (candidates[at] for at in order if not candidates[at].rulings)
    for candidate, _ in zip(new, range(BATCH), strict=False):
        best = candidate.matches[0] if _is_explained(candidate.matches) else None
        yield candidate.post, best.claim_id if best else None


WAYS = {"queue": _by_queue, "random": _by_chance}


def curves(data: Path, *, seed: int, judgments: int, models: Models) -> dict[str, Any]:
    """Return MAP@5 after every batch of answers by both ways, and what could be reached."""
    world = make_world(data, seed)
    found: dict[str, Any] = {"seed": seed, "pool": len(world.pool), "unseen": len(world.unseen)}
    everything = Desk()
    for post in world.pool:
        everything.answer(world, post, None)
    found["reachable"] = round(_map_at_5(world, everything, _matcher(world, everything, models)), 4)
    for way, asked in WAYS.items():
        desk, curve, made = Desk(), [0.0], [0]
        matcher = _matcher(world, desk, models)
        for _ in range(0, judgments, BATCH):
            for post, claim_id in list(asked(world, desk, matcher, seed=seed)):
                desk.answer(world, post, claim_id)
            matcher = _matcher(world, desk, models)
            curve.append(round(_map_at_5(world, desk, matcher), 4))
            made.append(len(desk.claims))
        found[way] = curve
        found[f"{way}, claims made"] = made
    return found


def main(arguments: Sequence[str]) -> None:
    """Print the curves of each seed, and the gain of the queue over chance."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    data = ROOT.parent / "shared" / "data" / "retrieval" / "checkthat"
    parser.add_argument("--data", type=Path, default=data, help="folder of CheckThat!'s posts, claims and pairs")
    parser.add_argument("--seeds", type=int, default=5, help="worlds that are lived through (default: 5)")
    parser.add_argument("--judgments", type=int, default=200, help="questions that are answered (default: 200)")
    options = parser.parse_args(arguments)
    models = open_models((), vectors=InMemory())
    gains = []
    for seed in range(options.seeds):
        found = curves(options.data, seed=seed, judgments=options.judgments, models=models)
        gains.append(found["queue"][-1] - found["random"][-1])
        report("learning", **found, data=data_hash(*sorted(options.data.glob("*.gz"))))
    report(
        "learning",
        judgments=options.judgments,
        gain=round(fmean(gains), 4),
        gains=[round(gain, 4) for gain in gains],
        deviation=round(stdev(gains), 4) if len(gains) > 1 else None,
        target_gain=TARGET_GAIN,
    )
