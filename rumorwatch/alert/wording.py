"""Why people are told now, in one sentence: one function for each reason, in Vietnamese, English and Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from rumorwatch.alert.duewording import near, overdue
from rumorwatch.alert.labels import level_name
from rumorwatch.alert.outside import name_of
from rumorwatch.alert.voice import EN, VI, ZH, count
from rumorwatch.domain.alerts import Outcome, SendReason
from rumorwatch.domain.claims import Standing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rumorwatch.alert.voice import Voice
    from rumorwatch.domain.messages import Before, Story
    from rumorwatch.domain.posts import Language

_DOUBLED, _TRIPLED = 2, 3
_CLOSED: Mapping[Outcome | None, Mapping[Language, str]] = {
    Outcome.RUMOR: {
        EN: "Closed: it was a rumor, and is over.",
        VI: "Đã đóng: đúng là tin đồn, nay đã lắng xuống.",
        ZH: "已关闭：确属传言，现已平息。",
    },
    Outcome.NOT_A_RUMOR: {
        EN: "Closed: no rumor; it was true, or nothing to check.",
        VI: "Đã đóng: không phải tin đồn; nội dung đúng hoặc không có gì cần kiểm chứng.",
        ZH: "已关闭：不是传言；内容属实或无需核实。",
    },
    Outcome.OPINION: {
        EN: "Closed: opinion, criticism or satire, nobody's to rebut.",
        VI: "Đã đóng: ý kiến, phê bình hoặc châm biếm, không thuộc diện phản bác.",
        ZH: "已关闭：属于意见、批评或讽刺，无须辟谣。",
    },
    Outcome.ANSWERED: {
        EN: "Closed: it has been answered.",
        VI: "Đã đóng: đã có trả lời chính thức.",
        ZH: "已关闭：已有官方回应。",
    },
    Outcome.DUPLICATE: {
        EN: "Closed: another alert is about the same.",
        VI: "Đã đóng: trùng với một cảnh báo khác.",
        ZH: "已关闭：与另一条预警相同。",
    },
    Outcome.FADED: {
        EN: "Closed by itself: it is not seen any more, or its claim was retired.",
        VI: "Tự đóng: không còn xuất hiện, hoặc tin đã biết không còn được theo dõi.",
        ZH: "已自动关闭：不再出现，或该条目已停用。",
    },
    None: {EN: "Closed.", VI: "Đã đóng.", ZH: "已关闭。"},
}


def why(story: Story, *, voice: Voice) -> str:  # noqa: C901, PLR0911, PLR0912 - one for each reason
    """Return why people are told of a story now, by its most urgent reason; of one that was closed, how it ended."""
    before = story.before
    if story.outcome is not None:
        return _CLOSED[story.outcome][voice.language]
    match story.reasons[0]:
        case SendReason.NEW:
            return _new(story, voice)
        case SendReason.GROWING:
            return _growing(story, before, voice) if before else _new(story, voice)
        case SendReason.NEW_PLACE:
            return _new_place(story, voice)
        case SendReason.NEW_CHANNEL:
            return _new_channel(story, voice)
        case SendReason.RISK_UP:
            return _risk_up(story, voice)
        case SendReason.VOID:
            return _void(story, voice)
        case SendReason.CONTRADICTION:
            return contradicted(story.contradiction, voice=voice)
        case SendReason.DEADLINE_NEAR:
            return near(story, voice=voice)
        case SendReason.OVERDUE:
            return overdue(story, voice=voice)
        case SendReason.ANSWERED:
            return _answered(story, voice)
        case SendReason.RESOLVED:
            return _CLOSED[story.outcome][voice.language]
        case SendReason.RECURRED:
            return _recurred(story, voice)
        case _ as never:
            assert_never(never)


def contradicted(agencies: tuple[str, ...], *, voice: Voice) -> str:
    """Say whose official statements contradict each other."""
    if not agencies:
        return {
            EN: "Official statements on it contradict each other.",
            VI: "Các thông báo chính thức về việc này mâu thuẫn nhau.",
            ZH: "有关官方声明互相矛盾。",
        }[voice.language]
    first, second = (name_of(agency) for agency in agencies)
    if first == second:
        return {
            EN: f"Official statements of {first} contradict each other.",
            VI: f"Các thông báo chính thức của {first} mâu thuẫn nhau.",
            ZH: f"{first}的官方声明前后矛盾。",
        }[voice.language]
    return {
        EN: f"Official statements of {first} and {second} contradict each other.",
        VI: f"Thông báo chính thức của {first} và {second} mâu thuẫn nhau.",
        ZH: f"{first}与{second}的官方声明互相矛盾。",
    }[voice.language]


def gap(story: Story, *, voice: Voice) -> str:
    """Say, within a sentence, how far a story is answered."""
    official = story.official
    if story.contradiction:
        return {
            EN: "official statements contradict each other",
            VI: "các thông báo chính thức mâu thuẫn nhau",
            ZH: "官方声明互相矛盾",
        }[voice.language]
    if official is None:
        return {EN: "no official statement", VI: "chưa có thông báo chính thức", ZH: "尚无官方声明"}[voice.language]
    agency = name_of(official.agency)
    if story.answered:
        return {EN: f"{agency} has answered it", VI: f"{agency} đã trả lời", ZH: f"{agency}已回应"}[voice.language]
    state: Mapping[Standing, Mapping[Language, str]] = {
        Standing.EXPIRED: {EN: "has expired", VI: "đã hết hiệu lực", ZH: "已失效"},
        Standing.SUPERSEDED: {EN: "has been replaced", VI: "đã được thay thế", ZH: "已被取代"},
        Standing.VALID: {EN: "may be out of date", VI: "có thể đã cũ", ZH: "可能已过时"},
    }
    worth = state[official.standing][voice.language]
    return {
        EN: f"the statement of {agency} {worth}",
        VI: f"thông báo của {agency} {worth}",
        ZH: f"{agency}的声明{worth}",
    }[voice.language]


def sources(story: Story, *, voice: Voice) -> str:
    """Say how many sources say it in their own words; where all are copies, how many posts there are."""
    if not story.independent:
        return {EN: count(story.posts, "post"), VI: f"{story.posts} bài đăng", ZH: f"{story.posts}条帖子"}[
            voice.language
        ]
    number = story.independent
    return {EN: count(number, "independent source"), VI: f"{number} nguồn độc lập", ZH: f"{number}个独立来源"}[
        voice.language
    ]


def _new(story: Story, voice: Voice) -> str:
    found, answer = sources(story, voice=voice), gap(story, voice=voice)
    span = voice.span(story.last_seen - story.first_seen)
    if story.posts == 1:
        return {EN: f"{found}, {answer}.", VI: f"{found}, {answer}.", ZH: f"出现{found}，{answer}。"}[voice.language]
    return {
        EN: f"{found} within {span.replace('under ', '')}, {answer}.",
        VI: f"{found} trong {span}, {answer}.",
        ZH: f"{span}内出现{found}，{answer}。",
    }[voice.language]


def _growing(story: Story, before: Before, voice: Voice) -> str:
    now, then, at = story.independent, before.independent, voice.at(before.at)
    times = now // then if then else 0
    grown: Mapping[Language, str]
    if times >= _TRIPLED:
        grown = {EN: f"{times} times as many since", VI: f"Tăng gấp {times} lần kể từ", ZH: f"增至{times}倍"}
    elif times >= _DOUBLED:
        grown = {EN: "Doubled since", VI: "Tăng gấp đôi kể từ", ZH: "翻了一番"}
    else:
        grown = {EN: "Growing since", VI: "Tiếp tục tăng kể từ", ZH: "继续增加"}
    return {
        EN: f"{grown[EN]} {at}: {count(now, 'independent source')}, {then} then.",
        VI: f"{grown[VI]} {at}: nay {now} nguồn độc lập, khi đó {then}.",
        ZH: f"自{at}以来{grown[ZH]}：现有{now}个独立来源，当时{then}个。",
    }[voice.language]


def _new_place(story: Story, voice: Voice) -> str:
    told = story.before.provinces if story.before else ()
    fresh = [name_of(place) for place in story.provinces if place not in told]
    if not fresh:
        return {
            EN: "Now also seen in a new province.",
            VI: "Nay xuất hiện thêm tại tỉnh, thành khác.",
            ZH: "现又出现在新的省市。",
        }[voice.language]
    named = voice.names(fresh)
    return {
        EN: f"Now also seen in {named}.",
        VI: f"Nay xuất hiện thêm tại {named}.",
        ZH: f"现又出现在{named}。",
    }[voice.language]


def _new_channel(story: Story, voice: Voice) -> str:
    number, before = story.channels, story.before
    if before is None:
        return {
            EN: f"Now on {count(number, 'platform')}.",
            VI: f"Nay xuất hiện trên {number} nền tảng.",
            ZH: f"现已出现在{number}个平台。",
        }[voice.language]
    at = voice.at(before.at)
    return {
        EN: f"Now on {count(number, 'platform')}, {before.channels} at {at}.",
        VI: f"Nay xuất hiện trên {number} nền tảng, lúc {at} là {before.channels}.",
        ZH: f"现已出现在{number}个平台，{at}时为{before.channels}个。",
    }[voice.language]


def _risk_up(story: Story, voice: Voice) -> str:
    to = level_name(story.level, language=voice.language)
    if story.before is None or story.before.level is story.level:
        return {EN: f"Raised to {to}.", VI: f"Nâng lên mức {to}.", ZH: f"级别升至{to}。"}[voice.language]
    of = level_name(story.before.level, language=voice.language)
    return {
        EN: f"Raised from {of} to {to}.",
        VI: f"Nâng từ mức {of} lên mức {to}.",
        ZH: f"级别由{of}升至{to}。",
    }[voice.language]


def _void(story: Story, voice: Voice) -> str:
    asks = story.asks
    return {
        EN: f"{count(asks, 'post')} {'asks' if asks == 1 else 'ask'} whether it is true, and nothing official answers.",
        VI: f"{asks} bài đăng hỏi có đúng không, chưa có trả lời chính thức.",
        ZH: f"{asks}条帖子询问真假，尚无官方回应。",
    }[voice.language]


def _answered(story: Story, voice: Voice) -> str:
    official = story.official
    if official is None:
        return {
            EN: "An official statement answers it now.",
            VI: "Đã có thông báo chính thức trả lời.",
            ZH: "已有官方声明回应。",
        }[voice.language]
    agency, at = name_of(official.agency), official.published_at
    if at is None:
        return {EN: f"{agency} has answered it.", VI: f"{agency} đã trả lời.", ZH: f"{agency}已回应。"}[voice.language]
    return {
        EN: f"{agency} answered it at {voice.at(at)}, {voice.ago(at)}.",
        VI: f"{agency} đã trả lời lúc {voice.at(at)}, {voice.ago(at)}.",
        ZH: f"{agency}已于{voice.at(at)}回应（{voice.ago(at)}）。",
    }[voice.language]


def _recurred(story: Story, voice: Voice) -> str:
    again = _new(story, voice)
    return {
        EN: f"It was closed and is seen again: {again}",
        VI: f"Đã đóng, nay xuất hiện trở lại: {again}",
        ZH: f"曾经关闭，现再次出现：{again}",
    }[voice.language]
