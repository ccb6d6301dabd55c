"""What is answered first, and that the points say why."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nouns import NOW, claim, contradiction, spread, statement
from rumorwatch.domain.claims import Topic
from rumorwatch.domain.growth import Burst, Forecast, Growth, ToPeak, Volume
from rumorwatch.domain.posts import Language
from rumorwatch.domain.rumors import Level, Rumor, RumorId, Sign
from rumorwatch.rank.factors import factors_of, gap_of
from rumorwatch.rank.priority import priority_of
from rumorwatch.rank.weights import load_weights

WEIGHTS = load_weights()


TORN = contradiction()


def rumor(
    minutes_ago=(30,),
    *,
    copies=0,
    channels=1,
    asks=0,
    answer=None,
    torn=(),
    topic=Topic.HEALTH,
    probability=0.9,
    provinces=(),
    languages=(),
    reach=0,
    growth=None,
    **more,
):
    all_ago = [*minutes_ago, *[minutes_ago[-1]] * copies]
    return Rumor(
        id=RumorId("claim:c1"),
        text="The reservoir will break",
        claim=claim(topic=topic) if topic else None,
        spread=spread(
            posts=len(all_ago),
            independent=len(minutes_ago),
            channels=tuple(f"c{number}" for number in range(min(channels, len(all_ago)))),
            first_seen=NOW - timedelta(minutes=max(all_ago)),
            last_seen=NOW - timedelta(minutes=min(all_ago)),
            recent=sum(ago < WEIGHTS.velocity_window_h * 60 for ago in all_ago),
            surest=(probability,) * min(len(all_ago), 3),
            provinces=provinces,
            languages=languages,
            reach=reach,
        ),
        growth=growth,
        asks=asks,
        denials=0,
        statement=answer,
        contradictions=tuple(torn),
        **more,
    )


def grows(*, score=1.0, expected=10.0):
    return Growth(
        at=NOW,
        paces=(),
        burst=Burst(window=timedelta(hours=1), sightings=4, expected=0.52, score=score),
        forecast=Forecast(
            at=NOW,
            horizon=timedelta(hours=24),
            volume=Volume(expected=expected, low=expected / 2, high=expected * 2),
            to_peak=ToPeak(expected=timedelta(0), low=timedelta(0), high=timedelta(0), chance_ahead=0.4),
            model_id="test",
        ),
    )


def ranked(made, language=Language.EN):
    return priority_of(made, now=NOW, weights=WEIGHTS, language=language)


def points(made):
    return ranked(made).points


def test_points_are_the_sum_of_their_factors():
    made = ranked(rumor((5, 10, 20), copies=4, channels=2, asks=2))
    assert made.points == pytest.approx(sum(made.factors.values()), abs=0.01)
    assert set(made.factors) == set(WEIGHTS.points)


def test_a_rumor_that_fills_every_factor_has_100_points_and_none_has_more():
    wide = {"provinces": tuple("abcdef"), "languages": (Language.VI, Language.EN, Language.ZH), "reach": 10**6}
    full = rumor([1] * 60, channels=6, asks=30, probability=1.0, growth=grows(score=9, expected=1000), **wide)
    assert points(full) == 100


@given(
    spread=st.lists(st.integers(1, 3000), min_size=1, max_size=30),
    copies=st.integers(0, 10),
    asks=st.integers(0, 10),
    more=st.sampled_from(["sighting", "copy", "question"]),
)
def test_one_more_sighting_copy_or_question_never_lowers_the_priority(spread, copies, asks, more):
    before = rumor(spread, copies=copies, asks=asks)
    after = rumor(
        [*spread, 1] if more == "sighting" else spread,
        copies=copies + (more == "copy"),
        asks=asks + (more == "question"),
    )
    assert points(after) >= points(before)


@pytest.mark.parametrize(
    ("answer", "torn", "gap"),
    [
        (None, (), "none"),
        (statement(valid_until=NOW - timedelta(minutes=1)), (), "expired"),
        (statement(published_at=NOW - timedelta(days=181)), (), "stale"),
        (statement(published_at=NOW - timedelta(days=181)), (TORN,), "contradicted"),
        (statement(), (), "answered"),
        (statement(), (TORN,), "contradicted"),
        (statement(valid_until=NOW + timedelta(minutes=1)), (), "answered"),
    ],
)
def test_the_gap_is_what_is_missing_of_an_answer(answer, torn, gap):
    assert gap_of(rumor(answer=answer, torn=torn), now=NOW, stale_after_days=180) == gap


def test_a_missing_answer_weighs_most_then_contradicting_ones_then_an_expired_one_then_a_live_one():
    none, torn, expired, live = (
        points(rumor((5, 10), answer=answer, torn=torn))
        for answer, torn in (
            (None, ()),
            (statement(), (TORN,)),
            (statement(valid_until=NOW - timedelta(days=1)), ()),
            (statement(), ()),
        )
    )
    assert none > torn > expired > live


@pytest.mark.parametrize(
    ("torn", "sentence"),
    [
        (TORN, "Irrigation Office and Civil Defense contradict each other (number)"),
        (replace(TORN, second_agency="Irrigation Office"), "Irrigation Office contradicts itself (number)"),
    ],
)
def test_a_contradiction_names_the_agencies_and_the_point(torn, sentence):
    assert sentence in ranked(rumor(answer=statement(), torn=(torn,))).reasons


def test_few_sources_and_no_movement_mean_monitor_whatever_the_topic():
    assert ranked(rumor((2880, 3000))).level is Level.MONITOR


def test_a_burst_over_many_sources_without_an_answer_is_high():
    burst = rumor(list(range(1, 41)), copies=20, channels=3, asks=5, growth=grows(score=5, expected=60))
    assert ranked(burst).level is Level.HIGH


def test_every_factor_says_its_sentence_and_the_heaviest_comes_first():
    made = ranked(rumor((1, 2, 3), channels=2))
    by_name = {
        factor.name: factor.sentence
        for factor in factors_of(rumor((1, 2, 3), channels=2), now=NOW, weights=WEIGHTS, language=Language.EN)
    }
    assert made.reasons[0] == by_name[max(made.factors, key=made.factors.get)]
    assert by_name["gap"] == "no official statement"
    assert by_name["sources"] == "3 independent sources"


@pytest.mark.parametrize(
    ("answer", "told"), [(statement(valid_until=NOW - timedelta(days=1)), True), (statement(), False)]
)
def test_an_expired_answer_is_told_among_the_first_three_and_a_live_one_need_not_be(answer, told):
    burst = rumor(list(range(1, 41)), copies=20, channels=5, asks=20, answer=answer, probability=1.0)
    first = ranked(burst).reasons[:3]
    assert any(answer.agency in sentence for sentence in first) is told


@pytest.mark.parametrize(
    ("less", "more"),
    [
        ({"growth": None}, {"growth": grows(score=0, expected=0.5)}),
        ({"growth": grows(score=1)}, {"growth": grows(score=2)}),
        ({"growth": grows(expected=10)}, {"growth": grows(expected=20)}),
        ({"provinces": ("Huế",)}, {"provinces": ("Huế", "Đà Nẵng")}),
        ({"languages": (Language.VI,)}, {"languages": (Language.EN, Language.VI)}),
        ({"reach": 10}, {"reach": 11}),
    ],
)
def test_more_growth_places_languages_or_reach_raise_the_priority(less, more):
    assert points(rumor(**more)) > points(rumor(**less))


@pytest.mark.parametrize("language", [Language.VI, Language.EN, Language.ZH])
@pytest.mark.parametrize("topic", [Topic.HEALTH, None])
@pytest.mark.parametrize("torn", [(), (TORN,), (replace(TORN, second_agency="Irrigation Office"),)])
@pytest.mark.parametrize("answer", [None, statement(), statement(valid_until=NOW - timedelta(days=1))])
def test_every_factor_has_a_sentence_in_every_language(language, topic, torn, answer):
    signs = () if topic else tuple(Sign)
    wide = {"provinces": ("Huế",), "languages": (Language.VI, Language.ZH), "reach": 12345, "growth": grows()}
    for made in (
        rumor(topic=topic, torn=torn if answer else (), answer=answer, signs=signs),
        rumor(topic=topic, torn=torn if answer else (), answer=answer, signs=signs, asks=2, **wide),
    ):
        told = ranked(made, language)
        assert len(told.reasons) == len(set(told.reasons)) == len(WEIGHTS.points)
        assert all(told.reasons)
        if language is not Language.EN:
            assert not set(told.reasons) & set(ranked(made, Language.EN).reasons)


def test_chinese_sentences_have_chinese_punctuation():
    wide = {"languages": (Language.VI, Language.ZH), "growth": grows(), "copies": 2, "asks": 2}
    new = ranked(rumor(topic=None, signs=tuple(Sign), rumorlike=0.8, **wide), Language.ZH).reasons
    torn = ranked(rumor(torn=(TORN,), answer=statement(), **wide), Language.ZH).reasons
    assert not [said for said in (*new, *torn) if set(said) & set(",:;()")]


def test_a_forecast_and_a_burst_say_their_numbers_as_the_language_writes_them():
    made = rumor(growth=grows())
    assert "about 10 more in the next 24 h (5 to 20)" in ranked(made).reasons
    assert "4 sightings in the last hour where 0.5 would be usual" in ranked(made).reasons
    assert "4 lần xuất hiện trong giờ qua, bình thường là 0,5" in ranked(made, Language.VI).reasons
    assert "过去1小时出现4次，平时为0.5次" in ranked(made, Language.ZH).reasons


@given(sure=st.lists(st.floats(0.25, 1.0), min_size=1, max_size=5), more=st.floats(0.25, 1.0))
def test_one_more_sighting_however_unsure_never_lowers_the_priority(sure, more):
    def ranked_with(certainties):
        made = rumor([5] * len(certainties))
        return points(replace(made, spread=replace(made.spread, surest=tuple(sorted(certainties)[::-1][:3]))))

    assert ranked_with([*sure, more]) >= ranked_with(sure)
