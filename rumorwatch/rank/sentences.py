"""Sentences: what a priority says of itself, in the language of the people who read it.

Each function says one thing in Vietnamese, English and Chinese; numbers and names come in, a sentence goes out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rumorwatch.domain.claims import Point
from rumorwatch.domain.posts import Language
from rumorwatch.domain.rumors import Sign
from rumorwatch.reading.names import topic_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rumorwatch.domain.claims import Contradiction, Topic
    from rumorwatch.domain.growth import Burst, Volume

EN, VI, ZH = Language.EN, Language.VI, Language.ZH
_POINTS: Mapping[Point, Mapping[Language, str]] = {
    Point.NUMBER: {EN: "number", VI: "con số", ZH: "数字"},
    Point.UNIT: {EN: "unit", VI: "đơn vị đo", ZH: "单位"},
    Point.CURRENCY: {EN: "currency", VI: "loại tiền", ZH: "币种"},
    Point.DATE: {EN: "date", VI: "thời gian", ZH: "时间"},
    Point.PLACE: {EN: "place", VI: "địa điểm", ZH: "地点"},
    Point.NEGATION: {EN: "negation", VI: "có hay không", ZH: "是与否"},
}
_SIGNS: Mapping[Sign, Mapping[Language, str]] = {
    Sign.CHECKABLE: {EN: "told as fact", VI: "được lan truyền như sự thật", ZH: "被当作事实传播"},
    Sign.DOUBTED: {EN: "people doubt it", VI: "có người nghi ngờ", ZH: "有人质疑"},
    Sign.SPREADING: {EN: "several sources at once", VI: "nhiều nguồn cùng lúc", ZH: "多个来源同时出现"},
    Sign.RUMORLIKE: {
        EN: "its answers read as those to rumors do",
        VI: "phản hồi giống như dưới các tin đồn khác",
        ZH: "回复与谣言下的回复相似",
    },
    Sign.VOID: {EN: "many ask, nobody answers", VI: "nhiều người hỏi, chưa ai trả lời", ZH: "多人询问，无人回应"},
    Sign.CONTRADICTED: {
        EN: "official statements contradict each other",
        VI: "các thông báo chính thức mâu thuẫn nhau",
        ZH: "官方声明互相矛盾",
    },
}
_LANGUAGES: Mapping[Language, Mapping[Language, str]] = {
    VI: {EN: "Vietnamese", VI: "tiếng Việt", ZH: "越南语"},
    EN: {EN: "English", VI: "tiếng Anh", ZH: "英语"},
    ZH: {EN: "Chinese", VI: "tiếng Trung", ZH: "汉语"},
}


def recent(number: int, hours: float, *, language: Language) -> str:
    """Say how often it was seen in the last hours."""
    return {
        EN: f"{_count(number, 'sighting')} in the last {hours:g} h",
        VI: f"{number} lần xuất hiện trong {hours:g} giờ qua",
        ZH: f"过去{hours:g}小时出现{number}次",
    }[language]


def quiet(hours: float, *, language: Language) -> str:
    """Say how long it was not seen."""
    return {
        EN: f"last seen {hours:.0f} h ago",
        VI: f"lần cuối xuất hiện {hours:.0f} giờ trước",
        ZH: f"最近一次出现在{hours:.0f}小时前",
    }[language]


def burst(found: Burst, *, language: Language) -> str:
    """Say how many sightings the last hour had, and how many are expected at this hour of the week."""
    number, expected = found.sightings, _decimal(found.expected, language)
    return {
        EN: f"{_count(number, 'sighting')} in the last hour where {expected} would be usual",
        VI: f"{number} lần xuất hiện trong giờ qua, bình thường là {expected}",
        ZH: f"过去1小时出现{number}次，平时为{expected}次",
    }[language]


def no_burst(*, language: Language) -> str:
    """Say that the last hour had none."""
    return {EN: "not seen in the last hour", VI: "không xuất hiện trong giờ qua", ZH: "过去1小时未出现"}[language]


def forecast(volume: Volume, hours: float, *, language: Language) -> str:
    """Say how many sightings are to come, with the interval that holds four of five."""
    number, low, high = round(volume.expected), round(volume.low), round(volume.high)
    if not number:
        return {
            EN: f"hardly any more in the next {hours:g} h ({low} to {high})",
            VI: f"dự báo hầu như không thêm trong {hours:g} giờ tới ({low} đến {high})",
            ZH: f"预计未来{hours:g}小时几乎不再出现（{low}至{high}次）",
        }[language]
    return {
        EN: f"about {number} more in the next {hours:g} h ({low} to {high})",
        VI: f"dự báo thêm khoảng {number} lần trong {hours:g} giờ tới ({low} đến {high})",
        ZH: f"预计未来{hours:g}小时再出现约{number}次（{low}至{high}）",
    }[language]


def no_forecast(*, language: Language) -> str:
    """Say that nothing is forecast."""
    return {EN: "nothing more is forecast", VI: "không có dự báo", ZH: "没有预测"}[language]


def sources(independent: int, copies: int, *, language: Language) -> str:
    """Say how many sources said it in their own words, and how many posts there are beside."""
    more = f" and {copies} more {'post' if copies == 1 else 'posts'}" if copies else ""
    return {
        EN: f"{_count(independent, 'independent source')}{more}",
        VI: f"{independent} nguồn độc lập{f' và {copies} bài đăng khác' if copies else ''}",
        ZH: f"{independent}个独立来源{f'，另有{copies}条帖子' if copies else ''}",
    }[language]


def channels(names: Sequence[str], *, language: Language) -> str:
    """Say on which platforms it was met."""
    named = ", ".join(names)
    return {EN: f"on {named}", VI: f"trên {named}", ZH: f"出现在{'、'.join(names)}"}[language]


def provinces(names: Sequence[str], *, language: Language) -> str:
    """Say in which provinces it was met, as far as posts or feeds name them."""
    if not names:
        return {EN: "no province named", VI: "chưa rõ tỉnh, thành", ZH: "未提及省市"}[language]
    return {EN: f"in {', '.join(names)}", VI: f"tại {', '.join(names)}", ZH: f"见于{'、'.join(names)}"}[language]


def languages(found: Sequence[Language], *, language: Language) -> str:
    """Say in which languages it was told."""
    names = [_LANGUAGES[one][language] for one in found if one in _LANGUAGES]
    if not names:
        return {EN: "language unknown", VI: "chưa rõ ngôn ngữ", ZH: "语言不明"}[language]
    return {EN: f"in {', '.join(names)}", VI: f"bằng {', '.join(names)}", ZH: f"使用{'、'.join(names)}"}[language]


def reach(number: int, *, language: Language) -> str:
    """Say how many views or reactions its posts have."""
    if not number:
        return {EN: "no views or reactions told", VI: "chưa rõ lượt xem, tương tác", ZH: "未知浏览量和互动量"}[language]
    return {
        EN: f"{number:,} views or reactions",
        VI: f"{number:,} lượt xem hoặc tương tác".replace(",", "."),
        ZH: f"{number}次浏览或互动",
    }[language]


def demand(asks: int, *, language: Language) -> str:
    """Say how many posts ask whether it is true."""
    if not asks:
        return {EN: "nobody asks about it yet", VI: "chưa ai hỏi", ZH: "还没有人询问"}[language]
    return {
        EN: f"{_count(asks, 'post')} asking if it is true",
        VI: f"{asks} bài đăng hỏi có thật không",
        ZH: f"{asks}条帖子询问真假",
    }[language]


def harm(topic: Topic, *, language: Language) -> str:
    """Say what it is about."""
    named = topic_name(topic, language=language)
    return {EN: f"topic {named}", VI: f"lĩnh vực {named}", ZH: f"领域：{named}"}[language]


def sure(share: float, *, language: Language) -> str:
    """Say how sure it is that posts repeat the known claim."""
    return {
        EN: f"{share:.0%} sure that it is this claim",
        VI: f"chắc {share:.0%} là tin này",
        ZH: f"有{share:.0%}的把握是这条谣言",
    }[language]


def new(share: float, signs: Sequence[Sign], *, rumorlike: float, language: Language) -> str:
    """Say that no claim explains it, why it is taken for a rumor, and how sure it is that it states a claim."""
    likely = {Sign.RUMORLIKE: f"（{rumorlike:.0%}）" if language is ZH else f" ({rumorlike:.0%})"}
    told = (f"{_SIGNS[sign][language]}{likely.get(sign, '')}" for sign in signs)
    why = {EN: ", ", VI: ", ", ZH: "、"}[language].join(told)
    return {
        EN: f"new, no known claim: {why} ({share:.0%} sure that it states something to check)",
        VI: f"tin đồn mới, chưa khớp tin sai nào đã biết: {why} (chắc {share:.0%} là có điều cần kiểm chứng)",
        ZH: f"新传言，尚无对应的已知谣言：{why}（有{share:.0%}的把握包含待核实内容）",
    }[language]


def gap(state: str, agency: str, stale_days: float, *, language: Language) -> str:
    """Say how far it is answered: ``none``, ``expired``, ``stale`` or ``answered``."""
    return {
        "none": {EN: "no official statement", VI: "chưa có thông báo chính thức", ZH: "尚无官方声明"},
        "expired": {
            EN: f"the statement of {agency} has expired",
            VI: f"thông báo của {agency} đã hết hiệu lực",
            ZH: f"{agency}的声明已过有效期",
        },
        "stale": {
            EN: f"the statement of {agency} is over {stale_days:.0f} days old",
            VI: f"thông báo của {agency} đã quá {stale_days:.0f} ngày",
            ZH: f"{agency}的声明已超过{stale_days:.0f}天",
        },
        "answered": {EN: f"{agency} has answered it", VI: f"{agency} đã trả lời", ZH: f"{agency}已回应"},
    }[state][language]


def contradicted(one: Contradiction, *, language: Language) -> str:
    """Say who contradicts whom on what."""
    point = _POINTS[one.point][language]
    if one.first_agency == one.second_agency:
        return {
            EN: f"{one.first_agency} contradicts itself ({point})",
            VI: f"{one.first_agency} nói trước sau bất nhất ({point})",
            ZH: f"{one.first_agency}前后矛盾（{point}）",
        }[language]
    return {
        EN: f"{one.first_agency} and {one.second_agency} contradict each other ({point})",
        VI: f"{one.first_agency} và {one.second_agency} mâu thuẫn nhau ({point})",
        ZH: f"{one.first_agency}与{one.second_agency}互相矛盾（{point}）",
    }[language]


def more_sources(number: int, *, language: Language) -> str:
    """Say how many more sources would do."""
    return {
        EN: _count(number, "more independent source"),
        VI: f"thêm {number} nguồn độc lập",
        ZH: f"再多{number}个独立来源",
    }[language]


def more_sightings(number: int, hours: float, *, language: Language) -> str:
    """Say how many more sightings within the last hours would do."""
    return {
        EN: f"{_count(number, 'more sighting')} in {hours:g} h",
        VI: f"thêm {number} lần xuất hiện trong {hours:g} giờ",
        ZH: f"{hours:g}小时内再出现{number}次",
    }[language]


def more_asks(number: int, *, language: Language) -> str:
    """Say how many more questions would do."""
    return {
        EN: f"{_count(number, 'more post')} asking if it is true",
        VI: f"thêm {number} bài đăng hỏi có thật không",
        ZH: f"再有{number}条帖子询问真假",
    }[language]


def an_answer(*, language: Language) -> str:
    """Say that an official statement would do."""
    return {
        EN: "an official statement that answers it",
        VI: "có thông báo chính thức trả lời",
        ZH: "发布官方声明作出回应",
    }[language]


def silence(hours: float, *, language: Language) -> str:
    """Say that it would do if it were not seen."""
    return {
        EN: f"no sighting for {hours:g} h",
        VI: f"không xuất hiện thêm trong {hours:g} giờ",
        ZH: f"{hours:g}小时内不再出现",
    }[language]


def both(first: str, second: str, *, language: Language) -> str:
    """Say that two things together would do."""
    joint = {EN: " and ", VI: " và ", ZH: "，且"}[language]
    return f"{first}{joint}{second}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _decimal(number: float, language: Language) -> str:
    said = f"{number:.1f}"
    return said.replace(".", ",") if language is VI else said
