"""Personal data: scrubbed from text, and authors counted without being known (safety.md, Privacy).

Claims hinge on numbers, so a number is only scrubbed when its shape says what it is: prefixes and grouping of
Vietnamese and foreign phone numbers, the province digits of a CCCD, the check digit of a card, or a word before it
that says it. Hotlines (113, 1900 …) belong to institutions and stay.
"""

from __future__ import annotations

import hmac
import re

from rumorwatch.domain.posts import AuthorKey
from rumorwatch.normalize.links import without_mentions

PHONE, EMAIL, ID, CARD = "[phone]", "[email]", "[id]", "[card]"
_AUTHOR_BYTES = 16
"""128 bits (safety.md)."""

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_MANY_DIGITS = re.compile(r"\d(?:[ .()\-]{0,2}\d){6}")
_START = r"(?<![\w+])(?<!\d[.,/\-])"
_END = r"(?![\w])(?![.,/\-]\d)"
_COUNTED = (
    r"(?!\s*(?:đồng|dong|đ\b|vnđ|vnd|usd|đô|euro|người|nguoi|ca\b|liều|lieu|tấn|tan\b|kg|km|m2|lượt|luot|view|tỷ|triệu|nghìn"
    r"|ngàn|people|dollars|cases|%|元|人|例|次|万|亿))"
)
_YEAR = r"(?:19|20)\d\d"
_PHONES = re.compile(
    rf"""{_START}(?:
      (?:\+|00)84[ .\-]?\(?0?\)?[ .\-]?\d{{2,3}}(?:[ .\-]?\d){{6,7}}     # +84 912 345 678
    | 84[35789]\d{{8}}{_COUNTED}                                          # 84912345678
    | \(?[0oO][35789]\d\d?\)?(?:[ .\-]?\d){{6}}\d{{1,2}}                   # 0912.345.678
    | [0oO][35789](?P<gap>[ .\-])(?!{_YEAR}(?P=gap){_YEAR})\d{{4}}(?P=gap)\d{{4}}{_COUNTED}  # 09 1234 5678
    | [0oO](?:[ .\-][35789])(?:[ .\-]\d){{8}}                             # 0 9 1 2 3 4 5 6 7 8
    | \(?02\d{{1,2}}\)?[ .\-]?\d{{3,4}}[ .\-]?\d{{3,4}}(?:[ .\-]?\d{{1,2}})?  # (024) 3825 1234
    | \+\d{{1,3}}[ .\-]?\(?\d{{1,4}}\)?(?:[ .\-]?\d){{5,10}}               # +1 202 555 0143
    | \(\d{{3}}\)[ ]?\d{{3}}-\d{{4}} | \d{{3}}-\d{{3}}-\d{{4}}             # (202) 555-0143
    | 1[3-9]\d{{9}}{_COUNTED}                                             # a Chinese mobile
    ){_END}""",
    re.VERBOSE,
)
_PHONE_DIGITS = range(9, 16)
_ID_SAID = re.compile(
    r"(?P<said>\b(?:cccd|cmnd|cmt|cmtnd|căn cước(?: công dân)?|can cuoc(?: cong dan)?"
    r"|chứng minh(?: nhân dân| thư)?|chung minh(?: nhan dan)?|hộ chiếu|ho chieu|passport|stk"
    r"|số tài khoản|so tai khoan|số tk|so tk|身份证号?)"
    r"(?:\s+(?:số|so|no\.?|no))?\s*[:：#]?\s*)"
    r"(?P<number>[A-Z]?\d(?:[ .\-]?\d){5,18}[Xx]?)(?!\w)",
    re.IGNORECASE,
)
_CITIZEN_ID = re.compile(
    rf"{_START}(?:0(?:0[1-9]|[1-8]\d|9[0-6])(?:\d{{9}}|[ ]\d{{3}}[ ]\d{{3}}[ ]\d{{3}}|\d[ ]\d{{4}}[ ]\d{{4}})"
    rf"|[1-9]\d{{5}}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{{3}}[\dXx])(?!\d){_END}"
)
"""Vietnam's CCCD (12 digits, the first three a province, 001 to 096); China's 18 digits with a birth date inside."""
_OLD_ID = re.compile(rf"{_START}(?:0[1-9]|[1-3]\d)\d{{7}}(?<!00){_COUNTED}{_END}")
"""CMND: 9 digits, the first two a province up to 38; amounts end in zeros or are followed by what they count."""
_CARD = re.compile(rf"{_START}(?:[3-6]\d{{3}}|9704)(?:[ \-]?\d){{9,15}}{_END}")


def _luhn(digits: str) -> bool:
    doubled = (int(digit) * (1 + index % 2) for index, digit in enumerate(reversed(digits)))
    return sum(value - 9 * (value > 9) for value in doubled) % 10 == 0  # noqa: PLR2004 - the digit sum of two digits


def _digits(text: str) -> str:
    return re.sub(r"[^\d]", "", text)


def _card(match: re.Match[str]) -> str:
    digits = _digits(match[0])
    return CARD if 13 <= len(digits) <= 19 and _luhn(digits) else match[0]  # noqa: PLR2004 - ISO/IEC 7812


def _phone(match: re.Match[str]) -> str:
    return PHONE if len(_digits(match[0])) in _PHONE_DIGITS else match[0]


def scrub(text: str) -> str:
    """Return the text with e-mails, mentions, phone, ID and card numbers replaced by what they were."""
    while "@" in text or _MANY_DIGITS.search(text):
        again = _without_numbers(without_mentions(_EMAIL.sub(EMAIL, text)))
        if again == text:
            break
        text = again
    return text


def _without_numbers(text: str) -> str:
    """Scrub once. What stood beside a number can be a number of its own once that is gone, so this is repeated."""
    text = _ID_SAID.sub(lambda match: match["said"] + ID, text)
    text = _CITIZEN_ID.sub(ID, text)
    text = _CARD.sub(_card, text)
    text = _PHONES.sub(_phone, text)
    return _OLD_ID.sub(ID, text)


def author_key(secret: bytes, platform: str, handle: str) -> AuthorKey:
    """Return HMAC-SHA256 of platform and handle, cut to 128 bits: equal for one author, and not to be undone."""
    named = f"{platform.strip().lower()}\x00{handle.strip().lstrip('@').casefold()}"
    digest = hmac.digest(secret, named.encode("utf-8", "surrogatepass"), "sha256")
    return AuthorKey(digest[:_AUTHOR_BYTES].hex())
