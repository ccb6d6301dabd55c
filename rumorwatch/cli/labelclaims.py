"""A claim made of a post during a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rumorwatch.bootstrap import Workspace
    from rumorwatch.domain.claims import Claim
    from rumorwatch.domain.posts import Post
    from rumorwatch.label.session import MakeClaim


def make_claim(workspace: Workspace, made: MakeClaim) -> Claim:
    """Return the claim that an analyst made of a post; it is not stored yet.

    Raises:
        UsageError: RW-U80 it has no text.
    """
    from rumorwatch.label.newclaims import new_claim

    with workspace.store.read() as unit:
        existing = {claim.id for claim in unit.claims.all(retired=True)}
    post, draft = made.ask.post, made.draft
    return new_claim(
        post,
        text=draft.text or best_sentence(workspace, post),
        wordings=(),
        verdict=draft.verdict,
        topic=draft.topic,
        url=draft.url,
        publisher=None,
        at=workspace.clock.now(),
        existing=existing,
    )


def best_sentence(workspace: Workspace, post: Post) -> str:
    """Return the sentence of a post that says best what it says; a model chooses where there is one."""
    from rumorwatch.domain.errors import ModelError
    from rumorwatch.emerge.representative import is_clear
    from rumorwatch.match.windows import split_sentences

    sentences = split_sentences(post.text)
    clear = [sentence for sentence in sentences if is_clear(sentence)]
    if len(clear) > 1 and (reader := workspace.foresight.reader) is not None:
        try:
            return reader.sentence_of([post])
        except ModelError:
            return clear[0]
    return (clear or sentences or (post.text,))[0]
