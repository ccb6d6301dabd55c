"""Any sequence of units on judgments and the models they make gives the same answers in both stores."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import rule

from labelnouns import SHOWN, in_force, judged_text, judgment, lease, retraction, subject, trained
from nouns import NOW, digits
from rumorwatch.domain.labels import AskReason, Label, Question, Shown
from rumorwatch.domain.posts import Language
from rumorwatch.domain.trained import GateAnswer, ModelPart, TrainedId
from storage.bothstores import TwoStores, hold_to_one_contract

FEW = st.sampled_from("abcd")
TEXTS = st.sampled_from(["t1", "t2", "vỡ đập 😱\0"])
ANALYSTS = st.sampled_from(["Lan", "Minh", "🇻🇳 Hoà", "ﬀ"])
"""The last two sort the other way round where text is compared by UTF-16 units."""
CLAIMS = st.none() | FEW
MINUTES = st.integers(0, 4)
JUDGMENTS = st.lists(
    st.builds(
        lambda name, text, claim, question, label, **more: judgment(
            name, subject=subject(text, claim=claim, question=question), label=label, **more
        ),
        FEW,
        TEXTS,
        CLAIMS,
        st.sampled_from(Question),
        st.sampled_from(Label),
        analyst=ANALYSTS,
        reason=st.sampled_from(AskReason),
        shown=st.sampled_from([SHOWN, Shown()]),
        at=MINUTES.map(lambda minutes: NOW + timedelta(minutes=minutes)),
        made_claim=CLAIMS,
    ),
    max_size=4,
)
JUDGED = st.lists(st.builds(judged_text, TEXTS, language=st.sampled_from(Language)), max_size=3)
LEASES = st.lists(st.builds(lease, TEXTS, claim=CLAIMS, analyst=ANALYSTS, minutes=MINUTES), max_size=3)
MODELS = st.none() | FEW.map(TrainedId)


class Learning(TwoStores):
    """What analysts say, and what it makes."""

    @rule(judgments=JUDGMENTS, texts=JUDGED, commit=st.booleans())
    def add(self, judgments, texts, commit):
        self.both(lambda unit: list(unit.judgments.add(judgments, texts)), commit=commit)

    @rule(name=FEW, by=ANALYSTS, commit=st.booleans())
    def retract(self, name, by, commit):
        taken = retraction(name, by=by)
        self.both(lambda unit: unit.judgments.retract(taken), commit=commit, may_refuse=True)

    @rule(leases=LEASES, commit=st.booleans())
    def lease(self, leases, commit):
        self.both(lambda unit: unit.judgments.lease(leases), commit=commit)

    @rule(analyst=ANALYSTS, minutes=st.none() | MINUTES)
    def release(self, analyst, minutes):
        now = None if minutes is None else NOW + timedelta(minutes=minutes)
        self.both(lambda unit: unit.judgments.release(analyst, now=now))

    @rule(name=FEW, part=st.sampled_from(ModelPart), gate=st.sampled_from(GateAnswer), minutes=MINUTES, parent=MODELS)
    def train(self, name, part, gate, minutes, parent):
        made = trained(name, part=part, gate=gate, made_at=NOW + timedelta(minutes=minutes), parent=parent)
        self.both(lambda unit: unit.trained.add(made))

    @rule(part=st.sampled_from(ModelPart), model=MODELS, before=MODELS, commit=st.booleans())
    def put_in_force(self, part, model, before, commit):
        self.both(lambda unit: unit.trained.put_in_force(in_force(part, id=model, before=before)), commit=commit)

    def seen(self, unit):
        hashes = [digits(text) for text in ("t1", "vỡ đập 😱\0", "t9")]
        return [
            [unit.judgments.get(judgment(name).id) for name in "abcd"],
            [list(unit.judgments.all()), list(unit.judgments.standing())],
            [list(unit.judgments.on(some)) for some in ([], hashes[:1], hashes)],
            list(unit.judgments.retractions().items()),
            list(unit.judgments.texts().items()),
            [list(unit.judgments.leases(now=NOW + timedelta(minutes=minutes))) for minutes in range(-1, 5)],
            [unit.trained.get(trained(name).id) for name in "abcd"],
            [list(unit.trained.all()), list(unit.trained.in_force().items())],
        ]


def test_both_stores_give_the_same_answers(empty_database, tmp_path):
    hold_to_one_contract(Learning, database=empty_database, folder=tmp_path)


def test_one_judgment_more_is_seen_as_a_difference(empty_database, tmp_path):
    Learning.database, Learning.folder = empty_database, tmp_path
    machine = Learning()
    with machine.stores[0].write() as unit:
        unit.judgments.add([judgment()], [])
    with pytest.raises(AssertionError):
        machine.both_answer_alike()
    machine.teardown()
