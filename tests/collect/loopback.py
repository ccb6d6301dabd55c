"""A server on loopback that says exactly the bytes a test wants, and a reader of bodies with no child process."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import trustme

from rumorwatch.collect.bodies.parsed import Parsed
from rumorwatch.domain.errors import FeedError
from rumorwatch.domain.feeds import Feed
from rumorwatch.domain.posts import FeedId, RawItem

FEED = (
    b'<?xml version="1.0"?><rss version="2.0"><channel><title>t</title><item><title>one</title></item></channel></rss>'
)
AUTHORITY = trustme.CA()
"""Made for this run and trusted by its tests only."""

TLS_HELLO = b"\x16\x03"
Answer = bytes | Callable[[socket.socket], None]


def reply(body: bytes = FEED, *headers: str, status: str = "200 OK", length: bool = True) -> bytes:
    lines = [f"HTTP/1.1 {status}", *headers, *([f"Content-Length: {len(body)}"] if length else []), "", ""]
    return "\r\n".join(lines).encode("latin-1") + body


def trusting() -> ssl.SSLContext:
    """A client's context that trusts the run's own authority and nobody else."""
    context = ssl.create_default_context()
    AUTHORITY.configure_trust(context)
    return context


def redirect(to: str, *, status: str = "302 Found") -> bytes:
    return reply(b"", f"Location: {to}", status=status)


@dataclass
class Loopback:
    """Answers by path; everything else is 404."""

    port: int
    answers: dict[str, Answer] = field(default_factory=dict)
    hits: Counter[str] = field(default_factory=Counter)
    connections: int = 0
    heads: dict[str, bytes] = field(default_factory=dict)
    """The last request to each path, as it came."""
    done: threading.Event = field(default_factory=threading.Event)
    """Set when the test is over: what stalls waits for it."""

    greeted: Callable[[socket.socket], None] = lambda connection: connection.sendall(b"what?")
    """What a server without TLS does when it is greeted in TLS."""

    def url(self, path: str = "/feed", *, host: str = "localhost", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    def serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            connection.settimeout(30)
            head = b""
            while True:
                while b"\r\n\r\n" not in head:
                    piece = connection.recv(4096)
                    if not piece:
                        return
                    head += piece
                    if head.startswith(TLS_HELLO):
                        self.greeted(connection)
                        return
                path = head.split(b" ")[1].decode("latin-1")
                self.hits[path] += 1
                self.heads[path] = head
                answer = self.answers.get(path, reply(b"", status="404 Not Found"))
                if callable(answer):
                    answer(connection)
                    return
                connection.sendall(answer)
                head = b""


@contextmanager
def serving(*, tls: bool = False) -> Iterator[Loopback]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    AUTHORITY.issue_cert("localhost").configure_cert(context)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = Loopback(port=listener.getsockname()[1])

        def talk(connection: socket.socket) -> None:
            with contextlib.suppress(OSError):
                server.serve(context.wrap_socket(connection, server_side=True) if tls else connection)
            connection.close()

        def accept() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = listener.accept()
                    server.connections += 1
                    threading.Thread(target=talk, args=(connection,), daemon=True).start()

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.done.set()
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()


@dataclass
class LineParser:
    """Reads an item from every <item>; a body without one is no feed."""

    bodies: list[bytes] = field(default_factory=list)

    def parse(self, body: bytes, *, feed: Feed, content_type: str | None = None) -> Parsed:  # noqa: ARG002
        self.bodies.append(body)
        if b"crash" in body:
            raise ZeroDivisionError("planted")
        found = body.count(b"<item>")
        if not found:
            raise FeedError(code="RW-C42", failed=f'feed "{feed.id}": a login page, not a feed')
        return Parsed(items=tuple(RawItem(text=f"item {position}") for position in range(found)))

    @contextmanager
    def opened(self) -> Iterator[LineParser]:
        yield self


def feed_at(url: str, *, name: str = "a-feed", **more: object) -> Feed:
    return Feed(**{"id": FeedId(name), "url": url, **more})
