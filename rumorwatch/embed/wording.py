"""What a dense encoder reads of a text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rumorwatch.domain.posts import SpellingViews

MAX_LETTERS = 20_000
"""Letters of one text that are read; the lexical encoder reads as many."""
_PLACEHOLDER = re.compile(r"\[(?:link|phone|email|id|card)\]|@…")
"""What normalizing leaves where it scrubbed; no model has learned what it means."""
_SURROGATE = re.compile("[\ud800-\udfff]")
"""Half a character, which is no Unicode text and which tokenizers refuse."""


def wordings(texts: Sequence[SpellingViews]) -> list[str]:
    """Return the accented views without placeholders; empty where nothing else was there."""
    return [_SURROGATE.sub(" ", _PLACEHOLDER.sub(" ", text.accented[:MAX_LETTERS])).strip() for text in texts]
