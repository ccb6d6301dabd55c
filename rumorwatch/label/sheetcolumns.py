"""Columns of a spreadsheet of questions: what they are called in each language, and how they are known again.

A heading is known whatever its case, accents, spaces, underscores and marks: "Giống?", "giong" and "GIỐNG " are one
column. Columns may be renamed to any of the names here, stand in any order, be missing, or have others among them.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rumorwatch.domain.labels import Question
from rumorwatch.label.sheetwords import EN, TOPICS, VERDICTS, VI, ZH, choices

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rumorwatch.domain.posts import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetColumn:
    """One column."""

    key: str
    heading: Mapping[Language, str]
    means: Mapping[Language, str]
    """What it is, for people, in the instructions."""
    also: tuple[str, ...] = ()
    """Other headings by which it is known."""
    width: float = 12.0
    """Characters."""
    question: Question | None = None
    """Which question its cells answer."""
    is_for_answers: bool = False
    is_hidden: bool = False
    """Whether only the program reads it."""
    is_wrapped: bool = True
    """Whether all of a long text is seen at once; of ids and addresses nobody reads the end."""


def _of(
    key: str,
    heading: tuple[str, str, str],
    means: tuple[str, str, str],
    *also: str,
    width: float = 12.0,
    is_wrapped: bool = True,
) -> SheetColumn:
    return SheetColumn(key=key, heading=_in(heading), means=_in(means), also=also, width=width, is_wrapped=is_wrapped)


def _answer(
    key: str,
    heading: tuple[str, str, str],
    means: tuple[str, str, str],
    *also: str,
    question: Question | None = None,
    width: float = 14.0,
) -> SheetColumn:
    return SheetColumn(
        key=key,
        heading=_in(heading),
        means=_in(means),
        also=also,
        width=width,
        question=question,
        is_for_answers=True,
    )


def _machine(key: str, *also: str) -> SheetColumn:
    name = key.replace("_", " ")
    means = _in(("Dành cho chương trình: đừng sửa", "For the program: leave it as it is", "供程序使用：请勿修改"))
    return SheetColumn(key=key, heading=_in((name, name, name)), means=means, also=also, is_hidden=True)


def _in(words: tuple[str, str, str]) -> Mapping[Language, str]:
    return dict(zip((VI, EN, ZH), words, strict=True))


COLUMNS = (
    _of(
        "question",
        ("Mã câu hỏi", "Question id", "问题编号"),
        (
            "Cho biết dòng này hỏi về bài nào và tin đã biết nào. Đừng sửa; thiếu nó thì dòng không được nhận",
            "Which post and claim the row asks about. Leave it as it is: without it the row cannot be taken",
            "本行所问的帖子和已知说法。请勿修改；缺少它，本行无法导入",
        ),
        "question", "qid", "id", "mã", "編號", "编号", width=11.0, is_wrapped=False,
    ),
    _of(
        "why",
        ("Vì sao hỏi", "Why asked", "提问原因"),
        ("Vì sao chương trình hỏi", "Why the program asks", "程序为何提问"),
        "why", "lý do", width=24.0,
    ),
    _of(
        "text",
        ("Bài đăng", "Post", "帖子"),
        ("Nội dung bài; liên kết không bấm được", "What it says; links cannot be clicked", "帖子内容；链接不可点击"),
        "post text", "bài viết", "nội dung", "nội dung bài viết", "帖子内容", width=60.0,
    ),
    _of(
        "language",
        ("Ngôn ngữ", "Language", "语言"),
        ("Ngôn ngữ của bài", "Of the post", "帖子的语言"),
        "lang", width=9.0,
    ),
    _of(
        "published_at",
        ("Đăng lúc", "Published at", "发布时间"),
        ("Thời điểm đăng, giờ Việt Nam", "When the post was published, Vietnam's time", "发布时间（越南时间）"),
        "published", "ngày đăng", width=16.0,
    ),
    _of(
        "url",
        ("Liên kết", "Link", "链接"),
        ("Địa chỉ bài, không bấm được", "Address of the post, unclickable", "帖子地址，不可点击"),
        "url", width=24.0, is_wrapped=False,
    ),
    _of(
        "claim",
        ("Mã tin đã biết", "Claim id", "已知说法编号"),
        ("Mã của tin đã biết; trống: không có", "Of the known claim; empty: there is none", "已知说法的编号；空：没有"),
        "claim",
    ),
    _of(
        "claim_text",
        ("Tin đã biết", "Claim text", "已知说法"),
        ("Tin đã biết nói gì", "What the known claim says", "已知说法的内容"),
        "nội dung tin", width=45.0,
    ),
    _of(
        "statement",
        ("Thông báo chính thức", "Official statement", "官方声明"),
        ("Cơ quan chức năng đã nói gì", "What an agency officially said of it", "主管部门的正式说法"),
        "statement", width=45.0,
    ),
    _of(
        "probability",
        ("Xác suất", "Probability", "概率"),
        ("Mô hình tin đến đâu (0 đến 1)", "How sure the models are, 0 to 1", "模型的把握（0 到 1）"),
        width=10.0,
    ),
    _of(
        "tier",
        ("Mức", "Tier", "级别"),
        ("Mức khớp theo mô hình", "How far the models trust the match", "模型给出的匹配级别"),
        width=11.0,
    ),
    _answer(
        "same",
        ("Giống?", "Same?", "相同？"),
        (
            "Bài có nói về đúng điều mà tin đã biết nói không, dù tin theo hay bác bỏ",
            "Whether the post is about the very thing the claim says, be it for or against it",
            "帖子说的是否正是已知说法所说的事，无论赞同还是反对",
        ),
        "same claim", "cùng một tin", "giống không", "có giống không", "là một tin", "是否相同", question=Question.SAME,
    ),
    _answer(
        "stance",
        ("Thái độ", "Stance", "态度"),
        (
            "Bài làm gì với tin đã biết; chỉ khi giống",
            "What the post does with the claim; only where they are the same",
            "帖子如何对待已知说法；仅在相同时填写",
        ),
        "lập trường", "立场", question=Question.STANCE,
    ),
    _answer(
        "kind",
        ("Loại bài", "Kind", "类型"),
        (
            "Bài là gì; khi không có tin đã biết nào giải thích nó",
            "What the post is, where no known claim explains it",
            "帖子属于什么；在没有已知说法能解释时填写",
        ),
        "loại", "种类", question=Question.KIND,
    ),
    _answer(
        "urgency",
        ("Khẩn cấp", "Urgency", "紧急程度"),
        ("Điều bài nói có cần trả lời không", "Whether what it tells needs an answer", "所说的事是否需要回应"),
        "mức khẩn", "mức độ khẩn cấp", "紧急", question=Question.URGENCY,
    ),
    _answer(
        "new_claim",
        ("Tin mới", "New claim text", "新说法"),
        (
            "Nếu bài nói điều chưa ai ghi lại: viết điều đó thành một câu. Một tin mới sẽ được tạo",
            "Where the post claims what nobody listed yet: that, in one sentence. A claim is made of it",
            "若帖子说了尚未收录的事：用一句话写下。将据此新建说法",
        ),
        "new claim", "nội dung tin mới", "新说法内容", question=Question.CLAIM, width=36.0,
    ),
    _answer(
        "topic",
        ("Lĩnh vực tin mới", "New claim topic", "新说法领域"),
        ("Lĩnh vực của tin mới; trống: khác", "Field of the new claim; empty: other", "新说法的领域；空：其他"),
        "topic", "lĩnh vực", "chủ đề", "领域", "主题",
    ),
    _answer(
        "verdict",
        ("Kết luận tin mới", "New claim verdict", "新说法结论"),
        (
            "Kết luận về tin mới; trống: chưa xác minh",
            "What was found of the new claim; empty: unknown",
            "对新说法的结论；空：待证实",
        ),
        "verdict", "kết luận", "结论",
    ),
    _answer(
        "comment",
        ("Ghi chú", "Comment", "备注"),
        ("Điều người khác nên biết", "What others should know", "其他人应知道的事"),
        "note", "notes", "comments", "nhận xét", "说明", width=30.0,
    ),
    _answer(
        "analyst",
        ("Người đánh giá", "Analyst", "分析员"),
        (
            "Tên người trả lời; trống: người nhập tệp",
            "Who answers; empty: whoever imports the file",
            "回答者姓名；空：导入文件的人",
        ),
        "by", "name", "người gán nhãn", "tên", "người trả lời", "姓名", "标注人", width=18.0,
    ),
    _answer(
        "answered_at",
        ("Trả lời lúc", "Answered at", "回答时间"),
        ("Thời điểm trả lời; trống: lúc nhập tệp", "When it was answered; empty: at import", "回答时间；空：导入时"),
        "answered", "date", "ngày trả lời", "thời điểm", "日期", width=16.0,
    ),
    _machine("reason", "asked_because", "ask_reason"),
    _machine("similarity"),
    _machine("model", "model_id"),
    _machine("model_stance"),
    _machine("rumor", "rumor_id"),
    _machine("factors"),
    _machine("weights", "weights_version"),
)  # fmt: skip
"""Every column, in the order of an export."""
ANSWERS = tuple(column for column in COLUMNS if column.is_for_answers)
_ASKED = tuple(column for column in COLUMNS if column.question is not None)
BY_KEY: Mapping[str, SheetColumn] = {column.key: column for column in COLUMNS}


def offered(column: SheetColumn, language: Language) -> tuple[str, ...]:
    """Return what the drop-down list of a column offers; nothing where any text will do."""
    if column.key == "topic":
        return tuple(words[language] for words in TOPICS.values())
    if column.key == "verdict":
        return tuple(words[language] for words in VERDICTS.values())
    if column.question in {None, Question.CLAIM}:
        return ()
    return choices(column.question, language)


def known_columns(header: Sequence[str]) -> Mapping[str, str]:
    """Return the key of each heading that is known, by the heading; of two with one key the first counts."""
    found: dict[str, str] = {}
    for heading in header:
        key = _KEYS.get(folded_heading(heading))
        if key and key not in found.values():
            found[heading] = key
    return found


def is_question_header(header: Sequence[str]) -> bool:
    """Whether a line holds the column names of a sheet of questions: the ids and something that answers them."""
    keys = known_columns(header).values()
    return "question" in keys and any(column.key in keys for column in _ASKED)


def folded_heading(heading: str) -> str:
    """Return the letters and digits of a heading, without case and diacritics."""
    decomposed = unicodedata.normalize("NFKD", heading.casefold().replace("đ", "d"))
    return "".join(char for char in decomposed if char.isalnum())


_KEYS = {
    folded_heading(name): column.key
    for column in reversed(COLUMNS)
    for name in (*column.also, *column.heading.values(), column.key)
}
"""A heading of two columns would be the first's; a test sees that there is none."""
