"""Labeling: the queue of questions and what was answered, joined with the store and the models."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from rumorwatch.domain.errors import LearningError
from rumorwatch.domain.labels import AskReason, Label, Lease, Question
from rumorwatch.domain.posts import Language
from rumorwatch.label import acts
from rumorwatch.label.answers import RANDOM_BYTES, judgment_of
from rumorwatch.label.asking import Asking, Candidate
from rumorwatch.label.queue import ask_order
from rumorwatch.label.rulings import analyst_key, last_judgments, rulings_of
from rumorwatch.label.taught import taught_by

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import datetime

    from rumorwatch.bootstrap import Workspace
    from rumorwatch.domain.claims import Claim, ClaimId, Statement
    from rumorwatch.domain.labels import Judgment, JudgmentId, Ruling
    from rumorwatch.domain.matches import Match, Tier
    from rumorwatch.domain.ports import Unit
    from rumorwatch.domain.posts import Post, PostKey
    from rumorwatch.label.answers import Answer
    from rumorwatch.label.asking import Ask, Taught

DRAW_SEED = "rumorwatch random questions 1"
"""Of the draw: the same in every workspace and for ever, so that a backup and its original ask about the same."""
_UNDONE = "undone in the session"
"""What the audit says of what an analyst takes back at once."""
_NO_BASIS = "none"
"""No match was made on it: every post of the window was matched on another basis, or never."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What the queue is made of, as of one moment."""

    candidates: Sequence[Candidate]
    claims: Mapping[ClaimId, Claim]
    """Those in use."""
    taught: Taught
    leases: Sequence[Lease]
    """Those that hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What was stored, and what others say of the same."""

    judgment: Judgment
    beside: Sequence[Judgment]
    """The last standing judgments of other analysts on its subject."""


def asking_of(workspace: Workspace) -> Asking:
    """Return how questions are chosen in a workspace."""
    label = workspace.settings.label
    return Asking(
        seed=DRAW_SEED,
        random_share=label.random_share,
        quorum=label.quorum,
        language=Language(workspace.settings.match.language),
    )


def next_asks(
    workspace: Workspace, *, analyst: str, only: Collection[AskReason] = (), most: int, passing: Collection[Ask] = ()
) -> Sequence[Ask]:
    """Return what to ask an analyst now, in order, each with what an agency says on its claim.

    Args:
        workspace: The workspace.
        analyst: Whom.
        only: Only questions for these reasons; empty: for any.
        most: Questions at most.
        passing: What is not asked again, for it was skipped.

    Raises:
        LearningError: RW-L01 there is no post to ask about.
    """
    gathered = gather(workspace)
    if not gathered.candidates:
        raise LearningError(
            code="RW-L01",
            failed=f"no post of the last {workspace.settings.scan.window_days} days is stored: nothing can be asked",
            kept="Nothing was changed",
            remedy="Run `rumorwatch scan`, or `rumorwatch posts import FILE`",
        )
    passed = {(ask.post.text_hash, ask.claim_id) for ask in passing}
    asks = ask_order(
        gathered.candidates,
        claims=gathered.claims,
        analyst=analyst,
        asking=asking_of(workspace),
        taught=gathered.taught,
        leases=gathered.leases,
        only=only,
        most=most + len(passed),
    )
    left = [ask for ask in asks if (ask.post.text_hash, ask.claim_id) not in passed][:most]
    return _with_statements(workspace, left)


def gather(workspace: Workspace) -> Gathered:
    """Return the posts of the window with what the models and the analysts say of them."""
    now = workspace.clock.now()
    since = now - timedelta(days=workspace.settings.scan.window_days)
    with workspace.store.read() as unit:
        claims = {claim.id: claim for claim in unit.claims.all()}
        posts = unit.posts.unmatched(basis=_NO_BASIS, since=since, limit=unit.posts.count())
        matches: dict[PostKey, list[Match]] = {}
        for post, match in unit.matches.of_claims(None, since=since):
            matches.setdefault(post.key, []).append(match)
        readings = {post.key: reading for post, reading in unit.readings.since(since)}
        judgments, texts, leases = unit.judgments.standing(), unit.judgments.texts(), unit.judgments.leases(now=now)
    rulings: dict[str, list[Ruling]] = {}
    for ruling in rulings_of(judgments, quorum=workspace.settings.label.quorum).values():
        rulings.setdefault(ruling.subject.text_hash, []).append(ruling)
    begins = _beginnings(workspace, claims)
    candidates = [
        Candidate(
            post=post,
            matches=tuple(found := matches.get(post.key, ())),
            reading=readings.get(post.key),
            rulings=tuple(rulings.get(post.text_hash, ())),
            begins=begins(post, found[0]) if found else {},
        )
        for post in posts
    ]
    return Gathered(candidates=candidates, claims=claims, taught=taught_by(judgments, texts, claims), leases=leases)


def take(workspace: Workspace, ask: Ask, *, analyst: str) -> bool:
    """Lease a question to an analyst; False when another looks at it, or it was settled meanwhile."""
    now = workspace.clock.now()
    until = now + timedelta(minutes=workspace.settings.label.lease_min)
    own, of = analyst_key(analyst), (ask.post.text_hash, ask.claim_id)
    with workspace.store.write() as unit:
        unit.judgments.release(analyst, now=now)
        held = {
            analyst_key(one.analyst) for one in unit.judgments.leases(now=now) if (one.text_hash, one.claim_id) == of
        }
        if held - {own} or (ask.reason is not AskReason.DISPUTED and _is_settled(unit, ask, workspace)):
            return False
        unit.judgments.lease([Lease(text_hash=of[0], claim_id=of[1], analyst=analyst, until=until)])
    return True


def release(workspace: Workspace, *, analyst: str) -> None:
    """Give back what an analyst looks at, unanswered or not."""
    with workspace.store.write() as unit:
        unit.judgments.release(analyst, now=workspace.clock.now())


def answer(
    workspace: Workspace,
    given: Answer,
    *,
    analyst: str,
    random: Callable[[int], bytes],
    make_claim: Callable[[Collection[Claim]], Claim] | None = None,
) -> Recorded:
    """Store one answer, and the claim that was made of its post, in one transaction; whoever comes second is told.

    Args:
        workspace: The workspace.
        given: The answer.
        analyst: Who gave it.
        random: Gives so many random bytes, for the judgment's id.
        make_claim: Makes the claim of its post, of which the answer is that one was made; given every claim there is,
            retired ones too. Whatever it raises, nothing is stored.
    """
    with workspace.store.write() as unit:
        claim = make_claim(unit.claims.all(retired=True)) if make_claim else None
        alert = unit.alerts.of_rumor(given.ask.rumor_id) if given.ask.rumor_id else None
        judgment, text = judgment_of(
            replace(given, made_claim=claim.id) if claim else given,
            analyst=analyst,
            at=workspace.clock.now(),
            priority=alert.priority if alert else None,
            random=random(RANDOM_BYTES),
        )
        if claim is not None:
            acts.store_claim(unit, claim, made_by=judgment, alert=alert, by=analyst, now=judgment.at)
        acts.record(unit, [judgment], [text])
        said = last_judgments(unit.judgments.on({judgment.subject.text_hash})).get(judgment.subject, {})
    others = [other for name, other in said.items() if name != analyst_key(analyst)]
    return Recorded(judgment=judgment, beside=others)


def take_back(workspace: Workspace, ids: Sequence[JudgmentId], *, by: str) -> int:
    """Retract judgments, retire the claims that they made, and return how many were not retracted before.

    Raises:
        LearningError: RW-L02 one is not stored.
    """
    now = workspace.clock.now()
    with workspace.store.write() as unit:
        found = [(name, unit.judgments.get(name)) for name in ids]
        missing = [name for name, judgment in found if judgment is None]
        if missing:
            raise LearningError(
                code="RW-L02",
                failed=f"judgment {missing[0]} is not stored any more: it cannot be taken back",
                kept="Nothing was changed",
                remedy="`rumorwatch doctor` checks the database",
            )
        known = [judgment for _, judgment in found if judgment is not None]
        retracted = [one for one in known if acts.take_back(unit, one, by=by, comment=_UNDONE, now=now)]
        for judgment in retracted:
            if judgment.made_claim is not None:
                unit.claims.retire(judgment.made_claim)
    return len(retracted)


def answered_since(workspace: Workspace, moment: datetime, *, analyst: str) -> int:
    """Return how many questions an analyst has answered since a moment: texts beside a claim, or alone."""
    own = analyst_key(analyst)
    with workspace.store.read() as unit:
        standing = unit.judgments.standing()
    return len(
        {
            (one.subject.text_hash, one.subject.claim_id)
            for one in standing
            if one.at >= moment and analyst_key(one.analyst) == own
        }
    )


def _is_settled(unit: Unit, ask: Ask, workspace: Workspace) -> bool:
    """Return whether others agreed on a question since the queue was made, or one made a claim of the post.

    What chance drew is asked until a quorum agrees, whatever became of the post.
    """
    rulings = rulings_of(unit.judgments.on({ask.post.text_hash}), quorum=workspace.settings.label.quorum)
    asked = {Question.KIND, Question.CLAIM} if ask.claim is None else {Question.SAME}
    return any(
        ruling.is_agreed or (ruling.label is Label.NEW_CLAIM and ask.reason is not AskReason.RANDOM)
        for subject, ruling in rulings.items()
        if subject.question in asked and subject.claim_id == ask.claim_id
    )


def _beginnings(workspace: Workspace, claims: Mapping[ClaimId, Claim]) -> Callable[[Post, Match], Mapping[Tier, float]]:
    """Return what tells the probabilities where tiers begin for a post beside a claim, by the models in force."""
    from rumorwatch.domain.matches import Tier
    from rumorwatch.match.bands import band_of, pair_of
    from rumorwatch.reading.words import count_words

    models = workspace.matcher.models
    calibration = models.second.constants.calibration if models.second else models.calibration
    by_band = dict(calibration.band_tiers)
    known = {language.value: language for language in Language}

    def begins(post: Post, match: Match) -> Mapping[Tier, float]:
        claim = claims.get(match.claim_id)
        language = known.get((claim.language if claim else None) or "", Language.UND)
        band = band_of(pair_of(post.language, language), count_words(post.text))
        tiers = by_band.get(band, calibration.tiers)
        return {Tier.CONFIRMED: tiers.confirmed, Tier.SUGGESTED: tiers.suggested}

    return begins


def _with_statements(workspace: Workspace, asks: Sequence[Ask]) -> Sequence[Ask]:
    """Return the questions, each with the statement that answers its claim best now."""
    from rumorwatch.match.statements.choice import best_answer
    from rumorwatch.normalize.text import views

    now = workspace.clock.now()
    claims = {ask.claim.id: ask.claim for ask in asks if ask.claim}
    found: dict[ClaimId, Statement] = {}
    with workspace.store.read() as unit:
        statements = {statement.id: statement for statement in unit.statements.all()}
        for claim in claims.values():
            best = best_answer(claim, unit.claims.answers_to(claim.id), statements, views=views, now=now)
            if best is not None:
                found[claim.id] = best.statement
    return [replace(ask, statement=found[ask.claim.id]) if ask.claim and ask.claim.id in found else ask for ask in asks]
