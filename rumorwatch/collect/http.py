"""The fetcher: one GET under the limits of safety.md, conditional, redirects followed by hand.

It stands on httpcore2's connection pool, not on httpx2's client above it: the client would keep cookies, take user
names from URLs, follow redirects and unpack bodies, and each of these is something we must decide ourselves.
"""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Self

import httpcore2

from rumorwatch.collect.faults import FEED, Code, Fault, shown_url
from rumorwatch.collect.guard import Policy
from rumorwatch.collect.web.answers import PERMANENT, REDIRECTS, Answer, Headers, Validators
from rumorwatch.collect.web.connect import GuardedBackend, Resolve, look_up
from rumorwatch.collect.web.reading import Question, header_fault
from rumorwatch.collect.web.targets import Target, check_target, read_target
from rumorwatch.domain.errors import quoted

if TYPE_CHECKING:
    import ssl
    from datetime import datetime

    from rumorwatch.settings import Fetch

_ACCEPT = (
    b"application/rss+xml, application/atom+xml, application/feed+json, "
    b"application/xml;q=0.9, application/json;q=0.9, */*;q=0.5"
)
_KEEPALIVE_S = 30.0
_BYTES = re.compile(r"bytearray\(b('[^']*')\)")
_MB = 1024 * 1024


class Fetcher:
    """Fetches over HTTP/1.1 and HTTP/2 for one run; connections are kept and used again within it."""

    def __init__(self, fetch: Fetch, *, resolve: Resolve = look_up, tls: ssl.SSLContext | None = None) -> None:
        self._fetch = fetch
        self._policy = Policy.of(fetch)
        self._backend = GuardedBackend(self._policy, resolve=resolve)
        self._tls = tls
        self._pools: dict[str, httpcore2.AsyncConnectionPool] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        for pool in self._pools.values():
            await pool.aclose()

    async def get(
        self,
        target: Target,
        *,
        now: datetime,
        validators: Validators | None = None,
        max_body_mb: float | None = None,
        cut: bool = False,
    ) -> Answer:
        """Fetch one target.

        Args:
            target: Where to; checked here.
            now: The run's moment, for dates in headers.
            validators: From the last good visit: an unchanged body is then not sent.
            max_body_mb: Instead of fetch.max_body_mb.
            cut: Whether a body over the limit is cut there instead of refused.

        Raises:
            Fault: RW-C01 to RW-C17 or RW-C22: everything that can go wrong on the way.
        """
        question = Question(
            now=now,
            validators=validators or Validators(),
            max_header_kb=self._fetch.max_header_kb,
            max_bytes=int((max_body_mb if max_body_mb is not None else self._fetch.max_body_mb) * _MB),
            max_ratio=self._fetch.max_ratio,
            cut=cut,
        )
        try:
            async with asyncio.timeout(self._fetch.total_s):
                return await self._follow(target, question)
        except TimeoutError as error:
            raise Fault(
                Code.TIMEOUT,
                f"no complete answer within {self._fetch.total_s:g} s ({question.progress}), stopped",
                "If this server is really that slow: fetch.total_s",
            ) from error
        except httpcore2.ProtocolError as error:
            raise _protocol_fault(error) from error
        except (httpcore2.NetworkError, OSError) as error:
            why = quoted(str(error)) or "closed by the server"
            raise Fault(Code.CONNECT, f"the connection broke: {why}", "Nothing to do here unless it lasts") from error

    async def _follow(self, target: Target, question: Question) -> Answer:
        via: Target | None = None
        seen = {target.url}
        moved: Target | None = None
        permanent = True
        while True:
            check_target(target, self._policy, via=via)
            reply = await self._send(target, question.validators)
            try:
                headers = question.check_headers(reply)
                if reply.status not in REDIRECTS:
                    return await question.read(reply, headers, notes=_moved(moved))
            finally:
                await reply.aclose()
            via, target = target, _next_hop(target, headers)
            permanent = permanent and reply.status in PERMANENT
            moved = target if permanent else moved
            self._count_hop(target, seen)

    def _count_hop(self, target: Target, seen: set[str]) -> None:
        limit = self._fetch.max_redirects
        if target.url in seen:
            raise Fault(Code.REDIRECTS, f"redirected in a circle at {shown_url(target.url)}", _look_up())
        if len(seen) > limit:
            raise Fault(Code.REDIRECTS, f"redirected more than {limit} times, stopped", _look_up())
        seen.add(target.url)

    async def _send(self, target: Target, validators: Validators) -> httpcore2.Response:
        request = httpcore2.Request(
            method=b"GET",
            url=httpcore2.URL(
                scheme=target.scheme.encode(),
                host=target.host.encode(),
                port=target.port,
                target=target.path.encode("ascii"),
            ),
            headers=[
                (b"Host", target.host_key.encode()),
                (b"User-Agent", self._fetch.user_agent.encode("latin-1", "replace")),
                (b"Accept", _ACCEPT),
                (b"Accept-Encoding", b"gzip, deflate"),
                *validators.headers(),
            ],
        )
        return await self._pool(target.scheme).handle_async_request(request)

    def _pool(self, scheme: str) -> httpcore2.AsyncConnectionPool:
        if scheme not in self._pools:
            self._pools[scheme] = httpcore2.AsyncConnectionPool(
                ssl_context=self._tls_context() if scheme == "https" else None,
                max_connections=None,  # how many run at once is decided by whoever asks
                max_keepalive_connections=self._fetch.parallel,
                keepalive_expiry=_KEEPALIVE_S,
                http2=True,
                network_backend=self._backend,
            )
        return self._pools[scheme]

    def _tls_context(self) -> ssl.SSLContext:
        if self._tls is not None:
            return self._tls
        import httpx2  # 60 ms with the certificates, and only https needs it

        return httpx2.create_ssl_context(trust_env=False)


def _moved(target: Target | None) -> tuple[str, ...]:
    return (f"moved for good to {shown_url(target.url)}: correct the feed's url",) if target is not None else ()


def _next_hop(target: Target, headers: Headers) -> Target:
    location = headers.first("location")
    if not location:
        raise Fault(Code.REDIRECTS, "redirected to no address", _look_up())
    # servers send raw UTF-8 here although only ASCII is allowed (RFC 9110, 10.2.2)
    written = location.encode("latin-1").decode("utf-8", "replace")
    try:
        following = read_target(written, base=target)
    except Fault as fault:
        raise Fault(fault.code, f"redirected: {fault.what}; not followed", _look_up()) from fault
    if target.scheme == "https" and following.scheme == "http":
        raise Fault(
            Code.DOWNGRADE,
            f"redirected from https to {shown_url(following.url)}, which anyone on the way can change",
            f"If that is really its address: feeds.{FEED}.url",
        )
    return following


def _protocol_fault(error: Exception) -> Fault:
    why = quoted(_BYTES.sub(r"\1", str(error)))
    if "receive buffer too long" in why.lower() or "header list" in why.lower():
        # h11 stops at 100 kB of headers without an end, h2 at 64 kB
        return header_fault("headers over 64 kB")
    return Fault(Code.PROTOCOL, f"not an answer we can read: {why}", "Tell the feed's publisher if it lasts")


def _look_up() -> str:
    return f"Open the address in a browser and correct feeds.{FEED}.url"
