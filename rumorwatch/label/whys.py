"""Whys: the sentence that tells an analyst why something is asked, in Vietnamese, English and Chinese.

It never tells what other analysts said: whoever knows answers the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from rumorwatch.domain.matches import Tier
from rumorwatch.domain.posts import Language
from rumorwatch.domain.readings import PostClass
from rumorwatch.label.pairreasons import CloseCall, NewLanguage, NewTopic, Tie, ViewsDisagree

if TYPE_CHECKING:
    from rumorwatch.label.pairreasons import PairReason

EN, VI, ZH = Language.EN, Language.VI, Language.ZH
_TIERS = {
    Tier.CONFIRMED: {EN: "confirmed", VI: "xác nhận", ZH: "确认"},
    Tier.SUGGESTED: {EN: "suggested", VI: "gợi ý", ZH: "建议"},
}
_CLASSES = {
    PostClass.OPINION: {EN: "opinion", VI: "ý kiến", ZH: "意见"},
    PostClass.CRITICISM: {EN: "criticism", VI: "phê bình", ZH: "批评"},
    PostClass.SATIRE: {EN: "satire", VI: "châm biếm", ZH: "讽刺"},
}


def why_pair(reason: PairReason, *, language: Language) -> str:
    """Return why it is asked whether a post says what a claim says."""
    match reason:
        case CloseCall():
            return _close_call(reason, language)
        case Tie(first=first, second=second):
            return {
                EN: f"Two claims are as likely: {first:.2f} and {second:.2f}.",
                VI: f"Hai tin có khả năng ngang nhau: {first:.2f} và {second:.2f}.",
                ZH: f"两条谣言的可能性相当：{first:.2f}和{second:.2f}。",
            }[language]
        case ViewsDisagree(probability=probability, similarity=mine, other_similarity=other):
            return {
                EN: f"The likeliest claim ({probability:.2f}) is less like the post than the next: "
                f"similarity {mine:.2f}, {other:.2f}.",
                VI: f"Tin có khả năng nhất ({probability:.2f}) lại ít giống bài đăng hơn tin kế tiếp: "
                f"độ giống {mine:.2f}, {other:.2f}.",
                ZH: f"可能性最大的谣言（{probability:.2f}）反而不如下一条像这条帖子：相似度{mine:.2f}、{other:.2f}。",
            }[language]
        case NewLanguage(languages=languages, judgments=judgments):
            return {
                EN: f"Few answers teach this language pair ({languages}) so far: {judgments}.",
                VI: f"Cặp ngôn ngữ này ({languages}) còn ít câu trả lời để học: {judgments}.",
                ZH: f"这一语言组合（{languages}）的回答还很少：{judgments}条。",
            }[language]
        case NewTopic(topic=topic, judgments=judgments):
            return {
                EN: f"Few answers teach this topic ({topic.value}) so far: {judgments}.",
                VI: f"Lĩnh vực này ({topic.value}) còn ít câu trả lời để học: {judgments}.",
                ZH: f"这一领域（{topic.value}）的回答还很少：{judgments}条。",
            }[language]
        case _:
            assert_never(reason)


def _close_call(reason: CloseCall, language: Language) -> str:
    probability = f"{reason.probability:.2f}"
    if reason.tier is None:
        return {
            EN: f"Probability {probability}, near one half.",
            VI: f"Xác suất {probability}, gần một nửa.",
            ZH: f"概率{probability}，接近一半。",
        }[language]
    tier, at = _TIERS[reason.tier][language], f"{reason.boundary:.2f}"
    return {
        EN: f"Probability {probability}, near {at}, where “{tier}” begins.",
        VI: f"Xác suất {probability}, gần {at} là nơi bắt đầu mức “{tier}”.",
        ZH: f"概率{probability}，接近“{tier}”的起点{at}。",
    }[language]


def why_disputed(answers: int, *, language: Language) -> str:
    """Return why something is asked that so many analysts answered, who differ."""
    return {
        EN: f"{answers} analysts answered, and they differ.",
        VI: f"{answers} người phân tích đã trả lời và không thống nhất.",
        ZH: f"已有{answers}名分析员回答，意见不一。",
    }[language]


def why_second_opinion(answers: int, *, quorum: int, language: Language) -> str:
    """Return why something is asked that so many analysts answered."""
    return {
        EN: f"{answers} of the {quorum} analysts that it takes have answered.",
        VI: f"Đã có {answers} trong {quorum} người phân tích cần thiết trả lời.",
        ZH: f"需要{quorum}名分析员，已有{answers}名回答。",
    }[language]


def why_likely_claim(checkable: float, *, sources: int, language: Language) -> str:
    """Return why a post is asked about that no claim explains, with how many sources say so in its group."""
    if sources == 1:
        return {
            EN: f"No claim explains it, and it reads as one (probability {checkable:.2f}).",
            VI: f"Chưa có tin nào giải thích được, và nó giống một tin cần kiểm chứng (xác suất {checkable:.2f}).",
            ZH: f"没有已知谣言能解释它，而它像是一条待核实的说法（概率{checkable:.2f}）。",
        }[language]
    return {
        EN: f"No claim explains it, {sources} sources say the like, and it reads as a claim "
        f"(probability {checkable:.2f}).",
        VI: f"Chưa có tin nào giải thích được, {sources} nguồn nói tương tự, và nó giống một tin cần kiểm chứng "
        f"(xác suất {checkable:.2f}).",
        ZH: f"没有已知谣言能解释它，{sources}个来源说法相近，而它像是一条待核实的说法（概率{checkable:.2f}）。",
    }[language]


def why_held_back(post_class: PostClass, *, language: Language) -> str:
    """Return why a post is asked about that was taken for opinion, criticism or satire."""
    name = _CLASSES[post_class][language]
    return {
        EN: f"Taken for {name} and told to nobody: a sample for audit.",
        VI: f"Được xem là {name} và không báo cho ai: mẫu để kiểm tra.",
        ZH: f"被判为{name}，未通知任何人：抽查样本。",
    }[language]


def why_random(*, language: Language) -> str:
    """Return why something is asked that chance drew."""
    return {
        EN: "Drawn by chance, not by the models: figures are measured on it.",
        VI: "Được chọn ngẫu nhiên, không do mô hình: dùng để đo độ chính xác.",
        ZH: "随机抽取，与模型无关：用于测量准确度。",
    }[language]
