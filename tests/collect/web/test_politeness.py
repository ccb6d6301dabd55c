"""Turns at hosts, within a run and from run to run."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from nouns import NOW
from rumorwatch.collect.web.politeness import TooSoonError, Turns
from rumorwatch.domain.feeds import HostState


class Time:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s

    async def sleep(self, seconds: float) -> None:
        self.now_s += seconds


def turns(*states: HostState, parallel: int = 10) -> tuple[Turns, Time]:
    time = Time()
    hosts = {state.host: state for state in states}
    return Turns(hosts, now=NOW, parallel=parallel, clock=time, sleep=time.sleep), time


def starts(given: Turns, time: Time, *asked: tuple[str, float]) -> list[float]:
    async def go() -> list[float]:
        started = []
        for host, interval_s in asked:
            async with given.at(host, interval_s=interval_s):
                started.append(round(time.now_s - 1000, 3))
        return started

    return asyncio.run(go())


def test_requests_to_one_host_keep_their_distance():
    assert starts(*turns(), ("a", 1.5), ("a", 1.5), ("a", 0)) == [0, 1.5, 3.0]


def test_requests_to_different_hosts_do_not_wait_for_each_other():
    assert starts(*turns(), ("a", 1), ("b", 1), ("c", 1)) == [0, 0, 0]


def test_our_own_hosts_need_no_distance():
    assert starts(*turns(), ("own", 0), ("own", 0)) == [0, 0]


@pytest.mark.parametrize(
    ("ahead", "waited"),
    [
        (timedelta(seconds=7), 7),
        (timedelta(seconds=-7), 0),
        (timedelta(days=400), 0),  # the clock was moved: nothing sets that
    ],
)
def test_the_last_run_is_remembered(ahead, waited):
    given, time = turns(HostState(host="a", next_request_at=NOW + ahead))
    assert starts(given, time, ("a", 2)) == [waited]
    assert given.state("a").next_request_at == NOW + timedelta(seconds=waited + 2)


def test_a_turn_over_a_minute_away_is_left_to_the_next_run():
    given, time = turns()
    with pytest.raises(TooSoonError):
        starts(given, time, ("a", 61), ("a", 61))


def test_no_more_requests_run_at_once_than_there_are_slots():
    given, _ = turns(parallel=2)
    running: list[str] = []
    most: list[int] = []

    async def one(host: str) -> None:
        async with given.at(host, interval_s=1):
            running.append(host)
            most.append(len(running))
            await asyncio.sleep(0)
            running.remove(host)

    async def go() -> None:
        await asyncio.gather(*(one(host) for host in "abcdefg"))

    asyncio.run(go())
    assert (max(most), len(most)) == (2, 7)


def test_a_slow_host_holds_no_more_than_its_share_of_the_slots():
    given, _ = turns(parallel=4)
    asked: list[str] = []

    async def one(host: str, quick: asyncio.Event) -> None:
        async with given.at(host, interval_s=0, at_once=2):
            asked.append(host)
            if host == "quick":
                quick.set()
            await asyncio.Event().wait()

    async def go() -> None:
        quick = asyncio.Event()
        waiting = [asyncio.create_task(one(host, quick)) for host in ("slow", "slow", "slow", "slow", "quick")]
        await quick.wait()
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)

    asyncio.run(go())
    assert sorted(asked) == ["quick", "slow", "slow"]


def test_a_host_that_is_slow_for_a_minute_is_left_to_the_next_run():
    given, time = turns()

    async def slow() -> None:
        async with given.at("a", interval_s=0, at_once=1):
            await asyncio.sleep(0)
            time.now_s += 61

    async def go() -> list[object]:
        return await asyncio.gather(slow(), slow(), return_exceptions=True)

    first, second = asyncio.run(go())
    assert (first, type(second)) == (None, TooSoonError)


def test_a_request_that_fails_gives_its_slot_back():
    given, time = turns(parallel=1)

    async def fail() -> None:
        async with given.at("a", interval_s=0):
            raise ZeroDivisionError

    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            asyncio.run(fail())
    assert starts(given, time, ("b", 0)) == [0]


def test_what_is_learned_of_robots_keeps_the_turn():
    given, time = turns()
    starts(given, time, ("a", 3))
    given.learn(HostState(host="a", robots="", robots_checked_at=NOW))
    assert given.state("a") == HostState(
        host="a", robots="", robots_checked_at=NOW, next_request_at=NOW + timedelta(seconds=3)
    )
