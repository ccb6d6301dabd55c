"""Stance: what a post does with a claim, from cue words and punctuation in Vietnamese, English and Chinese.

Observations: people who deny say so at the very start or end ("tin giả!", "FALSE:", "辟谣"), people who ask end with a
question mark or a question particle, and reports name a source of the checking. A cue that the claim's own text has
says nothing. Known exceptions: irony, and "fake" used of an object ("fake vaccine") rather than of the news.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rumorwatch.domain.matches import Stance

if TYPE_CHECKING:
    from rumorwatch.domain.posts import SpellingViews

_DENIALS = (
    "tin gia",
    "tin don that thiet",
    "tin sai su that",
    "tin that thiet",
    "thong tin sai",
    "thong tin gia",
    "thong tin bia dat",
    "bia dat",
    "bac bo",
    "dinh chinh",
    "khong dung su that",
    "khong phai su that",
    "sai su that",
    "dung tin",
    "khong co chuyen",
    "khong he co",
    "hoan toan khong co can cu",
    "khong co co so",
    "khong co can cu",
    "dung chia se tin",
    "dung lan truyen",
    "fake news",
    "fact check",
    "factcheck",
    "hoax",
    "debunked",
    "debunk",
    "debunks",
    "not true",
    "isn t true",
    "isnt true",
    "untrue",
    "is false",
    "false claim",
    "false claims",
    "false rumor",
    "false rumors",
    "false rumour",
    "misinformation",
    "disinformation",
    "no evidence",
    "baseless",
    "unfounded",
    "do not share this",
    "don t share this",
    "stop spreading",
    "stop sharing",
    "myth",
    "谣言",
    "辟谣",
    "不实",
    "假新闻",
    "假消息",
    "不属实",
    "虚假信息",
    "没有依据",
    "没有根据",
    "不要相信",
    "别信",
    "不要传",
    "别传",
    "不信谣",
)
_QUESTIONS = (
    "co that khong",
    "that khong",
    "co dung khong",
    "dung khong",
    "co phai khong",
    "phai khong",
    "that ha",
    "that a",
    "that khong vay",
    "co that",
    "ai biet",
    "cho hoi",
    "cho minh hoi",
    "xin hoi",
    "nghe noi co dung",
    "is it true",
    "is this true",
    "true or false",
    "can anyone confirm",
    "anyone know",
    "does anyone know",
    "is this real",
    "is it real",
    "is this legit",
    "confirm this",
    "真的吗",
    "是真的吗",
    "真的假的",
    "真假",
    "是否属实",
    "请问",
    "求证",
    "有人知道",
    "是不是真的",
)
_REPORTS = (
    "cong an xac minh",
    "dang xac minh",
    "co quan chuc nang",
    "xu phat",
    "bi phat",
    "khoi to",
    "trieu tap",
    "tung tin",
    "lan truyen thong tin",
    "xuat hien thong tin",
    "mang xa hoi lan truyen",
    "police are investigating",
    "under investigation",
    "was fined",
    "were fined",
    "arrested for spreading",
    "rumors circulating",
    "rumours circulating",
    "claims circulating",
    "a rumor is circulating",
    "警方通报",
    "正在核实",
    "正在调查",
    "网传",
    "网上流传",
    "被罚",
    "行政处罚",
)
_END_QUESTION = re.compile(r"[??][\s!!.…\"'”’)\]\[link@]*$")
"""A question mark at the end, with whatever people put after it."""
_END_PARTICLE = re.compile(r"(?: (?:khong|ko|chua|ha|nhi|a) (?:vay|a|ha|moi nguoi|cac bac|ca nha|anh chi)*|吗|么|嘛)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """What a text holds of each kind."""

    denials: frozenset[str]
    questions: frozenset[str]
    reports: frozenset[str]
    ends_asking: bool


def find_cues(text: SpellingViews) -> Cues:
    """Return the cues of a text, read from the folded view, punctuation from the accented one."""
    return Cues(
        denials=frozenset(_DENIAL.findall(text.folded)),
        questions=frozenset(_QUESTION.findall(text.folded)),
        reports=frozenset(_REPORT.findall(text.folded)),
        ends_asking=bool(_END_QUESTION.search(text.accented) or _END_PARTICLE.search(text.folded)),
    )


def stance_of(post: Cues, *, window: Cues, claim: Cues) -> Stance:
    """Return what the post does with the claim; a denial outweighs a report, and a report a question.

    Args:
        post: of the whole post: people deny a long text in its first words.
        window: of the part that matches: a question elsewhere asks something else.
        claim: of the claim.
    """
    if post.denials - claim.denials:
        return Stance.DENIES
    if post.reports - claim.reports:
        return Stance.REPORTS
    if window.questions - claim.questions or (window.ends_asking and not claim.ends_asking):
        return Stance.ASKS
    return Stance.REPEATS


def _any_of(cues: tuple[str, ...]) -> re.Pattern[str]:
    """Match the cues as whole words; Han has no spaces, so its cues match anywhere. Longer ones go first."""
    parts = [
        cue if cue[0] > "\u2e80" else rf"(?<!\w){cue}(?!\w)" for cue in sorted(cues, key=lambda cue: (-len(cue), cue))
    ]
    return re.compile("|".join(parts))


_DENIAL, _QUESTION, _REPORT = _any_of(_DENIALS), _any_of(_QUESTIONS), _any_of(_REPORTS)
