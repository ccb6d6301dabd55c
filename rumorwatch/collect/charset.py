"""Bytes to text, for everything that is read.

Rules, each with its reason: a byte order mark decides. Text that is valid UTF-8 and says it is in a one-byte encoding
is UTF-8, because no other text passes for it by chance. Otherwise the declared encodings are tried, the document's own
before the server's. One character cut in half (feeds cut summaries by bytes) must not turn a whole Vietnamese feed into
rubbish, so UTF-8 with few errors is kept as UTF-8. What is left is read as cp1258, which holds the Western letters at the
same places and Vietnam's as well.
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
_MANY_BYTES = frozenset({"gb18030", "big5hkscs", "cp932", "cp949", "euc_jp", "euc_kr", "hz", "johab", "cp950", "iso2022_jp", "iso2022_kr"})
_FEW = 0.1
"""Share of broken among non-ASCII characters up to which text still counts as UTF-8."""
FALLBACK = "cp1258"


def decode(body: bytes, *, content_type: str | None = None, declared: str | None = None) -> tuple[str, str | None]:
    """Return the text and, when not everything could be trusted, a note that says how it was read.

    Args:
        body: Whole document, at most as long as the fetcher allows.
        content_type: Header of the answer, for its charset.
        declared: Encoding named by a mapping file; it decides.
    """
    for mark, name in _MARKS:
        if body.startswith(mark):
            return _lossy(body[len(mark) :], name)
    if declared:
        return _lossy(body, declared)
    shape = next((name for pattern, name in _SHAPES if pattern.match(body)), None)
    if shape:
        return _lossy(body, shape)
    candidates = _candidates(body, content_type)
    if candidates and candidates[0] in _MANY_BYTES:
        candidates.append("utf-8")
    else:
        candidates.insert(0, "utf-8")
    for name in candidates:
        try:
            return body.decode(name), None
        except UnicodeDecodeError:
            continue
    return _salvage(body, candidates)


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


def _lossy(body: bytes, name: str) -> tuple[str, str | None]:
    try:
        return body.decode(name), None
    except UnicodeDecodeError:
        text = body.decode(name, "replace")
        return text, f"{text.count(chr(0xFFFD))} characters could not be read as {name}"


def _salvage(body: bytes, candidates: list[str]) -> tuple[str, str | None]:
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    if broken <= max(1, _FEW * beyond_ascii):
        return text, f"{broken} characters could not be read as utf-8"
    name = next((name for name in candidates if name != "utf-8"), FALLBACK)
    return body.decode(name, "replace"), f"the text is not what it says it is, read as {name}"
