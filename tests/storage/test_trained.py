"""Trained models, in every store."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from labelnouns import in_force, trained
from nouns import NOW
from rumorwatch.domain.trained import GateAnswer, ModelPart, TrainedId
from storage.bothstores import GaveUp, give_up
from storage.records import LATER, done


def test_a_model_comes_back_as_it_was_stored(store):
    refused = trained(
        "2",
        part=ModelPart.STANCE,
        made_at=NOW + timedelta(microseconds=1),
        parent=TrainedId("stance-0000000001"),
        gate=GateAnswer.REFUSED,
        why=("tệ hơn ở tiếng Việt: 0,81 thay vì 0,84", "phủ định 🚫: 3 of 40 more wrong"),
        judgments=0,
    )
    with store.write() as unit:
        unit.trained.add(trained("1"))
        unit.trained.add(refused)
    with store.read() as unit:
        assert [unit.trained.get(trained("1").id), unit.trained.get(refused.id)] == [trained("1"), refused]
        assert unit.trained.get(TrainedId("matcher-0000000009")) is None


def test_a_model_whose_id_is_stored_is_left_as_it_is(store):
    with store.write() as unit:
        unit.trained.add(trained())
        unit.trained.add(trained(gate=GateAnswer.REFUSED, made_at=LATER))
    with store.read() as unit:
        assert list(unit.trained.all()) == [trained()]


def test_models_come_the_oldest_first_ties_by_id(store):
    given = [trained("1", made_at=LATER), trained("3"), trained("2")]
    with store.write() as unit:
        assert list(unit.trained.all()) == []
        for one in given:
            unit.trained.add(one)
    with store.read() as unit:
        assert list(unit.trained.all()) == [given[2], given[1], given[0]]


def test_what_is_in_force_is_known_of_each_part_that_was_changed(store):
    shipped_again = in_force(ModelPart.RANKING, id=None, before=TrainedId("ranking-0000000001"))
    newer = in_force(id=TrainedId("matcher-0000000002"), since=LATER, before=TrainedId("matcher-0000000001"))
    with store.write() as unit:
        assert unit.trained.in_force() == {}
        unit.trained.put_in_force(shipped_again)
        unit.trained.put_in_force(in_force())
        unit.trained.put_in_force(newer)
    with store.read() as unit:
        assert list(unit.trained.in_force().items()) == [
            (ModelPart.MATCHER, newer),
            (ModelPart.RANKING, shipped_again),
        ]


def test_a_change_and_its_audit_are_one_or_none(store):
    with suppress(GaveUp), store.write() as unit:
        unit.trained.add(trained())
        unit.trained.put_in_force(in_force())
        unit.audit.append(**done(subject=trained().id))
        give_up(unless=False)
    with store.read() as unit:
        assert (list(unit.trained.all()), unit.trained.in_force(), list(unit.audit.entries())) == ([], {}, [])
