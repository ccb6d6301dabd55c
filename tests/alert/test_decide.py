"""When people are told, and why not."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nouns import NOW, claim, spread
from rumorwatch.alert.decide import LEVELS, Hearing, Rules, at_least, decide, is_overdue
from rumorwatch.alert.record import alert_of, notice_of
from rumorwatch.domain.agencies import DESK
from rumorwatch.domain.alerts import AlertStatus, Decision, Due, Outcome, SendReason, SilenceReason
from rumorwatch.domain.duties import AssignedBy, Assignment, Silence
from rumorwatch.domain.rumors import Level, Priority, Rumor, RumorId, Sign

RULES = Rules(notify_level=Level.LOW, growing_factor=2.0, update_wait=timedelta(minutes=15), near_share=0.25)
HEARS = Hearing(budget=20)
EARLIER = NOW - timedelta(minutes=50)
"""When people were told last, in the tables below: the answer is due in ten minutes."""


def alert(*, level=Level.LOW, independent=3, channels=1, provinces=(), existing=None, now=NOW, **more):
    rumor = Rumor(
        id=RumorId("claim:c1"),
        text="The reservoir will break",
        claim=claim(),
        spread=spread(
            posts=independent,
            independent=independent,
            channels=tuple(f"c{number}" for number in range(channels)),
            provinces=provinces,
        ),
        asks=0,
        denials=0,
        statement=None,
    )
    priority = Priority(points=70, level=level, factors={}, reasons=(), weights_version="test")
    made = alert_of(rumor, priority, existing=existing, now=now, answer_within=timedelta(minutes=60))
    return replace(made, **more)


def told(of=None, reason=SendReason.NEW, at=EARLIER, last=None):
    return notice_of(of or alert(), Decision(reason=reason), last=last, now=at)


def part(**more):
    return Assignment(
        **{
            "alert_id": alert().id,
            "agency": DESK,
            "by": AssignedBy.ROUTE,
            "assigned_at": EARLIER,
            "acknowledge_by": EARLIER + timedelta(days=1),
            "answer_by": EARLIER + timedelta(days=1),
            **more,
        }
    )


def silence(**more):
    return Silence(
        **{
            "id": "S-1",
            "rumor_id": RumorId("claim:c1"),
            "author": "Lan",
            "comment": "known test",
            "begins_at": NOW - timedelta(hours=1),
            "ends_at": NOW + timedelta(hours=1),
            **more,
        }
    )


@dataclass
class State:
    """Everything that a decision is made of."""

    alert: object = field(default_factory=alert)
    log: list = field(default_factory=lambda: [told()])
    assignment: Assignment | None = field(default_factory=part)
    silences: list = field(default_factory=list)
    hearing: Hearing = HEARS
    rules: Rules = RULES
    now: object = NOW

    def decide(self):
        return decide(
            self.alert,
            log=self.log,
            assignment=self.assignment,
            silences=self.silences,
            hearing=self.hearing,
            rules=self.rules,
            now=self.now,
        )


def found(state):
    """What is new, told or held back."""
    made = state.decide()
    return made.hidden or made.reason


def changed(state, **more):
    return replace(state, alert=replace(state.alert, **more))


def never_told(state):
    return replace(state, log=[], assignment=None)


NEWS = {
    SendReason.OVERDUE: lambda state: replace(
        state, assignment=part(answer_by=NOW - timedelta(minutes=1), acknowledge_by=NOW - timedelta(minutes=1))
    ),
    SendReason.CONTRADICTION: lambda state: changed(state, signs=(*state.alert.signs, Sign.CONTRADICTED)),
    SendReason.VOID: lambda state: changed(state, signs=(*state.alert.signs, Sign.VOID)),
    SendReason.NEW: never_told,
    SendReason.RECURRED: lambda state: never_told(changed(state, recurred=True)),
    SendReason.RISK_UP: lambda state: changed(state, priority=replace(state.alert.priority, level=Level.MEDIUM)),
    SendReason.ANSWERED: lambda state: changed(state, answered=True),
    SendReason.DEADLINE_NEAR: lambda state: replace(
        state, assignment=part(answer_by=NOW + timedelta(minutes=10), acknowledge_by=NOW + timedelta(minutes=5))
    ),
    SendReason.GROWING: lambda state: changed(state, independent=6),
    SendReason.NEW_PLACE: lambda state: changed(state, provinces=("Hải Tường",)),
    SendReason.NEW_CHANNEL: lambda state: changed(state, channels=2),
    SendReason.RESOLVED: lambda state: changed(state, status=AlertStatus.CLOSED, outcome=Outcome.RUMOR, closed_at=NOW),
}
"""What makes each reason hold, by urgency but for ``resolved``, beside which no other can."""
HELD_BACK = {
    SilenceReason.BELOW_LEVEL: lambda state: replace(state, rules=replace(state.rules, notify_level=Level.HIGH)),
    SilenceReason.SILENCED: lambda state: replace(state, silences=[silence()]),
    SilenceReason.INHIBITED: lambda state: replace(
        changed(state, answered=True), log=[replace(one, answered=True) for one in state.log]
    ),
    SilenceReason.QUIET_HOURS: lambda state: replace(state, hearing=replace(state.hearing, quiet=True)),
    SilenceReason.OVER_BUDGET: lambda state: replace(state, hearing=replace(state.hearing, spent=20)),
}
"""What holds a notice back, by the order in which it is said."""
ORDER = tuple(NEWS)
FIRST_WORDS = {SendReason.NEW, SendReason.RECURRED}
SIGNS = {SendReason.CONTRADICTION, SendReason.VOID}
CANNOT_MEET = {
    # Who is answered is not hurried, and the deadline that is told is one.
    frozenset({SendReason.OVERDUE, SendReason.ANSWERED}),
    frozenset({SendReason.ANSWERED, SendReason.DEADLINE_NEAR}),
    frozenset({SendReason.OVERDUE, SendReason.DEADLINE_NEAR}),
}
PAIRS = [
    pair
    for pair in combinations(ORDER, 2)
    if frozenset(pair) not in CANNOT_MEET and SendReason.RESOLVED not in pair and not FIRST_WORDS & set(pair)
]


def test_every_reason_has_a_row():
    assert set(NEWS) == set(SendReason)
    assert set(HELD_BACK) | {SilenceReason.ALREADY_TOLD} == set(SilenceReason)


@pytest.mark.parametrize("reason", NEWS)
def test_each_reason_is_told_when_it_alone_holds(reason):
    made = NEWS[reason](State()).decide()
    assert made.reason is reason
    assert made.send
    assert made.hidden is None


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_of_two_reasons_the_more_urgent_is_told(first, second):
    assert found(NEWS[first](NEWS[second](State()))) is first


@pytest.mark.parametrize("other", [one for one in ORDER if one not in {*FIRST_WORDS, SendReason.RESOLVED}])
@pytest.mark.parametrize("first_word", sorted(FIRST_WORDS))
def test_what_was_never_told_is_new_or_has_a_sign_whatever_else_holds(other, first_word):
    assert found(NEWS[first_word](NEWS[other](State()))) is (other if other in SIGNS else first_word)


@pytest.mark.parametrize("other", ORDER[:-1])
def test_of_a_closed_alert_only_that_it_is_closed_is_told(other):
    state = NEWS[SendReason.RESOLVED](NEWS[other](State()))
    reason = state.decide().reason
    assert reason is (SendReason.RESOLVED if state.log else SilenceReason.ALREADY_TOLD)


PASSES = {
    SilenceReason.BELOW_LEVEL: {SendReason.ANSWERED, SendReason.RESOLVED},
    SilenceReason.SILENCED: {SendReason.RESOLVED},
    SilenceReason.INHIBITED: set(SendReason)
    - {*FIRST_WORDS, *(SendReason(f"new_{one}") for one in ("place", "channel")), SendReason.GROWING},
}
"""What each does not hold back: whoever was told is told how it ends, and an answer is no answer to a late clock."""
ENDED_BY_AN_ANSWER = {SendReason.OVERDUE, SendReason.DEADLINE_NEAR, SendReason.ANSWERED}


@pytest.mark.parametrize("held", HELD_BACK)
@pytest.mark.parametrize("reason", NEWS)
def test_each_reason_is_held_back_by_what_may_hold_it_back(reason, held):
    made = HELD_BACK[held](NEWS[reason](State())).decide()
    if held is SilenceReason.INHIBITED and reason in ENDED_BY_AN_ANSWER:
        assert made.reason is SilenceReason.ALREADY_TOLD
        return
    passes = reason in PASSES.get(held, ())
    assert made.reason is (reason if passes else held)
    assert made.hidden is (None if passes or held is SilenceReason.BELOW_LEVEL else reason)


@pytest.mark.parametrize(("first", "second"), list(combinations(HELD_BACK, 2)))
def test_of_two_things_that_hold_back_the_first_is_said(first, second):
    state = NEWS[SendReason.GROWING](State())
    assert HELD_BACK[second](HELD_BACK[first](state)).decide().reason is first


@given(
    level=st.sampled_from(LEVELS),
    independent=st.integers(1, 20),
    channels=st.integers(1, 4),
    provinces=st.sets(st.sampled_from(["A", "B", "C"])),
    answered=st.booleans(),
    signs=st.sets(st.sampled_from(Sign)),
    due_min=st.integers(-120, 120),
    was_told=st.booleans(),
    at_min=st.integers(0, 300),
)
def test_the_same_state_is_never_told_twice(  # noqa: PLR0917 - hypothesis names them
    level, independent, channels, provinces, answered, signs, due_min, was_told, at_min
):
    state = State(
        alert=alert(
            level=level,
            independent=independent,
            channels=channels,
            provinces=tuple(sorted(provinces)),
            answered=answered,
            signs=tuple(sorted(signs)),
        ),
        log=[told(at=NOW - timedelta(minutes=at_min))] if was_told else [],
        assignment=part(
            answer_by=NOW + timedelta(minutes=due_min), acknowledge_by=NOW + timedelta(minutes=due_min // 2)
        )
        if was_told
        else None,
        rules=replace(RULES, notify_level=Level.MONITOR),
    )
    first = state.decide()
    if not first.send:
        return
    notice = notice_of(state.alert, first, last=state.log[-1] if state.log else None, now=NOW)
    again = replace(state, log=[*state.log, notice]).decide()
    assert again.reason is SilenceReason.ALREADY_TOLD


@given(spent=st.integers(0, 1000), budget=st.integers(1, 50), knows=st.booleans(), quiet=st.booleans())
@pytest.mark.parametrize("reason", [one for one in NEWS if one is not SendReason.RISK_UP])
def test_nothing_high_stays_unsent_for_lack_of_budget_or_at_night(reason, spent, budget, knows, quiet):
    high = alert(level=Level.HIGH)
    state = NEWS[reason](State(alert=high, log=[told(high)]))
    hearing = Hearing(budget=budget, spent=spent, knows=knows, quiet=quiet)
    assert replace(state, hearing=hearing).decide().reason is reason


@pytest.mark.parametrize(
    ("spent", "knows", "over"), [(15, True, False), (16, True, True), (16, False, False), (20, False, True)]
)
def test_a_fifth_of_the_budget_is_kept_for_other_rumors(spent, knows, over):
    assert Hearing(budget=20, spent=spent, knows=knows).is_over_budget is over


def test_levels_are_ordered_from_monitor_to_high():
    assert [at_least(level, Level.MEDIUM) for level in LEVELS] == [False, False, True, True]


@pytest.mark.parametrize(
    ("minutes_ago", "reason"),
    [(0, "already_told"), (14, "already_told"), (15, "growing"), (600, "growing"), (-600, "growing")],
)
def test_growth_waits_its_time_but_never_for_a_clock_that_was_put_back(minutes_ago, reason):
    state = NEWS[SendReason.GROWING](State(log=[told(at=NOW - timedelta(minutes=minutes_ago))]))
    assert state.decide().reason == reason


@pytest.mark.parametrize(
    ("now_is", "reason"),
    [
        ({"independent": 5}, SilenceReason.ALREADY_TOLD),
        ({"independent": 6}, SendReason.GROWING),
        ({"independent": 2}, SilenceReason.ALREADY_TOLD),
        ({"channels": 0}, SilenceReason.ALREADY_TOLD),
        ({"provinces": ()}, SilenceReason.ALREADY_TOLD),
    ],
)
def test_only_more_than_was_told_is_told(now_is, reason):
    assert changed(State(), **now_is).decide().reason is reason


@pytest.mark.parametrize(
    ("has", "reason", "due"),
    [
        ({"acknowledge_by": NOW, "answer_by": NOW + timedelta(hours=9)}, SendReason.OVERDUE, Due.ACKNOWLEDGE),
        ({"acknowledge_by": NOW - timedelta(minutes=5), "answer_by": NOW}, SendReason.OVERDUE, Due.ANSWER),
        (
            {"acknowledge_by": NOW, "answer_by": NOW + timedelta(hours=9), "acknowledged_at": EARLIER},
            SilenceReason.ALREADY_TOLD,
            None,
        ),
        ({"answer_by": NOW, "acknowledged_at": EARLIER}, SendReason.OVERDUE, Due.ANSWER),
        ({"acknowledge_by": NOW, "answer_by": NOW, "answered_at": EARLIER}, SilenceReason.ALREADY_TOLD, None),
        ({"acknowledge_by": NOW, "answer_by": NOW, "released_at": EARLIER}, SilenceReason.ALREADY_TOLD, None),
        ({"answer_by": NOW + timedelta(minutes=16)}, SendReason.DEADLINE_NEAR, Due.ANSWER),
        ({"answer_by": NOW + timedelta(minutes=17)}, SilenceReason.ALREADY_TOLD, None),
    ],
)
def test_a_deadline_is_told_when_it_comes_near_and_when_it_is_over(has, reason, due):
    state = State(assignment=part(**has))
    assert (state.decide().reason, state.decide().due) == (reason, due)


def test_a_deadline_that_a_notice_has_named_since_is_not_told_again():
    over = NEWS[SendReason.OVERDUE](State())
    assert replace(over, log=[told(at=NOW - timedelta(seconds=30))]).decide().reason is SilenceReason.ALREADY_TOLD


def test_who_steps_in_is_told_that_a_clock_ran_out():
    state = State(log=[], assignment=part(by=AssignedBy.ESCALATION))
    assert state.decide().reason is SendReason.OVERDUE


GIVEN = {"by": AssignedBy.PERSON, "answer_by": EARLIER + timedelta(days=1)}


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (State(log=[], assignment=part(**GIVEN)), SendReason.NEW),
        (State(log=[], assignment=part(**GIVEN, acknowledged_at=EARLIER)), SilenceReason.BELOW_LEVEL),
        (State(assignment=part(**{**GIVEN, "answer_by": NOW})), SendReason.OVERDUE),
        (NEWS[SendReason.GROWING](State(assignment=part(**GIVEN))), SilenceReason.BELOW_LEVEL),
        (State(log=[], assignment=part()), SilenceReason.BELOW_LEVEL),
    ],
    ids=["told of", "acknowledged before", "late", "grown", "routed"],
)
def test_what_a_person_gave_to_an_agency_is_told_whatever_its_level(state, reason):
    assert HELD_BACK[SilenceReason.BELOW_LEVEL](state).decide().reason is reason


@pytest.mark.parametrize(
    ("more", "holds"),
    [
        ({}, True),
        ({"rumor_id": RumorId("claim:c2")}, False),
        ({"ends_at": NOW}, False),
        ({"begins_at": NOW + timedelta(minutes=1)}, False),
        ({"ended_at": NOW}, False),
    ],
)
def test_a_silence_covers_one_rumor_and_ends(more, holds):
    state = replace(NEWS[SendReason.GROWING](State()), silences=[silence(**more)])
    assert (state.decide().reason is SilenceReason.SILENCED) is holds


@pytest.mark.parametrize("sign", [Sign.VOID, Sign.CONTRADICTED])
def test_a_sign_that_ends_and_comes_again_is_not_told_again_whatever_was_told_between(sign):
    first = told(alert(signs=(sign,)), at=NOW - timedelta(hours=2))
    between = told(alert(independent=6), reason=SendReason.GROWING, last=first)
    again = State(alert=alert(independent=7, signs=(sign,)), log=[first, between])
    assert again.decide().reason is SilenceReason.ALREADY_TOLD


def test_an_answer_that_expires_and_comes_again_is_told_again():
    answered = told(alert(answered=True), reason=SendReason.ANSWERED, at=NOW - timedelta(hours=2))
    grown = told(alert(independent=6), reason=SendReason.GROWING, last=answered)
    again = State(alert=alert(independent=6, answered=True), log=[answered, grown])
    assert again.decide().reason is SendReason.ANSWERED


@pytest.mark.parametrize(
    ("has", "over"),
    [
        ({"acknowledge_by": NOW}, True),
        ({"answer_by": NOW}, True),
        ({"acknowledge_by": NOW, "acknowledged_at": EARLIER}, False),
        ({}, False),
    ],
)
def test_a_clock_that_ran_out_is_seen(has, over):
    assert is_overdue(part(**has), now=NOW) is over


def test_an_open_alert_keeps_its_id_opening_and_deadline_when_ranked_again():
    first = alert(independent=2)
    again = alert(independent=9, existing=first, now=NOW + timedelta(hours=5))
    assert (again.id, again.opened_at, again.due_at) == (first.id, first.opened_at, first.due_at)
    assert again.independent == 9
    assert first.due_at == NOW + timedelta(minutes=60)


def test_a_notice_made_twice_has_one_key_and_a_grown_rumor_another():
    assert told(alert(independent=3)).key == told(alert(independent=3), at=NOW).key
    assert told(alert(independent=3)).key != told(alert(independent=6)).key


def test_no_notice_is_made_of_a_decision_not_to_tell():
    with pytest.raises(ValueError, match="not to tell"):
        notice_of(alert(), Decision(reason=SilenceReason.SILENCED), last=None, now=NOW)
