"""Sentences: what a match says of itself, in the language of the people who read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rumorwatch.domain.claims import Standing
from rumorwatch.domain.posts import Language
from rumorwatch.match.guards.demotions import MIN_WORDS, TooOld, TooShort
from rumorwatch.match.guards.spans import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rumorwatch.domain.claims import Contradiction
    from rumorwatch.match.guards.demotions import Demotion

_BOTH = {
    Language.EN: "Both say {}.",
    Language.VI: "Cả hai đều nói {}.",
    Language.ZH: "两者都说{}。",
}
_EACH = {
    Language.EN: "The post says {}, the claim {}.",
    Language.VI: "Bài đăng nói {}, tin sai nói {}.",
    Language.ZH: "帖子说{}，谣言说{}。",
}
_NOTHING_SHARED = {
    Language.EN: "Alike in meaning, without a rare word in common.",
    Language.VI: "Giống nhau về nghĩa, không có từ hiếm nào chung.",
    Language.ZH: "意思相近，没有共同的少见词。",
}
_DIFFERS = {
    Language.EN: "Only suggested, for another {}: the post says “{}”, the claim “{}”.",
    Language.VI: "Chỉ gợi ý, vì khác {}: bài đăng nói “{}”, tin sai nói “{}”.",
    Language.ZH: "仅供参考，{}不同：帖子说“{}”，谣言说“{}”。",
}
_ADDS = {
    Language.EN: "Only suggested, for another {}: the post has “{}”, the claim has not.",
    Language.VI: "Chỉ gợi ý, vì khác {}: bài đăng có “{}”, tin sai không có.",
    Language.ZH: "仅供参考，{}不同：帖子有“{}”，谣言没有。",
}
_LACKS = {
    Language.EN: "Only suggested, for another {}: the claim has “{}”, the post has not.",
    Language.VI: "Chỉ gợi ý, vì khác {}: tin sai có “{}”, bài đăng không có.",
    Language.ZH: "仅供参考，{}不同：谣言有“{}”，帖子没有。",
}
_SHORT = {
    Language.EN: "Only suggested: the post has {:g} words, fewer than {}.",
    Language.VI: "Chỉ gợi ý: bài đăng có {:g} từ, ít hơn {}.",
    Language.ZH: "仅供参考：帖子只有{:g}个词，少于{}个。",
}
_OLD = {
    Language.EN: "Only suggested: the claim was checked more than 12 months before, and the post dates nothing.",
    Language.VI: "Chỉ gợi ý: tin sai đã được kiểm chứng hơn 12 tháng trước, và bài đăng không nêu thời gian.",
    Language.ZH: "仅供参考：谣言在12个月前已核查，而帖子没有提到时间。",
}
_ANSWERED = {
    Language.EN: "Answered by statement {}.",
    Language.VI: "Đã có thông báo chính thức {} trả lời.",
    Language.ZH: "官方声明{}已作回应。",
}
_EXPIRED = {
    Language.EN: "Answered only by statement {}, which has expired.",
    Language.VI: "Chỉ có thông báo chính thức {} trả lời, nhưng đã hết hiệu lực.",
    Language.ZH: "仅有官方声明{}作过回应，且已过有效期。",
}
_CONTRADICTED = {
    Language.EN: "Statements contradict each other, by another {}: {} ({}) says “{}”, {} ({}) says “{}”.",
    Language.VI: "Các thông báo chính thức mâu thuẫn nhau, vì khác {}: {} ({}) nói “{}”, {} ({}) nói “{}”.",
    Language.ZH: "官方声明互相矛盾，{}不同：{}（{}）说“{}”，{}（{}）说“{}”。",
}
_KINDS = {
    Language.EN: {
        Kind.NUMBER: "number", Kind.UNIT: "unit", Kind.CURRENCY: "currency", Kind.DATE: "date or time",
        Kind.PLACE: "place", Kind.NAME: "name", Kind.NEGATION: "negation", Kind.WORDING: "word",
    },
    Language.VI: {
        Kind.NUMBER: "con số", Kind.UNIT: "đơn vị đo", Kind.CURRENCY: "loại tiền", Kind.DATE: "thời gian",
        Kind.PLACE: "địa điểm", Kind.NAME: "tên", Kind.NEGATION: "ý phủ định", Kind.WORDING: "từ",
    },
    Language.ZH: {
        Kind.NUMBER: "数字", Kind.UNIT: "单位", Kind.CURRENCY: "币种", Kind.DATE: "时间",
        Kind.PLACE: "地点", Kind.NAME: "名称", Kind.NEGATION: "否定", Kind.WORDING: "用词",
    },
}  # fmt: skip


def shared(post: Sequence[str], claim: Sequence[str], *, language: Language) -> str:
    """Return the sentence with the words that a post and a claim share, as each writes them; both may be empty.

    Args:
        post: Stretches of the post.
        claim: The same of the claim.
        language: vi, en or zh.
    """
    if not post:
        return _NOTHING_SHARED[language]
    if list(post) == list(claim):
        return _BOTH[language].format(_listed(post, language))
    return _EACH[language].format(_listed(post, language), _listed(claim, language))


def demoted(demotion: Demotion, *, language: Language) -> str:
    """Return the sentence that says why a match is only suggested."""
    if isinstance(demotion, TooShort):
        return _SHORT[language].format(demotion.words, MIN_WORDS)
    if isinstance(demotion, TooOld):
        return _OLD[language]
    kind = _KINDS[language][demotion.kind]
    if not demotion.claim:
        return _ADDS[language].format(kind, demotion.post)
    if not demotion.post:
        return _LACKS[language].format(kind, demotion.claim)
    return _DIFFERS[language].format(kind, demotion.post, demotion.claim)


def answered(statement_id: str, standing: Standing = Standing.VALID, *, language: Language) -> str:
    """Return the sentence that names the official statement on a claim, and says when it has expired."""
    return (_ANSWERED if standing is Standing.VALID else _EXPIRED)[language].format(statement_id)


def contradicted(contradiction: Contradiction, *, language: Language) -> str:
    """Return the sentence that quotes two statements that contradict each other, the older first."""
    return _CONTRADICTED[language].format(
        _KINDS[language][Kind(contradiction.point)],
        contradiction.first,
        contradiction.first_agency,
        contradiction.first_sentence,
        contradiction.second,
        contradiction.second_agency,
        contradiction.second_sentence,
    )


def _listed(stretches: Sequence[str], language: Language) -> str:
    return ("、" if language is Language.ZH else ", ").join(f"“{one}”" for one in dict.fromkeys(stretches))
