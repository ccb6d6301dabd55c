"""Politeness: how long to wait between two requests to one host, within a run and from run to run."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from rumorwatch.domain.feeds import HostState

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
    from datetime import datetime

MAX_WAIT_S = 60.0
"""A feed whose turn comes later is left to the next run: one slow host must not make the whole run wait."""
MAX_HOLD_S = 3600.0
"""Nothing we remember is longer than this (fetch.host_interval_s); more means that the clock was moved."""


class TooSoonError(Exception):
    """The host's turn comes too late for this run."""


@dataclass(slots=True)
class _Line:
    """The requests waiting for one host."""

    free_at_s: float
    """On the run's own clock, 0 at its start."""
    at_once: asyncio.Semaphore
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Turns:
    """Hands out turns at hosts: in order at each, and no host waits for another."""

    def __init__(
        self,
        hosts: Mapping[str, HostState],
        *,
        now: datetime,
        parallel: int,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._states = dict(hosts)
        self._now = now
        self._slots = asyncio.Semaphore(parallel)
        self._clock = clock
        self._sleep = sleep
        self._start_s = clock()
        self._lines: dict[str, _Line] = {}

    @asynccontextmanager
    async def at(self, host: str, *, interval_s: float, at_once: int = 2) -> AsyncIterator[None]:
        """Wait for the host's turn and a free slot; hold the slot until the answer is out of our hands.

        Args:
            host: Whose turn.
            interval_s: Until the next request to it may start.
            at_once: Requests it may be answering at one time: a slow host must not hold every slot.

        Raises:
            TooSoonError: The turn did not come within 60 s.
        """
        line = self._line(host, at_once)
        asked_at_s = self._elapsed_s()
        async with line.at_once:
            async with line.lock:
                turn_at_s = max(line.free_at_s, self._elapsed_s())
                if turn_at_s - asked_at_s > MAX_WAIT_S:
                    raise TooSoonError
                if turn_at_s > self._elapsed_s():
                    await self._sleep(turn_at_s - self._elapsed_s())
                await self._slots.acquire()
                line.free_at_s = self._elapsed_s() + interval_s
                self._note(host, line.free_at_s if interval_s else None)
            try:
                yield
            finally:
                self._slots.release()

    def state(self, host: str) -> HostState:
        """Return what is known of a host by now."""
        return self._states.get(host) or HostState(host=host)

    def learn(self, state: HostState) -> None:
        """Replace what is known of robots.txt at a host."""
        known = self.state(state.host)
        self._states[state.host] = replace(state, next_request_at=known.next_request_at)

    def _note(self, host: str, free_at_s: float | None) -> None:
        moment = self._now + timedelta(seconds=free_at_s) if free_at_s is not None else None
        self._states[host] = replace(self.state(host), next_request_at=moment)

    def _line(self, host: str, at_once: int) -> _Line:
        if host not in self._lines:
            held = self.state(host).next_request_at
            hold_s = (held - self._now).total_seconds() if held is not None else 0.0
            free_at_s = hold_s if 0 < hold_s <= MAX_HOLD_S else 0.0
            self._lines[host] = _Line(free_at_s=free_at_s, at_once=asyncio.Semaphore(at_once))
        return self._lines[host]

    def _elapsed_s(self) -> float:
        return self._clock() - self._start_s
