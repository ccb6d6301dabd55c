"""Links of outside text, made readable and no longer clickable.

Observation: terminals, mail and chat programs make a link of whatever looks like one, with a scheme or without, also
where no space stands before it (``tạihttp://``, ``请看www.``). Theory: nothing is clickable without ``://`` after a
known scheme, and without a dot before a known ending. Known exceptions: addresses of endings that are not listed and
have no scheme; few programs know those either.
"""

from __future__ import annotations

import re

MAX_QUOTE = 280
"""Characters of a post that an alert may show (safety.md, Privacy)."""
_HTTP = re.compile(r"https?(?=://)", re.IGNORECASE)
_OTHER_SCHEME = re.compile(r"(?<!hxxp)(?<!hxxps)://")
_HOST = re.compile(r"(?<=://)[^\s/?#]+|www\.[^\s/?#]*", re.IGNORECASE)
_DOT = re.compile(r"\.(?!\])|(?<!\[)\.")
"""A dot that is not yet in brackets."""
_BARE_DOT = re.compile(
    r"(?<=\w)\.(?=(?:com|net|org|gov|edu|info|biz|vn|cn|tw|hk|io|co|me|tv|cc|ru|us|uk|jp|kr|sg|eu|xyz|top|site|online"
    r"|shop|store|club|app|dev|page|pro|vip|win|bet|icu|live|asia|mobi|link|click|ly|gg)(?![a-z0-9]))",
    re.IGNORECASE,
)
"""Dots before the ending of a host without a scheme. Endings that are Vietnamese words written without marks (la, to,
de, ai) are not listed: they follow a full stop where the space was forgotten."""


def defanged(text: str) -> str:
    """Return the text with its links readable and no longer clickable: ``hxxp://ex[.]ample``."""
    text = _HTTP.sub(lambda scheme: scheme.group().lower().replace("http", "hxxp"), text)
    text = _HOST.sub(lambda host: _DOT.sub("[.]", host.group()), text)
    text = _OTHER_SCHEME.sub("[:]//", text)
    return _BARE_DOT.sub("[.]", text)
