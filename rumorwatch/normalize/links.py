"""Links and mentions in text: replaced, because they identify persons or say nothing."""

from __future__ import annotations

import re

LINK = "[link]"
MENTION = "@…"
_CLOSING = ".,;:!?)]}>\"'”’»…"
_HINT = re.compile(r"://|www\.|\.[a-z]{2,}/|\.[a-z]{2,}\?", re.IGNORECASE)
_LINK = re.compile(
    r"(?:https?://)?(?:\bt\.co|pic\.twitter\.com)/[a-z0-9]{1,10}(?:…|(?![\w/?#&=.%-]))"
    r"|(?:https?://(?!\[link\])|\b(?:hxxps?|ftp|fb|zalo|tg)://|\bwww\.)[^\s<>\"“”|]+"
    r"|(?<![\w@.-])(?![a-z0-9-]{1,63}pic\.twitter\.com/)"
    r"(?:[a-z0-9](?:[a-z0-9-]{0,62}))(?:\.[a-z0-9-]{1,63}){0,4}\.[a-z]{2,10}/[^\s<>\"“”|]*",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"https?://(?=\[link\])", re.IGNORECASE)
_MENTION = re.compile(r"@\[\d{1,20}:[^\]\n]{0,100}\]|(?<![\w.@])@[\w.]{1,60}")


def _link(match: re.Match[str]) -> str:
    """Keep the punctuation that ends the sentence, not the link; a bracket opened in the link closes in it."""
    link = match[0]
    kept = len(link.rstrip(_CLOSING))
    if link[kept : kept + 1] == ")" and "(" in link[:kept]:
        kept += 1
    return LINK + link[kept:]


def without_links(text: str) -> str:
    """Replace links with or without a scheme by ``[link]``; a bare name such as vtv.vn stays, it is a word."""
    return _SCHEME.sub("", _LINK.sub(_link, text)) if _HINT.search(text) else text


def without_mentions(text: str) -> str:
    """Replace @handles by ``@…``; an @ inside a word stays."""
    return _MENTION.sub(MENTION, text) if "@" in text else text
