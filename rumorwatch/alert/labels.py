"""Labels: the level of a story, what kind of news it is, and what stands before each line."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from rumorwatch.alert.voice import EN, VI, ZH, count
from rumorwatch.domain.alerts import SendReason
from rumorwatch.domain.rumors import Level

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rumorwatch.domain.messages import Story
    from rumorwatch.domain.posts import Language

_LEVELS: Mapping[Level, Mapping[Language, str]] = {
    Level.HIGH: {EN: "high", VI: "cao", ZH: "高"},
    Level.MEDIUM: {EN: "medium", VI: "trung bình", ZH: "中"},
    Level.LOW: {EN: "low", VI: "thấp", ZH: "低"},
    Level.MONITOR: {EN: "watch", VI: "theo dõi", ZH: "观察"},
}
_NEWS: Mapping[SendReason, Mapping[Language, str]] = {
    SendReason.RESOLVED: {EN: "Closed", VI: "Đã đóng", ZH: "已关闭"},
    SendReason.OVERDUE: {EN: "Overdue", VI: "Quá hạn", ZH: "已逾期"},
    SendReason.DEADLINE_NEAR: {EN: "Due soon", VI: "Sắp đến hạn", ZH: "即将到期"},
    SendReason.ANSWERED: {EN: "Answered", VI: "Đã có trả lời", ZH: "已有回应"},
    SendReason.RECURRED: {EN: "Seen again", VI: "Xuất hiện trở lại", ZH: "再次出现"},
}
"""What is news by itself; other reasons are a new rumor, a known claim, or an update of what was told."""


class Label(StrEnum):
    """What a line is about."""

    WHY = "why"
    SPREAD = "spread"
    SEEN = "seen"
    STATEMENT = "statement"
    TEXT = "text"
    SOURCE = "source"
    CONTRADICTION = "contradiction"
    OWNER = "owner"
    NEXT = "next"
    MATCH = "match"
    EXAMPLE = "example"
    CODE = "code"
    COMMAND = "command"
    LINK = "link"


_LABELS: Mapping[Label, Mapping[Language, str]] = {
    Label.WHY: {EN: "Why now", VI: "Lý do", ZH: "原因"},
    Label.SPREAD: {EN: "Spread", VI: "Lan truyền", ZH: "传播"},
    Label.SEEN: {EN: "Seen", VI: "Ghi nhận", ZH: "出现"},
    Label.STATEMENT: {EN: "Official statement", VI: "Thông báo chính thức", ZH: "官方声明"},
    Label.TEXT: {EN: "It says", VI: "Nội dung", ZH: "内容"},
    Label.SOURCE: {EN: "Source", VI: "Nguồn", ZH: "来源"},
    Label.CONTRADICTION: {EN: "Contradiction", VI: "Mâu thuẫn", ZH: "矛盾"},
    Label.OWNER: {EN: "Owner", VI: "Đơn vị phụ trách", ZH: "负责单位"},
    Label.NEXT: {EN: "Next", VI: "Việc cần làm", ZH: "下一步"},
    Label.MATCH: {
        EN: "Possible match with a known false claim (a person decides)",
        VI: "Có thể trùng với tin sai đã biết (cần người kiểm tra)",
        ZH: "疑似与已知不实信息相符（须人工判定）",
    },
    Label.EXAMPLE: {
        EN: "Example post (not verified)",
        VI: "Bài đăng ví dụ (chưa kiểm chứng)",
        ZH: "示例帖子（未经核实）",
    },
    Label.CODE: {EN: "Reply code", VI: "Mã xác nhận", ZH: "确认码"},
    Label.COMMAND: {EN: "To acknowledge, run", VI: "Lệnh tiếp nhận", ZH: "确认命令"},
    Label.LINK: {EN: "Or open", VI: "Hoặc mở", ZH: "或打开"},
}


def label_of(label: Label, *, language: Language) -> str:
    """Return what stands before a line."""
    return _LABELS[label][language]


def level_name(level: Level, *, language: Language) -> str:
    """Return a level within a sentence."""
    return _LEVELS[level][language]


def badge(level: Level, *, language: Language) -> str:
    """Return a level as the first word of a message."""
    word = _LEVELS[level][language].upper()
    return f"【{word}】" if language is ZH else f"[{word}] "


def kind_of(story: Story, *, language: Language) -> str:
    """Return what kind of news a story is."""
    if story.outcome is not None:
        return _NEWS[SendReason.RESOLVED][language]
    if story.reasons[0] in _NEWS:
        return _NEWS[story.reasons[0]][language]
    if story.before is not None:
        return {EN: "Update", VI: "Cập nhật", ZH: "更新"}[language]
    if story.claim_id is not None:
        return {EN: "Known claim is back", VI: "Tin đã biết lan truyền trở lại", ZH: "已知传言再次流传"}[language]
    return {EN: "New rumor", VI: "Tin đồn mới", ZH: "新传言"}[language]


def alert_word(*, language: Language) -> str:
    """Return what a story is called where its kind is not told."""
    return {EN: "Alert", VI: "Cảnh báo", ZH: "预警"}[language]


def stories_line(number: int, *, digest: bool, language: Language) -> str:
    """Say how many stories a message has."""
    if digest:
        return {
            EN: f"{count(number, 'alert')} waited, the most urgent first",
            VI: f"{number} cảnh báo chờ gửi, khẩn nhất đứng trước",
            ZH: f"积压{number}条预警，最紧急的在前",
        }[language]
    return {
        EN: f"{count(number, 'alert')}, the most urgent first",
        VI: f"{number} cảnh báo, khẩn nhất đứng trước",
        ZH: f"{number}条预警，最紧急的在前",
    }[language]


def more_line(number: int, *, language: Language) -> str:
    """Say how many stories are not told."""
    return {
        EN: f"and {count(number, 'more alert')}",
        VI: f"và {number} cảnh báo khác",
        ZH: f"另有{number}条预警",
    }[language]


def said(label: str, text: str, *, language: Language) -> str:
    """Return a line with its label."""
    if not label:
        return text
    return f"{label}：{text}" if language is ZH else f"{label}: {text}"
