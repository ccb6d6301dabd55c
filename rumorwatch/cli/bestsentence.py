"""The sentence of a post that says best what it claims: what a claim is made of where the analyst writes none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rumorwatch.cli.output import say

if TYPE_CHECKING:
    from rumorwatch.bootstrap import Workspace
    from rumorwatch.domain.posts import Post


def best_sentence(workspace: Workspace, post: Post) -> str:
    """Return the sentence of a post that says best what it says; a model chooses where there are several and it can."""
    from rumorwatch.domain.errors import ModelError
    from rumorwatch.emerge.representative import is_clear
    from rumorwatch.match.windows import split_sentences

    sentences = split_sentences(post.text)
    clear = [sentence for sentence in sentences if is_clear(sentence)]
    if len(clear) > 1 and (reader := workspace.foresight.reader) is not None:
        try:
            return reader.sentence_of([post]) or clear[0]
        except ModelError as error:
            say(str(error))
    return (clear or sentences or (post.text,))[0]
