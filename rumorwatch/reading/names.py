"""Names of closed choices, in the language of the people who read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rumorwatch.domain.claims import Topic
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


def topic_name(topic: Topic, *, language: Language) -> str:
    """Return what a claim is about, in Vietnamese, English or Chinese."""
    return _TOPICS[topic][language]
