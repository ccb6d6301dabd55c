"""Rating words of fact-checkers, in Vietnamese, English and Chinese, as our verdicts and topics."""

from __future__ import annotations

import re

from rumorwatch.domain.claims import Topic, Verdict
from rumorwatch.domain.posts import Language
from rumorwatch.reading.names import topic_name, verdict_name

VERDICT_LABELS = {verdict: verdict_name(verdict, language=Language.VI) for verdict in Verdict}
"""VAFC's labels, as exported."""

_WORDS = {
    Verdict.FAKE: (
        "tin giả", "giả", "giả mạo", "bịa đặt", "tin bịa đặt", "tin vịt", "lừa đảo", "fake", "fake news",
        "fabricated", "hoax", "scam", "pants on fire", "forgery", "fraud", "谣言", "謠言", "假", "假新闻", "虚假",
        "虛假", "伪造", "偽造", "造谣", "诈骗",
    ),
    Verdict.UNTRUE: (
        "tin sai sự thật", "sai sự thật", "sai", "không đúng", "không đúng sự thật", "không chính xác", "sai lệch",
        "gây hiểu lầm", "phần lớn sai", "hầu hết là sai", "untrue", "false", "mostly false", "barely true",
        "incorrect", "inaccurate", "misleading", "wrong", "not true", "not correct", "debunked", "altered",
        "miscaptioned", "distorts the facts", "four pinocchios", "three pinocchios", "不实", "不實", "错误", "錯誤",
        "误导", "誤導", "不属实", "不准确", "失实",
    ),
    Verdict.VERIFIED: (
        "tin xác thực", "xác thực", "đúng", "đúng sự thật", "chính xác", "tin thật", "phần lớn đúng", "verified",
        "true", "mostly true", "correct", "accurate", "correct attribution", "属实", "屬實", "真实", "真實", "正确",
        "正確", "真",
    ),
    Verdict.UNKNOWN: (
        "", "unknown", "chưa xác minh", "chưa kiểm chứng", "đang xác minh", "unverified", "unproven",
        "research in progress", "mixture", "half true", "missing context", "satire", "opinion", "thiếu ngữ cảnh",
        "未证实", "待证实", "存疑", "半真半假",
    ),
}  # fmt: skip
_VERDICTS = {word: verdict for verdict, words in _WORDS.items() for word in words}
_TOPICS = {
    "chính sách": Topic.POLICY, "chính sách và pháp luật": Topic.POLICY, "pháp luật": Topic.POLICY,
    "政策": Topic.POLICY, "kinh tế": Topic.ECONOMY, "kinh tế và tài chính": Topic.ECONOMY, "tài chính": Topic.ECONOMY,
    "经济": Topic.ECONOMY, "y tế": Topic.HEALTH, "sức khỏe": Topic.HEALTH, "sức khoẻ": Topic.HEALTH,
    "健康": Topic.HEALTH, "thiên tai": Topic.DISASTER, "dịch bệnh": Topic.DISASTER,
    "thiên tai, dịch bệnh": Topic.DISASTER, "灾害": Topic.DISASTER, "an ninh": Topic.SECURITY,
    "an ninh trật tự": Topic.SECURITY, "an ninh, trật tự": Topic.SECURITY, "安全": Topic.SECURITY,
    "mạo danh": Topic.IMPERSONATION, "tài khoản mạo danh": Topic.IMPERSONATION, "冒充": Topic.IMPERSONATION,
    "link lừa đảo": Topic.SCAM, "lừa đảo": Topic.SCAM, "诈骗": Topic.SCAM, "khác": Topic.OTHER, "其他": Topic.OTHER,
    "": Topic.OTHER,
} | {topic.value: topic for topic in Topic} | {
    topic_name(topic, language=language).replace(",", sign): topic
    for topic in Topic for language in (Language.VI, Language.EN, Language.ZH) for sign in (",", " và")
}  # fmt: skip
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_UNTRUE_AT_MOST = 0.25
"""Share of a rating scale: 1 and 2 of 5 are false and mostly false (schema.org ClaimReview's own example)."""
_VERIFIED_AT_LEAST = 0.75


def read_verdict(written: str) -> Verdict | None:
    """Return the verdict of a rating word, None when nobody knows the word."""
    return _VERDICTS.get(_plain(written))


def rate(value: float, *, worst: float, best: float) -> Verdict:
    """Return the verdict of a number on a scale."""
    if best <= worst:
        return Verdict.UNKNOWN
    share = (value - worst) / (best - worst)
    if 0 <= share <= _UNTRUE_AT_MOST:
        return Verdict.UNTRUE
    return Verdict.VERIFIED if _VERIFIED_AT_LEAST <= share <= 1 else Verdict.UNKNOWN


def read_topic(written: str) -> Topic | None:
    """Return the topic of a word, None when nobody knows it."""
    return _TOPICS.get(_plain(written))


def _plain(written: str) -> str:
    return written and " ".join(_EDGES.sub("", written.lower().replace("_", " ").replace("-", " ")).split())
