"""Entry markup to plain text.

Nothing of the markup survives: scripts, styles and templates go with their content, block elements become line breaks,
entities become letters. Feeds escape twice often enough ("&amp;lt;p&amp;gt;") that text which still shows tags is read
again, at most three times.
"""

from __future__ import annotations

import html
import re

from selectolax.lexbor import LexborHTMLParser

MAX_HTML_BYTES = 65_536
"""Markup read of one entry: lexbor needs quadratic time for nested blocks (64 KiB: 0.2 s, 1 MB: 133 s)."""

_ROUNDS = 3
_BREAK = "\x1e"
"""Stands for a line break while white space of the source is folded; control characters were removed before."""
_BLOCKS = (
    "address|article|aside|blockquote|br|caption|center|dd|details|dialog|div|dl|dt|fieldset|figcaption|figure|footer|"
    "form|h[1-6]|header|hr|legend|li|main|nav|ol|option|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul"
)
_INLINE = (
    "a|abbr|acronym|b|bdi|bdo|big|button|canvas|cite|code|col|data|del|dfn|em|embed|font|i|img|input|ins|kbd|label|map|mark|"
    "math|meter|noscript|picture|q|s|samp|select|small|source|span|strike|strong|sub|sup|svg|textarea|time|tt|u|var|video|wbr"
)
_HIDDEN = ("script", "style", "template", "noscript", "iframe", "head", "title")
_BLOCK_TAG = re.compile(rf"</?(?:{_BLOCKS})(?=[\s/>])", re.IGNORECASE)
_TAG = re.compile(
    rf"</?(?:{_BLOCKS}|{_INLINE})(?:\s*/?>|\s+[\w:-]+\s*=[^<>]*>)"
    r"|</?(?:script|style|iframe|object|template|link|meta|base|html|body|head|title)(?:[\s/][^<>]*)?>"
    r"|</?\w+[:-][\w:-]*(?:[\s/][^<>]*)?>|</\w+\s*>|<!--|<!\[CDATA\[|<[!?]\w[^<>]*>",
    re.IGNORECASE,
)
_ANY_TAG = re.compile(r"<[^<>]*>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff]")


def to_text(source: str) -> str:
    """Return the text of an entry; what does not look like markup ("x < y") stays as written."""
    text = _CONTROL.sub("", _cut(source))
    if "<" not in text and "&" not in text:
        return text
    for _ in range(_ROUNDS):
        if _TAG.search(text):
            text = _read(text)
        elif _ENTITY.search(text):
            text = html.unescape(text)
        else:
            return text
    return _TAG.sub(" ", text)


def _read(source: str) -> str:
    bare = source.replace("<![CDATA[", "").replace("]]>", "")
    # posts with a few inline tags break their lines themselves; where there are blocks, line breaks are white space
    marked, blocks = _BLOCK_TAG.subn(lambda tag: _BREAK + tag.group(), bare)
    if not blocks:
        marked = bare.replace("\n", _BREAK)
    tree = LexborHTMLParser(marked)
    tree.strip_tags(list(_HIDDEN))
    body = tree.body
    flat = body.text(deep=True) if body is not None else _ANY_TAG.sub(" ", marked)
    lines = (" ".join(part.split()) for part in flat.split(_BREAK))
    return "\n".join(part for part in lines if part)


def _cut(source: str) -> str:
    encoded = source.encode("utf-8", "ignore")
    return source if len(encoded) <= MAX_HTML_BYTES else encoded[:MAX_HTML_BYTES].decode("utf-8", "ignore")
