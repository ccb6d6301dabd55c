"""Words of answers in spreadsheets: Vietnamese, English and Chinese, as drop-down lists offer them and as people type.

What could be meant in two ways is no answer, for a wrong one teaches. So these are refused: ``x`` (a tick, or a cross),
numbers and TRUE or FALSE (a tick box that nobody touched is FALSE), ``s`` and ``sai`` and ``đúng`` (the claim is wrong
or right, or the answer to the question is), and one word for two labels of one column.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from rumorwatch.domain.claims import Topic, Verdict
from rumorwatch.domain.labels import LABELS, Label, Question
from rumorwatch.domain.posts import Language
from rumorwatch.label.wording import LABELS as OFFERED
from rumorwatch.reading.names import topic_name, verdict_name

if TYPE_CHECKING:
    from collections.abc import Mapping

VI, EN, ZH = Language.VI, Language.EN, Language.ZH
SPOKEN = (VI, EN, ZH)
"""Languages of sheets."""

_ALSO: Mapping[Label, tuple[str, ...]] = {
    Label.SAME: ("có", "y", "yes", "cùng", "giống nhau", "như nhau", "same claim", "是", "一样", "一致"),
    Label.NOT_SAME: (
        "khác", "không", "k", "ko", "n", "no", "khác nhau", "not same", "different", "否", "不", "不是", "不一样",
        "不一致",
    ),
    Label.REPEATS: ("lặp lại", "lan truyền", "khẳng định", "repeat", "重复", "传播"),
    Label.DENIES: ("phủ nhận", "đính chính", "deny", "辟谣", "反驳"),
    Label.ASKS: ("hỏi", "thắc mắc", "ask", "提问", "疑问"),
    Label.REPORTS: ("đưa tin", "thuật lại", "report", "报导"),
    Label.RUMOR: ("tin đồn đoán", "rumour", "谣言", "谣传"),
    Label.OPINION: ("quan điểm", "bình luận", "观点", "看法"),
    Label.SATIRE: ("trào phúng", "hài", "đùa", "joke", "玩笑"),
    Label.NEWS: ("thời sự", "tin thời sự", "消息"),
    Label.ESCALATE: ("cần trả lời", "báo cáo", "khẩn", "urgent", "需要回应", "紧急"),
    Label.IGNORE: ("không cần", "không cần trả lời", "不用", "无需回应"),
    Label.UNSURE: (
        "?", "??", "???", "？", "chưa chắc", "chưa rõ", "không rõ", "không biết", "not sure", "don't know", "unclear",
        "不清楚", "不知道", "说不准",
    ),
}  # fmt: skip
"""What people type beside what lists offer and the label itself, with which a reader of any language is sure."""
_EMPTY = frozenset({"", "-", "--", "–", "—", "n/a", "na", "none"})
"""What people write where they leave a cell without an answer."""

# A list's rule separates its choices with commas, so here no topic has one in its name.
TOPICS: Mapping[Topic, Mapping[Language, str]] = {
    topic: {language: topic_name(topic, language=language).replace(",", " và") for language in SPOKEN}
    for topic in Topic
}
VERDICTS: Mapping[Verdict, Mapping[Language, str]] = {
    verdict: {language: verdict_name(verdict, language=language) for language in SPOKEN} for verdict in Verdict
}


def choices(question: Question, language: Language) -> tuple[str, ...]:
    """Return what the drop-down list of a question offers."""
    return tuple(OFFERED[label][language] for label in (*LABELS[question], Label.UNSURE))


def read_label(question: Question, cell: str) -> Label | None:
    """Return the label that a cell gives, in any of the languages; None when it gives none that is sure."""
    word = plain(cell)
    for label in (*LABELS[question], Label.UNSURE):
        if word in WORDS.get(label, ()):
            return label
    return None


def is_empty(cell: str) -> bool:
    """Whether a cell gives no answer: nothing, a dash, or "n/a"."""
    return cell.strip().casefold() in _EMPTY


def plain(text: str) -> str:
    """Return a word without case, diacritics, underscores and the marks around it."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("đ", "d").replace("_", " "))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(bare.split()).strip(" .!,;:\"'()[]") or " ".join(bare.split())


WORDS: Mapping[Label, frozenset[str]] = {
    label: frozenset(map(plain, (label.value, *OFFERED[label].values(), *also))) for label, also in _ALSO.items()
}
"""Words of each label without diacritics: many people type none."""
_TOPICS = {
    plain(word): topic
    for topic, words in TOPICS.items()
    for word in (topic.value, *words.values(), *words[VI].split(" và "))
}
"""A half of a name, as "y tế", is enough."""
_VERDICTS = {plain(word): verdict for verdict, words in VERDICTS.items() for word in (verdict.value, *words.values())}


def read_topic(cell: str) -> Topic | None:
    """Return the topic that a cell offers, in any of the languages, or None."""
    return _TOPICS.get(plain(cell))


def read_verdict(cell: str) -> Verdict | None:
    """Return the verdict that a cell offers, in any of the languages, or None."""
    return _VERDICTS.get(plain(cell))
