"""Who is told, who has to answer and who steps in, run by run, through the pipeline with a world of fakes."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from nouns import NOW, statement
from rumorwatch.domain.agencies import DESK, QuietHours
from rumorwatch.domain.alerts import AlertStatus, Due, Outcome, SendReason, SilenceReason
from rumorwatch.domain.duties import AssignedBy
from rumorwatch.domain.rumors import Level
from rumorwatch.respond import actions
from rumorwatch.respond.actions import Actor
from rumorwatch.storage.engine import open_store
from rumorwatch.storage.memory import MemoryStore
from town import Town, office

AN = Actor(name="An")
NEW, GROWING, OVERDUE = SendReason.NEW, SendReason.GROWING, SendReason.OVERDUE
NIGHT = QuietHours(start=time(22), end=time(6))
MINISTRY = office("ministry", province=None)


def closed_as(outcome):
    return {"outcome": outcome, "duplicate_of": None, "comment": "done", "actor": AN}


# --- who is told ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("province", "agencies", "channels"),
    [
        ("Huế", ["hue"], ["desk", "hue-mail"]),
        ("Lâm Đồng", ["lam"], ["desk"]),
        (None, [DESK], ["desk"]),
    ],
)
def test_a_rumor_is_told_to_the_agency_it_concerns_through_its_contacts_and_to_the_desk(province, agencies, channels):
    town = Town(
        office("hue", contacts=("hue-mail",)), office("lam", province="Lâm Đồng"), channels=("desk", "hue-mail")
    )
    town.hears(province=province)
    assert town.scan() == [(name, NEW) for name in agencies]
    assert town.queued() == channels
    assert [part.agency for part in town.parts()] == agencies
    assert town.scan(minutes=5) == []


def test_two_agencies_that_a_rumor_concerns_are_each_told_of_their_part():
    town = Town(office("hue"), office("lam", province="Lâm Đồng"))
    town.hears(province="Huế")
    town.scan()
    town.hears(1, province="Lâm Đồng")
    assert town.scan(minutes=5) == [("hue", SendReason.NEW_PLACE), ("lam", NEW)]


def test_the_owner_stays_the_first_of_those_that_a_rumor_concerns():
    town = Town(office("lam", province="Lâm Đồng"), office("hue"))
    town.hears(province="Huế")
    town.hears(1, province="Lâm Đồng")
    town.scan()
    assert [part.agency for part in town.parts()] == ["lam", "hue"]


def test_a_part_begins_with_the_first_notice_and_its_deadlines_never_move():
    town = Town(office("hue"))
    town.hears(province="Huế")
    assert town.scan(level=Level.MONITOR) == []
    assert (town.parts(), town.decided("hue").decision.reason) == ((), SilenceReason.BELOW_LEVEL)
    assert town.scan(minutes=10, level=Level.MEDIUM) == [("hue", NEW)]
    part = town.part("hue")
    assert part.assigned_at == NOW + timedelta(minutes=10)
    assert part.answer_by == part.assigned_at + timedelta(minutes=60)
    town.agencies = (office("hue", answer_within=type(town.agencies[0].answer_within)(count=5)),)
    for _ in range(4):
        town.hears(8, province="Huế")
        town.scan(minutes=5)
    assert town.part("hue") == part


# --- deadlines --------------------------------------------------------------------------------------------------------


def test_an_agency_that_does_not_acknowledge_is_told_and_its_fallback_steps_in_with_all_its_time():
    town = Town(office("hue", fallback="ministry"), MINISTRY)
    town.hears(province="Huế")
    town.scan()
    assert town.scan(minutes=25) == [("hue", SendReason.DEADLINE_NEAR)]
    assert town.scan(minutes=6) == [("hue", OVERDUE), ("ministry", OVERDUE)]
    stepped_in = town.part("ministry")
    assert (stepped_in.by, stepped_in.escalated_from) == (AssignedBy.ESCALATION, "hue")
    assert stepped_in.acknowledge_by == town.now + timedelta(minutes=30)
    assert town.scan(minutes=5) == []
    town.scan(minutes=300)
    assert sorted(part.agency for part in town.parts()) == ["hue", "ministry"]


def test_a_fallback_past_its_last_day_is_replaced_by_its_own():
    gone = office("ministry", province=None, valid_until=(NOW - timedelta(days=1)).date(), fallback="center")
    town = Town(office("hue", fallback="ministry"), gone, office("center", province="Lâm Đồng"))
    town.hears(province="Huế")
    town.scan()
    assert town.scan(minutes=31) == [("center", OVERDUE), ("hue", OVERDUE)]
    assert town.part("center").escalated_from == "hue"
    assert town.part("ministry") is None


@pytest.mark.parametrize("held", ["silence", "quiet hours"])
def test_a_fallback_steps_in_when_it_may_be_told_and_has_all_its_time_from_then(held):
    quiet = QuietHours(start=time(1), end=time(3)) if held == "quiet hours" else None
    town = Town(office("hue", fallback="ministry"), office("ministry", province="Lâm Đồng", quiet=quiet))
    town.hears(province="Huế")
    town.scan()
    if held == "silence":
        town.does(actions.silence, until=NOW + timedelta(minutes=90), comment="met", actor=AN)
    assert "ministry" not in [name for name, _ in town.scan(minutes=31)]
    assert town.part("ministry") is None
    assert town.decided("ministry").decision.hidden is OVERDUE
    assert ("ministry", OVERDUE) in town.scan(minutes=60)
    assert town.part("ministry").acknowledge_by == town.now + timedelta(minutes=30)


def test_an_alert_whose_agency_is_listed_no_more_is_the_desks():
    town = Town(office("hue"))
    town.hears(province="Huế")
    town.scan()
    town.agencies = ()
    assert town.scan(minutes=5) == [(DESK, NEW)]


def test_an_alert_that_a_person_gave_to_an_agency_that_is_listed_no_more_is_the_desks():
    town = Town(office("hue"), MINISTRY)
    town.hears(province="Huế")
    town.scan()
    town.does(actions.assign, agency=MINISTRY, only=True, comment="theirs", actor=AN)
    town.scan(minutes=1)
    town.agencies = (office("hue"),)
    assert town.scan(minutes=5) == [(DESK, NEW)]


def test_who_acknowledges_before_anybody_was_told_keeps_it_from_nobody():
    town = Town(office("hue"), notify_level="medium")
    town.level = Level.LOW
    town.hears(province="Huế")
    assert town.scan() == []
    town.does(actions.acknowledge, agencies=None, desk=office(DESK), actor=AN)
    assert ("hue", NEW) in town.scan(minutes=5, level=Level.HIGH)


def test_who_acknowledged_is_reminded_of_the_answer_only():
    town = Town(office("hue", fallback="ministry"), MINISTRY)
    town.hears(province="Huế")
    town.scan()
    town.does(actions.acknowledge, agencies=None, desk=MINISTRY, actor=AN)
    assert town.scan(minutes=31) == []
    assert town.scan(minutes=15) == [("hue", SendReason.DEADLINE_NEAR)]
    assert town.scan(minutes=15) == [("hue", OVERDUE), ("ministry", OVERDUE)]
    with town.store.read() as unit:
        assert {notice.due for notice in unit.alerts.notices()} == {None, Due.ANSWER}


def test_what_a_person_assigned_is_routed_no_more():
    town = Town(office("hue"), office("lam", province="Lâm Đồng"), MINISTRY)
    town.hears(province="Huế")
    town.scan()
    town.does(actions.assign, agency=MINISTRY, only=True, comment="theirs", actor=AN)
    town.hears(9, province="Lâm Đồng")
    assert town.scan(minutes=5) == [("ministry", NEW)]
    assert {part.agency: part.released_at is None for part in town.parts()} == {"hue": False, "ministry": True}


# --- why not ----------------------------------------------------------------------------------------------------------


def test_a_silence_hides_and_what_it_hid_is_counted_and_told_as_it_is_when_it_ends():
    town = Town()
    town.hears()
    town.scan()
    town.does(actions.silence, until=NOW + timedelta(hours=1), comment="met", actor=AN)
    for _ in range(2):
        town.hears(9)
        assert town.scan(minutes=10) == []
    decided = town.decided(DESK)
    assert (decided.decision.reason, decided.decision.hidden, decided.hidden) == (SilenceReason.SILENCED, GROWING, 1)
    assert (DESK, OVERDUE) in town.scan(minutes=41)


@pytest.mark.parametrize(("level", "at_night"), [(Level.MEDIUM, []), (Level.HIGH, [("hue", NEW)])])
def test_quiet_hours_hold_what_is_not_high_until_the_morning(level, at_night):
    town = Town(office("hue", quiet=NIGHT))
    town.level = level
    town.hears(province="Huế")
    assert town.scan() == at_night
    assert town.scan(minutes=3 * 60 + 59) == ([("hue", OVERDUE)] if at_night else [])
    assert town.scan(minutes=1) == ([] if at_night else [("hue", NEW)])
    if not at_night:
        assert town.part("hue").answer_by == town.now + timedelta(minutes=60)


def test_a_fifth_of_the_budget_is_kept_for_rumors_not_told_of_that_day():
    town = Town(budget_per_day=5)
    town.hears(2)
    told = [town.scan()]
    for times in (2, 4, 8, 16, 32):
        town.hears(times)
        told.append(town.scan(minutes=1))
    assert [bool(one) for one in told] == [True, True, True, True, False, False]
    assert town.decided(DESK).decision.reason is SilenceReason.OVER_BUDGET
    town.hears(of="c2")
    town.hears(of="c3")
    assert town.scan(minutes=1) == [(DESK, NEW)]
    town.hears(64)
    assert (DESK, SendReason.RISK_UP) in town.scan(minutes=1, level=Level.HIGH)


def test_what_is_high_is_told_beside_the_budget_and_uses_none_of_it_up():
    town = Town(budget_per_day=2)
    town.level = Level.HIGH
    for number in range(3):
        town.hears(of=f"c{number}")
    assert len(town.scan()) == 3
    town.hears(of="c4")
    assert town.scan(minutes=1, level=Level.MEDIUM) == [(DESK, NEW)]


def test_the_budget_is_new_every_day_of_the_agency():
    town = Town(budget_per_day=1)
    town.hears()
    town.scan()
    town.hears(of="c2")
    assert town.scan(minutes=21 * 60) == []
    assert len(town.scan(minutes=60)) == 1  # midnight in Vietnam


def test_a_live_rebuttal_inhibits_copies_of_low_priority():
    town = Town()
    town.reads(statement())
    town.level = Level.LOW
    town.hears()
    assert town.scan() == []
    decided = town.decided(DESK)
    assert (decided.decision.reason, decided.decision.hidden) == (SilenceReason.INHIBITED, NEW)
    assert town.scan(level=Level.MEDIUM) == [(DESK, NEW)]


# --- how it ends ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["a person", "faded", "retired"])
def test_who_was_told_is_told_that_it_is_over_and_silences_end_with_it(how):
    town = Town()
    town.hears()
    town.scan()
    town.does(actions.silence, until=NOW + timedelta(days=30), comment="met", actor=AN)
    if how == "a person":
        town.does(actions.close, **closed_as(Outcome.RUMOR))
        minutes = 1
    elif how == "retired":
        town.retires("c1")
        minutes = 1
    else:
        minutes = 15 * 24 * 60
    assert town.scan(minutes=minutes) == [(DESK, SendReason.RESOLVED)]
    assert town.scan(minutes=1) == []
    with town.store.read() as unit:
        assert [silence.holds(town.now) for silence in unit.duties.silences()] == [False]
        assert all(silence.ended_at for silence in unit.duties.silences())


def test_who_was_not_told_is_not_told_that_it_is_over():
    town = Town()
    town.hears()
    town.scan(level=Level.MONITOR)
    town.does(actions.close, **closed_as(Outcome.RUMOR))
    assert town.scan(minutes=1) == []


@pytest.mark.parametrize(
    ("outcome", "sightings", "told"),
    [
        (Outcome.RUMOR, 2, []),
        (Outcome.RUMOR, 3, [SendReason.RECURRED]),
        (Outcome.ANSWERED, 3, [SendReason.RECURRED]),
        (Outcome.NOT_A_RUMOR, 30, []),
        (Outcome.OPINION, 30, []),
    ],
)
def test_what_was_closed_comes_back_by_how_it_was_closed(outcome, sightings, told):
    town = Town()
    town.hears()
    town.scan()
    town.does(actions.close, **closed_as(outcome))
    assert town.scan(minutes=10) == [(DESK, SendReason.RESOLVED)]
    town.hears(sightings)
    assert town.scan(minutes=1) == [(DESK, reason) for reason in told]
    assert (town.alert() is None) is not told or bool(told)
    if told:
        assert town.alert().recurred
        assert town.alert().id != town.alert(AlertStatus.CLOSED).id


# --- answers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("written", ["Office hue", "office  HUE", "Văn phòng Huế", "hue"])
def test_the_agency_whose_statement_answers_has_done_its_part_and_no_other(written):
    town = Town(office("hue", also_named=("Văn phòng Huế",)), office("lam", province="Lâm Đồng"))
    town.hears(province="Huế")
    town.hears(province="Lâm Đồng")
    town.scan()
    published_at = NOW + timedelta(minutes=7)
    town.reads(statement(agency=written, published_at=published_at))
    assert ("hue", SendReason.ANSWERED) in town.scan(minutes=10)
    assert (town.part("hue").answered_at, town.part("lam").answered_at) == (published_at, None)
    town.scan(minutes=10)
    assert town.part("hue").answered_at == published_at
    with town.store.read() as unit:
        assert unit.duties.ledgers()[town.alert().id].published_at == published_at


def test_a_statement_of_an_agency_that_was_merged_is_its_successors_answer():
    day = (NOW - timedelta(days=30)).date()
    town = Town(office("old", province=None, valid_until=day, fallback="hue"), office("hue"))
    town.hears(province="Huế")
    town.scan()
    town.reads(statement(agency="Office old"))
    town.scan(minutes=5)
    assert town.part("hue").answered_at == statement().published_at


@pytest.mark.parametrize(("published_at", "expected"), [(None, NOW), (NOW - timedelta(hours=1),) * 2])
def test_the_desk_has_done_its_part_when_it_is_the_only_one(published_at, expected):
    town = Town()
    town.reads(statement(published_at=published_at))
    town.hears()
    town.scan()
    assert town.part(DESK).answered_at == expected


def test_what_is_answered_runs_into_no_deadline_and_is_not_escalated():
    town = Town(office("hue", fallback="ministry"), MINISTRY)
    town.hears(province="Huế")
    town.scan()
    town.reads(statement(agency="Office hue", published_at=NOW))
    assert town.scan(minutes=5) == [("hue", SendReason.ANSWERED)]
    assert [town.scan(minutes=60) for _ in range(5)] == [[]] * 5


def test_an_answer_that_expires_and_a_new_one_are_both_told_though_nothing_else_changed():
    town = Town()
    town.hears(6)
    town.scan()
    town.reads(statement("s1", valid_until=NOW + timedelta(minutes=20)))
    assert town.scan(minutes=10) == [(DESK, SendReason.ANSWERED)]
    assert town.scan(minutes=20, level=Level.HIGH) == [(DESK, SendReason.RISK_UP)]
    town.reads(statement("s2", agency="Civil Defense", published_at=NOW + timedelta(minutes=35)))
    assert town.scan(minutes=10) == [(DESK, SendReason.ANSWERED)]


def test_a_level_that_rises_twice_at_the_same_counts_is_told_twice():
    town = Town()
    town.hears()
    town.scan(level=Level.LOW)
    assert town.scan(minutes=1, level=Level.MEDIUM) == [(DESK, SendReason.RISK_UP)]
    assert town.scan(minutes=1, level=Level.HIGH) == [(DESK, SendReason.RISK_UP)]


# --- clocks -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["memory", "sqlite"])
@pytest.mark.parametrize("jump", [timedelta(days=1), timedelta(days=-1)])
def test_a_clock_a_day_off_and_back_loses_and_doubles_nothing(jump, kind, tmp_path):
    store = open_store("sqlite:///t.db", workspace=tmp_path, busy_timeout_s=5) if kind == "sqlite" else MemoryStore()
    town = Town(store=store)
    town.hears(4, minutes_ago=0)
    assert town.scan() == [(DESK, NEW)]
    town.now += jump
    wrong = town.scan()
    assert NEW not in [reason for _, reason in wrong]
    town.hears(6, of="c2", minutes_ago=0)
    assert (DESK, NEW) in town.scan()
    town.now -= jump
    # What was opened by a clock a day behind is overdue by the right one: deadlines never move.
    assert town.scan(minutes=1) == ([(DESK, OVERDUE)] if jump < timedelta(0) else [])
    town.hears(5, minutes_ago=0)
    assert town.scan(minutes=1) == [(DESK, GROWING)]
    assert [town.scan(minutes=1) for _ in range(3)] == [[]] * 3
    with store.read() as unit:
        assert len(unit.outbox.unbound()) == len(unit.alerts.notices())
    store.close()
