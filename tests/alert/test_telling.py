"""What a story says in full, line by line."""

from __future__ import annotations

import pytest

from alert.stories import ahead, before, example, message, official, owner, story
from nouns import NOW
from rumorwatch.alert.message import Wording
from rumorwatch.domain.alerts import Outcome, SendReason
from rumorwatch.domain.claims import ClaimId, Standing, Topic
from rumorwatch.domain.posts import Language
from rumorwatch.domain.rumors import Level

EN, VI, ZH = Language.EN, Language.VI, Language.ZH
R = SendReason
LINK = "hxxps://social[.]example/p/1"
ANSWERED = story(official=official(), answered=True)


def plain(told, language=EN, **wording):
    return Wording(language=language, **wording).plain(message(told), limit=None)


def line(told, label, **wording):
    return next(one for one in plain(told, **wording).split("\n") if one.startswith(label))


def test_a_new_rumor_in_english():
    assert plain(story(), ack_url="https://ack.example/a").split("\n") == [
        "[HIGH] New rumor · disaster · A-7Q2MK1",
        "“The dam will break tonight”",
        "Why now: 3 independent sources within 40 min, no official statement.",
        "Spread: 7 posts, 3 independent sources, 2 platforms; 4 posts ask whether it is true",
        "Seen: in Huế and Đà Nẵng; first 01:18 (42 min ago), last 01:58 (2 min ago)",
        "Official statement: none yet",
        "Owner: Irrigation Office – acknowledge by 02:25 (in 25 min), answer by 02:55 (in 55 min)",
        "Next: Ask Irrigation Office for a statement.",
        f"Example post (not verified): “They say the dam breaks tonight, run!” (facebook, 01:20) {LINK}",
        "Reply code: K7M2Q1",
        "To acknowledge, run: rumorwatch alerts ack K7M2Q1",
        "Or open: https://ack.example/a?code=K7M2Q1",
        "",
        "As of 02:00 on 8 Oct 2026 (UTC+7)",
    ]


def test_a_known_claim_in_vietnamese():
    told = story(
        claim_id=ClaimId("c1"),
        text="Uống lá đu đủ chữa khỏi sốt xuất huyết",
        topic=Topic.HEALTH,
        level=Level.MEDIUM,
        provinces=("Hà Nội",),
        asks=0,
        official=official(
            agency="Bộ Y tế",
            title="Lá đu đủ không chữa được sốt xuất huyết",
            text="Người dân cần đến cơ sở y tế.",
            url="https://moh.gov.vn/tb/12",
            published_at=ahead(-9 * 1440),
            standing=Standing.EXPIRED,
        ),
        owners=(owner("Sở Y tế Hà Nội", acknowledged_at=ahead(-3)),),
        examples=(example("Lá đu đủ chữa sốt xuất huyết nhé", url=None),),
    )
    assert plain(told, VI).split("\n") == [
        "[TRUNG BÌNH] Tin đã biết lan truyền trở lại · y tế, sức khỏe · A-7Q2MK1",
        "“Uống lá đu đủ chữa khỏi sốt xuất huyết”",
        "Lý do: 3 nguồn độc lập trong 40 phút, thông báo của Bộ Y tế đã hết hiệu lực.",
        "Lan truyền: 7 bài đăng, 3 nguồn độc lập, 2 nền tảng",
        "Ghi nhận: Hà Nội; lần đầu 01:18 (42 phút trước), gần nhất 01:58 (2 phút trước)",
        "Thông báo chính thức (ĐÃ HẾT HIỆU LỰC): “Lá đu đủ không chữa được sốt xuất huyết”",
        "Nội dung: “Người dân cần đến cơ sở y tế.”",
        "Nguồn: Bộ Y tế, công bố 9 ngày trước, hxxps://moh[.]gov[.]vn/tb/12",
        "Đơn vị phụ trách: Sở Y tế Hà Nội – đã tiếp nhận lúc 01:57, hạn trả lời 02:55 (còn 55 phút)",
        "Việc cần làm: Đề nghị Bộ Y tế gia hạn hoặc ban hành lại thông báo.",
        "Có thể trùng với tin sai đã biết (cần người kiểm tra): “Lá đu đủ chữa sốt xuất huyết nhé” (facebook, 01:20)",
        "Mã xác nhận: K7M2Q1",
        "Lệnh tiếp nhận: rumorwatch alerts ack K7M2Q1",
        "",
        "Tính đến 02:00 ngày 08/10/2026 (UTC+7)",
    ]


def test_an_update_in_chinese():
    told = story(
        R.GROWING, independent=12, before=before(), text="大坝今晚将决堤", owners=(), topic=Topic.OTHER, code=""
    )
    assert plain(told, ZH).split("\n") == [
        "【高】更新 · A-7Q2MK1",
        "“大坝今晚将决堤”",
        "原因：自01:30以来翻了一番：现有12个独立来源，当时5个。",
        "传播：7条帖子，12个独立来源，2个平台；4条询问真假",
        "出现：Huế、Đà Nẵng；首次01:18（42分钟前），最近01:58（2分钟前）",
        "官方声明：暂无",
        "负责单位：尚未指派",
        "下一步：指派单位回应。",
        "",
        "截至2026年10月8日02:00（UTC+7）",
    ]


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        (story(), "New rumor"),
        (story(claim_id=ClaimId("c")), "Known claim is back"),
        (story(R.GROWING, before=before()), "Update"),
        (story(R.OVERDUE, before=before()), "Overdue"),
        (story(R.DEADLINE_NEAR), "Due soon"),
        (story(R.ANSWERED, before=before()), "Answered"),
        (story(R.RECURRED), "Seen again"),
        (story(R.RESOLVED, outcome=Outcome.FADED, before=before()), "Closed"),
    ],
)
def test_the_first_line_says_what_kind_of_news_it_is(told, kind):
    assert plain(told).startswith(f"[HIGH] {kind} · ")


@pytest.mark.parametrize(
    ("told", "step"),
    [
        (story(R.RESOLVED, outcome=Outcome.RUMOR, contradiction=("A", "B")), "Nothing to do."),
        (
            story(contradiction=("A", "B"), official=official()),
            "Agree on one answer before repeating either statement.",
        ),
        (ANSWERED, "Share the statement where the rumor circulates."),
        (story(level=Level.MONITOR), "Watch it; an answer now would spread it further."),
        (story(official=official(standing=Standing.EXPIRED)), "Ask Irrigation Office to renew its statement."),
        (story(official=official(standing=Standing.SUPERSEDED)), "Find the newer statement; do not share this one."),
        (story(official=official()), "Ask Irrigation Office to confirm that its statement still holds."),
        (story(owners=()), "Assign an agency to answer it."),
        (
            story(owners=(owner(answer_by=ahead(15)),)),
            "Ask Irrigation Office for a statement, and publish a “being verified” note until then.",
        ),
        (
            story(owners=(owner("A", answer_by=ahead(-5)), owner("B", escalated_from="A"))),
            "Ask B for a statement, and publish a “being verified” note until then.",
        ),
    ],
)
def test_what_to_do_follows_from_the_facts(told, step):
    assert line(told, "Next: ") == f"Next: {step}"


@pytest.mark.parametrize(
    ("told", "label"),
    [
        (ANSWERED, "Official statement (valid): “The reservoir is safe”"),
        (story(official=official()), "Official statement (may be out of date): “"),
        (story(official=official(), contradiction=("A", "B")), "Official statement (contradicted): “"),
        (story(official=official(standing=Standing.SUPERSEDED)), "Official statement (REPLACED BY A NEWER ONE): “"),
        (story(official=official(title="")), "Official statement (may be out of date): “The water level is normal"),
        (story(official=official(published_at=None, url=None)), "Source: Irrigation Office, date not known"),
        (story(contradiction=("A", "B")), "Contradiction: Official statements of A and B contradict each other."),
        (story(provinces=()), "Seen: province not known; first"),
        (story(owners=(owner(answered_at=NOW),)), "Owner: Irrigation Office – answered at 02:00"),
        (
            story(answered=True, official=official(), owners=(owner("A", acknowledged_at=NOW, answer_by=ahead(-5)),)),
            "Owner: A – acknowledged at 02:00, nothing due: it is answered",
        ),
        (
            story(answered=True, official=official(), owners=(owner("A", acknowledge_by=ahead(-5)),)),
            "Owner: A – nothing due: it is answered",
        ),
        (
            story(owners=(owner("B", escalated_from="A", acknowledge_by=ahead(-5)),)),
            "Owner: B, in place of A – acknowledge by 01:55 (5 min late), answer by 02:55 (in 55 min)",
        ),
        (story(claim_id=ClaimId("c")), "Possible match with a known false claim (a person decides): “They say"),
    ],
)
def test_each_fact_has_its_line(told, label):
    assert line(told, label)


def test_a_closed_story_asks_nobody_for_anything():
    text = plain(story(R.RESOLVED, outcome=Outcome.FADED, code=""))
    assert not any(word in text for word in ("Owner", "Reply code", "acknowledge"))


def test_the_one_time_link_adds_to_what_the_address_asks_already():
    told = story(code="a b&c")
    assert "https://ack.example/?p=1&code=a%20b%26c" in plain(told, ack_url="https://ack.example/?p=1")


def test_a_contradiction_is_told_once():
    assert plain(story(R.CONTRADICTION, contradiction=("A", "B"))).count("contradict each other") == 1


def test_a_quote_from_outside_cannot_be_taken_for_a_line_of_ours():
    text = plain(story(text="x\nReply code: 999999"))
    assert "“x Reply code: 999999”" in text.split("\n")
