"""One question as it is shown: nothing of a post can act on the terminal, and what holds no more is named so."""

from __future__ import annotations

from datetime import timedelta

import pytest

from nouns import NOW, claim, match, post, statement
from rumorwatch.cli.asksheet import ask_row, sheet_of
from rumorwatch.domain.claims import Topic, Verdict
from rumorwatch.domain.labels import AskReason
from rumorwatch.domain.posts import Language
from rumorwatch.label.asking import Ask
from rumorwatch.label.highlight import Commonness

HOSTILE = "\x1b[31mred\x07 the reservoir\u202e breaks [bold]now[/bold] http://bad.example/x"


def asked(*, text=HOSTILE, said=None, of=None):
    told = post("p", text=text)
    return Ask(
        post=told,
        claim=of,
        statement=said,
        match=match(told, probability=0.48) if of else None,
        rumor_id=None,
        reason=AskReason.CLOSE_CALL,
        why="Probability 0.48, near one half.",
        usefulness=1.0,
    )


def sheet(ask, language=Language.EN):
    return sheet_of(ask, number=1, commonness=Commonness.of([]), language=language, now=NOW)


def test_what_a_post_says_cannot_act_on_the_terminal():
    for shown in (sheet(asked()).post.text, ask_row(asked())["text"]):
        assert not {"\x1b", "\x07", "\u202e"} & set(shown)
        assert "http://bad" not in shown


def test_a_long_post_is_shown_whole_for_whoever_judges_it_has_to_read_it():
    long = " ".join(f"word{number}" for number in range(300))
    assert sheet(asked(text=long)).post.text == long


def test_the_words_of_both_are_marked_in_both():
    shown = sheet(asked(text="they say the reservoir breaks", of=claim()))
    assert shown.post.words == ("the reservoir",)
    assert shown.claim is not None
    assert [shown.claim.text[begin:end].lower() for begin, end in shown.claim.spans] == ["the reservoir", "the"]


@pytest.mark.parametrize(
    ("language", "word"),
    [(Language.EN, "expired"), (Language.VI, "đã hết hiệu lực"), (Language.ZH, "已过有效期")],
)
def test_a_statement_that_holds_no_more_is_named_so(language, word):
    old = statement(valid_until=NOW - timedelta(minutes=5))
    assert word in sheet(asked(said=old, of=claim()), language).statement
    assert word not in sheet(asked(said=statement(), of=claim()), language).statement
    assert sheet(asked(of=claim()), language).statement == ""


@pytest.mark.parametrize(
    ("language", "facts"),
    [
        (Language.EN, "c1 · fake · disaster"),
        (Language.VI, "c1 · tin giả · thiên tai, dịch bệnh"),
        (Language.ZH, "c1 · 虚假 · 灾害疫情"),
    ],
)
def test_what_was_found_of_a_claim_is_said_in_the_readers_language(language, facts):
    of = claim(verdict=Verdict.FAKE, topic=Topic.DISASTER)
    assert sheet(asked(of=of), language).claim_facts == facts


def test_an_id_that_came_from_a_file_cannot_act_on_the_terminal():
    assert "\x1b" not in sheet(asked(of=claim("c\x1b[31m"))).claim_facts
