"""Sentences: what people agreed on about a post, in the language of the people who read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rumorwatch.domain.labels import Label
from rumorwatch.domain.posts import Language

if TYPE_CHECKING:
    from collections.abc import Mapping

_ANALYSTS = {
    Language.EN: ("One analyst said", "{} analysts said"),
    Language.VI: ("Một chuyên viên xác nhận", "{} chuyên viên xác nhận"),
    Language.ZH: ("1位分析员认定", "{}位分析员认定"),
}
_SAYING: Mapping[Language, Mapping[Label, str]] = {
    Language.EN: {
        Label.SAME: "that it is the same claim",
        Label.NOT_SAME: "that it is not the same claim",
        Label.REPEATS: "that it repeats the claim",
        Label.DENIES: "that it denies the claim",
        Label.ASKS: "that it asks whether the claim is true",
        Label.REPORTS: "that it reports on the claim",
        Label.RUMOR: "that it is a rumor",
        Label.OPINION: "that it is an opinion",
        Label.SATIRE: "that it is satire",
        Label.NEWS: "that it is news",
        Label.ESCALATE: "that it needs an answer",
        Label.IGNORE: "that it needs no answer",
        Label.NEW_CLAIM: "that it makes a new claim",
    },
    Language.VI: {
        Label.SAME: "là cùng một tin",
        Label.NOT_SAME: "không phải cùng một tin",
        Label.REPEATS: "bài đăng nhắc lại tin này",
        Label.DENIES: "bài đăng bác bỏ tin này",
        Label.ASKS: "bài đăng hỏi tin này có đúng không",
        Label.REPORTS: "bài đăng tường thuật về tin này",
        Label.RUMOR: "là tin đồn",
        Label.OPINION: "là ý kiến",
        Label.SATIRE: "là châm biếm",
        Label.NEWS: "là tin tức",
        Label.ESCALATE: "cần được trả lời",
        Label.IGNORE: "không cần trả lời",
        Label.NEW_CLAIM: "nêu một tin mới",
    },
    Language.ZH: {
        Label.SAME: "是同一说法",
        Label.NOT_SAME: "不是同一说法",
        Label.REPEATS: "帖子在重复该说法",
        Label.DENIES: "帖子在否认该说法",
        Label.ASKS: "帖子在询问该说法是否属实",
        Label.REPORTS: "帖子在报道该说法",
        Label.RUMOR: "是谣言",
        Label.OPINION: "是意见",
        Label.SATIRE: "是讽刺",
        Label.NEWS: "是新闻",
        Label.ESCALATE: "需要回应",
        Label.IGNORE: "无需回应",
        Label.NEW_CLAIM: "提出了新说法",
    },
}
_END = {Language.EN: ".", Language.VI: ".", Language.ZH: "。"}
_GAP = {Language.EN: " ", Language.VI: " ", Language.ZH: ""}


def agreed(label: Label, *, analysts: int, language: Language) -> str:
    """Return the sentence that says how many analysts gave a label.

    Args:
        label: Any but ``unsure``.
        analysts: 1 or more.
        language: vi, en or zh.
    """
    one, several = _ANALYSTS[language]
    who = one if analysts == 1 else several.format(analysts)
    return f"{who}{_GAP[language]}{_SAYING[language][label]}{_END[language]}"
