"""Connecting: a name is looked up once, every address is checked, and the checked address is the one connected to.

There is no second lookup between check and use, so a name that changes its answer (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import threading
from typing import TYPE_CHECKING, Any, Protocol

import httpcore2

from rumorwatch.collect.faults import Code, Fault
from rumorwatch.collect.guard import literal_address, why_forbidden, with_port
from rumorwatch.domain.errors import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rumorwatch.collect.guard import Policy

_MAX_ADDRESSES = 4
_TRY_S = 4.0
"""For all addresses but the last: a name with a dead IPv6 address must not cost the whole 20 s."""
_MAX_UNSPENT = 256 * 1024
"""Bytes read from the wire that gave no body: headers, and what a server hides between 1-byte chunks."""
_FRAMING_ALLOWED = 2
"""Bytes on the wire granted for each byte of body: chunks of 8 bytes still pass."""


class Resolve(Protocol):
    """How names become addresses."""

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        """Return the addresses of a host, best first.

        Raises:
            OSError: The name has none, or nobody answered.
        """
        ...


async def look_up(host: str, port: int) -> Sequence[str]:
    """Ask the system, in a thread that nobody waits for: a lookup that hangs must not outlive the deadline."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[Sequence[str]] = loop.create_future()

    def settle(addresses: Sequence[str] | None, error: Exception | None) -> None:
        if answer.done():
            return
        if error is not None:
            answer.set_exception(error)
        else:
            answer.set_result(addresses or ())

    def ask() -> None:
        addresses: Sequence[str] | None = None
        failure: Exception | None = None
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        except (OSError, UnicodeError) as error:
            failure = error
        with contextlib.suppress(RuntimeError):  # the loop may be gone: nobody waits any more
            loop.call_soon_threadsafe(settle, addresses, failure)

    threading.Thread(target=ask, name=f"look-up {host}", daemon=True).start()
    return await answer


class GuardedBackend(httpcore2.AsyncNetworkBackend):
    """The only way out of the program: it connects to checked addresses."""

    def __init__(
        self, policy: Policy, *, resolve: Resolve = look_up, inner: httpcore2.AsyncNetworkBackend | None = None
    ) -> None:
        self._policy = policy
        self._resolve = resolve
        self._inner = inner or httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore2's signature
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Connect to the first address of the host that answers.

        Raises:
            Fault: RW-C02 when an address leads inside, RW-C04 or RW-C05 when there is none that answers.
        """
        addresses = await self._addresses(host, port)
        for position, address in enumerate(addresses, start=1):
            limit_s = timeout if position == len(addresses) else _TRY_S
            try:
                stream = await self._inner.connect_tcp(
                    address, port, timeout=limit_s, local_address=local_address, socket_options=socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                if position == len(addresses):
                    place = with_port(address, port)
                    raise Fault(
                        Code.CONNECT, f"no connection to {place}: {_cause(error)}", "Nothing to do here unless it lasts"
                    ) from error
            else:
                return MeteredStream(stream)
        raise Fault(Code.DNS, f"the name {quoted(host)} has no address", "Look the address up")

    async def _addresses(self, host: str, port: int) -> Sequence[str]:
        try:
            addresses = [host] if literal_address(host) is not None else await self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            why = getattr(error, "strerror", None) or str(error)
            raise Fault(
                Code.DNS,
                f"the name {quoted(host)} could not be looked up: {why}",
                "Look for a typing error in the address, and at this machine's DNS",
            ) from error
        if not self._policy.is_own(host, port):
            for address in addresses:
                self._check(host, port, address)
        return addresses[:_MAX_ADDRESSES]

    def _check(self, host: str, port: int, address: str) -> None:
        # one bad address refuses the name: a public feed has no reason to answer with both kinds
        read = literal_address(address)
        why = why_forbidden(read) if read is not None else "of no kind we know"
        if why is not None:
            raise Fault(
                Code.FORBIDDEN,
                f"the name {quoted(host)} leads to {address}, which is {why}; refused before connecting",
                f'If it is a server of your own: fetch.allow_hosts = ["{with_port(host, port)}"]',
            )


class MeteredStream(httpcore2.AsyncNetworkStream):
    """A connection that counts what it reads, so that endless framing around a tiny body ends."""

    def __init__(self, inner: httpcore2.AsyncNetworkStream) -> None:
        self._inner = inner
        self._unspent = 0

    def spend(self, body_bytes: int) -> None:
        """Account for a piece of body that arrived."""
        self._unspent = max(0, self._unspent - _FRAMING_ALLOWED * body_bytes)

    def settle(self) -> None:
        """Account for everything read: a response ended."""
        self._unspent = 0

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109
        """Read some bytes.

        Raises:
            Fault: RW-C13 after 256 kB that were no body.
        """
        if self._unspent > _MAX_UNSPENT:
            raise Fault(
                Code.PROTOCOL,
                f"{self._unspent // 1024} kB of headers and framing for next to no body, stopped",
                "Tell the feed's publisher; nothing on our side allows it",
            )
        read = await self._inner.read(max_bytes, timeout)
        self._unspent += len(read)
        return read

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109
        """Write the bytes."""
        await self._inner.write(buffer, timeout)

    async def aclose(self) -> None:
        """Close the connection."""
        await self._inner.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> httpcore2.AsyncNetworkStream:
        """Return the same connection under TLS, its certificate checked against the name of the URL.

        Raises:
            Fault: RW-C06.
        """
        try:
            return MeteredStream(await self._inner.start_tls(ssl_context, server_hostname, timeout))
        except asyncio.CancelledError:
            await self._inner.aclose()  # the deadline passed in the middle of the handshake
            raise
        except (httpcore2.ConnectError, OSError) as error:
            await self._inner.aclose()
            raise Fault(
                Code.TLS,
                f"no safe connection to {quoted(server_hostname or '')}: {_cause(error)}",
                "Check the certificate in a browser; it is not skipped on our side",
            ) from error

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - httpcore2's signature
        """Return what the connection knows of itself."""
        return self._inner.get_extra_info(info)


def _cause(error: BaseException) -> str:
    """Return the deepest reason the system gave, in its words."""
    reason, seen = error, 0
    while (deeper := reason.__cause__ or reason.__context__) is not None and seen < 10:  # noqa: PLR2004 - no loop
        reason, seen = deeper, seen + 1
        if isinstance(reason, ssl.SSLCertVerificationError):
            return quoted(reason.verify_message)
    text = getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
    return quoted(str(text))
