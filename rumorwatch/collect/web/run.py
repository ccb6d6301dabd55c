"""One run over the web feeds: robots.txt, politeness, fetching and reading, feed by feed and host by host."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from rumorwatch.collect.faults import Fault
from rumorwatch.collect.guard import Policy
from rumorwatch.collect.web import robots
from rumorwatch.collect.web.answers import Unchanged, Validators
from rumorwatch.collect.web.outcomes import Outcomes, Parser, hash_body
from rumorwatch.collect.web.politeness import MAX_WAIT_S, TooSoonError, Turns
from rumorwatch.collect.web.targets import Target, check_target, read_target
from rumorwatch.domain.feeds import HostState

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from contextlib import AbstractAsyncContextManager

    from rumorwatch.collect.http import Fetcher
    from rumorwatch.collect.web.answers import Answer
    from rumorwatch.domain.feeds import Feed, FeedState, Visit
    from rumorwatch.settings import Fetch

    Emit = Callable[[Visit], Awaitable[None]]

MAX_AT_ONCE = 2
"""Requests one host answers at a time, as browsers long did (RFC 2616, 8.1.4); our own hosts may take half of all."""
_MB = 1024 * 1024


class WebRun:
    """Visits web feeds; one object a run."""

    def __init__(self, fetch: Fetch, *, fetcher: Fetcher, turns: Turns, parser: Parser, outcomes: Outcomes) -> None:
        self._fetch = fetch
        self._policy = Policy.of(fetch)
        self._fetcher = fetcher
        self._turns = turns
        self._parser = parser
        self._outcomes = outcomes
        self._token = robots.product_token(fetch.user_agent)
        self._asked: dict[str, asyncio.Task[robots.Rules]] = {}

    async def visit(self, feed: Feed, state: FeedState, emit: Emit) -> None:
        """Visit one feed and emit its Visit, whatever happens."""
        host: str | None = None
        try:
            target = read_target(feed.url)
            check_target(target, self._policy)
            host = target.host_key
            await self._visit(feed, state, target, emit)
        except TooSoonError:
            why = f"its host had no turn for it within {MAX_WAIT_S:g} s; the next run begins with it"
            await emit(self._outcomes.skipped(feed, state, why, hosts=self._hosts(host)))
        except Exception as error:  # noqa: BLE001 - one feed failing is a result; nothing may stop the others
            await emit(self._outcomes.failed(feed, state, error, hosts=self._hosts(host)))

    async def _visit(self, feed: Feed, state: FeedState, target: Target, emit: Emit) -> None:
        rules = await self._rules(target)
        if not rules.allows(target.url):
            raise robots.disallowed(target.path)
        known = Validators(etag=state.etag, last_modified=state.last_modified) if state.body_hash else Validators()
        async with self._turn(target, rules):
            answer = await self._fetcher.get(
                target, now=self._outcomes.now, validators=known, max_body_mb=feed.max_body_mb
            )
            # emitted while the slot is held: bodies wait on their servers, not in our memory
            await emit(await self._read(feed, state, answer, hosts=self._hosts(target.host_key)))

    async def _read(self, feed: Feed, state: FeedState, answer: Answer, *, hosts: tuple[HostState, ...]) -> Visit:
        if isinstance(answer, Unchanged):
            return self._outcomes.unchanged(feed, state, notes=answer.notes, hosts=hosts)
        body_hash = hash_body(answer.content)
        if body_hash == state.body_hash:
            return self._outcomes.unchanged(feed, state, notes=answer.notes, hosts=hosts, validators=answer.validators)
        parsed = await asyncio.to_thread(
            self._parser.parse, answer.content, feed=feed, content_type=answer.content_type
        )
        return self._outcomes.read(
            feed, state, parsed, body_hash=body_hash, validators=answer.validators, notes=answer.notes, hosts=hosts
        )

    def _turn(self, target: Target, rules: robots.Rules) -> AbstractAsyncContextManager[None]:
        own = self._policy.is_own(target.host, target.port)
        interval_s = max(rules.crawl_delay_s, 0.0 if own else self._fetch.host_interval_s)
        at_once = max(1, self._fetch.parallel // 2) if own else MAX_AT_ONCE
        return self._turns.at(target.host_key, interval_s=interval_s, at_once=at_once)

    async def _rules(self, target: Target) -> robots.Rules:
        if not self._fetch.respect_robots:
            return robots.read_rules("", token=self._token)
        # one request for all feeds of a host: later ones wait for the answer of the first
        if target.host_key not in self._asked:
            self._asked[target.host_key] = asyncio.create_task(self._ask(target))
        return await asyncio.shield(self._asked[target.host_key])

    async def _ask(self, target: Target) -> robots.Rules:
        key, now = target.host_key, self._outcomes.now
        known = self._turns.state(key)
        if not robots.is_fresh(known, now=now, max_age_h=self._fetch.robots_max_age_h):
            text, refused = await self._fetch_robots(target)
            known = HostState(host=key, robots=text, robots_allowed=refused is None, robots_checked_at=now)
            self._turns.learn(known)
            if refused is not None:
                raise robots.unreachable(refused)
        return robots.read_rules(known.robots or "", token=self._token)

    async def _fetch_robots(self, target: Target) -> tuple[str, Fault | None]:
        page = target.sibling("/robots.txt")
        async with self._turn(target, robots.read_rules("", token=self._token)):
            try:
                answer = await self._fetcher.get(
                    page, now=self._outcomes.now, max_body_mb=robots.MAX_BYTES / _MB, cut=True
                )
            except Fault as fault:
                return "", None if robots.means_allowed(fault) else fault
        body = b"" if isinstance(answer, Unchanged) else answer.content
        return robots.distill(body, token=self._token), None

    def _hosts(self, host: str | None) -> tuple[HostState, ...]:
        return (self._turns.state(host),) if host is not None else ()
