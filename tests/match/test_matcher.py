from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from match.worlds import CLAIMS, NOW, build, post
from rumorwatch.domain.claims import Claim, ClaimId
from rumorwatch.domain.matches import MIN_COUNTED, Stance, Tier
from rumorwatch.domain.posts import PostKey
from rumorwatch.match.calibrate import Tiers

MATCHER = build()
FRIENDLY = "Chào buổi sáng mọi người, chúc cả nhà một ngày thật vui. Hôm nay trời đẹp quá, ai đi cà phê không? "


def first(text: str, *, matcher=MATCHER):
    found = matcher.match([post(text)], top=3)[0]
    return found[0] if found else None


@pytest.mark.parametrize("name", CLAIMS)
def test_a_copy_of_a_claim_is_confirmed(name):
    found = first(CLAIMS[name])
    assert (found.claim_id, found.tier, found.rank) == (name, Tier.CONFIRMED, 1)
    assert found.similarity == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("dap thuy dien son hoa nut roi sap vo den noi, ba con ha luu so tan ngay trong dem nay", "dam"),
        ("Sáng nào cũng uống nước chanh nóng pha muối nở là khỏi hoàn toàn ung thư dạ dày nha mn", "lemon"),
        ("Flu vaccine has microchips in it, they track everyone who gets the new shot!!", "vaccine"),
        ("听说每天早上空腹吃三瓣大蒜,就可以完全预防流感和新冠病毒", "garlic"),
    ],
)
def test_a_claim_in_other_words_or_without_marks_is_confirmed(text, name):
    found = first(text)
    assert (found.claim_id, found.tier) == (name, Tier.CONFIRMED)


@pytest.mark.parametrize("text", ["", "https://e.example/abc", "😱😱😱", "!!!"])
def test_a_post_that_is_only_a_link_or_signs_matches_nothing(text):
    assert MATCHER.match([post(text)], top=3) == [[]]


@pytest.mark.parametrize(
    "text",
    [FRIENDLY, "Giá vàng hôm nay giảm nhẹ so với tuần trước", "The concert was moved to Saturday because of rain"],
)
def test_ordinary_talk_reaches_no_tier(text):
    assert MATCHER.match([post(text)], top=3, tiered_only=True) == [[]]


def test_harmless_sentences_around_a_false_one_do_not_hide_it():
    padded = FRIENDLY * 4 + CLAIMS["banknote"] + ". " + FRIENDLY * 4
    found = first(padded)
    assert (found.claim_id, found.tier) == ("banknote", Tier.CONFIRMED)
    assert found.similarity > 0.9


def test_the_question_of_another_sentence_is_not_about_the_claim():
    assert first(FRIENDLY * 4 + CLAIMS["banknote"] + ". " + FRIENDLY * 4).stance is Stance.REPEATS


def test_a_short_post_is_only_suggested_and_says_so():
    found = first("Đập Sơn Hòa sắp vỡ trong đêm")
    assert found.claim_id == "dam"
    assert found.tier is Tier.SUGGESTED


def test_a_changed_number_demotes_to_suggested_and_is_named():
    found = first(CLAIMS["card"].replace("200.000", "500.000"))
    assert (found.claim_id, found.tier) == ("card", Tier.SUGGESTED)
    assert "500.000" in found.reasons[-1]
    assert "200.000" in found.reasons[-1]


def test_an_old_claim_is_not_confirmed_by_a_post_that_dates_nothing():
    old = Claim(id=ClaimId("old"), text=CLAIMS["lemon"], checked_at=NOW - timedelta(days=400))
    matcher = build([old, Claim(id=ClaimId("dam"), text=CLAIMS["dam"])])
    assert first(CLAIMS["lemon"], matcher=matcher).tier is Tier.SUGGESTED
    assert first(CLAIMS["lemon"] + " từ 20/10", matcher=matcher).tier is Tier.CONFIRMED


def test_matches_are_best_first_numbered_and_at_most_as_many_as_asked():
    found = MATCHER.match([post(f"{CLAIMS['dam']} {CLAIMS['card']}")], top=2)[0]
    assert [match.rank for match in found] == [1, 2]
    assert {match.claim_id for match in found} == {"dam", "card"}
    assert found[0].similarity >= found[1].similarity


def test_without_tiered_only_matches_below_every_tier_are_there_with_no_reason():
    found = MATCHER.match([post("nước lũ đang lên ở vùng hạ lưu")], top=6)[0]
    assert any(match.tier is None and match.reasons == () for match in found)


def test_a_post_may_match_by_another_wording_of_the_claim():
    claims = [
        Claim(id=ClaimId("chip"), text=CLAIMS["vaccine"], wordings=("疫苗里面有可以追踪人的微型芯片",)),
        *(Claim(id=ClaimId(name), text=CLAIMS[name]) for name in ("dam", "garlic")),
    ]
    found = first("疫苗里面有微型芯片,可以追踪每一个打过针的人", matcher=build(claims))
    assert found.claim_id == "chip"
    assert found.tier is not None
    assert "芯片" in found.reasons[0]


def test_every_match_with_a_tier_says_why_in_one_sentence():
    reason = first("dap thuy dien son hoa nut roi sap vo den noi, ba con ha luu so tan ngay trong dem nay").reasons[0]
    assert "“dap thuy dien son" in reason
    assert "“đập thủy điện sơn" in reason


def test_no_claims_match_nothing():
    assert build({}).match([post("anything at all")], top=5) == [[]]


def test_no_posts_give_no_matches():
    assert MATCHER.match([], top=5) == []


def test_the_model_id_names_the_encoders():
    assert MATCHER.model_id == MATCHER.judge.index.encoders[0].model_id
    assert first(CLAIMS["dam"]).model_id == MATCHER.model_id


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        (CLAIMS["dam"], Stance.REPEATS),
        ("Tin giả: " + CLAIMS["dam"], Stance.DENIES),
        (CLAIMS["dam"] + ", có đúng không ạ?", Stance.ASKS),
        ("Công an xác minh người tung tin " + CLAIMS["dam"], Stance.REPORTS),
    ],
)
def test_every_match_has_the_stance_of_its_post(text, stance):
    assert first(text).stance is stance


class Watched:
    """A judge that tells what it was asked, or a reader of stances that does."""

    def __init__(self, inner):
        self._inner, self.asked = inner, []

    def __getattr__(self, name):
        return getattr(self._inner, name)

    def judge(self, texts, owners, **how):
        self.asked += [text.accented for text in texts]
        return self._inner.judge(texts, owners, **how)

    def stances(self, sighted):
        self.asked += [(one.reference.id, one.is_likely) for one in sighted]
        return self._inner.stances(sighted)


def test_copies_are_judged_once_and_each_gets_the_matches_in_its_own_name():
    matcher = build()
    judge = Watched(matcher.judge)
    texts = ["Đập Sơn Hòa sắp vỡ rồi, dân hạ lưu sơ tán ngay trong đêm nay bà con ơi", CLAIMS["garlic"]]
    posts = [replace(post(texts[at]), key=PostKey(str(number))) for number, at in enumerate((0, 1, 0, 0, 1))]
    found = replace(matcher, judge=judge).match(posts, top=2)
    assert len(judge.asked) == len(set(judge.asked)) == 2
    assert [{match.post_key for match in matches} for matches in found] == [{post.key} for post in posts]
    assert found == [matcher.match([one], top=2)[0] for one in posts]


def test_the_stance_model_reads_only_what_is_likely_enough_to_count():
    matcher = build()
    stances = Watched(matcher.stances)
    rare = replace(matcher.judge.calibration, tiers=Tiers(confirmed=0.9, suggested=0.0))
    watched = replace(matcher, judge=replace(matcher.judge, calibration=rare), stances=stances)
    (found,) = watched.match([post(CLAIMS["dam"])], top=3)
    assert {match.tier for match in found} == {Tier.CONFIRMED, Tier.SUGGESTED}
    assert stances.asked == [(match.claim_id, match.probability >= MIN_COUNTED) for match in found]
    assert {is_likely for _, is_likely in stances.asked} == {True, False}
