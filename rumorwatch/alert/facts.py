"""Facts of a story, each in a line without its label: how far it is spread, what is said officially, who answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rumorwatch.alert.outside import agency_name, name_of, outside
from rumorwatch.alert.pending import next_deadline
from rumorwatch.alert.voice import EN, VI, ZH, count
from rumorwatch.domain.alerts import Due
from rumorwatch.domain.claims import Standing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rumorwatch.alert.voice import Voice
    from rumorwatch.domain.messages import Example, Official, Owner, Story
    from rumorwatch.domain.posts import Language

_MOST_PLACES = 5


def quotation(text: str, *, limit: int) -> str:
    """Return an outside text between quotation marks: it cannot be taken for a line of ours."""
    return f"“{outside(text, limit=limit)}”"


def counts(story: Story, *, voice: Voice) -> str:
    """Say how many posts, sources and platforms there are; that much is told abroad."""
    posts, sources, platforms = story.posts, story.independent, story.channels
    return {
        EN: f"{count(posts, 'post')}, {count(sources, 'independent source')}, {count(platforms, 'platform')}",
        VI: f"{posts} bài đăng, {sources} nguồn độc lập, {platforms} nền tảng",
        ZH: f"{posts}条帖子，{sources}个独立来源，{platforms}个平台",
    }[voice.language]


def spread(story: Story, *, voice: Voice) -> str:
    """Say how many posts, sources and platforms there are, and how many posts ask."""
    told, asks = counts(story, voice=voice), story.asks
    if not asks:
        return told
    return {
        EN: f"{told}; {count(asks, 'post')} {'asks' if asks == 1 else 'ask'} whether it is true",
        VI: f"{told}; {asks} bài hỏi có đúng không",
        ZH: f"{told}；{asks}条询问真假",
    }[voice.language]


def seen(story: Story, *, voice: Voice) -> str:
    """Say where it was seen, and when first and last."""
    places = voice.names([name_of(place) for place in story.provinces], most=_MOST_PLACES)
    first, last = story.first_seen, story.last_seen
    opening, closing = ("（", "）") if voice.language is ZH else (" (", ")")
    at_first, at_last = (f"{voice.at(moment)}{opening}{voice.ago(moment)}{closing}" for moment in (first, last))
    return {
        EN: f"{f'in {places}' if places else 'province not known'}; first {at_first}, last {at_last}",
        VI: f"{places or 'chưa rõ tỉnh, thành'}; lần đầu {at_first}, gần nhất {at_last}",
        ZH: f"{places or '省市不明'}；首次{at_first}，最近{at_last}",
    }[voice.language]


def standing(story: Story, official: Official, *, voice: Voice) -> str:
    """Say what the official statement is worth."""
    match official.standing:
        case Standing.EXPIRED:
            worth = {EN: "EXPIRED", VI: "ĐÃ HẾT HIỆU LỰC", ZH: "已失效"}
        case Standing.SUPERSEDED:
            worth = {EN: "REPLACED BY A NEWER ONE", VI: "ĐÃ BỊ THAY THẾ", ZH: "已被新声明取代"}
        case _ if story.answered:
            worth = {EN: "valid", VI: "còn hiệu lực", ZH: "有效"}
        case _ if story.contradiction:
            worth = {EN: "contradicted", VI: "có mâu thuẫn", ZH: "存在矛盾"}
        case _:
            worth = {EN: "may be out of date", VI: "có thể đã cũ", ZH: "可能已过时"}
    return worth[voice.language]


def no_statement(*, voice: Voice) -> str:
    """Say that there is none."""
    return {EN: "none yet", VI: "chưa có", ZH: "暂无"}[voice.language]


def source(official: Official, *, voice: Voice) -> str:
    """Say whose statement it is, of when, and where it stands."""
    agency, at = name_of(official.agency), official.published_at
    age = (
        {EN: "date not known", VI: "chưa rõ ngày công bố", ZH: "日期不明"}[voice.language]
        if at is None
        else {EN: f"published {voice.ago(at)}", VI: f"công bố {voice.ago(at)}", ZH: f"{voice.ago(at)}发布"}[
            voice.language
        ]
    )
    comma = "，" if voice.language is ZH else ", "
    return comma.join([agency, age, *([outside(official.url)] if official.url else [])])


_NOTHING_DUE: Mapping[Language, str] = {
    EN: "nothing due: it is answered",
    VI: "không còn hạn: đã có trả lời chính thức",
    ZH: "已有官方回应，无须再答",
}


def owner_line(owner: Owner, *, answered: bool, voice: Voice) -> str:
    """Say who answers, what they have done, and by when the rest is due; once it is answered nobody is late."""
    name = agency_name(owner.name, voice.language)
    if owner.escalated_from:
        of = agency_name(owner.escalated_from, voice.language)
        name = {EN: f"{name}, in place of {of}", VI: f"{name} (thay {of})", ZH: f"{name}（接替{of}）"}[voice.language]
    parts = [] if owner.answered_at or (answered and not owner.acknowledged_at) else [_acknowledgement(owner, voice)]
    parts.append(_NOTHING_DUE[voice.language] if answered and not owner.answered_at else _answer(owner, voice))
    joined = {ZH: "，"}.get(voice.language, ", ").join(parts)
    return f"{name}，{joined}" if voice.language is ZH else f"{name} – {joined}"


def nobody(*, voice: Voice) -> str:
    """Say that nobody has to answer it yet."""
    return {EN: "nobody yet", VI: "chưa phân công", ZH: "尚未指派"}[voice.language]


def deadline(story: Story, *, voice: Voice) -> str | None:
    """Say in a few words what is due next; None: nothing is."""
    found = next_deadline(story, now=voice.now)
    if found is None:
        return None
    due, moment = found
    at = voice.at(moment)
    if due is Due.ACKNOWLEDGE:
        return {EN: f"acknowledge by {at}", VI: f"hạn tiếp nhận {at}", ZH: f"{at}前确认接收"}[voice.language]
    return {EN: f"answer by {at}", VI: f"hạn trả lời {at}", ZH: f"{at}前回应"}[voice.language]


def example(one: Example, *, limit: int, voice: Voice) -> str:
    """Quote a post, with its platform, its time and its link."""
    said, platform, at = quotation(one.text, limit=limit), name_of(one.channel), voice.at(one.published_at)
    url = f" {outside(one.url)}" if one.url else ""
    return f"{said}（{platform}，{at}）{url}" if voice.language is ZH else f"{said} ({platform}, {at}){url}"


def _acknowledgement(owner: Owner, voice: Voice) -> str:
    if owner.acknowledged_at is not None:
        at = voice.at(owner.acknowledged_at)
        return {EN: f"acknowledged at {at}", VI: f"đã tiếp nhận lúc {at}", ZH: f"{at}已确认接收"}[voice.language]
    at, left = voice.at(owner.acknowledge_by), voice.left(owner.acknowledge_by)
    return {
        EN: f"acknowledge by {at} ({left})",
        VI: f"hạn tiếp nhận {at} ({left})",
        ZH: f"{at}前确认接收（{left}）",
    }[voice.language]


def _answer(owner: Owner, voice: Voice) -> str:
    if owner.answered_at is not None:
        at = voice.at(owner.answered_at)
        return {EN: f"answered at {at}", VI: f"đã trả lời lúc {at}", ZH: f"{at}已回应"}[voice.language]
    at, left = voice.at(owner.answer_by), voice.left(owner.answer_by)
    return {EN: f"answer by {at} ({left})", VI: f"hạn trả lời {at} ({left})", ZH: f"{at}前回应（{left}）"}[
        voice.language
    ]
