"""A message as a small HTML page: the same lines as in plain text, all escaped, no scripts, nothing loaded."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from rumorwatch.alert.labels import badge, said, stories_line
from rumorwatch.alert.telling import Part
from rumorwatch.alert.voice import ZH
from rumorwatch.domain.rumors import Level

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rumorwatch.alert.telling import Line, Teller
    from rumorwatch.domain.messages import Message, Story

_COLORS: Mapping[Level, str] = {
    Level.HIGH: "#b3261e",
    Level.MEDIUM: "#8a5300",
    Level.LOW: "#1f5f99",
    Level.MONITOR: "#5f6368",
}
"""Behind white letters: contrast 5.6 to 6.7, whether the page is dark or light."""
_PAGE = """<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
</head>
<body style="font:16px/1.5 sans-serif;max-width:40em;margin:1em auto;padding:0 1em">
{body}
</body>
</html>
"""


def page(message: Message, teller: Teller, *, title: str) -> str:
    """Return a message as a whole HTML document."""
    return _PAGE.format(
        lang=teller.voice.language.value, title=escape(title), body="\n".join(_body(message, teller)).strip()
    )


def _body(message: Message, teller: Teller) -> Iterator[str]:
    language, stories = teller.voice.language, message.stories
    if message.digest or len(stories) > 1:
        head = stories_line(len(stories), digest=message.digest, language=language)
        yield f'<h1 style="font-size:1.2em">{escape(head)}</h1>'
    if message.digest:
        yield '<ol style="padding-left:1.5em">'
        yield from (f'<li style="margin:.5em 0">{_brief(story, teller)}</li>' for story in stories)
        yield "</ol>"
    else:
        yield from (_block(story, teller) for story in stories)
    if not teller.abroad:
        yield f'<p style="opacity:.75">{escape(teller.voice.as_of())}</p>'


def _block(story: Story, teller: Teller) -> str:
    lines = "\n".join(_written(line, story, teller) for line in teller.lines(story))
    color = _COLORS[story.level]
    return f'<div style="border-left:4px solid {color};padding-left:1em;margin:1.5em 0">\n{lines}\n</div>'


def _brief(story: Story, teller: Teller) -> str:
    code = teller.code(story)
    told = teller.brief(story).removeprefix(badge(story.level, language=teller.voice.language))
    end = f" · {said(code.label, code.text, language=teller.voice.language)}" if code else ""
    return f"{_level(story, teller)} {escape(told + end)}"


def _written(line: Line, story: Story, teller: Teller) -> str:
    text = escape(line.text)
    if line.part is Part.HEADLINE:
        return f'<p style="margin:.3em 0">{_level(story, teller)} {text}</p>'
    if line.part is Part.CLAIM:
        return f'<p style="margin:.3em 0;font-size:1.2em;font-weight:bold">{text}</p>'
    if line.is_link:
        text = f'<a href="{text}">{text}</a>'
    colon = "：" if teller.voice.language is ZH else ": "
    return f'<p style="margin:.3em 0"><span style="opacity:.75">{escape(line.label)}{colon}</span>{text}</p>'


def _level(story: Story, teller: Teller) -> str:
    word = badge(story.level, language=teller.voice.language).strip(" []【】")
    style = f"background:{_COLORS[story.level]};color:#fff;font-weight:bold;padding:.1em .5em;border-radius:.2em"
    return f'<span style="{style}">{escape(word)}</span>'
