"""Analysts who know which posts of the demo say what: their judgments, honest or not."""

from __future__ import annotations

import hashlib
import json
import random
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from rumorwatch.bootstrap import demo_folder, open_workspace
from rumorwatch.domain.labels import AskReason, JudgedText, Judgment, JudgmentId, Label, Question, Shown, Subject

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from rumorwatch.domain.matches import Match
    from rumorwatch.domain.posts import Post

TOP = 3
"""Matches of a post that are asked about."""


def known_stances() -> dict[tuple[str, str], str]:
    """Return the stance of each post of the demo that is about a claim, by both ids."""
    expected = json.loads((demo_folder() / "expected.json").read_text("utf-8"))
    return {
        (sighting["post"], claim_id): sighting["stance"]
        for claim_id, sightings in expected["sightings"].items()
        for sighting in sightings
    }


def asked_of(folder: Path, *, number: int, seed: int = 0) -> list[tuple[Post, Match]]:
    """Return posts of a scanned demo workspace with a match each, shuffled."""
    workspace = open_workspace(folder)
    with workspace.store.read() as unit:
        found = unit.matches.of_claims(None, since=workspace.clock.now() - timedelta(days=30))
    workspace.close()
    pairs = [(post, match) for post, match in found if match.rank <= TOP]
    random.Random(seed).shuffle(pairs)
    return pairs[:number]


def answers(
    asked: Sequence[tuple[Post, Match]],
    *,
    analyst: str = "Lan",
    wrong: Callable[[int], bool] = lambda _: False,
    gold_every: int = 10,
    stances: bool = True,
) -> list[Judgment]:
    """Return what an analyst says of each; ``wrong`` tells in which places they say the contrary."""
    known = known_stances()
    made = []
    for at, (post, match) in enumerate(asked):
        stance = known.get((str(post.external_id), str(match.claim_id)))
        is_same = (stance is not None) is not wrong(at)
        told = {Question.SAME: Label.SAME if is_same else Label.NOT_SAME}
        if stances and is_same and stance:
            told[Question.STANCE] = Label(stance)
        made += [
            Judgment(
                id=_id(analyst, post.key, match.claim_id, question),
                at=post.seen_at + timedelta(hours=1, seconds=at),
                analyst=analyst,
                subject=Subject(question=question, text_hash=post.text_hash, claim_id=match.claim_id),
                label=label,
                post_key=post.key,
                reason=AskReason.RANDOM if at % gold_every == 0 else AskReason.CLOSE_CALL,
                shown=Shown(model_id=match.model_id, probability=match.probability),
            )
            for question, label in told.items()
        ]
    return made


def copies(judgments: Sequence[Judgment], *, analyst: str) -> list[Judgment]:
    """Return the same answers under another name."""
    return [replace(one, id=_id(analyst, one.id), analyst=analyst) for one in judgments]


def store(folder: Path, asked: Sequence[tuple[Post, Match]], judgments: Sequence[Judgment]) -> None:
    """Write judgments with their texts into a workspace."""
    texts = {
        post.text_hash: JudgedText(
            text_hash=post.text_hash, views=post.views, language=post.language, published_at=post.published_at
        )
        for post, _ in asked
    }
    workspace = open_workspace(folder)
    with workspace.store.write() as unit:
        unit.judgments.add(judgments, list(texts.values()))
    workspace.close()


def _id(*parts: object) -> JudgmentId:
    return JudgmentId(f"J-{hashlib.sha256(repr(parts).encode()).hexdigest()[:10].upper()}")
