"""What is left out of a message that is too long, and in which order."""

from __future__ import annotations

import pytest

from alert.stories import message, official, owner, story
from rumorwatch.alert.message import Wording
from rumorwatch.domain.alerts import SendReason
from rumorwatch.domain.posts import Language


def long(name, **more):
    return story(name=name, official=official(), owners=(owner("A"), owner("B")), **more)


def plain(sent, limit, **wording):
    return Wording(language=Language.EN, **wording).plain(sent, limit=limit)


def shorter(sent):
    """Every text that comes when the limit falls from what the whole message takes, each once."""
    limit, found = 10_000, []
    while limit > 450:
        text = plain(sent, limit)
        if not found or text != found[-1]:
            found.append(text)
        limit = min(limit, len(text)) - 1
    return found


def test_examples_go_first_then_the_statements_text_then_further_owners_then_lower_stories():
    texts = shorter(message(long("1"), long("2"), long("3")))
    assert [
        [text.count(part) for part in ("Example post", "It says", "Owner: B", "Spread: ")] for text in texts[:5]
    ] == [
        [3, 3, 3, 3],
        [0, 3, 3, 3],
        [0, 0, 3, 3],
        [0, 0, 0, 3],
        [0, 0, 0, 1],
    ]
    assert texts[4].split("\n")[-3:-1] == [
        f"[HIGH] “The dam will break tonight” · 3 independent sources within 40 min, "
        f"the statement of Irrigation Office may be out of date"
        f" · acknowledge by 02:25 · A-7Q2MK{name} · Reply code: K7M2Q{name}"
        for name in "23"
    ]
    assert texts[5].split("\n")[-2] == "and 1 more alert"
    assert texts[6].split("\n")[-2] == "and 2 more alerts"
    assert texts[7].split("\n")[-1] == "and 2 more alerts"


def test_title_and_link_of_the_statement_stay_while_a_story_is_told():
    for text in shorter(message(long("1")))[:4]:
        assert "“The reservoir is safe”" in text
        assert "hxxps://office[.]example/s1" in text


def test_what_is_left_at_last_is_level_claim_and_code():
    assert plain(message(long("1"), long("2")), 80) == "[HIGH] “The dam will break tonight”\nReply code: K7M2Q1"
    assert plain(message(long("1")), 45) == "[HIGH] “The dam will brea…\nReply code: K7M2Q1"


@pytest.mark.parametrize("limit", [None, 10_000])
def test_what_fits_is_whole(limit):
    assert plain(message(long("1")), limit) == plain(message(long("1")), None)


def test_a_digest_has_a_line_for_each_story():
    sent = message(*(story(SendReason.NEW, name=str(number)) for number in range(27)), digest=True)
    lines = plain(sent, None).split("\n")
    assert lines[0] == "27 alerts waited, the most urgent first"
    assert lines[1] == (
        "[HIGH] “The dam will break tonight” · 3 independent sources within 40 min, no official statement"
        " · acknowledge by 02:25 · A-7Q2MK0 · Reply code: K7M2Q0"
    )
    assert lines[28:] == ["As of 02:00 on 8 Oct 2026 (UTC+7)"]


def test_a_digest_that_is_too_long_says_how_many_it_leaves_out():
    sent = message(*(story(name=str(number)) for number in range(27)), digest=True)
    text = plain(sent, 1_000)
    told = text.count("[HIGH]")
    assert 0 < told < 27
    assert f"\nand {27 - told} more alerts\n" in text
    assert len(text) <= 1_000


def test_abroad_a_line_has_counts_instead_of_reasons():
    sent = message(story(), story(name="2"), digest=True)
    assert plain(sent, None, abroad=True).split("\n")[2] == (
        "[HIGH] “The dam will break tonight” · 7 posts, 3 independent sources, 2 platforms"
        " · A-7Q2MK2 · Reply code: K7M2Q2"
    )
