"""Effects: what judgments change, derived anew from what stands (architecture.md, decision 1).

What a quorum agreed on is laid over what the models say; it changes no model. A ruling that is taken back, or that
another analyst disputes, is no longer laid over: what the models say is there again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rumorwatch.domain.labels import Label, Question, Subject
from rumorwatch.domain.matches import Match, Stance, Tier
from rumorwatch.domain.readings import PostClass
from rumorwatch.label.sentences import agreed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from rumorwatch.domain.claims import ClaimId
    from rumorwatch.domain.labels import Judgment, Ruling, Shown
    from rumorwatch.domain.posts import Language, Post
    from rumorwatch.domain.readings import Reading

AGREED_PROBABILITY = 0.98
"""Of a pair that people called the same: of two analysts who each err on one pair in ten and say the same, 81 of 82 are
right. Every tier that was fitted begins below it (.96 at the latest)."""
ANALYSTS = "analysts"
"""What a match has as its model where no model saw one."""
_OF_MATCHES = frozenset({Question.SAME, Question.STANCE})
_STANCES = {
    Label.REPEATS: Stance.REPEATS,
    Label.DENIES: Stance.DENIES,
    Label.ASKS: Stance.ASKS,
    Label.REPORTS: Stance.REPORTS,
}
_CLASSES = {
    Label.RUMOR: PostClass.CLAIM,
    Label.OPINION: PostClass.OPINION,
    Label.SATIRE: PostClass.SATIRE,
    Label.NEWS: PostClass.NEWS,
}


def touched(judgments: Iterable[Judgment]) -> frozenset[str]:
    """Return the hashes of texts whose matches have to be made again because of these judgments.

    Whoever stores judgments, or takes some back, gives them to ``unit.posts.unmatch`` in the same transaction: the next
    scan matches these posts again and no others. What a post is and how urgent it is change no match.
    """
    return frozenset(one.subject.text_hash for one in judgments if one.subject.question in _OF_MATCHES)


def shown_of(judgments: Iterable[Judgment]) -> Mapping[Subject, Shown]:
    """Return what the models last said of each subject, as the analyst saw it."""
    return {one.subject: one.shown for one in judgments}


def ruled(
    post: Post,
    matches: Sequence[Match],
    *,
    rulings: Mapping[Subject, Ruling],
    shown: Mapping[Subject, Shown],
    claims: Collection[ClaimId],
    language: Language,
) -> Sequence[Match]:
    """Return a post's matches with what people agreed on laid over them, best first.

    A pair that is not the same is no match. One that is the same is confirmed whatever the guards say, and comes first;
    where no model matched it, it is as the analyst saw it. A stance is what people say it is.

    Args:
        post: Any.
        matches: As the models made them, best first.
        rulings: On its text and perhaps on others.
        shown: What the models said of the subjects.
        claims: In use: nothing else is matched.
        language: Of the reasons: vi, en or zh.
    """
    said = {
        (one.subject.question, one.subject.claim_id): one
        for one in rulings.values()
        if one.is_agreed and one.subject.text_hash == post.text_hash and one.subject.question in _OF_MATCHES
    }
    if not said:
        return matches
    found = {match.claim_id for match in matches}
    missing = [
        _seen(post, claim_id, shown.get(ruling.subject))
        for (_, claim_id), ruling in said.items()
        if ruling.label is Label.SAME and claim_id is not None and claim_id in claims and claim_id not in found
    ]
    laid = [
        (ruling is not None, _laid(match, ruling, said.get((Question.STANCE, match.claim_id)), language=language))
        for match in (*matches, *missing)
        if (ruling := said.get((Question.SAME, match.claim_id))) is None or ruling.label is Label.SAME
    ]
    ordered = [match for is_same in (True, False) for was, match in laid if was is is_same]
    return [replace(match, rank=rank) for rank, match in enumerate(ordered, start=1)]


def kinds_of(rulings: Iterable[Ruling]) -> Mapping[str, PostClass]:
    """Return what people agreed that texts are, by text hash."""
    return {
        one.subject.text_hash: _CLASSES[one.label]
        for one in rulings
        if one.is_agreed and one.subject.question is Question.KIND and one.label in _CLASSES
    }


def read_by_people(post: Post, reading: Reading, kinds: Mapping[str, PostClass]) -> Reading:
    """Return what is read in a post: what people said it is, or else what the model read."""
    kind = kinds.get(post.text_hash)
    if kind is None:
        return reading
    return replace(reading, post_class=kind, checkable=1.0 if kind is PostClass.CLAIM else 0.0)


def is_held(post: Post, kinds: Mapping[str, PostClass]) -> bool:
    """Return whether people said that a post is no rumor: it is then no sighting of any."""
    return kinds.get(post.text_hash, PostClass.CLAIM) is not PostClass.CLAIM


def sentence_of(ruling: Ruling, *, language: Language) -> str:
    """Return the sentence that says what analysts agreed on; empty where they did not."""
    if ruling.label is None or not ruling.is_agreed:
        return ""
    return agreed(ruling.label, analysts=len(ruling.votes[ruling.label]), language=language)


def _seen(post: Post, claim_id: ClaimId, shown: Shown | None) -> Match:
    """Return a pair that no model matched, as the analyst saw it."""
    return Match(
        post_key=post.key,
        claim_id=claim_id,
        rank=1,
        similarity=shown.similarity if shown and shown.similarity is not None else 0.0,
        probability=shown.probability if shown and shown.probability is not None else 0.0,
        tier=None,
        stance=shown.stance if shown and shown.stance else Stance.REPEATS,
        reasons=(),
        model_id=(shown.model_id if shown else "") or ANALYSTS,
    )


def _laid(match: Match, same: Ruling | None, stance: Ruling | None, *, language: Language) -> Match:
    if same is not None:
        match = replace(
            match,
            tier=Tier.CONFIRMED,
            probability=max(match.probability, AGREED_PROBABILITY),
            # The first says what is alike; the others said why it was only suggested, which it is no more.
            reasons=(*match.reasons[:1], sentence_of(same, language=language)),
        )
    if stance is not None and stance.label in _STANCES:
        match = replace(
            match,
            stance=_STANCES[stance.label],
            reasons=(*match.reasons, sentence_of(stance, language=language)),
        )
    return match
