"""One question as it is shown: safe texts, where their words meet, and the row for programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rumorwatch.cli.display import shown
from rumorwatch.cli.output import local_time
from rumorwatch.label import wording
from rumorwatch.label.highlight import shared_of, spans
from rumorwatch.reading.links import defanged
from rumorwatch.reading.names import topic_name, verdict_name

if TYPE_CHECKING:
    from datetime import datetime

    from rumorwatch.domain.claims import Claim
    from rumorwatch.domain.posts import Language
    from rumorwatch.label.asking import Ask
    from rumorwatch.label.highlight import Commonness

_MAX_POST = 4_000
"""Characters of a post that are shown: whoever judges it has to read it, and a longer one is an article."""
_MAX_STATEMENT = 600
"""Of a statement: what answers a claim is said at its beginning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A text that is safe to show, and the words of it that the other text has too."""

    text: str
    spans: tuple[tuple[int, int], ...] = ()
    """(begin, end) of characters, in their order."""

    @property
    def words(self) -> tuple[str, ...]:
        """The marked words, each once."""
        return tuple(dict.fromkeys(self.text[begin:end] for begin, end in self.spans))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One question as a person reads it."""

    number: int
    """Of the session, from 1."""
    reason: str
    """Its name in the reader's language."""
    why: str
    post: Marked
    facts: str
    """Of the post: when and where."""
    claim: Marked | None
    claim_facts: str
    is_near: bool
    """Whether the claim is only the nearest one, and the question about the post alone."""
    statement: str
    """With its agency; empty: none."""


def sheet_of(ask: Ask, *, number: int, commonness: Commonness, language: Language, now: datetime) -> Sheet:
    """Return a question as a person reads it, every text escaped and links defanged."""
    said = shown(defanged(ask.post.text), limit=_MAX_POST)
    claim = ask.claim or ask.near
    if claim is None:
        post, told = Marked(text=said), None
    else:
        post, told = _both(said, shown(claim.text), commonness)
    return Sheet(
        number=number,
        reason=wording.REASONS[ask.reason][language],
        why=shown(ask.why),
        post=post,
        facts=_facts(ask),
        claim=told,
        claim_facts=_claim_facts(claim, language=language) if claim else "",
        is_near=ask.claim is None,
        statement=_statement(ask, language=language, now=now),
    )


def ask_row(ask: Ask) -> dict[str, object]:
    """Return a question as ``label next --json`` prints it."""
    match = ask.match
    return {
        "question": ask.question.value,
        "reason": ask.reason.value,
        "why": ask.why,
        "usefulness": round(ask.usefulness, 4),
        "post_key": ask.post.key,
        "text_hash": ask.post.text_hash,
        "language": ask.post.language.value,
        "published_at": ask.post.published_at.isoformat(),
        "text": shown(defanged(ask.post.text), limit=_MAX_POST),
        "claim_id": ask.claim_id,
        "claim": ask.claim.text if ask.claim else None,
        "near_claim_id": ask.near.id if ask.near else None,
        "statement_id": ask.statement.id if ask.statement else None,
        "rumor_id": ask.rumor_id,
        "similarity": round(match.similarity, 4) if match else None,
        "probability": round(match.probability, 4) if match else None,
        "tier": match.tier.value if match and match.tier else None,
        "stance": match.stance.value if match else None,
    }


def _both(post: str, claim: str, commonness: Commonness) -> tuple[Marked, Marked]:
    from rumorwatch.normalize.text import views

    shared = shared_of(views(post).folded, views(claim).folded)
    return (
        Marked(text=post, spans=tuple(spans(post, shared, commonness=commonness))),
        Marked(text=claim, spans=tuple(spans(claim, shared, commonness=commonness))),
    )


def _facts(ask: Ask) -> str:
    post = ask.post
    where = shown(f"{post.feed_id}{f', {post.source}' if post.source else ''}")
    return f"{local_time(post.published_at)} · {where} · {post.kind.value} · {post.language.value}"


def _claim_facts(claim: Claim, *, language: Language) -> str:
    verdict, topic = verdict_name(claim.verdict, language=language), topic_name(claim.topic, language=language)
    return f"{shown(claim.id)} · {verdict} · {topic}"


def _statement(ask: Ask, *, language: Language, now: datetime) -> str:
    said = ask.statement
    if said is None:
        return ""
    facts = [shown(said.agency), *([local_time(said.published_at)] if said.published_at else [])]
    if said.valid_until is not None and said.valid_until < now:
        facts.append(wording.HEADINGS["expired"][language])
    return f"{', '.join(facts)}: {shown(said.text, limit=_MAX_STATEMENT)}"
