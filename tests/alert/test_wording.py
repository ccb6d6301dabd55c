"""Why people are told now, in one sentence of each language."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from alert.stories import ahead, before, official, owner, story
from nouns import NOW
from rumorwatch.alert.voice import Voice
from rumorwatch.alert.wording import why
from rumorwatch.domain.alerts import Due, Outcome, SendReason
from rumorwatch.domain.claims import Standing
from rumorwatch.domain.posts import Language
from rumorwatch.domain.rumors import Level

EN, VI, ZH = Language.EN, Language.VI, Language.ZH
R = SendReason
LATE = {"acknowledge_by": ahead(-50), "answer_by": ahead(-20)}


def said(told, language):
    return why(told, voice=Voice(language=language, zone=ZoneInfo("Asia/Ho_Chi_Minh"), now=NOW))


@pytest.mark.parametrize(
    ("told", "english", "vietnamese", "chinese"),
    [
        pytest.param(
            story(R.NEW),
            "3 independent sources within 40 min, no official statement.",
            "3 nguồn độc lập trong 40 phút, chưa có thông báo chính thức.",
            "40分钟内出现3个独立来源，尚无官方声明。",
            id="new",
        ),
        pytest.param(
            story(R.GROWING, independent=12, before=before()),
            "Doubled since 01:30: 12 independent sources, 5 then.",
            "Tăng gấp đôi kể từ 01:30: nay 12 nguồn độc lập, khi đó 5.",
            "自01:30以来翻了一番：现有12个独立来源，当时5个。",
            id="growing",
        ),
        pytest.param(
            story(R.NEW_PLACE, before=before()),
            "Now also seen in Đà Nẵng.",
            "Nay xuất hiện thêm tại Đà Nẵng.",
            "现又出现在Đà Nẵng。",
            id="new_place",
        ),
        pytest.param(
            story(R.NEW_CHANNEL, channels=3, before=before()),
            "Now on 3 platforms, 2 at 01:30.",
            "Nay xuất hiện trên 3 nền tảng, lúc 01:30 là 2.",
            "现已出现在3个平台，01:30时为2个。",
            id="new_channel",
        ),
        pytest.param(
            story(R.RISK_UP, before=before()),
            "Raised from medium to high.",
            "Nâng từ mức trung bình lên mức cao.",
            "级别由中升至高。",
            id="risk_up",
        ),
        pytest.param(
            story(R.VOID),
            "4 posts ask whether it is true, and nothing official answers.",
            "4 bài đăng hỏi có đúng không, chưa có trả lời chính thức.",
            "4条帖子询问真假，尚无官方回应。",
            id="void",
        ),
        pytest.param(
            story(R.CONTRADICTION, contradiction=("Irrigation Office", "Civil Defense")),
            "Official statements of Irrigation Office and Civil Defense contradict each other.",
            "Thông báo chính thức của Irrigation Office và Civil Defense mâu thuẫn nhau.",
            "Irrigation Office与Civil Defense的官方声明互相矛盾。",
            id="contradiction",
        ),
        pytest.param(
            story(R.DEADLINE_NEAR, due=Due.ACKNOWLEDGE, owners=(owner(acknowledge_by=ahead(8)),)),
            "Irrigation Office has not acknowledged it yet; due at 02:08, 8 min left.",
            "Irrigation Office chưa tiếp nhận; hạn 02:08, còn 8 phút.",
            "Irrigation Office尚未确认接收；02:08到期，还剩8分钟。",
            id="deadline_near",
        ),
        pytest.param(
            story(R.OVERDUE, due=Due.ANSWER, owners=(owner(**LATE),)),
            "Irrigation Office has not answered yet; it was due at 01:40, 20 min ago.",
            "Irrigation Office chưa trả lời; hạn 01:40, đã quá 20 phút.",
            "Irrigation Office尚未回应；期限为01:40，已超20分钟。",
            id="overdue",
        ),
        pytest.param(
            story(R.ANSWERED, official=official(published_at=ahead(-10)), answered=True),
            "Irrigation Office answered it at 01:50, 10 min ago.",
            "Irrigation Office đã trả lời lúc 01:50, 10 phút trước.",
            "Irrigation Office已于01:50回应（10分钟前）。",
            id="answered",
        ),
        pytest.param(
            story(R.RESOLVED, outcome=Outcome.RUMOR),
            "Closed: it was a rumor, and is over.",
            "Đã đóng: đúng là tin đồn, nay đã lắng xuống.",
            "已关闭：确属传言，现已平息。",
            id="resolved",
        ),
        pytest.param(
            story(R.NEW, R.RESOLVED, outcome=Outcome.RUMOR),
            "Closed: it was a rumor, and is over.",
            "Đã đóng: đúng là tin đồn, nay đã lắng xuống.",
            "已关闭：确属传言，现已平息。",
            id="closed before it could be told",
        ),
        pytest.param(
            story(R.RECURRED),
            "It was closed and is seen again: 3 independent sources within 40 min, no official statement.",
            "Đã đóng, nay xuất hiện trở lại: 3 nguồn độc lập trong 40 phút, chưa có thông báo chính thức.",
            "曾经关闭，现再次出现：40分钟内出现3个独立来源，尚无官方声明。",
            id="recurred",
        ),
    ],
)
def test_each_reason_has_its_sentence(told, english, vietnamese, chinese):
    assert [said(told, language) for language in (EN, VI, ZH)] == [english, vietnamese, chinese]


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (story(posts=1, independent=1), "1 independent source, no official statement."),
        (story(posts=4, independent=0), "4 posts within 40 min, no official statement."),
        (story(first_seen=NOW, last_seen=NOW), "3 independent sources within 1 min, no official statement."),
        (
            story(official=official(), answered=True),
            "3 independent sources within 40 min, Irrigation Office has answered it.",
        ),
        (
            story(official=official(standing=Standing.EXPIRED)),
            "3 independent sources within 40 min, the statement of Irrigation Office has expired.",
        ),
        (
            story(official=official(standing=Standing.SUPERSEDED)),
            "3 independent sources within 40 min, the statement of Irrigation Office has been replaced.",
        ),
        (
            story(official=official()),
            "3 independent sources within 40 min, the statement of Irrigation Office may be out of date.",
        ),
        (
            story(official=official(), contradiction=("A", "B")),
            "3 independent sources within 40 min, official statements contradict each other.",
        ),
        (
            story(R.GROWING, independent=17, before=before()),
            "3 times as many since 01:30: 17 independent sources, 5 then.",
        ),
        (story(R.GROWING, independent=8, before=before()), "Growing since 01:30: 8 independent sources, 5 then."),
        (
            story(R.GROWING, independent=2, before=before(independent=0, at=ahead(-600))),
            "Growing since 16:00 on 7 Oct: 2 independent sources, 0 then.",
        ),
        (story(R.GROWING), "3 independent sources within 40 min, no official statement."),
        (
            story(R.NEW_PLACE, provinces=tuple("ABCDE"), before=before(provinces=())),
            "Now also seen in A, B, C and 2 more.",
        ),
        (story(R.NEW_PLACE, provinces=()), "Now also seen in a new province."),
        (story(R.NEW_CHANNEL, channels=1), "Now on 1 platform."),
        (story(R.RISK_UP), "Raised to high."),
        (story(R.RISK_UP, before=before(level=Level.MONITOR)), "Raised from watch to high."),
        (story(R.VOID, asks=1), "1 post asks whether it is true, and nothing official answers."),
        (story(R.CONTRADICTION), "Official statements on it contradict each other."),
        (story(R.CONTRADICTION, contradiction=("A", "A")), "Official statements of A contradict each other."),
        (story(R.ANSWERED), "An official statement answers it now."),
        (story(R.ANSWERED, official=official(published_at=None)), "Irrigation Office has answered it."),
        (story(R.DEADLINE_NEAR, owners=()), "A deadline is near or over."),
        (
            story(R.DEADLINE_NEAR, due=Due.ACKNOWLEDGE, owners=(owner("A"), owner("B"))),
            "Nobody has acknowledged it yet; due at 02:25, 25 min left.",
        ),
        (
            story(R.DEADLINE_NEAR, due=Due.ANSWER, owners=(owner("A", **LATE), owner("B"))),
            "B has not answered yet; due at 02:55, 55 min left.",
        ),
        (
            story(R.DEADLINE_NEAR, due=Due.ANSWER, owners=(owner("A", answered_at=NOW), owner("B"), owner("C"))),
            "B and C have not answered yet; due at 02:55, 55 min left.",
        ),
        (
            story(R.OVERDUE, due=Due.ACKNOWLEDGE, owners=(owner("A", **LATE, acknowledged_at=NOW), owner("B", **LATE))),
            "B has not acknowledged it yet; it was due at 01:10, 50 min ago.",
        ),
        (
            story(R.OVERDUE, due=Due.ANSWER, owners=(owner("A", **LATE), owner("B", escalated_from="A"))),
            "A has not answered by 01:40; B, its fallback, takes over.",
        ),
        (
            story(
                R.OVERDUE,
                due=Due.ANSWER,
                owners=(owner("A", **LATE), owner("C", answer_by=NOW), owner("B", escalated_from="A")),
            ),
            "C has not answered yet; it was due at 02:00, under 1 min ago.",
        ),
        (
            story(R.OVERDUE, due=Due.ACKNOWLEDGE, owners=(owner("B", escalated_from="A"),)),
            "A has not acknowledged it in time; B, its fallback, takes over.",
        ),
        (
            story(R.OVERDUE, due=Due.ANSWER, owners=(owner("A", **LATE), owner("B", **LATE, escalated_from="A"))),
            "Nobody has answered yet; it was due at 01:40, 20 min ago.",
        ),
        (story(R.RESOLVED), "Closed."),
    ],
)
def test_a_sentence_says_what_is_so(told, sentence):
    assert said(told, EN) == sentence


@pytest.mark.parametrize("language", [EN, VI, ZH])
@pytest.mark.parametrize("reason", list(SendReason))
@pytest.mark.parametrize("is_bare", [True, False])
def test_every_reason_is_one_sentence_in_every_language_whatever_is_known(reason, language, is_bare):
    known = {} if is_bare else {"before": before(), "official": official(), "due": Due.ANSWER}
    sentence = said(story(reason, owners=() if is_bare else (owner(),), **known), language)
    assert sentence.endswith("。" if language is ZH else ".")
    assert "\n" not in sentence
    assert len(sentence) <= 160


@pytest.mark.parametrize("language", [EN, VI, ZH])
def test_each_outcome_has_a_sentence_of_its_own(language):
    sentences = [said(story(R.RESOLVED, outcome=outcome), language) for outcome in (None, *Outcome)]
    assert len(set(sentences)) == len(Outcome) + 1
