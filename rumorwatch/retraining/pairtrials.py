"""Trials of pairs: what a matcher says of hard cases, of real posts' evidence, and of the workspace's gold set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np

from rumorwatch.domain.claims import Claim, ClaimId
from rumorwatch.domain.labels import Label
from rumorwatch.domain.matches import MIN_COUNTED, Tier
from rumorwatch.domain.posts import FeedId, Language, Post, PostKey, SpellingViews
from rumorwatch.train.gate import MOST_LOST_PART, Answers, Measure, Trial

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rumorwatch.domain.labels import JudgedText
    from rumorwatch.domain.matches import Match
    from rumorwatch.match.matcher import Matcher
    from rumorwatch.retraining.frozen import HardPair
    from rumorwatch.train.evidence import Fitted, PairList
    from rumorwatch.train.examples import PairExample

TOP = 5
"""Matches of a post that are looked at, as a scan keeps (settings, match.top)."""
_NEIGHBORS = 6
"""Rows of evidence that fall together: candidates of one post stand beside each other, six of them."""


def hard_claims(pairs: Sequence[HardPair]) -> Sequence[Claim]:
    """Return the claims of hard pairs as one list, each once."""
    return [Claim(id=_claim_id(text), text=text) for text in dict.fromkeys(pair.claim for pair in pairs)]


def hard_trials(
    pairs: Sequence[HardPair], posts: Sequence[SpellingViews], before: Matcher, after: Matcher
) -> Sequence[Trial]:
    """Return the trials of hard pairs by two matchers over ``hard_claims``.

    Three questions: are rewordings found (counted matches), are they confirmed and nothing else, and is what changes a
    fact kept out of ``confirmed``.

    Args:
        pairs: The hard pairs.
        posts: (n,) their posts in both spelling views.
        before: The matcher in force.
        after: The new one.
    """
    shown = [_post(views, language=pair.language) for pair, views in zip(pairs, posts, strict=True)]
    said = [_hard_said(pairs, matcher.match(shown, top=TOP)) for matcher in (before, after)]
    changed = np.array([pair.is_changed for pair in pairs])
    parts = {
        **{f"in {one}": np.array([pair.language is one for pair in pairs]) for one in Language},
        **{kind: np.array([pair.kind == kind for pair in pairs]) for kind in sorted({pair.kind for pair in pairs})},
    }
    groups = np.array([pair.claim for pair in pairs], object)

    def trial(name: str, measure: Measure, answers: Sequence[Answers], kept: np.ndarray | None = None) -> Trial:
        mine = np.full(len(pairs), True) if kept is None else kept
        first, second = (_at(one, mine) for one in answers)
        return Trial(
            name=name,
            measure=measure,
            groups=groups[mine],
            parts={part: cases[mine] for part, cases in parts.items()},
            before=first,
            after=second,
        )

    return (
        trial("hard cases, found", Measure.F1, [one.counted for one in said]),
        trial("hard cases, confirmed", Measure.F1, [one.confirmed for one in said]),
        trial("hard cases, changed facts", Measure.HELD, [one.held for one in said], changed),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _HardSaid:
    counted: Answers
    confirmed: Answers
    held: Answers


def _hard_said(pairs: Sequence[HardPair], found: Sequence[Sequence[Match]]) -> _HardSaid:
    own = [_claim_id(pair.claim) for pair in pairs]
    changed = np.array([pair.is_changed for pair in pairs])
    counted = [[one for one in row if _is_counted(one)] for row in found]
    confirmed = [[one for one in row if one.tier is Tier.CONFIRMED] for row in found]

    def hits(rows: Sequence[Sequence[Match]]) -> np.ndarray:
        return np.array([any(one.claim_id == name for one in row) for row, name in zip(rows, own, strict=True)], float)

    def others(rows: Sequence[Sequence[Match]]) -> np.ndarray:
        return np.array([sum(one.claim_id != name for one in row) for row, name in zip(rows, own, strict=True)], float)

    # A post that changes a fact is on the claim's matter: to find it is neither right nor wrong, to confirm it wrong.
    found_own, confirmed_own, same = hits(counted), hits(confirmed), ~changed
    return _HardSaid(
        counted=Answers(hits=found_own * same, false=others(counted), missed=(1 - found_own) * same),
        confirmed=Answers(
            hits=confirmed_own * same,
            false=others(confirmed) + confirmed_own * changed,
            missed=(1 - confirmed_own) * same,
        ),
        held=Answers(hits=1 - confirmed_own, false=confirmed_own, missed=np.zeros(len(pairs))),
    )


def evidence_trials(lists: Sequence[PairList], before: Fitted, after: Fitted) -> Sequence[Trial]:
    """Return the trials of both tiers on evidence of posts that nothing was fitted on; lists that bind only.

    What is confirmed has to be right and complete; of what is suggested only that right pairs reach it is asked, for it
    begins where most of them do (domain.md, Matching).
    """
    binding = [pairs for pairs in lists if pairs.binds]
    bands = np.concatenate([pairs.bands for pairs in binding])
    groups = np.array([f"{pairs.name} {at // _NEIGHBORS}" for pairs in binding for at in range(len(pairs))], object)
    right = np.concatenate([one.right for one in binding])
    counts = np.concatenate([one.counts for one in binding])

    def answers(fitted: Fitted, tier: str) -> Answers:
        shown = np.concatenate([fitted.probabilities(one) >= fitted.begins(one.bands, tier) for one in binding])
        hits, false, missed = counts * (shown & right), counts * (shown & ~right), counts * (~shown & right)
        if tier == "confirmed":
            return Answers(hits=hits, false=false, missed=missed)
        return Answers(hits=hits[right], false=missed[right], missed=np.zeros(int(right.sum())))

    def trial(tier: str, measure: Measure, kept: np.ndarray) -> Trial:
        return Trial(
            name=f"real posts, {tier}",
            measure=measure,
            groups=groups[kept],
            parts={str(band): bands[kept] == band for band in sorted(set(bands.tolist()))},
            before=answers(before, tier),
            after=answers(after, tier),
        )

    return [
        trial("confirmed", Measure.F1, np.full(len(right), True)),
        trial("suggested", Measure.RECALL, right),
    ]


def gold_trial(
    same: Sequence[PairExample], texts: Mapping[str, JudgedText], before: Matcher, after: Matcher, *, name: str
) -> Trial:
    """Return the trial of judged pairs by two matchers over the workspace's claims."""
    hashes = sorted({one.text_hash for one in same})
    posts = [_post(texts[text].views, language=texts[text].language) for text in hashes]
    languages = [texts[one.text_hash].language for one in same]

    def answers(matcher: Matcher) -> Answers:
        rows = zip(hashes, matcher.match(posts, top=TOP), strict=True)
        counted = {(text, one.claim_id) for text, row in rows for one in row if _is_counted(one)}
        found = np.array([(one.text_hash, one.claim_id) in counted for one in same])
        right = np.array([one.label is Label.SAME for one in same])
        return Answers(
            hits=(found & right).astype(float),
            false=(found & ~right).astype(float),
            missed=(~found & right).astype(float),
        )

    return Trial(
        name=name,
        measure=Measure.F1,
        groups=np.array([str(one.claim_id) for one in same], object),
        parts={f"in {language}": np.array([one is language for one in languages]) for language in Language},
        before=answers(before),
        after=answers(after),
    )


def fallen_claims(trial: Trial, *, least: int = 3, lost: int = 2) -> Sequence[str]:
    """Return the claims of which the new model finds clearly fewer posts than the one in force.

    Args:
        trial: Of judged pairs, grouped by claim.
        least: Posts that a claim needs to be looked at: recall of one or two is no share.
        lost: Posts fewer that are too many, where they are more than ``MOST_LOST_PART`` of the claim's; one is chance.
    """
    names, places = np.unique(trial.groups.astype(str), return_inverse=True)
    known = np.bincount(places, trial.before.hits + trial.before.missed)
    before, after = np.bincount(places, trial.before.hits), np.bincount(places, trial.after.hits)
    fallen = (known >= least) & (before - after >= lost) & (before - after > MOST_LOST_PART * known)
    return [
        f"claim {name}: {int(now)} instead of {int(was)} of its {int(of)} judged posts are found"
        for name, was, now, of, fell in zip(names, before, after, known, fallen, strict=True)
        if fell
    ]


def _is_counted(match: Match) -> bool:
    return match.tier is not None and match.probability >= MIN_COUNTED


def _at(answers: Answers, mine: np.ndarray) -> Answers:
    return Answers(hits=answers.hits[mine], false=answers.false[mine], missed=answers.missed[mine])


def _claim_id(text: str) -> ClaimId:
    return ClaimId(sha256(text.encode()).hexdigest()[:16])


_SHOWN_AT = datetime(2026, 1, 1, tzinfo=UTC)
"""Of frozen posts; no claim among them has a date, so no rule depends on it."""


def _post(views: SpellingViews, *, language: Language) -> Post:
    """Return a post with this text and nothing else known."""
    digest = sha256(views.accented.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return Post(
        key=PostKey(digest),
        content_key=None,
        feed_id=FeedId("frozen"),
        views=views,
        text_hash=digest,
        published_at=_SHOWN_AT,
        seen_at=_SHOWN_AT,
        language=language,
    )
