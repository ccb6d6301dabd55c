"""Bytes to text, for everything that is read.

Rules, each with its reason: a byte order mark decides. Text that is valid UTF-8 and says it is in a one-byte encoding
is UTF-8, because no other text passes for it by chance. Otherwise the declared encodings are tried, the document's own
before the server's. A character cut in half (feeds cut summaries by bytes) must not turn a whole Vietnamese feed into
rubbish, so text with at least as many whole characters as broken ones stays UTF-8. Undeclared text that gives common
Chinese characters is Chinese. What is left is read as cp1258, which holds the Western letters at the same places and
Vietnam's as well.
"""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SHAPES = (
    (re.compile(rb"[^\0]\0\0\0[^\0]\0\0\0", re.DOTALL), "utf-32-le"),
    (re.compile(rb"\0\0\0[^\0]\0\0\0[^\0]", re.DOTALL), "utf-32-be"),
    (re.compile(rb"[^\0]\0[^\0]\0", re.DOTALL), "utf-16-le"),
    (re.compile(rb"\0[^\0]\0[^\0]", re.DOTALL), "utf-16-be"),
    (re.compile(rb"\x4c\x6f\xa7\x94"), "cp037"),
)
_XML_ENCODING = re.compile(r"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_PARAMETER = re.compile(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_WIDER = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030",
    "big5": "big5hkscs", "shift_jis": "cp932", "euc_kr": "cp949", "tis-620": "cp874",
}  # fmt: skip
"""Encodings that are declared more narrowly than they are used, as browsers read them (WHATWG Encoding, 4.2)."""
_NOT_CHARSETS = frozenset(
    {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem", "utf_7"}
)
_MANY_BYTES = frozenset(
    {"gb18030", "big5hkscs", "cp932", "cp949", "euc_jp", "euc_kr", "hz", "johab", "cp950", "iso2022_jp", "iso2022_kr"}
)
FALLBACK = "cp1258"
_COMMON = 0.8
"""Share of common Chinese characters (GB 2312) from which bytes that are no UTF-8 count as GB 18030, which is what
Chinese Excel writes. Accented letters of one byte with the letter after them pass for rare ones only."""


def decode(body: bytes, *, content_type: str | None = None, declared: str | None = None) -> tuple[str, str | None]:
    """Return the text and, when not everything could be trusted, a note that says how it was read.

    Args:
        body: Whole document, at most as long as the fetcher allows.
        content_type: Header of the answer, for its charset.
        declared: Encoding named by a mapping file; it decides.
    """
    if declared:
        return _read(body, declared)
    return _read(body, detect(body, content_type=content_type))


def detect(body: bytes, *, content_type: str | None = None) -> str:
    """Return the encoding of a text, or of a sample from its begin that may end inside a character."""
    for mark, name in (*_MARKS, *_SHAPES):
        if body.startswith(mark) if isinstance(mark, bytes) else mark.match(body):
            return name
    candidates = _candidates(body, content_type)
    asian = bool(candidates) and candidates[0] in _MANY_BYTES
    tried = [*candidates, "utf-8"] if asian else ["utf-8", *candidates]
    found = next((name for name in tried if _holds(body, name)), None)
    return found or _best(body, [name for name in candidates if name != "utf-8"])


def _candidates(body: bytes, content_type: str | None) -> list[str]:
    head = _XML_ENCODING.match(body[:1024].lstrip().decode("latin-1"))
    header = _PARAMETER.search(content_type or "")
    names = (charset(match[1]) for match in (head, header) if match)
    return list(dict.fromkeys(name for name in names if name))


def charset(name: str) -> str | None:
    """Return Python's name of a character set, None when there is none of this name that text may be in."""
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    usable = getattr(found, "_is_text_encoding", True) and found.name.replace("-", "_") not in _NOT_CHARSETS
    return _WIDER.get(found.name, found.name) if usable else None


def _read(body: bytes, name: str) -> tuple[str, str | None]:
    for mark, marked in _MARKS:
        if marked == name and body.startswith(mark):
            body = body[len(mark) :]
    try:
        return body.decode(name), None
    except UnicodeDecodeError:
        text = body.decode(name, "replace")
        return text, f"{text.count(chr(0xFFFD))} characters could not be read as {name}"


def _holds(body: bytes, name: str) -> bool:
    try:
        codecs.getincrementaldecoder(name)().decode(body)
    except UnicodeDecodeError:
        return False
    return True


def _best(body: bytes, declared: list[str]) -> str:
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    if 2 * broken <= beyond_ascii or (broken == 1 and beyond_ascii == 1):
        return "utf-8"
    if not declared and _holds(body, "gb18030"):
        chinese = body.decode("gb18030", "ignore")
        beyond_ascii = len(chinese) - len(chinese.encode("ascii", "ignore"))
        common = len(chinese.encode("gb2312", "ignore").decode("gb2312")) - len(chinese.encode("ascii", "ignore"))
        if common >= _COMMON * beyond_ascii:
            return "gb18030"
    return declared[0] if declared else FALLBACK
