"""Any sequence of units gives the same answers in both stores."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from nouns import NOW, claim, digits, match, post, reading
from rumorwatch.domain.alerts import AlertStatus
from rumorwatch.domain.claims import Answer, StatementId
from rumorwatch.domain.posts import Counts
from rumorwatch.storage.engine import open_store
from rumorwatch.storage.memory import MemoryStore
from storage.conftest import URL
from storage.records import alert, notice

FEW = st.sampled_from("abcd")
MINUTES = st.integers(0, 4)
POSTS = st.lists(
    st.builds(
        lambda name, content, minutes, likes: post(
            name,
            content_key=content and digits(content),
            minutes_ago=minutes,
            counts=Counts(likes=likes),
            url=f"https://e.example/{content}",
        ),
        FEW,
        st.none() | FEW,
        MINUTES,
        st.none() | st.integers(0, 2),
    ),
    max_size=4,
)
BASES = st.sampled_from(["b1", "b2"])


class GaveUp(Exception):  # noqa: N818 - raised to roll back, no error of ours
    pass


def give_up(*, unless):
    if not unless:
        raise GaveUp


class BothStores(RuleBasedStateMachine):
    """The memory store is the model of the SQL store, and the other way round."""

    database = None
    folder = None

    def __init__(self):
        super().__init__()
        for old in self.folder.glob("rumorwatch.db*"):
            old.unlink()
        shutil.copy(self.database, self.folder / "rumorwatch.db")
        self.stores = [MemoryStore(), open_store(URL, workspace=self.folder, busy_timeout_s=1)]

    def teardown(self):
        self.stores[1].close()

    def both(self, work, *, commit=True):
        """Do the same in both stores and compare what they answer."""
        answers = []
        for store in self.stores:
            with suppress(GaveUp), store.write() as unit:
                answers.append(work(unit))
                give_up(unless=commit)
        assert answers[0] == answers[1]

    @rule(posts=POSTS, commit=st.booleans())
    def add_posts(self, posts, commit):
        self.both(lambda unit: (unit.posts.known(posts), unit.posts.add(posts), unit.posts.count()), commit=commit)

    @rule(names=st.sets(FEW))
    def purge(self, names):
        self.both(lambda unit: unit.posts.purge([digits(name) for name in names]))

    @rule(names=st.sets(FEW), claims=st.sets(FEW), basis=BASES, probability=st.sampled_from([0.2, 0.25, 0.9]))
    def put_matches(self, names, claims, basis, probability):
        matches = {
            post(name).key: [
                match(post(name), claim=one, rank=rank, probability=probability) for rank, one in enumerate(claims, 1)
            ]
            for name in names
        }
        self.both(lambda unit: unit.matches.put(matches, basis=basis))

    @rule(read=st.dictionaries(FEW, st.none() | FEW), basis=BASES, commit=st.booleans())
    def put_readings(self, read, basis, commit):
        readings = {digits(name): reading(rumor) for name, rumor in read.items()}
        self.both(lambda unit: unit.readings.put(readings, basis=basis), commit=commit)

    @rule(names=st.sets(FEW))
    def forget_readings(self, names):
        self.both(lambda unit: unit.readings.forget([digits(name) for name in names]))

    @rule(name=FEW, text=FEW, retire=st.booleans())
    def put_claims(self, name, text, retire):
        self.both(
            lambda unit: (unit.claims.add([claim(name, text=text)]), unit.claims.retire(name) if retire else None)
        )

    @rule(
        given=st.dictionaries(FEW, st.dictionaries(FEW, st.sampled_from([0.25, 0.5]), max_size=3), max_size=2),
        basis=BASES,
        commit=st.booleans(),
    )
    def remember_answers(self, given, basis, commit):
        answers = {
            claim_id: [Answer(statement_id=StatementId(name), similarity=alike) for name, alike in some.items()]
            for claim_id, some in given.items()
        }
        self.both(lambda unit: unit.claims.remember_answers(answers, basis=basis), commit=commit)

    @rule(name=FEW, rumor=FEW, points=st.integers(0, 3), status=st.sampled_from(AlertStatus), minutes=MINUTES)
    def put_alert(self, name, rumor, points, status, minutes):
        opened = NOW + timedelta(minutes=minutes)
        given = alert(name, rumor_id=rumor, points=points, status=status, opened_at=opened, due_at=opened)
        told = notice(f"{name}{rumor}", of=name, decided_at=opened)
        self.both(lambda unit: (unit.alerts.put(given), unit.alerts.add_notice(told)))

    @rule(name=FEW, rumor=FEW, minutes=MINUTES)
    def mark_sent(self, name, rumor, minutes):
        self.both(lambda unit: unit.alerts.mark_sent(f"{name}{rumor}", NOW + timedelta(minutes=minutes)))

    @invariant()
    def both_answer_alike(self):
        def seen(unit):
            since = NOW - timedelta(minutes=2)
            return [
                [unit.posts.get(digits(name)) for name in "abcd"],
                [list(unit.posts.find(name)) for name in ("a", digits("b")[:5], "https://e.example/c")],
                [list(unit.posts.unmatched(basis=basis, since=since, limit=2)) for basis in ("b1", "b2")],
                [list(unit.matches.of_post(digits(name))) for name in "abcd"],
                [list(unit.matches.of_claims(claims, since=since)) for claims in (None, ["a", "d"], [])],
                [list(unit.readings.unread(basis=basis, since=since, limit=2)) for basis in ("b1", "b2")],
                list(unit.readings.since(since)),
                unit.posts.per_hour(since=since),
                [unit.readings.groups(since=since, at_least=number) for number in (1, 2)],
                [list(unit.readings.of_rumor(rumor, since=since)) for rumor in "ab"],
                [list(unit.claims.all(retired=retired)) for retired in (True, False)],
                [unit.claims.answers(basis=basis) for basis in ("b1", "b2")],
                [list(unit.claims.answers_to(name)) for name in "abcd"],
                [list(unit.alerts.all(status=status)) for status in (None, *AlertStatus)],
                [unit.alerts.of_rumor(rumor) for rumor in "abcd"],
                [list(unit.alerts.notices(of, unsent=unsent)) for of in (None, "a") for unsent in (True, False)],
            ]

        answers = []
        for store in self.stores:
            with store.read() as unit:
                answers.append(seen(unit))
        assert answers[0] == answers[1]


def test_both_stores_give_the_same_answers(empty_database, tmp_path):
    BothStores.database, BothStores.folder = empty_database, tmp_path
    run_state_machine_as_test(
        BothStores,
        settings=settings(
            max_examples=15, stateful_step_count=12, deadline=None, suppress_health_check=[HealthCheck.too_slow]
        ),
    )


def test_one_alert_more_is_seen_as_a_difference(empty_database, tmp_path):
    BothStores.database, BothStores.folder = empty_database, tmp_path
    machine = BothStores()
    with machine.stores[0].write() as unit:
        unit.alerts.put(replace(alert(), posts=1))
    with pytest.raises(AssertionError):
        machine.both_answer_alike()
    machine.teardown()
