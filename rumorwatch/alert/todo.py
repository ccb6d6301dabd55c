"""What to do next about a story, in one sentence, decided by its facts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from rumorwatch.alert.outside import name_of
from rumorwatch.alert.pending import is_pending, who_answers
from rumorwatch.alert.voice import EN, VI, ZH
from rumorwatch.domain.alerts import Due, SendReason
from rumorwatch.domain.claims import Standing
from rumorwatch.domain.rumors import Level

if TYPE_CHECKING:
    from datetime import datetime

    from rumorwatch.alert.voice import Voice
    from rumorwatch.domain.messages import Official, Story

_NEAR = timedelta(minutes=15)
"""A quarter of the hour in which an answer is due: from then on a note that it is being verified buys time."""


def next_step(story: Story, *, voice: Voice) -> str:
    """Say what to do, by what holds first: closed, contradicted, answered, only watched, a statement to mend, none."""
    if story.outcome is not None:
        return {EN: "Nothing to do.", VI: "Không cần làm gì thêm.", ZH: "无需处理。"}[voice.language]
    if story.contradiction:
        return {
            EN: "Agree on one answer before repeating either statement.",
            VI: "Thống nhất một câu trả lời trước khi dẫn lại bất kỳ thông báo nào.",
            ZH: "先统一口径，再引用任何一份声明。",
        }[voice.language]
    if story.answered:
        return {
            EN: "Share the statement where the rumor circulates.",
            VI: "Chia sẻ thông báo chính thức tại những nơi tin đồn đang lan truyền.",
            ZH: "在传言流传之处转发官方声明。",
        }[voice.language]
    if story.level is Level.MONITOR:
        return {
            EN: "Watch it; an answer now would spread it further.",
            VI: "Tiếp tục theo dõi; trả lời lúc này có thể làm tin lan rộng thêm.",
            ZH: "继续观察；此时回应可能扩大传播。",
        }[voice.language]
    return _mend(story.official, voice) if story.official else _ask(story, voice)


def _mend(official: Official, voice: Voice) -> str:
    agency = name_of(official.agency)
    match official.standing:
        case Standing.EXPIRED:
            step = {
                EN: f"Ask {agency} to renew its statement.",
                VI: f"Đề nghị {agency} gia hạn hoặc ban hành lại thông báo.",
                ZH: f"请{agency}更新声明。",
            }
        case Standing.SUPERSEDED:
            step = {
                EN: "Find the newer statement; do not share this one.",
                VI: "Tìm thông báo mới thay thế; không chia sẻ thông báo này.",
                ZH: "查找替代它的新声明；不要转发此声明。",
            }
        case Standing.VALID:
            step = {
                EN: f"Ask {agency} to confirm that its statement still holds.",
                VI: f"Đề nghị {agency} xác nhận thông báo còn giá trị.",
                ZH: f"请{agency}确认声明仍然有效。",
            }
    return step[voice.language]


def _ask(story: Story, voice: Voice) -> str:
    owner = who_answers(story, now=voice.now)
    is_near = _is_near(story, voice.now)
    if owner is None or not owner.name:  # the desk, which reads this
        step = {EN: "Assign an agency to answer it", VI: "Phân công đơn vị trả lời", ZH: "指派单位回应"}
    else:
        name = name_of(owner.name)
        step = {
            EN: f"Ask {name} for a statement",
            VI: f"Đề nghị {name} ra thông báo chính thức",
            ZH: f"请{name}发布官方声明",
        }
    note = {
        EN: ", and publish a “being verified” note until then.",
        VI: "; trong khi chờ, đăng thông tin “đang xác minh”.",
        ZH: "；在此之前，先发布“正在核实”的说明。",
    }
    end = {EN: ".", VI: ".", ZH: "。"}
    return f"{step[voice.language]}{(note if is_near else end)[voice.language]}"


def _is_near(story: Story, now: datetime) -> bool:
    if {SendReason.DEADLINE_NEAR, SendReason.OVERDUE} & set(story.reasons):
        return True
    return any(is_pending(one, Due.ANSWER) and one.answer_by - now <= _NEAR for one in story.owners)
