"""Names of closed choices, in the language of the people who read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rumorwatch.domain.claims import Topic, Verdict
from rumorwatch.domain.posts import Language

if TYPE_CHECKING:
    from collections.abc import Mapping

EN, VI, ZH = Language.EN, Language.VI, Language.ZH
_TOPICS: Mapping[Topic, Mapping[Language, str]] = {
    Topic.POLICY: {EN: "policy", VI: "chính sách, pháp luật", ZH: "政策法规"},
    Topic.ECONOMY: {EN: "economy", VI: "kinh tế, tài chính", ZH: "经济金融"},
    Topic.HEALTH: {EN: "health", VI: "y tế, sức khỏe", ZH: "卫生健康"},
    Topic.DISASTER: {EN: "disaster", VI: "thiên tai, dịch bệnh", ZH: "灾害疫情"},
    Topic.SECURITY: {EN: "security", VI: "an ninh, trật tự", ZH: "治安秩序"},
    Topic.IMPERSONATION: {EN: "impersonation", VI: "mạo danh", ZH: "冒充账号"},
    Topic.SCAM: {EN: "scam", VI: "lừa đảo", ZH: "诈骗"},
    Topic.OTHER: {EN: "other", VI: "khác", ZH: "其他"},
}
_VERDICTS: Mapping[Verdict, Mapping[Language, str]] = {
    Verdict.FAKE: {EN: "fake", VI: "tin giả", ZH: "虚假"},
    Verdict.UNTRUE: {EN: "untrue", VI: "tin sai sự thật", ZH: "不实"},
    Verdict.VERIFIED: {EN: "verified", VI: "tin xác thực", ZH: "属实"},
    Verdict.UNKNOWN: {EN: "unknown", VI: "chưa xác minh", ZH: "待证实"},
}
"""In Vietnamese as VAFC has them."""


def topic_name(topic: Topic, *, language: Language) -> str:
    """Return what a claim is about, in Vietnamese, English or Chinese."""
    return _TOPICS[topic][language]


def verdict_name(verdict: Verdict, *, language: Language) -> str:
    """Return what was found of a claim, in Vietnamese, English or Chinese."""
    return _VERDICTS[verdict][language]
