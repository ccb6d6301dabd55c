"""A message as plain text, in as many characters as its channel takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rumorwatch.alert.facts import quotation
from rumorwatch.alert.labels import badge, more_line, said, stories_line
from rumorwatch.alert.limits import cut
from rumorwatch.alert.telling import Part
from rumorwatch.reading.links import MAX_QUOTE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rumorwatch.alert.telling import Line, Teller
    from rumorwatch.domain.messages import Message, Story

_LEFT_OUT = (
    frozenset[Part](),
    frozenset({Part.EXAMPLE}),
    frozenset({Part.EXAMPLE, Part.STATEMENT_TEXT}),
    frozenset({Part.EXAMPLE, Part.STATEMENT_TEXT, Part.OTHER_OWNER}),
)
"""What is left out, one thing after the other, until the text fits."""
_LITTLE_ROOM = 100
"""Characters in which a headline leaves too little of the claim."""


def plain(message: Message, teller: Teller, *, limit: int | None) -> str:
    """Return a message as plain text of at most ``limit`` characters as ``len`` counts them.

    Level, claim (its beginning at least) and reply code of the first story are kept in whatever room they fit.
    """
    for text in _versions(message, teller):
        if limit is None or len(text) <= limit:
            return text
    return _least(message.stories[0], len(message.stories) - 1, teller, limit=limit or 0)


def _versions(message: Message, teller: Teller) -> Iterator[str]:
    """Yield the message from whole to short."""
    stories, as_of = message.stories, _as_of(teller)
    if message.digest:
        head = stories_line(len(stories), digest=True, language=teller.voice.language)
        first, *others = (_brief(story, teller) for story in stories)
        yield from _fewer(f"{head}\n{first}", others, as_of, teller)
        return
    head = stories_line(len(stories), digest=False, language=teller.voice.language)
    heads = [head] if len(stories) > 1 else []
    whole = [(story, teller.lines(story)) for story in stories]
    for left_out in _LEFT_OUT:
        blocks = [_block(story, lines, teller, left_out=left_out) for story, lines in whole]
        yield "\n\n".join([*heads, *blocks, *as_of])
    first = "\n\n".join([*heads, _block(*whole[0], teller, left_out=_LEFT_OUT[-1])])
    yield from _fewer(f"{first}\n", [_brief(story, teller) for story in stories[1:]], as_of, teller)


def _fewer(first: str, briefs: Sequence[str], as_of: Sequence[str], teller: Teller) -> Iterator[str]:
    """Yield the first story with one line for each other, then for fewer and fewer, from the last on."""
    for told in range(len(briefs), -1, -1):
        yield "\n".join([first, *briefs[:told], *_more(len(briefs) - told, teller), *as_of])
    yield "\n".join([first, *_more(len(briefs), teller)]).rstrip("\n")


def _least(story: Story, others: int, teller: Teller, *, limit: int) -> str:
    """Return the first story cut to what room there is, its code kept whole."""
    code = teller.code(story)
    tail = f"\n{_written(code, teller)}" if code else ""
    more = "".join(f"\n{line}" for line in _more(others, teller))
    if limit - len(tail) - len(more) > _LITTLE_ROOM:
        tail += more
    room = limit - len(tail)
    level = badge(story.level, language=teller.voice.language)
    text = f"{level}{quotation(story.text, limit=MAX_QUOTE)}"
    if room > _LITTLE_ROOM:
        text = _block(story, teller.lines(story), teller, left_out=_LEFT_OUT[-1] | {Part.CODE, Part.ACKNOWLEDGE})
    return cut(text, room) + tail if room > 0 else cut(text + tail, limit)


def _as_of(teller: Teller) -> list[str]:
    return [] if teller.abroad else [teller.voice.as_of()]


def _brief(story: Story, teller: Teller) -> str:
    code = teller.code(story)
    return teller.brief(story) + (f" · {_written(code, teller)}" if code else "")


def _more(number: int, teller: Teller) -> list[str]:
    return [more_line(number, language=teller.voice.language)] if number else []


def _block(story: Story, lines: Sequence[Line], teller: Teller, *, left_out: frozenset[Part]) -> str:
    level = badge(story.level, language=teller.voice.language)
    return level + "\n".join(_written(line, teller) for line in lines if line.part not in left_out)


def _written(line: Line, teller: Teller) -> str:
    return said(line.label, line.text, language=teller.voice.language)
