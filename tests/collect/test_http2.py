"""The same limits over HTTP/2, where one connection carries many answers."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import h2.config
import h2.connection
import h2.events
import pytest

from collect.loopback import AUTHORITY, FEED, trusting
from nouns import NOW
from rumorwatch.collect.faults import Code, Fault
from rumorwatch.collect.http import Fetcher
from rumorwatch.collect.web.answers import Unchanged, Validators
from rumorwatch.collect.web.targets import read_target
from rumorwatch.settings import Fetch

Answer = Callable[[h2.connection.H2Connection, int, Callable[[], None]], None]


def plain(connection, stream_id, flush):
    connection.send_headers(stream_id, [(":status", "200"), ("etag", '"1"')])
    connection.send_data(stream_id, FEED, end_stream=True)
    flush()


def unchanged(connection, stream_id, flush):
    connection.send_headers(stream_id, [(":status", "304")], end_stream=True)
    flush()


def long_headers(connection, stream_id, flush):
    headers = [(":status", "200"), *((f"x-{n}", str(n % 10) * 3000) for n in range(30))]
    connection.send_headers(stream_id, headers, end_stream=True)
    flush()


def endless_pings(connection, stream_id, flush):
    connection.send_headers(stream_id, [(":status", "200")])
    while True:
        for _ in range(200):
            connection.ping(b"12345678")
        flush()


def endless_nothing(connection, stream_id, flush):
    connection.send_headers(stream_id, [(":status", "200")])
    while True:
        for _ in range(200):
            connection.send_data(stream_id, b"")
        flush()


def reset(connection, stream_id, flush):
    connection.reset_stream(stream_id)
    flush()


@contextmanager
def serving(answer: Answer) -> Iterator[str]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    AUTHORITY.issue_cert("localhost").configure_cert(context)
    context.set_alpn_protocols(["h2"])

    def talk(plain_socket: socket.socket) -> None:
        with contextlib.suppress(OSError), context.wrap_socket(plain_socket, server_side=True) as wire:
            wire.settimeout(10)
            connection = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
            connection.initiate_connection()
            wire.sendall(connection.data_to_send())
            while received := wire.recv(65536):
                for event in connection.receive_data(received):
                    if isinstance(event, h2.events.RequestReceived):
                        answer(connection, event.stream_id, lambda: wire.sendall(connection.data_to_send()))
                wire.sendall(connection.data_to_send())

    with socket.create_server(("127.0.0.1", 0)) as listener:

        def accept() -> None:
            with contextlib.suppress(OSError):
                while True:
                    threading.Thread(target=talk, args=(listener.accept()[0],), daemon=True).start()

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield f"https://localhost:{listener.getsockname()[1]}/feed"
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


def get(url: str, *, times: int = 1, **more):
    async def ask():
        fetch = Fetch(allow_hosts=("localhost",), total_s=5.0)
        async with Fetcher(fetch, tls=trusting()) as fetcher:
            asked = [fetcher.get(read_target(url), now=NOW, **more) for _ in range(times)]
            return await asyncio.gather(*asked)

    return asyncio.run(ask())


def test_a_feed_is_read():
    with serving(plain) as url:
        assert [answer.content for answer in get(url, times=3)] == [FEED] * 3


def test_an_unchanged_feed_is_known():
    with serving(unchanged) as url:
        assert get(url, validators=Validators(etag='"1"')) == [Unchanged()]


@pytest.mark.parametrize(
    ("answer", "codes"),
    [
        (long_headers, {Code.HEADERS}),
        (endless_pings, {Code.PROTOCOL}),
        (endless_nothing, {Code.PROTOCOL}),
        (reset, {Code.PROTOCOL}),
    ],
)
def test_a_server_that_keeps_to_nothing_is_stopped(answer, codes):
    with serving(answer) as url, pytest.raises(Fault) as caught:
        get(url)
    assert caught.value.code in codes
