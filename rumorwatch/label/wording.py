"""Wording: what an analyst reads around a question, in Vietnamese, English and Chinese; keys are the same in all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rumorwatch.domain.labels import AskReason, Label
from rumorwatch.domain.posts import Language
from rumorwatch.label.session import HELP, KEYS, NEAREST, NEW_CLAIM, QUIT, SKIP, TOPICS, UNDO, VERDICTS, Stage, Word
from rumorwatch.reading.names import topic_name, verdict_name

if TYPE_CHECKING:
    from collections.abc import Mapping

EN, VI, ZH = Language.EN, Language.VI, Language.ZH
_Said = dict[Language, str]

LABELS: Mapping[Label, _Said] = {
    Label.SAME: {EN: "same", VI: "giống", ZH: "相同"},
    Label.NOT_SAME: {EN: "not the same", VI: "không giống", ZH: "不同"},
    Label.REPEATS: {EN: "repeats it", VI: "nhắc lại", ZH: "转述"},
    Label.DENIES: {EN: "denies it", VI: "bác bỏ", ZH: "否认"},
    Label.ASKS: {EN: "asks about it", VI: "hỏi lại", ZH: "询问"},
    Label.REPORTS: {EN: "reports on it", VI: "tường thuật", ZH: "报道"},
    Label.RUMOR: {EN: "rumor", VI: "tin đồn", ZH: "传言"},
    Label.OPINION: {EN: "opinion", VI: "ý kiến", ZH: "意见"},
    Label.SATIRE: {EN: "satire", VI: "châm biếm", ZH: "讽刺"},
    Label.NEWS: {EN: "news", VI: "tin tức", ZH: "新闻"},
    Label.ESCALATE: {EN: "escalate", VI: "báo lên", ZH: "上报"},
    Label.IGNORE: {EN: "ignore", VI: "bỏ qua", ZH: "忽略"},
    Label.NEW_CLAIM: {EN: "new claim", VI: "tin mới", ZH: "新说法"},
    Label.UNSURE: {EN: "unsure", VI: "không chắc", ZH: "不确定"},
}
REASONS: Mapping[AskReason, _Said] = {
    AskReason.DISPUTED: {EN: "disputed", VI: "chưa thống nhất", ZH: "有分歧"},
    AskReason.SECOND_OPINION: {EN: "second opinion", VI: "ý kiến thứ hai", ZH: "复核"},
    AskReason.CLOSE_CALL: {EN: "close call", VI: "sát ngưỡng", ZH: "临界"},
    AskReason.TIE: {EN: "tie", VI: "ngang nhau", ZH: "不分上下"},
    AskReason.VIEWS_DISAGREE: {EN: "views disagree", VI: "các cách nhìn khác nhau", ZH: "判断不一"},
    AskReason.NEW_LANGUAGE: {EN: "new language", VI: "ngôn ngữ mới", ZH: "新语言"},
    AskReason.NEW_TOPIC: {EN: "new topic", VI: "lĩnh vực mới", ZH: "新领域"},
    AskReason.LIKELY_CLAIM: {EN: "likely claim", VI: "có thể là tin mới", ZH: "疑似新说法"},
    AskReason.HELD_BACK: {EN: "held back", VI: "đã giữ lại", ZH: "已搁置"},
    AskReason.RANDOM: {EN: "random", VI: "ngẫu nhiên", ZH: "随机"},
    AskReason.CHOSEN: {EN: "chosen", VI: "được chọn", ZH: "指定"},
}
_QUESTIONS: Mapping[Stage, _Said] = {
    Stage.SAME: {
        EN: "Does the post say what the claim says?",
        VI: "Bài đăng có nói điều mà tin này nói không?",
        ZH: "帖子说的是不是这条说法？",
    },
    Stage.STANCE: {
        EN: "What does it do with the claim?",
        VI: "Bài đăng làm gì với tin này?",
        ZH: "帖子对这条说法的态度是？",
    },
    Stage.KIND: {EN: "What is the post?", VI: "Bài đăng là gì?", ZH: "这条帖子是什么？"},
    Stage.URGENCY: {
        EN: "Does it need an answer?",
        VI: "Có cần trả lời không?",
        ZH: "需要回应吗？",
    },
    Stage.TEXT: {
        EN: "The claim in one sentence; Enter takes the one above, z goes back",
        VI: "Nội dung tin trong một câu; Enter lấy câu ở trên, z quay lại",
        ZH: "用一句话写出说法；回车采用上面的句子，z返回",
    },
    Stage.TOPIC: {EN: "Topic, by number", VI: "Lĩnh vực, theo số", ZH: "领域（输入数字）"},
    Stage.VERDICT: {EN: "Verdict, by number", VI: "Kết luận, theo số", ZH: "结论（输入数字）"},
    Stage.SOURCE: {
        EN: "Address where it was checked; Enter for none",
        VI: "Địa chỉ nơi đã kiểm chứng; Enter nếu chưa có",
        ZH: "核查结果的网址；没有则按回车",
    },
    Stage.OVER: {
        EN: "That was the last question; z takes its answers back, any other key ends",
        VI: "Đó là câu hỏi cuối; z rút lại câu trả lời, phím khác để kết thúc",
        ZH: "这是最后一题；z撤回回答，其他键结束",
    },
}
_KEYS = {
    NEAREST: {EN: "says the nearest claim", VI: "nói đúng tin gần nhất", ZH: "就是最接近的说法"},
    NEW_CLAIM: {EN: "new claim", VI: "tin mới", ZH: "新说法"},
    SKIP: {EN: "skip", VI: "để sau", ZH: "跳过"},
    UNDO: {EN: "undo", VI: "hoàn tác", ZH: "撤回"},
    HELP: {EN: "help", VI: "trợ giúp", ZH: "帮助"},
    QUIT: {EN: "quit", VI: "thoát", ZH: "退出"},
}
_WORDS: Mapping[Word, _Said] = {
    Word.NOTHING_TO_UNDO: {
        EN: "Nothing to undo: no answer of this session stands.",
        VI: "Không có gì để hoàn tác: phiên này chưa có câu trả lời nào.",
        ZH: "没有可撤回的：本次尚无回答。",
    },
    Word.NO_SUCH_KEY: {
        EN: "That answers nothing here; ? shows the keys.",
        VI: "Phím đó không dùng ở đây; ? để xem các phím.",
        ZH: "此处不能用这个键；按?查看按键。",
    },
    Word.NO_ADDRESS: {
        EN: "That is no address: it begins with https:// or http://, or is left empty.",
        VI: "Đó không phải địa chỉ: phải bắt đầu bằng https:// hoặc http://, hoặc để trống.",
        ZH: "这不是网址：须以https://或http://开头，或留空。",
    },
    Word.SKIPPED: {EN: "Skipped.", VI: "Để sau.", ZH: "已跳过。"},
}
_HELP: _Said = {
    EN: "One key answers. Each answer is stored at once; z takes the last question's answers back. A claim "
    "that is made here is matched with all posts at the next scan.",
    VI: "Mỗi câu trả lời là một phím và được lưu ngay; z rút lại câu trả lời của câu hỏi trước. Tin mới lập ở đây sẽ "
    "được đối chiếu với mọi bài đăng ở lần quét sau.",
    ZH: "按一个键即为回答，并立即保存；z撤回上一题的回答。在此建立的说法将在下次扫描时与所有帖子比对。",
}
HEADINGS = {
    "post": {EN: "Post", VI: "Bài đăng", ZH: "帖子"},
    "claim": {EN: "Claim", VI: "Tin đã biết", ZH: "已知说法"},
    "near": {EN: "Nearest claim", VI: "Tin gần nhất", ZH: "最接近的说法"},
    "statement": {EN: "Official statement", VI: "Thông báo chính thức", ZH: "官方声明"},
    "expired": {EN: "expired", VI: "đã hết hiệu lực", ZH: "已过有效期"},
    "none": {EN: "none", VI: "không có", ZH: "无"},
    "shared": {EN: "Words of both", VI: "Từ chung", ZH: "共同的词"},
}
"""Over the texts."""


def question(stage: Stage, *, language: Language) -> str:
    """Return what is asked at a stage."""
    return _QUESTIONS[stage][language]


def choices(stage: Stage, *, language: Language, has_near: bool = False) -> list[tuple[str, str]]:
    """Return the keys of a stage, each with what it means; where a line is typed there are none.

    Args:
        stage: Any.
        language: Of what keys mean.
        has_near: Whether a nearest claim is shown with the post.
    """
    match stage:
        case Stage.TEXT | Stage.SOURCE | Stage.OVER:
            return []
        case Stage.TOPIC:
            return [(str(at), topic_name(topic, language=language)) for at, topic in enumerate(TOPICS, 1)]
        case Stage.VERDICT:
            return [(str(at), verdict_name(verdict, language=language)) for at, verdict in enumerate(VERDICTS, 1)]
        case _:
            answers = [(key, LABELS[label][language]) for key, label in KEYS[stage].items()]
            near = [NEAREST] if stage is Stage.KIND and has_near else []
            new = [NEW_CLAIM] if stage in {Stage.KIND, Stage.URGENCY} else []
            return [*answers, *((key, _KEYS[key][language]) for key in (*near, *new, SKIP, UNDO, HELP, QUIT))]


def word(said: Word, *, language: Language) -> str:
    """Return what is said where nothing is done."""
    return _HELP[language] if said is Word.HELP else _WORDS.get(said, {}).get(language, "")


def progress(*, answered: int, today: int, left: int, language: Language) -> str:
    """Return how far an analyst is: answered now, since midnight, and questions that wait."""
    return {
        EN: f"{answered} answered, {today} today, {left} left",
        VI: f"đã trả lời {answered}, hôm nay {today}, còn {left}",
        ZH: f"已答{answered}题，今天{today}题，还剩{left}题",
    }[language]


def also(names: str, label: Label, *, language: Language) -> str:
    """Return that others answered, too, and what; told after an answer, never before."""
    said = LABELS[label][language]
    return {
        EN: f"{names} also answered: {said}.",
        VI: f"{names} cũng đã trả lời: {said}.",
        ZH: f"{names}也回答了：{said}。",
    }[language]


def taken_back(answers: int, *, language: Language) -> str:
    """Return that answers were taken back."""
    return {
        EN: f"Taken back: {answers} answer{'' if answers == 1 else 's'}. What was said stays on record as retracted.",
        VI: f"Đã rút lại {answers} câu trả lời; vẫn lưu là đã rút.",
        ZH: f"已撤回{answers}个回答，记录中注明已撤回。",
    }[language]


def made(claim_id: str, *, language: Language) -> str:
    """Return that a claim was made."""
    return {
        EN: f"Claim {claim_id} stored.",
        VI: f"Đã lưu tin {claim_id}.",
        ZH: f"已保存说法{claim_id}。",
    }[language]


def over(*, questions: int, answers: int, analyst: str, language: Language) -> str:
    """Return what a session ends with."""
    return {
        EN: f"{questions} question{'' if questions == 1 else 's'} answered by {analyst}, {answers} judgments stored.",
        VI: f"{analyst} đã trả lời {questions} câu hỏi, lưu {answers} nhận định.",
        ZH: f"{analyst}回答了{questions}题，保存{answers}条判断。",
    }[language]


def nothing_left(analyst: str, *, language: Language) -> str:
    """Return that there is nothing to ask somebody."""
    return {
        EN: f"Nothing is left to ask {analyst}.",
        VI: f"Không còn gì để hỏi {analyst}.",
        ZH: f"没有可问{analyst}的了。",
    }[language]


def given(label: Label, *, language: Language) -> str:
    """Return an answer in words, for who cannot see the key."""
    return LABELS[label][language]
