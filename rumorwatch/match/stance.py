"""Stance: what a post does with a claim, from cue words and punctuation in Vietnamese, English and Chinese.

Observations: people who deny say so at the very start or end ("tin giả!", "FALSE:", "辟谣"), people who ask end with a
question mark, a question particle or "có … không", reports name a source of the checking, and a negator before a word
of the claim turns it into its opposite. A cue that the claim's own text has says nothing. Known exceptions: irony,
"fake" used of an object ("fake vaccine") rather than of the news, and a question followed by its own answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rumorwatch.domain.matches import Stance
from rumorwatch.match.words import without_marks

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from rumorwatch.domain.posts import SpellingViews


def _cues(listed: str) -> tuple[str, ...]:
    cues = (" ".join(cue.split()) for cue in listed.split(";"))
    return tuple(cue if cue > "\u2e80" else f" {cue} " for cue in cues)


_DENIALS = _cues(
    """
    tin gia; tin gia mao; tin nhan gia; tin nhan gia mao; la gia mao; tin bia; la bia; la sai; la hoan toan sai;
    tin sai; bac thong tin; bac tin; lam gi co; lay dau ra; dung don bay; tin don that thiet; tin sai su that;
    tin that thiet; thong tin sai; thong tin gia; thong tin bia dat; bia dat; bac bo; dinh chinh; khong dung su that;
    khong phai su that; sai su that; dung tin; khong co chuyen; khong he co; hoan toan khong co can cu;
    khong co co so; khong co can cu; dung chia se tin; dung lan truyen; sai hoan toan; khong phai that;
    fake news; fact check; factcheck; hoax; debunked; debunk; debunks; not true; isn t true; isnt true; untrue;
    is false; false claim; false claims; false rumor; false rumors; false rumour; misinformation; disinformation;
    no evidence; baseless; unfounded; do not share this; don t share this; stop spreading; stop sharing; myth; denied;
    denies;
    谣言; 辟谣; 不实; 假新闻; 假消息; 不属实; 虚假信息; 没有依据; 没有根据; 不要相信; 别信; 不要传; 别传; 不信谣;
    是假的; 造谣; 否认; 没有的事
    """
)
_QUESTIONS = _cues(
    """
    co that khong; that khong; co dung khong; dung khong; co phai khong; phai khong; that khong vay; ai biet;
    cho hoi; cho minh hoi; xin hoi; nghe noi co dung; is it true; is this true; true or false; can anyone confirm;
    anyone know; does anyone know; is this real; is it real; is this legit; confirm this; co dung vay khong;
    lieu co that; thuc hu; cho em hoi; cho toi hoi; muon hoi; that hay gia; dung hay sai; co thiet; thiet khong;
    thiet ha; that ha; cho toi biet; cho em biet; xin cau tra loi; co that la; co dung la; xac nhan khong;
    真的吗; 是真的吗; 真的假的; 真假; 是否属实; 请问; 求证; 有人知道; 是不是真的
    """
)
_REPORTS = _cues(
    """
    cong an xac minh; dang xac minh; co quan chuc nang; xu phat; bi phat; khoi to; trieu tap; tung tin;
    lan truyen thong tin; xuat hien thong tin; mang xa hoi lan truyen; police are investigating;
    under investigation; was fined; were fined; arrested for spreading; rumors circulating; rumours circulating;
    claims circulating; a rumor is circulating;
    警方通报; 正在核实; 正在调查; 网传; 网上流传; 被罚; 行政处罚
    """
)
_DOUBTS = _cues("tin vit; tin don; don thoi; chac xao; just a rumor; only a rumor")
"""Denials of those who state them, and half a question of those who ask: "is it so, or just a rumor?"."""
_NEGATION = re.compile(
    r"(?<!nếu )(?<!neu )(?<!đối )(?<!doi )\b(?:không|khong|ko|hông|no|not|never|cannot|\w+n't)"
    r"(?: (?:hề|he|bị|bi|actually|ever|really|be|been|a|the))? (\w+)"
)
"""A negator and what it negates; "nếu không" is a threat and "tuyệt đối không" a warning, no denial. "chưa" (not yet)
is left out: those who warn say it."""
_NONE_OF = re.compile(
    r"\b(?:không|khong|ko) (?:hề )?c(?:ó|o)(?: \w+){1,9}? n(?:à|a)o\b|\bthere (?:is|are|was|were) no\b"
)
"""``không có … nào``: there is none of it."""
_LIGHT = frozenset({"phai", "co", "the", "duoc", "con", "any", "have", "been", "biet", "can"})
"""Negated in every second sentence; tells nothing."""
_CLAUSE_END = re.compile(r"[^\w\s'’-]+|\n")
_END_QUESTION = re.compile(r"[??][\s!!.…\"'”’)\]\[link@]*$")
"""A question mark at the end, with whatever people put after it."""
_END_PARTICLE = re.compile(
    r"(?: (?:không|khong|ko|hông|hong|hả|ha|nhỉ|nhi|chưa)(?: (?:vậy|vay|ạ|hả|ha|nhỉ|mọi người|moi nguoi|các bác|cả nhà"
    r"|ca nha|mn))*|吗|么|嘛)[\s.!…。!]*$",
    re.IGNORECASE,
)
"""A question particle at the end of the accented view: "chưa" asks, "chua" is sour and "chữa" cures."""
_YES_OR_NO = re.compile(
    r"\bc(?:ó|o)(?: [^\s?.,!;]+){1,14}? kh(?:ô|o)ng"
    r"(?= *[?.,!;\n]| *$| (?:vậy|vay|ạ|hả|ha|nhỉ|mn|mọi|moi|mấy|may|bà con|ba con|anh|các|cac)\b)",
    re.IGNORECASE,
)
"""``có … không`` closed by the end of a clause or a word of address: how Vietnamese asks for yes or no."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """What a text holds of each kind."""

    denials: frozenset[str]
    questions: frozenset[str]
    doubts: frozenset[str]
    reports: frozenset[str]
    is_asking: bool
    """By punctuation, by a last particle, or by ``có … không``."""
    negated: frozenset[str]
    """Words without marks that a negator stands right before."""
    says_none: bool
    """``không có … nào``."""


def cues_of_all(texts: Iterable[SpellingViews]) -> Cues:
    """Return the cues that any of the texts has."""
    found = [find_cues(text) for text in texts]
    return Cues(
        denials=frozenset().union(*(cues.denials for cues in found)),
        questions=frozenset().union(*(cues.questions for cues in found)),
        doubts=frozenset().union(*(cues.doubts for cues in found)),
        reports=frozenset().union(*(cues.reports for cues in found)),
        is_asking=any(cues.is_asking for cues in found),
        negated=frozenset().union(*(cues.negated for cues in found)),
        says_none=any(cues.says_none for cues in found),
    )


def find_cues(text: SpellingViews) -> Cues:
    """Return the cues of a text, read from the folded view, punctuation from the accented one."""
    # Cues are padded with spaces to be found as whole words only; Han has no spaces, its cues are found anywhere.
    padded = f" {text.folded} "
    return Cues(
        denials=frozenset(cue for cue in _DENIALS if cue in padded),
        questions=frozenset(cue for cue in _QUESTIONS if cue in padded),
        reports=frozenset(cue for cue in _REPORTS if cue in padded),
        doubts=frozenset(cue for cue in _DOUBTS if cue in padded),
        is_asking=any(how.search(text.accented) for how in (_END_QUESTION, _END_PARTICLE, _YES_OR_NO)),
        negated=frozenset(_negated(text)),
        says_none=_NONE_OF.search(text.accented.lower()) is not None,
    )


def stance_of(post: Cues, *, window: Cues, claim: Cues, shared: Collection[str]) -> Stance:
    """Return what the post does with the claim: it denies, asks, denies in a weaker way, reports, or else repeats.

    Args:
        post: of the whole post: people deny a long text in its first words.
        window: of the part that matches: a question elsewhere asks something else.
        claim: of the claim and all its wordings.
        shared: folded words that window and claim have in common; a negator before one of them that the claim does not
            negate says the opposite of the claim.
    """
    if post.denials - claim.denials:
        return Stance.DENIES
    if window.questions - claim.questions or (window.is_asking and not claim.is_asking):
        return Stance.ASKS
    negates = (window.negated - claim.negated).intersection(shared) or (window.says_none and not claim.says_none)
    if post.doubts - claim.doubts or negates:
        return Stance.DENIES
    if post.reports - claim.reports:
        return Stance.REPORTS
    return Stance.REPEATS


def _negated(text: SpellingViews) -> Iterator[str]:
    """Yield the words, without their marks, that stand right behind a negator in the same clause."""
    for clause in _CLAUSE_END.split(text.accented.lower().replace("’", "'")):
        for word in map(without_marks, _NEGATION.findall(clause)):
            if word not in _LIGHT:
                yield word
