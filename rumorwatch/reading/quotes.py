"""What a post quotes: people who repeat quote a denial to reject it, and throw its words back ("routine"? Routine!)."""

from __future__ import annotations

import re
from itertools import pairwise

from rumorwatch.reading.words import without_marks

_QUOTED = re.compile(
    r"\"([^\"\n]{2,120})\"|“([^”\n]{2,120})”|「([^」\n]{2,120})」|『([^』\n]{2,120})』|(?<!\w)'([^'\n]{4,120})'"
)
_DENIAL = re.compile(
    r"\b(?:no|not|never|nothing|none|only|just|false|fake|hoax|rumou?r|safe|normal|routine|precaution\w*|minor|voluntary|calm"
    r"|khong|chua|tin gia|an toan|binh thuong|yen tam|tu nguyen|khuyen khich|chi|nham|su co nho|su that)\b"
    r"|[不没未无假谣沒無]|正常|安全|合格|放心|自愿|自願|例行|暂|若干|依法"
)
"""What offices say to calm people, in words without marks."""
_WORD = re.compile(r"[\u3400-\u9fff]|[^\W\d_]+")
_SHORTEST_ECHO = 4
"""Letters of a word that is thrown back; shorter ones come again by chance. Han: two characters."""


def signs_of_quotes(text: str) -> tuple[float, float, float]:
    """Return whether an accented view quotes, quotes a denial, and says a word of the quotation again."""
    found = [next(filter(None, match.groups())) for match in _QUOTED.finditer(text)]
    if not found:
        return 0.0, 0.0, 0.0
    quoted = without_marks(" ".join(found).lower())
    rest = without_marks(_QUOTED.sub(" ", text).lower())
    return 1.0, float(_DENIAL.search(quoted) is not None), float(not _echoes(quoted).isdisjoint(_echoes(rest)))


def _echoes(text: str) -> frozenset[str]:
    words = _WORD.findall(text)
    pairs = pairwise(words)
    return frozenset(
        {word for word in words if len(word) >= _SHORTEST_ECHO}
        | {first + second for first, second in pairs if len(first) == len(second) == 1}
    )
