"""The loop beside the pipeline."""

from __future__ import annotations

import asyncio
import threading

import pytest

from rumorwatch.collect.web.background import Background


def test_results_come_in_the_order_they_are_ready():
    async def work(emit):
        for number in range(50):
            await emit(number)

    with Background(work, room=3) as background:
        assert list(background.results()) == list(range(50))


def test_the_work_waits_while_nobody_takes():
    made: list[int] = []
    first_taken = threading.Event()

    async def work(emit):
        for number in range(10):
            await emit(number)
            made.append(number)

    with Background(work, room=2) as background:
        results = background.results()
        assert next(results) == 0
        first_taken.set()
        assert len(made) <= 4
        assert list(results) == list(range(1, 10))


def test_work_that_fails_is_told_where_its_results_are_taken():
    async def work(emit):
        await emit(1)
        raise ZeroDivisionError("planted")

    with Background(work, room=2) as background:
        results = background.results()
        assert next(results) == 1
        with pytest.raises(ZeroDivisionError, match="planted"):
            list(results)


def test_leaving_early_stops_the_work_and_lets_it_clean_up():
    cleaned = threading.Event()

    async def work(emit):
        try:
            await emit(1)
            await asyncio.Event().wait()
        finally:
            cleaned.set()

    with Background(work, room=2) as background:
        assert next(background.results()) == 1
    assert cleaned.is_set()


def test_work_nobody_asked_for_ends_too():
    async def work(emit):
        await emit(1)
        await emit(2)

    with Background(work, room=1):
        pass
    assert not [thread for thread in threading.enumerate() if thread.name == "fetching"]
