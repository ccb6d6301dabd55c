"""Which posts spread a rumor, and which sightings are independent."""

from __future__ import annotations

from datetime import timedelta

import pytest

from nouns import NOW, claim, contradiction, feed, match, post, statement
from rumorwatch.domain.claims import Verdict
from rumorwatch.domain.feeds import FeedRole
from rumorwatch.domain.matches import Stance, Tier
from rumorwatch.domain.posts import PostKind
from rumorwatch.domain.rumors import SightingKind, Sign
from rumorwatch.emerge.sightings import ClaimTally, OpeningTally, rumor_of, signs_of
from rumorwatch.normalize.duplicates import Duplicates, Likeness


def exactly_alike():
    return Duplicates(likeness=Likeness(min_words=10_000))


def rumor(*matched, feeds=(), of=None, signs=()):
    """The rumor these posts make; None when nothing spreads it."""
    listed = {listed.id: listed for listed in (feed(), *feeds)}
    return rumor_of(of or claim(), matched, feeds=listed, statement=None, signs=signs, now=NOW, copies=exactly_alike)


def pair(name, *, stance=Stance.REPEATS, tier=Tier.CONFIRMED, **more):
    said = post(name, **more)
    return said, match(said, stance=stance, tier=tier)


@pytest.mark.parametrize("stance", [Stance.DENIES, Stance.REPORTS])
def test_what_denies_or_reports_a_claim_makes_no_rumor(stance):
    assert rumor(pair("a", stance=stance)) is None


def test_where_nobody_tells_a_claim_those_who_ask_are_what_there_is_of_it():
    made = rumor(pair("a", stance=Stance.ASKS, author="x"), pair("b", stance=Stance.ASKS, author="y"))
    assert (made.spread.posts, made.asks, len(made.sightings)) == (2, 2, 2)


@pytest.mark.parametrize("telling", [1, 2, 5])
def test_in_a_void_who_tells_it_takes_none_of_those_away_who_ask(telling):
    asked = [pair(f"q{number}", stance=Stance.ASKS, author=f"q{number}") for number in range(4)]
    told = [pair(f"t{number}", author=f"t{number}") for number in range(telling)]
    made = rumor(*asked, *told, signs=(Sign.VOID,))
    assert (made.spread.independent, made.asks) == (max(4, telling), 4)
    assert rumor(*asked, *told).spread.independent == telling


def signs(*stances, told=False, answer=None, torn=(), verdict=Verdict.FAKE, void_sources=3):
    tally = ClaimTally.of(claim(verdict=verdict), feeds={}, copies=exactly_alike)
    for number, stance in enumerate(stances):
        tally.add(*pair(f"p{number}", stance=stance, author=str(number)), may_open=lambda *_: True)
    return signs_of(
        tally, is_told=told, statement=answer, contradictions=tuple(torn), void_sources=void_sources, now=NOW
    )


TORN = contradiction()
ASKED = [Stance.ASKS] * 3
EXPIRED = statement(valid_until=NOW - timedelta(minutes=1))


@pytest.mark.parametrize(
    ("stances", "more", "expected"),
    [
        (ASKED, {}, (Sign.VOID,)),
        (ASKED[1:], {}, ()),
        (ASKED, {"answer": statement()}, ()),
        (ASKED, {"answer": EXPIRED}, (Sign.VOID,)),
        (ASKED, {"told": True}, ()),
        (ASKED, {"verdict": Verdict.VERIFIED}, ()),
        ([Stance.DENIES] * 3, {}, ()),
        ([Stance.ASKS], {"void_sources": 1}, (Sign.VOID,)),
        ([Stance.ASKS, Stance.REPEATS], {"answer": statement(), "torn": [TORN]}, (Sign.CONTRADICTED,)),
        ([Stance.ASKS], {"answer": statement(), "torn": [TORN]}, ()),
        ([Stance.DENIES] * 5, {"answer": statement(), "torn": [TORN]}, ()),
    ],
)
def test_questions_nobody_answers_and_contradicting_statements_are_signs_of_their_own(stances, more, expected):
    assert signs(*stances, **more) == expected


def test_questions_are_demand_and_denials_are_counted_apart():
    made = rumor(
        pair("a"), pair("b", stance=Stance.ASKS), pair("c", stance=Stance.DENIES), pair("d", stance=Stance.REPORTS)
    )
    assert (len(made.sightings), made.asks, made.denials) == (1, 1, 2)


@pytest.mark.parametrize("role", [FeedRole.OFFICIAL, FeedRole.FACTCHECK])
def test_what_an_answering_feed_says_of_a_claim_never_spreads_it(role):
    assert rumor(pair("a", feed_id="office"), feeds=[feed("office", role=role)]) is None


def test_a_claim_checked_as_true_is_no_rumor():
    assert rumor(pair("a"), of=claim(verdict=Verdict.VERIFIED)) is None


@pytest.mark.parametrize(
    ("second", "kind"),
    [
        ({}, SightingKind.INDEPENDENT),
        ({"kind": PostKind.REPOST}, SightingKind.COPY),
        ({"text": "same words"}, SightingKind.COPY),
        ({"author": "first"}, SightingKind.COPY),
    ],
    ids=["own words, own source", "repost", "same words", "same source"],
)
def test_a_sighting_is_independent_only_in_its_own_words_from_its_own_source(second, kind):
    made = rumor(pair("a", text="same words", author="first"), pair("b", **second))
    assert [sighting.kind for sighting in made.sightings] == [SightingKind.INDEPENDENT, kind]


def test_without_an_author_the_page_in_the_feed_is_the_source():
    made = rumor(
        pair("a", author_key=None, source="page 1"),
        pair("b", author_key=None, source="page 1"),
        pair("c", author_key=None, source="page 2"),
    )
    assert made.spread.independent == 2


@pytest.mark.parametrize("kind", [PostKind.TIP, PostKind.COMMENT])
def test_each_tip_and_comment_without_an_author_is_a_source_of_its_own(kind):
    made = rumor(pair("a", author_key=None, kind=kind), pair("b", author_key=None, kind=kind))
    assert made.spread.independent == 2


@pytest.mark.parametrize(
    ("sources", "needed"),
    [
        ([("a", Tier.CONFIRMED, 0.95)], True),
        ([("a", Tier.SUGGESTED, 0.99)], False),
        ([("a", Tier.SUGGESTED, 0.6), ("b", Tier.SUGGESTED, 0.4)], True),
        ([("a", Tier.SUGGESTED, 0.5), ("b", Tier.SUGGESTED, 0.4)], False),
        ([("a", Tier.SUGGESTED, 0.9), ("a", Tier.SUGGESTED, 0.9)], False),
    ],
    ids=["one confirmed", "one suggested", "two that add up to one", "two that do not", "one source twice"],
)
def test_one_confirmed_sighting_or_suggested_sources_worth_one_need_a_person(sources, needed):
    opening = OpeningTally()
    for number, (author, tier, probability) in enumerate(sources):
        said = post(f"p{number}", author=author)
        opening.add(said, match(said, tier=tier, probability=probability))
    assert opening.suffices(min_expected_sources=1.0) is needed


def test_an_unlikely_match_counts_for_nothing():
    weak, asking = post("weak"), post("asking")
    made = rumor(
        pair("a"), (weak, match(weak, probability=0.24)), (asking, match(asking, probability=0.24, stance=Stance.ASKS))
    )
    assert (len(made.sightings), made.asks) == (1, 0)
