"""What waits is sent, each channel by itself: nothing is lost or told twice, whatever becomes of an attempt."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from alert.outboxes import MovingClock, World, sqlite_in
from nouns import NOW
from rumorwatch.domain.alerts import SendReason
from rumorwatch.domain.messages import Accepted, ChannelState, Deferred, Refused, Stage
from rumorwatch.domain.rumors import Level
from rumorwatch.storage.engine import open_store
from rumorwatch.storage.memory import MemoryStore

LATER = Deferred(why="503 Service Unavailable")
NEVER = Refused(why="401 Unauthorized")


@pytest.fixture(scope="module")
def empty_database(tmp_path_factory):
    folder = tmp_path_factory.mktemp("empty")
    open_store("sqlite:///rumorwatch.db", workspace=folder, busy_timeout_s=1).close()
    return folder / "rumorwatch.db"


@pytest.fixture(params=["memory", "sqlite"])
def store(request, tmp_path, empty_database):
    opened = MemoryStore() if request.param == "memory" else sqlite_in(tmp_path, empty_database)
    yield opened
    opened.close()


@pytest.fixture
def world(store):
    return World(store)


def test_what_is_told_is_sent_once_and_marked(world):
    world.tell("A-1")
    sent = world.deliver()
    assert [type(one.receipt) for one in sent] == [Accepted]
    assert (world.deliver(), world["mail"].alerts) == ([], ["A-1"])
    with world.store.read() as unit:
        assert [notice.sent_at for notice in unit.alerts.notices()] == [NOW]
    assert (world.state().last_sent_at, world.state().last_error) == (NOW, None)


def test_a_message_is_stored_under_a_lease_before_it_is_sent(world):
    class Looking:
        id = "mail"

        def send(self, message):
            found = [(one.message.key, one.attempts, one.leased_by) for one in world.at(Stage.WAITING)]
            assert found == [(message.key, 1, "here")]
            return Accepted()

    world.tell("A-1")
    assert [type(one.receipt) for one in world.deliver(speakers={"mail": Looking()})] == [Accepted]
    assert [(one.leased_by, one.leased_until) for one in world.at(Stage.SENT)] == [(None, None)]


def test_a_retry_says_the_same_under_the_same_key(world):
    world["mail"].answers = [LATER]
    world.tell("A-1")
    world.deliver()
    world.tell("A-1", level=Level.HIGH, points=90.0, reason=SendReason.RISK_UP)
    world.clock.move(seconds=30)
    world.deliver()
    first, again, after = world["mail"].tried
    assert first == again
    assert [story.reasons for story in after.stories] == [(SendReason.RISK_UP,)]
    assert after.key != first.key


@pytest.mark.parametrize(
    ("holder", "ahead_s", "waited_s", "tries"),
    [
        ("here", 120, 0, 1),
        ("elsewhere", 120, 0, 0),
        ("elsewhere", 120, 119, 0),
        ("elsewhere", 120, 120, 1),
        ("elsewhere", 86_400, 0, 1),
    ],
)
def test_the_message_of_a_killed_sender_is_sent_again_under_its_key(world, holder, ahead_s, waited_s, tries):
    world["mail"].answers = [LATER]
    world.tell("A-1")
    world.deliver(backoff_first_s=0.001, backoff_max_s=0.001)
    world.lease(holder, NOW + timedelta(seconds=ahead_s))
    world.clock.move(seconds=waited_s)
    with world.store.write() as unit:
        unit.outbox.put_channel(ChannelState(channel="mail"))
    world.deliver(lease_s=120)
    assert len(world["mail"].tried) == 1 + tries
    assert len(set(world["mail"].keys)) == 1


def test_a_power_cut_after_the_receiver_took_it_is_seen_as_one(world):
    """The mark of a message that was taken is lost: it is sent again under its key, and receivers drop it."""

    class PowerCutError(Exception):
        pass

    class Cut:
        """The store; the second write of an attempt never commits."""

        writes = 0

        @contextmanager
        def write(self):
            with world.store.write() as unit:
                yield unit
                self.writes += 1
                if self.writes == 3:
                    raise PowerCutError

        def read(self):
            return world.store.read()

    world.tell("A-1")
    with pytest.raises(PowerCutError):
        world.deliver(store=Cut())
    world.deliver()
    assert (len(world["mail"].tried), len(set(world["mail"].keys)), len(world.at(Stage.SENT))) == (2, 1, 1)


def test_a_channel_that_defers_is_left_alone_twice_as_long_each_time_up_to_the_longest(world):
    world["mail"].answers = [LATER] * 6
    world.tell("A-1")
    pauses = []
    for _ in range(6):
        world.deliver(backoff_first_s=30, backoff_max_s=240)
        pause = world.state().next_try_at - world.clock.now()
        pauses.append(pause.total_seconds())
        world.clock.move(seconds=pauses[-1] - 1)
        assert world.deliver() == []
        world.clock.move(seconds=1)
    assert pauses == [30, 60, 120, 240, 240, 240]
    assert [type(one.receipt) for one in world.deliver()] == [Accepted]
    assert (world.state().failures, world.state().next_try_at) == (0, None)


def test_a_deferral_stops_the_channel_and_is_told_as_trouble_only_when_it_begins(world):
    for name in ("A-1", "A-2"):
        world["mail"].answers = [LATER]
        world.tell(name)
        world.deliver(backoff_first_s=0.001)
        world.clock.move(seconds=1)
    world["mail"].tried.clear()
    world["mail"].answers = [LATER]
    sent = world.deliver()
    assert (len(world["mail"].tried), [one.is_first_failure for one in sent]) == (1, [False])


@pytest.mark.parametrize(("asked", "waits"), [(600, 600), (5, 30), (10**9, 86_400)])
def test_retry_after_is_obeyed_up_to_a_day(world, asked, waits):
    world["mail"].answers = [Deferred(why="429", retry_after=timedelta(seconds=asked))]
    world.tell("A-1")
    world.deliver()
    world.clock.move(seconds=waits - 1)
    assert world.deliver() == []
    world.clock.move(seconds=1)
    assert [type(one.receipt) for one in world.deliver()] == [Accepted]


def test_a_pause_set_by_a_clock_that_was_put_back_is_not_believed(world):
    world.clock.move(days=2)
    world["mail"].answers = [LATER]
    world.tell("A-1")
    world.deliver()
    world.clock.move(days=-2)
    assert [type(one.receipt) for one in world.deliver()] == [Accepted]


def test_what_nobody_saw_is_made_anew_with_what_came_since(world):
    world["mail"].answers = [Deferred(why="refused", unseen=True)]
    world.tell("A-1")
    world.deliver()
    assert world.at(Stage.WAITING) == []
    world.tell("A-2", level=Level.HIGH, points=80.0)
    world.clock.move(seconds=30)
    world.deliver()
    assert world["mail"].alerts == ["A-2", "A-1"]
    assert len(world["mail"].taken) == 1


def test_what_an_earlier_attempt_may_have_shown_is_not_made_anew(world):
    world["mail"].answers = [LATER, Deferred(why="refused", unseen=True)]
    world.tell("A-1")
    for _ in range(2):
        world.deliver()
        world.tell("A-2")
        world.clock.move(seconds=60)
    world.deliver()
    assert len(set(world["mail"].keys[:3])) == 1
    assert world["mail"].alerts == ["A-1", "A-2"]


def test_a_refused_message_is_a_dead_letter_and_stops_no_other(world):
    world["mail"].answers = [NEVER]
    world.tell("A-1")
    world.deliver()
    world.tell("A-2")
    world.deliver()
    assert [one.last_error for one in world.at(Stage.DEAD)] == ["401 Unauthorized"]
    assert world["mail"].alerts == ["A-2"]
    assert world.deliver() == []


def test_waiting_messages_go_out_best_first(world):
    for name, level, points in (("A-1", Level.LOW, 20.0), ("A-2", Level.HIGH, 70.0), ("A-3", Level.HIGH, 90.0)):
        world["mail"].answers = [LATER]
        world.tell(name, level=level, points=points)
        with world.store.write() as unit:
            unit.outbox.put_channel(ChannelState(channel="mail"))
        _make_only(world)
    world.deliver()
    assert world["mail"].alerts == ["A-3", "A-2", "A-1"]


@pytest.mark.parametrize("trouble", [LATER, NEVER, ValueError("planted"), Deferred(why="no network", unseen=True)])
def test_one_channel_in_trouble_delays_no_other(store, trouble):
    world = World(store, "dead", "mail")
    world["dead"].answers = [trouble] * 9
    world.tell("A-1")
    if isinstance(trouble, ValueError):
        with pytest.raises(ValueError, match="planted"):
            world.deliver()
    else:
        world.deliver()
    assert (world["mail"].alerts, world["dead"].alerts) == (["A-1"], [])


def test_a_message_on_which_a_speaker_raises_is_a_dead_letter_that_stops_no_other(world):
    world["mail"].answers = [ZeroDivisionError("planted\x1b[31m")]
    world.tell("A-1")
    with pytest.raises(ZeroDivisionError):
        world.deliver()
    dead = world.at(Stage.DEAD)
    assert [one.last_error for one in dead] == [
        "rumorwatch has a fault of its own: ZeroDivisionError: planted\\u001b[31m"
    ]
    world.tell("A-2")
    world.deliver()
    assert world["mail"].alerts == ["A-2"]
    with world.store.write() as unit:
        unit.outbox.put(replace(dead[0], stage=Stage.WAITING))
    world.deliver()
    assert world["mail"].alerts == ["A-2", "A-1"]
    assert world["mail"].keys[2] == world["mail"].keys[0]


def test_a_store_that_fails_for_one_channel_is_raised_when_the_others_were_served(store):
    class BrokenError(Exception):
        pass

    class Failing:
        id = "dead"

        def send(self, message):
            del message
            raise BrokenError

    world = World(store, "dead", "mail")
    world.tell("A-1")
    with pytest.raises(BrokenError):
        world.deliver(speakers={"dead": Failing(), "mail": world["mail"]})
    assert world["mail"].alerts == ["A-1"]


def test_a_message_that_another_machine_took_meanwhile_is_not_sent_again(world):
    world["mail"].answers = [LATER]
    world.tell("A-1")
    world.deliver()
    world.clock.move(seconds=30)
    here = world["mail"]

    class Raced:
        """The store; another machine sends what waits after this one has looked."""

        raced = False

        @contextmanager
        def write(self):
            if not self.raced:
                self.raced = True
                world.deliver(holder="elsewhere")
            with world.store.write() as unit:
                yield unit

        def read(self):
            return world.store.read()

    assert world.deliver(store=Raced()) == []
    assert len(here.taken) == 1


def test_a_message_that_cannot_be_read_back_is_made_anew_and_stops_no_other(tmp_path, empty_database):
    store = sqlite_in(tmp_path, empty_database)
    world = World(store, "mail", "web")
    world["mail"].answers = [LATER]
    world.tell("A-1")
    world.deliver()
    with closing(sqlite3.connect(tmp_path / "rumorwatch.db")) as database, database:
        database.execute("UPDATE message SET stories = '[{}]' WHERE channel = 'mail'")
    world.tell("A-2")
    world.clock.move(seconds=30)
    world.deliver()
    assert (sorted(world["mail"].alerts), world["web"].alerts) == (["A-1", "A-2"], ["A-1", "A-2"])
    store.close()


def test_nothing_is_sent_where_there_is_no_speaker(store):
    world = World(store)
    world.tell("A-1")
    assert world.deliver(speakers={}) == []


def test_a_notice_waits_for_its_siblings(store):
    world = World(store, group_wait_s=30.0)
    world.tell("A-1")
    assert world.deliver() == []
    world.tell("A-2")
    world.clock.move(seconds=30)
    world.deliver()
    assert len(world["mail"].taken) == 1
    assert sorted(world["mail"].alerts) == ["A-1", "A-2"]


def test_a_clock_that_jumps_a_day_and_back_loses_and_doubles_nothing(store):
    world = World(store, clock=MovingClock())
    for number, days in enumerate((0, 1, -1, 0, -1, 1, 0)):
        world.clock.move(days=days, minutes=5)
        world["mail"].answers = [LATER] if number % 2 else []
        world.tell(f"A-{number}")
        world.deliver()
    for _ in range(3):
        world.clock.move(minutes=5)
        world.deliver()
    assert sorted(world["mail"].alerts) == [f"A-{number}" for number in range(7)]


def _make_only(world):
    """Make a message of what waits, as a sender does that is killed before it sends."""

    class KilledError(Exception):
        pass

    class Killed:
        """The store; nothing commits after the message was made."""

        writes = 0

        @contextmanager
        def write(self):
            if self.writes:
                raise KilledError
            self.writes += 1
            with world.store.write() as unit:
                yield unit

        @contextmanager
        def read(self):
            with world.store.read() as unit:
                yield unit

    world["mail"].answers = []
    waiting = world.at(Stage.WAITING)
    world.lease("elsewhere", world.clock.now() + timedelta(seconds=60))
    with pytest.raises(KilledError):
        world.deliver(store=Killed())
    world.lease(None, None)
    assert len(world.at(Stage.WAITING)) == len(waiting) + 1
