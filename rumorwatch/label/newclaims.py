"""New claims: what an analyst makes of a post that says what nobody has listed yet."""

from __future__ import annotations

import hashlib
import unicodedata
from typing import TYPE_CHECKING

from rumorwatch.domain.claims import Claim, ClaimId, Status, Verdict
from rumorwatch.domain.crockford import digits_of
from rumorwatch.domain.errors import UsageError, quoted
from rumorwatch.domain.posts import Language
from rumorwatch.reading.words import words_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from rumorwatch.domain.claims import Topic
    from rumorwatch.domain.posts import Post

MAX_CHARS = 1_000
"""Of a claim's text and of each wording, as of a wording that comes from a file: a sentence or a few."""
MOST_WORDINGS = 5
"""Of a claim that is made of a rumor: each way to put it finds more of its posts, the sixth hardly any that is new."""
_ALIKE = 0.8
"""Share of words (Dice) from which on two texts are one wording: reposts with another greeting."""
_ID_DIGITS = 5
"""Of one day's claims: 33 million."""


def new_claim(
    post: Post,
    *,
    text: str,
    wordings: Sequence[str],
    verdict: Verdict,
    topic: Topic,
    url: str | None,
    publisher: str | None,
    at: datetime,
    known: Collection[Claim],
) -> Claim:
    """Return the claim that is made of a post; the post's own text is one of its wordings, where it is not its text.

    Args:
        post: What says it.
        text: The claim in one sentence, as the analyst puts it.
        wordings: Other ways in which people put it.
        verdict: What was found; a claim that has none yet was not checked.
        topic: Its field.
        url: Where the fact-check was published; None: nowhere yet.
        publisher: Who checked it.
        at: When it is made, aware.
        known: Every claim, retired ones too; the new id is of none of them.

    Raises:
        UsageError: RW-U80 the text is empty, RW-U87 a claim in use says it already.
    """
    said = _said_by_none(text, known)
    return Claim(
        id=_unused_id(f"{post.key}|{said}", at=at, existing={claim.id for claim in known}),
        text=said,
        wordings=_different((*wordings, post.text), than=said),
        verdict=verdict,
        topic=topic,
        language=None if post.language is Language.UND else post.language.value,
        url=url,
        publisher=publisher,
        checked_at=None if verdict is Verdict.UNKNOWN else at,
    )


def _said_by_none(text: str, known: Iterable[Claim]) -> str:
    said = tidy(text)
    if not said:
        raise UsageError(
            code="RW-U80",
            failed="a claim needs its text: one sentence, as people say it",
            kept="Nothing was stored",
            remedy="Give it with --text, or type it where you are asked for it",
        )
    if (same := claims_by_text(known).get(said.casefold())) is not None:
        raise UsageError(
            code="RW-U87",
            failed=f'the claim "{quoted(same.id)}" says this already',
            kept="Nothing was stored",
            remedy="The next scan matches it with the post; say it in other words where another claim is meant",
        )
    return said


def claims_by_text(claims: Iterable[Claim]) -> dict[str, Claim]:
    """Return the claims in use by their text without case, as ``tidy`` leaves it; of two with one text the first."""
    in_use = [claim for claim in claims if claim.status is Status.ACTIVE]
    return {tidy(claim.text).casefold(): claim for claim in reversed(in_use)}


def most_different(posts: Sequence[Post], *, than: str, most: int = MOST_WORDINGS) -> Sequence[Post]:
    """Return the posts of a rumor that put it most differently, the most different first.

    Chosen greedily: each is the one least like the text and those chosen before, by the words they share; of equals the
    earlier. What is nearly one of them is left out.

    Args:
        posts: Any number, in the order in which they are preferred.
        than: The claim's text, in the folded view.
        most: Posts at most.
    """
    words = {post.text_hash: frozenset(words_of(post.views.folded)) for post in posts}
    nearest = {name: _alike(mine, frozenset(words_of(than))) for name, mine in words.items() if mine}
    first_with = {post.text_hash: post for post in reversed(posts)}
    chosen: list[Post] = []
    while nearest and len(chosen) < most:
        name = min(nearest, key=nearest.__getitem__)
        if nearest.pop(name) >= _ALIKE:
            break
        chosen.append(first_with[name])
        nearest = {other: max(near, _alike(words[other], words[name])) for other, near in nearest.items()}
    return chosen


def _alike(first: frozenset[str], second: frozenset[str]) -> float:
    """Return Dice's coefficient of two sets of words."""
    return 2 * len(first & second) / max(len(first) + len(second), 1)


def tidy(text: str) -> str:
    """Return a text on one line in NFC, without control and invisible characters, cut to ``MAX_CHARS``."""
    composed = unicodedata.normalize("NFC", text)
    visible = "".join(" " if char.isspace() else char for char in composed if char.isspace() or _is_shown(char))
    line = " ".join(visible.split())
    return line if len(line) <= MAX_CHARS else line[: MAX_CHARS - 1].rstrip() + "…"


def _is_shown(char: str) -> bool:
    """Return whether a character is neither a control, a format, a surrogate nor an unassigned one."""
    return not unicodedata.category(char).startswith("C")


def _different(wordings: Iterable[str], *, than: str) -> tuple[str, ...]:
    """Return the wordings, each once, that differ from a text in more than case."""
    found: dict[str, str] = {}
    for wording in map(tidy, wordings):
        if wording and wording.casefold() != than.casefold():
            found.setdefault(wording.casefold(), wording)
    return tuple(found.values())


def _unused_id(seed: str, *, at: datetime, existing: Collection[ClaimId]) -> ClaimId:
    """Return ``c-``, the day and a few digits: the same for the same post, text and moment, as long as it is free."""
    attempt = 0
    while True:
        digest = hashlib.sha256(f"{seed}|{at.isoformat()}|{attempt}".encode()).digest()
        name = ClaimId(f"c-{at:%Y%m%d}-{digits_of(digest, count=_ID_DIGITS)}")
        if name not in existing:
            return name
        attempt += 1
