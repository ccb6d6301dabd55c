"""The claim that is made of a post."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from nouns import NOW, post
from rumorwatch.domain.claims import Status, Topic, Verdict
from rumorwatch.domain.errors import UsageError
from rumorwatch.domain.posts import Language
from rumorwatch.label.newclaims import MAX_CHARS, most_different, new_claim

SAID = "Tối nay xả lũ, cả xã phải chạy ngay trong đêm!!!"


def made(text="Thủy điện xả lũ đêm nay", *, said=SAID, **more):
    given = {
        "wordings": (),
        "verdict": Verdict.FAKE,
        "topic": Topic.DISASTER,
        "url": None,
        "publisher": None,
        "at": NOW,
        "known": (),
        "language": Language.VI,
        **more,
    }
    return new_claim(post("a", text=said, language=given.pop("language")), text=text, **given)


def test_its_id_tells_the_day_and_can_be_read_over_the_telephone():
    assert re.fullmatch(r"c-20261007-[0-9A-HJKMNP-TV-Z]{5}", made().id)


def test_its_id_is_the_same_again_and_never_one_that_is_taken():
    first = made()
    assert made().id == first.id
    retired = [replace(first, status=Status.RETIRED)]
    second = made(known=retired)
    third = made(known=[*retired, replace(second, status=Status.RETIRED)])
    assert len({first.id, second.id, third.id}) == 3


@pytest.mark.parametrize("text", ["Thủy điện xả lũ đêm nay", " THỦY ĐIỆN\u200b xả lũ\tđêm nay"])
def test_what_a_claim_in_use_says_becomes_no_other(text):
    with pytest.raises(UsageError, match=r"RW-U87 the claim \"c-20261007-\w+\" says this already"):
        made(text=text, known=[made()])


def test_the_posts_own_text_is_a_wording_where_it_is_not_the_text():
    assert made().wordings == (SAID,)
    assert made(text=SAID.upper()).wordings == ()
    assert made(wordings=["Xả lũ rồi", "xả lũ rồi", ""]).wordings == ("Xả lũ rồi", SAID)


def test_texts_are_one_line_in_one_form_and_not_endless():
    claim = made(text="Thu\u0309y\u200b  điện\nxả\x07 lũ", said="mưa " * 1_000)
    assert claim.text == "Thủy điện xả lũ"
    assert len(claim.wordings[0]) <= MAX_CHARS
    assert claim.wordings[0].endswith("mưa…")


def test_it_speaks_the_language_of_the_post_where_that_is_known():
    assert made().language == "vi"
    assert made(language=Language.UND).language is None


def test_only_what_has_a_verdict_was_checked():
    assert made().checked_at == NOW
    assert made(verdict=Verdict.UNKNOWN).checked_at is None


@pytest.mark.parametrize("text", ["", "  \n", "\u200b"])
def test_a_claim_needs_its_text(text):
    with pytest.raises(UsageError, match="RW-U80"):
        made(text=text)


def chosen(*texts, than="the dam will break", most=5):
    return [
        one.text
        for one in most_different([post(str(n), text=text) for n, text in enumerate(texts)], than=than, most=most)
    ]


def test_wordings_are_those_least_like_the_text_and_each_other():
    far, other, near = (
        "water comes down tonight run",
        "everybody out of the valley",
        "they say the dam might break soon",
    )
    assert chosen(near, far, other, f"{far} now") == [far, other, near]
    assert chosen(near, far, other, most=1) == [far]


def test_what_is_nearly_the_text_or_a_wording_is_left_out():
    assert chosen("the dam will break", "the dam will break!!", "so the dam will break") == []
    twice = ("run to the hills right now friends", "run to the hills right now friends please")
    assert chosen(*twice) == [twice[1]]


def test_of_equals_the_earlier_is_chosen_and_texts_without_words_never_are():
    assert chosen("aaa bbb", "ccc ddd", "...") == ["aaa bbb", "ccc ddd"]
    assert chosen() == []
