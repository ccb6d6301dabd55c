"""The world as a Source: web feeds beside files of the workspace, each visited once and none hurting another."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from rumorwatch.collect.health import at_address, why_not_due
from rumorwatch.collect.local import read_local
from rumorwatch.collect.web.outcomes import Outcomes, Parser, hash_body, is_local
from rumorwatch.domain.feeds import FeedState, Visit

if TYPE_CHECKING:
    import ssl
    from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path
    from typing import Any

    from rumorwatch.collect.web.connect import Resolve
    from rumorwatch.domain.feeds import Feed, HostState
    from rumorwatch.domain.posts import FeedId
    from rumorwatch.settings import Settings

_NEVER = datetime.min.replace(tzinfo=UTC)


class World:
    """Every feed an administrator listed (domain/ports.py, Source)."""

    def __init__(
        self,
        settings: Settings,
        workspace: Path,
        *,
        parser: Callable[[], AbstractContextManager[Parser]] | None = None,
        resolve: Resolve | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """Make a world.

        Args:
            settings: Limits of fetching and parsing.
            workspace: Folder of the ``file:`` feeds.
            parser: Opens what reads bodies; None: the sandbox.
            resolve: How names become addresses; None: the system's way.
            tls: Whom to trust; None: the system's certificates.
        """
        self._settings = settings
        self._workspace = workspace
        self._open_parser = parser or self._open_sandbox
        self._resolve = resolve
        self._tls = tls

    def visit(
        self,
        feeds: Sequence[Feed],
        *,
        states: Mapping[FeedId, FeedState],
        hosts: Mapping[str, HostState],
        now: datetime,
    ) -> Iterator[Visit]:
        """Visit every feed once and yield one Visit each, as they finish; never raises for a single feed.

        Feeds not due come first, as skipped. Among the others those not tried for longest start first, so that a host
        with more feeds than one run may ask for still gets to each of them.
        """
        backoff = timedelta(minutes=self._settings.fetch.backoff_first_min)
        outcomes = Outcomes(now=now, others=len(feeds) - 1, backoff_first=backoff)
        due: list[tuple[Feed, FeedState]] = []
        for feed in feeds:
            state = at_address(states.get(feed.id) or FeedState(feed_id=feed.id), feed.url)
            why = why_not_due(feed, state, now=now)
            if why is not None:
                yield outcomes.skipped(feed, state, why)
            else:
                due.append((feed, replace(state, url=feed.url)))
        due.sort(key=lambda pair: pair[1].last_try_at or _NEVER)
        yield from self._visit_due(due, outcomes, hosts)

    def _visit_due(
        self, due: Sequence[tuple[Feed, FeedState]], outcomes: Outcomes, hosts: Mapping[str, HostState]
    ) -> Iterator[Visit]:
        web = [pair for pair in due if not is_local(pair[0])]
        with ExitStack() as stack:
            parser = stack.enter_context(self._open_parser())
            fetched: Iterator[Visit] = iter(())
            if web:
                # imported only here: a workspace of files needs no network at all
                from rumorwatch.collect.web.background import Background

                work = self._web_work(web, parser, outcomes, hosts)
                background = stack.enter_context(Background(work, room=self._settings.fetch.parallel))
                fetched = background.results()
            for feed, state in due:
                if is_local(feed):
                    yield self._visit_file(feed, state, parser, outcomes)
            yield from fetched

    def _web_work(
        self,
        web: Sequence[tuple[Feed, FeedState]],
        parser: Parser,
        outcomes: Outcomes,
        hosts: Mapping[str, HostState],
    ) -> Callable[[Callable[[Visit], Awaitable[None]]], Coroutine[Any, Any, None]]:
        import asyncio  # with its clients 0.15 s; see _visit_due

        from rumorwatch.collect.http import Fetcher
        from rumorwatch.collect.web.connect import look_up
        from rumorwatch.collect.web.politeness import Turns
        from rumorwatch.collect.web.run import WebRun

        fetch = self._settings.fetch

        async def work(emit: Callable[[Visit], Awaitable[None]]) -> None:
            turns = Turns(hosts, now=outcomes.now, parallel=fetch.parallel)
            async with Fetcher(fetch, resolve=self._resolve or look_up, tls=self._tls) as fetcher:
                run = WebRun(fetch, fetcher=fetcher, turns=turns, parser=parser, outcomes=outcomes)
                async with asyncio.TaskGroup() as group:
                    for feed, state in web:
                        group.create_task(run.visit(feed, state, emit))

        return work

    def _visit_file(self, feed: Feed, state: FeedState, parser: Parser, outcomes: Outcomes) -> Visit:
        limit = feed.max_body_mb if feed.max_body_mb is not None else self._settings.fetch.max_body_mb
        try:
            body = read_local(feed, workspace=self._workspace, max_body_mb=limit)
            body_hash = hash_body(body)
            if body_hash == state.body_hash:
                return outcomes.unchanged(feed, state)
            parsed = parser.parse(body, feed=feed)
        except Exception as error:  # noqa: BLE001 - one feed failing is a result; nothing may stop the others
            return outcomes.failed(feed, state, error)
        return outcomes.read(feed, state, parsed, body_hash=body_hash)

    def _open_sandbox(self) -> AbstractContextManager[Parser]:
        from rumorwatch.collect.sandbox import Sandbox  # only a run that visits needs it

        return Sandbox(self._settings.parse, max_body_mb=self._settings.fetch.max_body_mb)
