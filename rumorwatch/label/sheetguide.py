"""The second sheet of a workbook of questions: what each column and each answer means, in three languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rumorwatch.domain.labels import LABELS, Label, Question
from rumorwatch.label.sheetcolumns import COLUMNS, offered
from rumorwatch.label.sheetwords import EN, SPOKEN, VI, ZH, choices

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rumorwatch.domain.posts import Language

TITLES: Mapping[Language, tuple[str, str]] = {
    VI: ("Câu hỏi", "Hướng dẫn"),
    EN: ("Questions", "Instructions"),
    ZH: ("问题", "说明"),
}
"""Of the sheet of questions and of this one."""
HEADINGS: Mapping[Language, tuple[str, str]] = {
    VI: ("Cột hoặc câu trả lời", "Nghĩa là"),
    EN: ("Column or answer", "What it means"),
    ZH: ("列或答案", "含义"),
}
_RULES: Mapping[Language, tuple[str, ...]] = {
    VI: (
        "Mỗi dòng là một câu hỏi. Trả lời ở các cột nền trắng; các cột nền xám để đọc. Dòng để trống không sao.",
        "Trả lời bằng tiếng Việt, tiếng Anh hoặc tiếng Trung đều được. Không dùng x, số, đúng/sai: không rõ nghĩa.",
        "Một dòng có thể trả lời nhiều cột. Điều không viết ra thì không được ghi nhận.",
        "Có thể sắp xếp, lọc, xóa dòng; hãy sắp xếp cả bảng, không sắp xếp riêng một cột.",
    ),
    EN: (
        "Each row is a question. Answer in the white columns; the gray ones are for reading. Rows may stay empty.",
        "Answer in Vietnamese, English or Chinese. Write no x, number, or true/false: they can be meant in two ways.",
        "A row may answer several columns. What is not written is not taken as said.",
        "Sort, filter and delete rows as you like; sort the whole table, never one column alone.",
    ),
    ZH: (
        "每行是一个问题。请在白色列作答；灰色列供阅读。不答的行可以留空。",
        "可用越南语、英语或中文作答。请勿填 x、数字或对/错：含义不明确。",
        "一行可以回答多列。没有写明的，不视为作答。",
        "可以排序、筛选、删除行；请对整张表排序，不要只排一列。",
    ),
}
_MEANS: Mapping[Label, Mapping[Language, str]] = {
    Label.SAME: {
        VI: "bài nói về đúng điều đó, kể cả khi bác bỏ hay hỏi lại",
        EN: "the post is about that very thing, also where it denies it or asks",
        ZH: "帖子说的正是这件事，包括否认或询问",
    },
    Label.NOT_SAME: {
        VI: "bài nói chuyện khác, kể cả khi cùng chủ đề hoặc khác con số, nơi chốn, thời gian",
        EN: "it is about something else, be it of the same topic or with another number, place or time",
        ZH: "说的是别的事，哪怕主题相同，或数字、地点、时间不同",
    },
    Label.REPEATS: {VI: "nói lại như sự thật", EN: "tells it as true", ZH: "当作事实转述"},
    Label.DENIES: {VI: "nói điều đó là sai", EN: "says that it is false", ZH: "说它是假的"},
    Label.ASKS: {VI: "hỏi có thật không", EN: "asks whether it is true", ZH: "询问是否属实"},
    Label.REPORTS: {
        VI: "thuật lại rằng người ta nói thế, không tỏ thái độ",
        EN: "tells that people say so, without taking a side",
        ZH: "客观转述有人这样说，不表态",
    },
    Label.RUMOR: {
        VI: "nói như sự thật một điều kiểm chứng được mà chưa ai xác nhận",
        EN: "tells as fact what can be checked and nobody confirmed",
        ZH: "把可核实而未证实的事当作事实来说",
    },
    Label.OPINION: {
        VI: "ý kiến, phê bình, mong muốn: không có gì để kiểm chứng",
        EN: "an opinion, criticism or wish: there is nothing to check",
        ZH: "意见、批评或愿望：没有可核实的内容",
    },
    Label.SATIRE: {
        VI: "đùa, giễu, không ai tin thật",
        EN: "a joke that nobody takes for true",
        ZH: "玩笑，没有人会当真",
    },
    Label.NEWS: {
        VI: "tin có nguồn rõ ràng, hoặc thông báo của cơ quan",
        EN: "news with a named source, or what an agency announced",
        ZH: "来源明确的新闻，或机构的通告",
    },
    Label.ESCALATE: {
        VI: "có thể gây hại nếu không ai trả lời",
        EN: "it can do harm when nobody answers",
        ZH: "若无人回应可能造成危害",
    },
    Label.IGNORE: {VI: "không cần ai trả lời", EN: "nobody needs to answer it", ZH: "无需回应"},
    Label.UNSURE: {
        VI: "không quyết được; câu hỏi sẽ được đưa cho người khác",
        EN: "it cannot be told; the question goes to others",
        ZH: "无法判断；问题会转给其他人",
    },
}


def guide_rows(language: Language) -> Sequence[Mapping[str, object]]:
    """Return the rows of the instructions under ``name`` and ``means``, in this language first, then the others."""
    spoken = sorted(SPOKEN, key=lambda one: one is not language)
    return [row for one in spoken for row in _rows(one)]


def _rows(language: Language) -> Iterator[dict[str, object]]:
    yield {"name": "", "means": _LANGUAGES[language]}
    for rule in _RULES[language]:
        yield {"name": "", "means": rule}
    for column in COLUMNS:
        if column.is_hidden:
            continue
        yield {"name": column.heading[language], "means": column.means[language]}
        if column.question in {None, Question.CLAIM}:
            if offered(column, language):
                yield {"name": "", "means": " / ".join(offered(column, language))}
            continue
        labels = (*LABELS[column.question], Label.UNSURE)
        for label, word in zip(labels, choices(column.question, language), strict=True):
            yield {"name": f"    {word}", "means": _MEANS[label][language]}


_LANGUAGES = {VI: "TIẾNG VIỆT", EN: "ENGLISH", ZH: "中文"}
