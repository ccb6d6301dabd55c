"""Which statement answers a claim at a moment, of all that are on its matter."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from nouns import NOW, claim, statement
from rumorwatch.domain.claims import Answer, Standing
from rumorwatch.match.statements.bearing import Bearing, bearing_of
from rumorwatch.match.statements.choice import best_answer
from rumorwatch.normalize.text import views

DAM = claim(text="Đập thủy điện Sơn Hòa nứt và sắp vỡ, người dân vùng hạ lưu phải sơ tán ngay trong đêm nay")
DENIAL = "Đập thủy điện Sơn Hòa không nứt, người dân vùng hạ lưu không phải sơ tán."
MENTION = "Đập thủy điện Sơn Hòa được xây năm 1998 và cấp nước cho vùng hạ lưu."


def said(name, text=DENIAL, *, days_ago=1.0, valid_days=None, **more):
    until = None if valid_days is None else NOW + timedelta(days=valid_days)
    return statement(name, text=text, published_at=NOW - timedelta(days=days_ago), valid_until=until, **more)


def answered(*statements, now=NOW, about=DAM, **similarities):
    """Return what answers; similarities by id, 0.6 where none is given; 0 leaves one out of the answers."""
    given = {one.id: similarities.get(one.id, 0.6) for one in statements}
    answers = [Answer(statement_id=name, similarity=alike) for name, alike in given.items() if alike]
    return best_answer(about, answers, {one.id: one for one in statements}, views=views, now=now)


def chosen(*statements, **more):
    best = answered(*statements, **more)
    return None if best is None else (best.statement.id, best.standing.value)


def test_without_a_statement_on_its_matter_nothing_answers():
    assert chosen() is None
    assert chosen(said("a"), a=0) is None


def test_an_answer_that_is_no_longer_in_use_is_passed_over():
    assert best_answer(DAM, [Answer(statement_id="gone", similarity=0.9)], {}, views=views, now=NOW) is None


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([said("a", valid_days=1)], ("a", "valid")),
        ([said("a", valid_days=-1)], ("a", "expired")),
        ([said("a", valid_days=-1), said("b", MENTION, days_ago=90)], ("b", "valid")),
        ([said("a", valid_days=-1, days_ago=3), said("b", valid_days=-2, days_ago=2)], ("b", "expired")),
    ],
    ids=["valid", "expired alone", "valid before expired", "newest of the expired"],
)
def test_an_expired_statement_answers_only_where_nothing_valid_does(statements, expected):
    assert chosen(*statements) == expected


def test_what_is_remembered_stays_right_when_time_passes():
    both = [said("old", days_ago=9), said("new", days_ago=2, valid_days=1)]
    at = {days: chosen(*both, now=NOW + timedelta(days=days))[0] for days in (-5, 0, 0.9, 1.1)}
    assert at == {-5: "old", 0: "new", 0.9: "new", 1.1: "old"}


def test_before_it_is_published_a_statement_answers_nothing():
    assert chosen(said("a", days_ago=-1)) is None
    assert chosen(said("a", days_ago=-1), now=NOW + timedelta(days=2)) == ("a", "valid")


def test_what_supersedes_a_statement_stands_in_its_place_however_like_the_claim_it_is():
    old = said("old", days_ago=5)
    new = said("new", "Thông báo trước được thay bằng thông báo này.", supersedes="old")
    assert chosen(old, new, old=0.9, new=0) == ("new", "valid")


def test_a_superseded_statement_does_not_come_back_when_its_successor_expires():
    both = [said("old", days_ago=5), said("new", supersedes="old", valid_days=-1)]
    assert chosen(*both) == ("new", "expired")


def test_a_denial_goes_before_a_statement_that_only_mentions_the_matter_however_new_and_alike():
    both = [said("denial", days_ago=9), said("mention", MENTION, days_ago=1)]
    assert chosen(*both, denial=0.4, mention=0.9) == ("denial", "valid")


def test_of_statements_equally_like_the_claim_the_newest_answers():
    both = [said("old", days_ago=9), said("new", days_ago=2)]
    assert chosen(*both, old=0.6, new=0.55) == ("new", "valid")
    assert chosen(*both, old=0.9, new=0.3) == ("old", "valid")


def test_a_statement_without_a_date_is_the_oldest():
    assert chosen(statement("undated", text=DENIAL, published_at=None), said("dated", days_ago=99)) == (
        "dated",
        "valid",
    )


def test_only_valid_statements_contradict_each_other():
    texts = ("Đập Sơn Hòa đang xả lũ 450 m3 mỗi giây.", "Đập Sơn Hòa đang xả lũ 900 m3 mỗi giây.")
    older = said("s0", texts[0], agency="Sở Thủy lợi", days_ago=3)
    newer = said("s1", texts[1], agency="Ban Chỉ huy phòng chống thiên tai", days_ago=2)
    best = answered(older, newer)
    assert [(one.first, one.second) for one in best.contradictions] == [("s0", "s1")]
    assert (best.statement.id, best.standing) == ("s1", Standing.VALID)
    later = replace(newer, supersedes="s0")
    over = replace(older, valid_until=NOW - timedelta(days=1))
    assert answered(older, later).contradictions == ()
    assert answered(over, newer).contradictions == ()


VACCINE = claim(
    text="The flu vaccine given at schools makes girls infertile", wordings=("Vắc xin cúm gây vô sinh cho bé gái",)
)
FINE = claim(text="Cyclists without a helmet are fined 5 million dong from 1 November")


@pytest.mark.parametrize(
    ("text", "about", "bearing"),
    [
        (DENIAL, DAM, Bearing.ANSWERS),
        (MENTION, DAM, Bearing.MENTIONS),
        ("Tin đồn đập Sơn Hòa sắp vỡ là sai sự thật.", DAM, Bearing.ANSWERS),
        ("Vắc xin cúm không gây vô sinh.", VACCINE, Bearing.ANSWERS),
        ("The flu vaccine does not make girls infertile.", VACCINE, Bearing.ANSWERS),
        ("The flu vaccine is given at schools on Tuesday.", VACCINE, Bearing.MENTIONS),
        ("学校接种的流感疫苗导致不孕的说法不实。", VACCINE, Bearing.ANSWERS),
        ("学校将接种流感疫苗。", VACCINE, Bearing.MENTIONS),
        ("Cyclists without a helmet are fined 100,000 dong.", FINE, Bearing.ANSWERS),
        ("Under the decree cyclists need no helmet.", FINE, Bearing.ANSWERS),
        ("The office met cyclists on Friday. Taxi fares are not to rise.", FINE, Bearing.MENTIONS),
    ],
)
def test_a_statement_answers_when_it_denies_corrects_or_rules_on_the_matter_and_else_mentions_it(text, about, bearing):
    assert bearing_of(said("a", text), about, views=views) is bearing
