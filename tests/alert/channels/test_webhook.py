from __future__ import annotations

import contextlib
import logging
import socket
import struct
import threading
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from typing import TYPE_CHECKING

import pytest
from standardwebhooks import Webhook
from werkzeug import Response

from alert.receivers import raw, silent
from alert.told import CLAIM, NOW, SECRET, Words, channel, message, story
from collect.loopback import serving, trusting
from rumorwatch.alert.channels.answers import read_retry_after
from rumorwatch.alert.channels.webhook import WebhookSpeaker
from rumorwatch.domain.channels import ChannelKind
from rumorwatch.domain.messages import Accepted, Deferred, Refused

if TYPE_CHECKING:
    from pytest_httpserver import HTTPServer

KEY = "0123456789abcdef0123456789abcdef"
QUICK_S = 0.2


def speaker(url: str, *, timeout_s: float = 5.0, now=lambda: NOW, wording=None) -> WebhookSpeaker:
    hook = channel(ChannelKind.WEBHOOK, url, secret=SECRET)
    return WebhookSpeaker(hook, wording=wording or Words(), timeout_s=timeout_s, now=now, tls=trusting())


def request_of(connection: socket.socket) -> bytes:
    """Read one request, body and all: what is left unread would reset the connection."""
    got = b""
    while b"\r\n\r\n" not in got:
        got += connection.recv(65536)
    head, _, body = got.partition(b"\r\n\r\n")
    length = int(
        next(line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length"))
    )
    while len(body) < length:
        body += connection.recv(65536)
    return head


def saying(*pieces: bytes, end=None):
    def talk(connection, done):
        request_of(connection)
        for piece in pieces:
            connection.sendall(piece)
        if end:
            end(connection, done)

    return talk


def answered(server: HTTPServer, status: int, **headers: str):
    server.expect_request("/hook").respond_with_response(Response("", status, headers))
    return speaker(server.url_for("/hook")).send(message())


def test_what_is_sent_is_json_with_the_key_twice(httpserver):
    assert answered(httpserver, 200) == Accepted()
    (request,) = [request for request, _ in httpserver.log]
    assert request.method == "POST"
    assert request.json == {"key": KEY, "claims": [CLAIM]}
    assert request.headers["Content-Type"] == "application/json"
    assert request.headers["Idempotency-Key"] == KEY
    assert request.headers["webhook-id"] == KEY
    assert request.headers["webhook-timestamp"] == str(int(NOW.timestamp()))
    assert request.headers["User-Agent"].startswith("rumorwatch/")


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=7))], ids=["utc", "vietnam"])
def test_the_signature_is_one_that_receivers_verify(httpserver, zone):
    httpserver.expect_request("/hook").respond_with_data("")
    speaker(httpserver.url_for("/hook"), now=lambda: datetime.now(zone)).send(message())
    (request,) = [request for request, _ in httpserver.log]
    told = Webhook(SECRET).verify(request.data, dict(request.headers))
    assert told["claims"] == [CLAIM]


def test_what_no_text_can_say_is_replaced_before_it_is_signed(httpserver):
    httpserver.expect_request("/hook").respond_with_data("")
    desk = speaker(httpserver.url_for("/hook"), now=lambda: datetime.now(UTC))
    assert desk.send(message(story(text="a\ud800b\r\nwebhook-id: x"))) == Accepted()
    (request,) = [request for request, _ in httpserver.log]
    assert Webhook(SECRET).verify(request.data, dict(request.headers))["claims"] == ["a?b\r\nwebhook-id: x"]


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_2xx_has_taken_it(httpserver, status):
    assert answered(httpserver, status) == Accepted()


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504, 599])
def test_what_may_pass_is_for_later(httpserver, status):
    receipt = answered(httpserver, status)
    assert isinstance(receipt, Deferred)
    assert receipt.why.startswith(str(status))
    assert receipt.retry_after is None


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 410, 413, 422])
def test_another_4xx_is_final(httpserver, status):
    receipt = answered(httpserver, status)
    assert isinstance(receipt, Refused)
    assert receipt.why.startswith(str(status))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_refused_by_the_name_of_their_host(httpserver, status):
    receipt = answered(httpserver, status, Location="http://u:s3cret@elsewhere.vn:81/token")
    assert isinstance(receipt, Refused)
    assert "redirected to elsewhere.vn;" in receipt.why
    assert "s3cret" not in receipt.why
    assert "token" not in receipt.why
    assert len(httpserver.log) == 1


@pytest.mark.parametrize("location", [b"Location: /login\r\n", b"Location: http://[::1\r\n", b""])
def test_a_redirect_to_nowhere_is_refused_too(location):
    with raw(saying(b"HTTP/1.1 302 Found\r\n" + location + b"Content-Length: 0\r\n\r\n")) as port:
        receipt = speaker(f"http://localhost:{port}/").send(message())
    assert receipt == Refused(why="302: redirected to another path; not followed, correct the channel's url")


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_kept_in_both_forms(httpserver, status):
    assert answered(httpserver, status, **{"Retry-After": "90"}).retry_after == timedelta(seconds=90)
    httpserver.clear()
    date = format_datetime(NOW + timedelta(minutes=7), usegmt=True)
    assert answered(httpserver, status, **{"Retry-After": date}).retry_after == timedelta(minutes=7)


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        (None, None),
        ("", None),
        ("0", None),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("٣", None),
        ("86401", timedelta(hours=24)),
        ("9" * 5000, timedelta(hours=24)),
        (format_datetime(NOW - timedelta(minutes=1), usegmt=True), None),
        (format_datetime(NOW + timedelta(days=9), usegmt=True), timedelta(hours=24)),
        ("Wed, 07 Oct 2026 19:00:30 -0000", timedelta(seconds=30)),
        ("Wed, 07 Oct 99999 19:00:30 GMT", None),
    ],
)
def test_retry_after_is_a_day_at_most_and_nothing_when_it_makes_no_sense(value, wait):
    assert read_retry_after(value, now=NOW) == wait


def test_a_receiver_that_never_answers_is_for_later():
    with raw(silent) as port:
        receipt = speaker(f"http://localhost:{port}/s3cret", timeout_s=QUICK_S).send(message())
    assert receipt == Deferred(why="no answer within 0.2 s")


def test_a_status_line_that_never_ends_is_for_later():
    def drip(connection, done):
        while not done.wait(0.02):
            connection.sendall(b"X-A: b\r\n")

    with raw(saying(b"HTTP/1.1 200 OK\r\n", end=drip)) as port:
        receipt = speaker(f"http://localhost:{port}/", timeout_s=QUICK_S).send(message())
    assert isinstance(receipt, Deferred)


@pytest.mark.parametrize("tls", [False, True], ids=["http", "https"])
def test_an_attempt_that_is_given_up_leaves_no_thread_behind(tls):
    ended = threading.Event()

    def drip(connection):
        with contextlib.suppress(OSError):
            while True:
                connection.sendall(b"H")
                ended.wait(0.02)
        ended.set()

    with serving(tls=tls) as server:
        server.answers["/"] = drip
        url = server.url("/", scheme="https" if tls else "http")
        assert isinstance(speaker(url, timeout_s=QUICK_S).send(message()), Deferred)
        assert ended.wait(10)
    for thread in threading.enumerate():
        if thread.name == "attempt to send":
            thread.join(timeout=10)
            assert not thread.is_alive()


@pytest.mark.parametrize(("status", "kind"), [(200, Accepted), (404, Refused), (500, Deferred)])
def test_the_status_counts_however_slowly_the_body_comes(status, kind):
    def drip(connection, done):
        while not done.wait(0.02):
            connection.sendall(b"x")

    head = f"HTTP/1.1 {status} Said\r\nContent-Length: 1000000\r\n\r\n".encode()
    with raw(saying(head, end=drip)) as port:
        assert isinstance(speaker(f"http://localhost:{port}/", timeout_s=QUICK_S).send(message()), kind)


def test_of_a_huge_body_only_the_beginning_is_read():
    sent = []

    def pour(connection, done):
        while not done.is_set():
            sent.append(connection.send(b"x" * 65536))

    with raw(saying(b"HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n", end=pour)) as port:
        assert speaker(f"http://localhost:{port}/").send(message()) == Accepted()
    assert sum(sent) < 32 << 20


def test_a_connection_that_is_reset_is_for_later():
    def reset(connection, _):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    with raw(saying(end=reset)) as port:
        receipt = speaker(f"http://localhost:{port}/s3cret").send(message())
    assert isinstance(receipt, Deferred)
    assert "s3cret" not in receipt.why


def test_a_connection_that_is_closed_without_an_answer_is_for_later():
    with raw(saying()) as port:
        assert isinstance(speaker(f"http://localhost:{port}/").send(message()), Deferred)


@pytest.mark.parametrize("answer", [b"\x00\x01\x02\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n", b"SSH-2.0-OpenSSH\r\n"])
def test_what_is_no_answer_is_for_later(answer):
    with raw(saying(answer)) as port:
        assert isinstance(speaker(f"http://localhost:{port}/").send(message()), Deferred)


def test_nobody_there_is_for_later():
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    receipt = speaker(f"http://localhost:{port}/s3cret").send(message())
    assert isinstance(receipt, Deferred)
    assert "refused" in receipt.why
    assert "s3cret" not in receipt.why


@pytest.mark.usefixtures("named")
def test_a_certificate_of_somebody_else_is_for_later():
    with serving(tls=True) as server:
        receipt = speaker(server.url("/hook", host="hook.test", scheme="https")).send(message())
    assert isinstance(receipt, Deferred)
    assert "certificate" in receipt.why


def test_https_is_spoken():
    with serving(tls=True) as server:
        receipt = speaker(server.url("/hook", scheme="https")).send(message())
    assert receipt == Refused(why="404 Not Found")


def test_proxies_of_the_environment_are_not_asked(httpserver, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert answered(httpserver, 200) == Accepted()


def test_the_address_of_a_receiver_stands_in_no_log(httpserver, caplog):
    with caplog.at_level(logging.DEBUG):
        httpserver.expect_request("/s3cret").respond_with_data("")
        speaker(httpserver.url_for("/s3cret")).send(message())
    ours = [record for record in caplog.records if not record.name.startswith("werkzeug")]
    assert "s3cret" not in " ".join(record.getMessage() for record in ours)


def test_an_address_that_cannot_be_asked_is_refused():
    assert isinstance(speaker("http://ho\x7fst/s3cret").send(message()), Refused)


def test_nothing_was_seen_where_no_connection_was_made():
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    receipt = speaker(f"http://127.0.0.1:{port}/told").send(message())
    assert isinstance(receipt, Deferred)
    assert receipt.unseen
