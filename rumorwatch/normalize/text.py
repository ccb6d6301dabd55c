"""The two spelling views of a text (domain.md, Spelling views)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rumorwatch.domain.posts import SpellingViews
from rumorwatch.normalize.characters import plain_characters, without_junk_marks
from rumorwatch.normalize.folding import folded
from rumorwatch.normalize.legible import legible
from rumorwatch.normalize.links import without_links
from rumorwatch.normalize.lookalikes import without_lookalikes
from rumorwatch.normalize.privacy import scrub
from rumorwatch.normalize.vietnamese import TONE_OF, tone_placed

if TYPE_CHECKING:
    from collections.abc import Sequence

_VIETNAMESE_LETTERS = "ĂăÂâĐđÊêÔôƠơƯưÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĨĩŨũẠ-ỹ"
_PLAIN = re.compile(rf"[A-Za-z0-9 .,:;!?'\"()%/+*#@$=\[\]{{}}_<>\n–—“”‘’…{_VIETNAMESE_LETTERS}-]*")
"""Text made of these needs no work on characters; 19 of 20 posts are."""
_SPACES = re.compile(r"[ \t]*\n\s*|  +")
_TONED_WORD = re.compile(f"(?<![^\\W\\d_])[^\\W\\d_]*[{''.join(TONE_OF)}{''.join(TONE_OF).upper()}][^\\W\\d_]*")
_MAX_PASSES = 8


def _collapsed(match: re.Match[str]) -> str:
    return "\n" if "\n" in match[0] else " "


def _pass(text: str) -> str:
    if not _PLAIN.fullmatch(text):
        text = without_junk_marks(without_lookalikes(plain_characters(text)))
    text = _SPACES.sub(_collapsed, text).strip()
    text = legible(scrub(without_links(text)))
    return _TONED_WORD.sub(lambda match: tone_placed(match[0]), text)


def accented(text: str) -> str:
    """Return the accented view: what is stored and shown. The view of a view is the view."""
    if not text:  # most posts name neither source nor province
        return text
    for _ in range(_MAX_PASSES):
        again = _pass(text)
        if again == text:
            break
        text = again
    return text


def views(text: str) -> SpellingViews:
    """Return both spelling views of a text; any string is accepted."""
    shown = accented(text)
    return SpellingViews(accented=shown, folded=folded(shown))


def views_of(texts: Sequence[str]) -> list[SpellingViews]:
    """Return the views of many texts, in their order."""
    return [views(text) for text in texts]
