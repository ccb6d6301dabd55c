"""Which model follows which: laid on a pile, taken off again, and the audit knows it all."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labelnouns import trained
from nouns import NOW
from rumorwatch.domain.duties import Action
from rumorwatch.domain.errors import LearningError, ModelError, UsageError
from rumorwatch.domain.trained import GateAnswer, InForce, ModelPart, TrainedId
from rumorwatch.storage.engine import open_store
from rumorwatch.storage.memory import MemoryStore
from rumorwatch.train.succession import check_gate, pile_of, put_in_force, roll_back


@pytest.fixture(params=["memory", "sqlite"])
def store(request, tmp_path):
    made = (
        MemoryStore()
        if request.param == "memory"
        else open_store("sqlite:///rumorwatch.db", workspace=tmp_path, busy_timeout_s=5)
    )
    yield made
    made.close()


A, B, C = (trained(name) for name in "123")
S = trained("4", id=TrainedId("stance-0000000004"), part=ModelPart.STANCE)


def use(store, one, *, at=NOW, action=Action.PROMOTE):
    with store.write() as unit:
        unit.trained.add(one)
        return put_in_force(unit, one, action=action, actor="Lan", now=at, comment="better")


def back(store, part=None, *, broken=(), at=NOW):
    with store.write() as unit:
        return roll_back(
            unit,
            part,
            fault_of=lambda one: ModelError("RW-M14", f"{one.id} is torn") if one in broken else None,
            actor="Minh",
            now=at,
        )


def state(store, part=ModelPart.MATCHER):
    with store.read() as unit:
        change = unit.trained.in_force()[part]
        return change.id, change.before


def test_what_is_put_in_force_remembers_what_it_replaced_and_who_did_it(store):
    use(store, A)
    use(store, B)
    assert state(store) == (B.id, A.id)
    with store.read() as unit:
        entries = unit.audit.of("matcher")
    assert [(one.action, one.actor, dict(one.details)) for one in entries] == [
        (Action.PROMOTE, "Lan", {"in force": A.id, "before": "shipped", "comment": "better"}),
        (Action.PROMOTE, "Lan", {"in force": B.id, "before": A.id, "comment": "better"}),
    ]


def test_what_is_in_force_already_is_left_and_nothing_is_audited(store):
    first = use(store, A)
    assert use(store, A, at=NOW + timedelta(hours=1)) == first
    with store.read() as unit:
        assert len(unit.audit.entries()) == 1


def test_a_model_that_did_not_pass_the_gate_is_refused_with_the_reasons(store):
    refused = replace(A, gate=GateAnswer.REFUSED, why=("numbers: 3 of 40 wrong", "vi: .91 after .97"))
    with pytest.raises(LearningError, match=r"RW-L20.*numbers: 3 of 40 wrong; vi: \.91"):
        use(store, refused)
    with store.read() as unit:
        assert (unit.trained.in_force(), unit.audit.entries()) == ({}, [])
    with pytest.raises(LearningError, match="no reason was kept"):
        check_gate(replace(refused, why=()))


def test_only_what_puts_a_model_in_force_may_be_audited_as_that(store):
    with pytest.raises(ValueError, match="puts no model in force"):
        use(store, A, action=Action.ROLL_BACK)


def test_rolling_back_twice_goes_further_back_and_a_third_time_there_is_nothing(store):
    use(store, A)
    use(store, B)
    done = back(store)
    assert (done.left, state(store)) == (B.id, (A.id, None))
    done = back(store)
    assert (done.left, state(store)) == (A.id, (None, None))
    with pytest.raises(UsageError, match="RW-U78"):
        back(store)
    with pytest.raises(UsageError, match=r"RW-U78.*the matcher model that ships"):
        back(store, ModelPart.MATCHER)
    with store.read() as unit:
        assert [one.action for one in unit.audit.of("matcher")] == [Action.PROMOTE] * 2 + [Action.ROLL_BACK] * 2


def test_what_was_rolled_back_does_not_come_again_by_rolling_back(store):
    use(store, A)
    use(store, B)
    back(store)
    use(store, C)
    back(store)
    assert state(store) == (A.id, None)


def test_a_model_used_a_second_time_is_rolled_back_to_what_was_there_each_time(store):
    for one in (A, B, A):
        use(store, one)
    assert [back(store).change.id for _ in range(3)] == [B.id, A.id, None]


def test_a_model_that_cannot_be_used_is_passed_over_and_said(store):
    for one in (A, B, C):
        use(store, one)
    done = back(store, broken=[B])
    assert (done.change.id, [one.failed for one in done.passed_over]) == (A.id, [f"{B.id} is torn"])
    assert back(store).change.id is None


def test_where_all_before_are_broken_the_one_that_ships_goes_in(store):
    for one in (A, B, A):
        use(store, one)
    done = back(store, broken=[A, B])
    assert (done.change.id, len(done.passed_over)) == (None, 1)


def test_the_part_that_changed_last_is_rolled_back_also_when_the_clock_stands_still(store):
    use(store, A)
    use(store, S)
    use(store, B)
    assert [back(store).change.part for _ in range(3)] == ["matcher", "matcher", "stance"]


def test_a_part_can_be_named(store):
    use(store, A)
    use(store, S)
    assert back(store, ModelPart.MATCHER).left == A.id
    assert state(store, ModelPart.STANCE) == (S.id, None)


def test_without_an_audit_that_fits_what_was_replaced_goes_back_in(store):
    with store.write() as unit:
        unit.trained.add(A)
        unit.trained.add(B)
        unit.trained.put_in_force(InForce(part=ModelPart.MATCHER, id=B.id, since=NOW, before=A.id))
    assert back(store).change.id == A.id
    assert back(store).change.id is None


@given(st.lists(st.sampled_from(["A", "B", "C", "back"]), max_size=12))
@settings(max_examples=60, deadline=None)
def test_the_audit_tells_the_pile_that_was_laid(steps):
    store, pile, models = MemoryStore(), [None], {"A": A, "B": B, "C": C}
    for step in steps:
        if step == "back":
            if len(pile) > 1:
                back(store)
                pile.pop()
            continue
        if models[step].id != pile[-1]:
            pile.append(models[step].id)
        use(store, models[step])
        with store.read() as unit:
            assert pile_of(unit.audit.of("matcher"), unit.trained.in_force()[ModelPart.MATCHER]) == pile
    if len(pile) > 1:
        assert state(store) == (pile[-1], pile[-2])
