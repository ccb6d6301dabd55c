"""One GET under its limits, against servers that keep to none."""

from __future__ import annotations

import asyncio
import gzip
from datetime import timedelta

import pytest

from collect.loopback import FEED, redirect, reply, trusting
from nouns import NOW
from rumorwatch.collect.faults import Code, Fault
from rumorwatch.collect.http import Fetcher
from rumorwatch.collect.web.answers import Body, Unchanged, Validators
from rumorwatch.collect.web.targets import read_target
from rumorwatch.settings import Fetch

STALL_S = 0.2


def settings(server, **more):
    return Fetch(allow_hosts=(f"localhost:{server.port}",), **{"total_s": 5.0, **more})


def get(server, path="/feed", *, fetch=None, tls=None, scheme="http", **more):
    async def once():
        async with Fetcher(fetch or settings(server), tls=tls) as fetcher:
            return await fetcher.get(read_target(server.url(path, scheme=scheme)), now=NOW, **more)

    return asyncio.run(once())


def fault_of(server, path="/feed", **more):
    with pytest.raises(Fault) as caught:
        get(server, path, **more)
    return caught.value


def forever(piece, *, head=b""):
    def send(connection):
        connection.sendall(head)
        while True:
            connection.sendall(piece)

    return send


def stalling(server, head):
    def send(connection):
        connection.sendall(head)
        server.done.wait()

    return send


def cases(**answers):
    return pytest.mark.parametrize("answer", [pytest.param(answer, id=name) for name, answer in answers.items()])


HEAD = b"HTTP/1.1 200 OK\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"


def test_a_body_comes_with_its_type_and_validators(server):
    headers = ("Content-Type: application/rss+xml", 'ETag: "1"', "Last-Modified: Wed, 07 Oct 2026 18:00:00 GMT")
    server.answers["/feed"] = reply(FEED, *headers)
    validators = Validators(etag='"1"', last_modified="Wed, 07 Oct 2026 18:00:00 GMT")
    assert get(server) == Body(content=FEED, content_type="application/rss+xml", validators=validators)


def test_the_request_names_us_and_asks_for_no_more_than_it_must(server):
    server.answers["/feed?a=1"] = reply()
    get(server, "/feed?a=1")
    names = {line.split(b":")[0].lower() for line in server.heads["/feed?a=1"].splitlines()[1:] if line}
    assert names == {b"host", b"user-agent", b"accept", b"accept-encoding"}
    assert b"User-Agent: rumorwatch/" in server.heads["/feed?a=1"]


def test_what_was_seen_is_asked_for_conditionally(server):
    server.answers["/feed"] = reply(b"", status="304 Not Modified")
    assert get(server, validators=Validators(etag='"1"', last_modified="then")) == Unchanged()
    assert b'If-None-Match: "1"\r\nIf-Modified-Since: then\r\n' in server.heads["/feed"]


def test_an_unasked_304_is_a_fault(server):
    server.answers["/feed"] = reply(b"", status="304 Not Modified")
    assert fault_of(server).code is Code.STATUS


def test_cookies_are_never_sent_back(server):
    server.answers["/feed"] = reply(b"", "Set-Cookie: a=1", "Location: /there", status="302 Found")
    server.answers["/there"] = reply()
    get(server)
    assert b"ookie" not in server.heads["/there"]


def test_no_proxy_of_the_environment_is_used(server, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{_closed_port()}")
    server.answers["/feed"] = reply()
    assert get(server).content == FEED


def test_one_connection_serves_many_requests(server):
    server.answers["/feed"] = reply(b"", status="304 Not Modified")

    async def twice():
        async with Fetcher(settings(server)) as fetcher:
            for _ in range(2):
                await fetcher.get(read_target(server.url()), now=NOW, validators=Validators(etag='"1"'))

    asyncio.run(twice())
    assert (server.hits["/feed"], server.connections) == (2, 1)


@pytest.mark.parametrize("encoding", ["gzip", "x-gzip, identity"])
def test_a_packed_body_is_unpacked(server, encoding):
    server.answers["/feed"] = reply(gzip.compress(FEED), f"Content-Encoding: {encoding}")
    assert get(server).content == FEED


def test_a_bomb_is_stopped(server):
    server.answers["/feed"] = reply(gzip.compress(b"\0" * 2**24), "Content-Encoding: gzip")
    assert fault_of(server).code is Code.BODY


@cases(
    endless=forever(b"<item/>" * 9000, head=HEAD + b"\r\n"),
    chunked=forever(b"ffff\r\n" + b" " * 65535 + b"\r\n", head=CHUNKED),
    announced=HEAD + b"Content-Length: 99999999\r\n\r\n",
)
def test_an_endless_body_is_stopped(server, answer):
    server.answers["/feed"] = answer
    fault = fault_of(server, fetch=settings(server, max_body_mb=1.0))
    assert (fault.code, "over 1 MB" in fault.what) == (Code.BODY, True)


def test_a_feed_may_have_its_own_limit(server):
    server.answers["/feed"] = reply(b"x" * 2000)
    assert fault_of(server, max_body_mb=0.001).code is Code.BODY
    assert len(get(server, fetch=settings(server, max_body_mb=0.001), max_body_mb=1).content) == 2000


def test_a_body_may_be_cut_instead(server):
    server.answers["/feed"] = reply(b"x" * 200_000)
    assert len(get(server, max_body_mb=0.1, cut=True).content) <= 0.1 * 2**20


@cases(
    endless=forever(b"X-A: y\r\n" * 1000, head=HEAD),
    one_endless=forever(b"y" * 65536, head=HEAD + b"X: "),
    a_little_over=reply(FEED, *(f"Set-Cookie: k{n}={'v' * 4000}" for n in range(17))),
    far_over=reply(FEED, *(f"Set-Cookie: k{n}={'v' * 4000}" for n in range(200))),
)
def test_long_headers_are_stopped(server, answer):
    server.answers["/feed"] = answer
    fault = fault_of(server)
    assert (fault.code, "fetch.max_header_kb" in fault.remedy) == (Code.HEADERS, True)


@cases(
    tiny_chunks=forever(b"1\r\nA\r\n" * 1000, head=CHUNKED),
    endless_hints=forever(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 1000),
    endless_trailer=forever(b"X: y\r\n" * 1000, head=CHUNKED + b"0\r\n"),
    no_head=FEED,
    nothing=b"",
    no_status=b"HTTP/1.1 abc OK\r\n\r\n",
    negative_length=HEAD + b"Content-Length: -1\r\n\r\n",
    two_lengths=HEAD + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
    no_chunk=CHUNKED + b"ZZZ\r\n",
)
def test_what_is_no_http_is_stopped(server, answer):
    server.answers["/feed"] = answer if callable(answer) else lambda connection: connection.sendall(answer)
    assert fault_of(server).code in {Code.PROTOCOL, Code.HEADERS}


def test_a_body_cut_short_is_no_body(server):
    server.answers["/feed"] = lambda connection: connection.sendall(reply()[:-20])
    assert fault_of(server).code is Code.PROTOCOL


@cases(silent=b"", in_headers=HEAD, in_body=HEAD + b"\r\n <rss>", between_chunks=CHUNKED)
def test_a_server_that_stalls_is_left_after_the_total_time(server, answer):
    server.answers["/feed"] = stalling(server, answer)
    fault = fault_of(server, fetch=settings(server, total_s=STALL_S))
    assert (fault.code, "fetch.total_s" in fault.remedy) == (Code.TIMEOUT, True)


def test_the_total_time_covers_every_redirect(server):
    def slowly(connection):
        server.done.wait(STALL_S * 0.6)
        connection.sendall(redirect(f"/{server.hits.total()}"))

    server.answers = dict.fromkeys(("/feed", "/1", "/2", "/3"), slowly)
    assert fault_of(server, fetch=settings(server, total_s=STALL_S)).code is Code.TIMEOUT
    assert server.hits.total() <= 2


def test_a_reset_is_a_fault_of_the_connection(server):
    server.answers["/feed"] = lambda connection: connection.setsockopt(1, 13, b"\1\0\0\0\0\0\0\0")
    assert fault_of(server).code is Code.CONNECT


def test_a_closed_port_is_a_fault_of_the_connection(server):
    url = f"http://localhost:{_closed_port()}/"

    async def once():
        fetch = Fetch(allow_hosts=("localhost",))
        async with Fetcher(fetch) as fetcher:
            await fetcher.get(read_target(url), now=NOW)

    with pytest.raises(Fault) as caught:
        asyncio.run(once())
    assert caught.value.code is Code.CONNECT
    assert server.hits.total() == 0


def _closed_port():
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.mark.parametrize(
    ("location", "code"),
    [
        ("", Code.REDIRECTS),
        ("/feed", Code.REDIRECTS),
        ("http://127.0.0.1:{port}/secret", Code.FORBIDDEN),
        ("//127.0.0.1:{port}/secret", Code.FORBIDDEN),
        ("http://[::ffff:127.0.0.1]:{port}/secret", Code.FORBIDDEN),
        ("http://169.254.169.254/latest/meta-data/", Code.FORBIDDEN),
        ("http://2130706433:{port}/secret", Code.URL),
        ("http://localhost@127.0.0.1:{port}/secret", Code.URL),
        ("file:///etc/passwd", Code.URL),
        ("http://localhost:22/", Code.PORT),
        ("/ok%0d%0aX-Injected:1", Code.CLIENT_STATUS),
    ],
)
def test_a_redirect_is_checked_like_a_listed_address_or_harder(server, location, code):
    server.answers["/feed"] = redirect(location.format(port=server.port))
    server.answers["/secret"] = reply()
    assert fault_of(server).code is code
    assert server.hits["/secret"] == 0


@pytest.mark.parametrize("status", ["301 Moved Permanently", "302 Found", "303 See Other", "307 T", "308 P"])
def test_a_redirect_is_followed_and_a_permanent_one_is_told(server, status):
    server.answers |= {"/feed": redirect("there?a=ớ".encode().decode("latin-1"), status=status)}
    server.answers["/there?a=%E1%BB%9B"] = reply()
    answer = get(server)
    assert answer.content == FEED
    told = f"moved for good to http://localhost:{server.port}/there: correct the feed's url"
    assert answer.notes == ((told,) if status[:3] in {"301", "308"} else ())


def test_a_permanent_move_is_told_as_far_as_it_is_permanent(server):
    server.answers |= {
        "/feed": redirect("/b", status="301 Moved Permanently"),
        "/b": redirect("/c", status="302 Found"),
        "/c": redirect("/d", status="308 Permanent Redirect"),
        "/d": reply(),
    }
    assert [note.split()[4] for note in get(server).notes] == [f"http://localhost:{server.port}/b:"]


@pytest.mark.parametrize(("hops", "good"), [(5, True), (6, False)])
def test_five_redirects_are_followed_and_no_more(server, hops, good):
    server.answers = {f"/{n}": redirect(f"/{n + 1}") for n in range(hops)} | {f"/{hops}": reply()}
    if good:
        assert get(server, "/0").content == FEED
    else:
        assert fault_of(server, "/0").code is Code.REDIRECTS
        assert server.hits["/6"] == 0


def test_a_wait_asked_for_reaches_the_caller(server):
    server.answers["/feed"] = reply(b"", "Retry-After: 120", status="429 Too Many Requests")
    fault = fault_of(server)
    assert (fault.code, fault.retry_after) == (Code.BUSY, timedelta(seconds=120))


def test_https_is_read_from_a_server_we_trust(tls_server):
    tls_server.answers["/feed"] = reply()
    assert get(tls_server, tls=trusting(), scheme="https").content == FEED


def test_a_certificate_nobody_vouches_for_is_refused(tls_server):
    fault = fault_of(tls_server, scheme="https")
    assert (fault.code, "certificate" in fault.what) == (Code.TLS, True)
    assert tls_server.hits.total() == 0


def test_a_server_that_speaks_no_tls_is_a_fault_of_tls(server):
    assert fault_of(server, tls=trusting(), scheme="https").code is Code.TLS


def test_a_handshake_that_stalls_ends_and_leaves_no_connection_open(server):
    server.greeted = lambda _: server.done.wait()
    fault = fault_of(server, tls=trusting(), scheme="https", fetch=settings(server, total_s=STALL_S))
    assert fault.code is Code.TIMEOUT


def test_https_never_leads_to_http(tls_server):
    tls_server.answers["/feed"] = redirect(tls_server.url("/plain"))
    assert fault_of(tls_server, tls=trusting(), scheme="https").code is Code.DOWNGRADE
