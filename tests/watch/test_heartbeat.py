"""The heartbeat: one line in a file, one GET under the guard, and an address that nobody reads in a message."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from collect.loopback import Loopback, redirect, reply, serving, trusting
from nouns import NOW
from rumorwatch.domain.errors import DeliveryError
from rumorwatch.settings import Fetch
from rumorwatch.watch.heartbeat import ping, touch

if TYPE_CHECKING:
    from collections.abc import Iterator

SECRET = "/ping/3f1b"


@pytest.fixture
def server() -> Iterator[Loopback]:
    with serving() as loopback:
        loopback.answers[SECRET] = reply(b"OK")
        yield loopback


def fetching(server, **more):
    return Fetch(allow_hosts=(f"localhost:{server.port}",), **more)


def test_the_file_is_one_line_in_utc_and_replaced_whole(tmp_path):
    file = tmp_path / "beat"
    file.write_text("old\nold\n")
    before = file.stat().st_ino
    touch(file, now=NOW)
    assert file.read_text() == "2026-10-07T19:00:00Z\n"
    assert file.stat().st_ino != before
    assert [one.name for one in tmp_path.iterdir()] == ["beat"]


def test_a_file_that_cannot_be_replaced_leaves_nothing_behind(tmp_path):
    (tmp_path / "beat").mkdir()
    with pytest.raises(OSError, match="beat"):
        touch(tmp_path / "beat", now=NOW)
    assert [one.name for one in tmp_path.iterdir()] == ["beat"]


def test_the_address_is_fetched_once_and_may_stand_in_the_environment(server):
    ping(server.url(SECRET), fetch=fetching(server), env={}, now=NOW)
    ping("env:BEAT", fetch=fetching(server), env={"BEAT": server.url(SECRET)}, now=NOW)
    assert server.hits == {SECRET: 2}


@pytest.mark.parametrize("status", ["200 OK", "201 Created", "202 Accepted", "204 No Content"])
def test_any_answer_that_is_no_refusal_is_good(server, status):
    server.answers[SECRET] = reply(b"", status=status)
    ping(server.url(SECRET), fetch=fetching(server), env={}, now=NOW)


def test_a_long_answer_is_good_and_not_read(server):
    server.answers[SECRET] = reply(b"x" * 100_000)
    ping(server.url(SECRET), fetch=fetching(server), env={}, now=NOW)


def test_https_is_verified():
    with serving(tls=True) as server:
        server.answers[SECRET] = reply(b"OK")
        url = server.url(SECRET, scheme="https")
        ping(url, fetch=fetching(server), env={}, now=NOW, tls=trusting())
        with pytest.raises(DeliveryError, match="RW-C06"):
            ping(url, fetch=fetching(server), env={}, now=NOW)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (reply(b"", status="404 Not Found"), "RW-C14"),
        (reply(b"", status="503 Service Unavailable"), "RW-C1[56]"),
        (redirect("http://169.254.169.254/3f1b"), "RW-C02"),
        (redirect("ftp://e.example/3f1b"), "RW-C01"),
        (lambda connection: connection.sendall(b"hello\r\n\r\n"), "RW-C13"),
    ],
)
def test_what_is_not_taken_is_one_line_that_names_the_host_and_never_the_address(server, answer, code):
    server.answers[SECRET] = answer
    with pytest.raises(DeliveryError) as caught:
        ping(server.url(SECRET), fetch=fetching(server), env={}, now=NOW)
    said = str(caught.value)
    assert re.match(rf"RW-D04 heartbeat to localhost: {code} ", said)
    assert (said.count("\n"), "3f1b" in said) == (0, False)
    assert server.hits[SECRET] == 1


@pytest.mark.parametrize("url", ["ftp://host/secret", "no address secret", "http://[secret", "http://user:secret@h/"])
def test_an_address_that_is_none_is_said_without_it(url):
    with pytest.raises(DeliveryError) as caught:
        ping(url, fetch=Fetch(), env={}, now=NOW)
    assert "RW-C01" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_whatever_goes_wrong_is_a_line():
    undecodable = "http://host.example/\udcff"  # as the environment gives bytes that are no UTF-8
    with pytest.raises(DeliveryError, match=r"RW-D04 heartbeat to host.example: RW-C23 UnicodeEncodeError"):
        ping(undecodable, fetch=Fetch(), env={}, now=NOW)


def test_a_machine_of_our_own_has_to_be_allowed(server):
    with pytest.raises(DeliveryError, match=rf"RW-C0[23] .*fetch.allow_hosts = \[\"localhost:{server.port}\"\]"):
        ping(server.url(SECRET), fetch=Fetch(), env={}, now=NOW)
    assert server.connections == 0


def test_one_that_hangs_is_left_when_its_time_is_over(server):
    server.answers[SECRET] = lambda _: server.done.wait(10)
    with pytest.raises(DeliveryError, match="RW-C08"):
        ping(server.url(SECRET), fetch=fetching(server, total_s=0.2), env={}, now=NOW)


def test_a_variable_that_is_not_set_is_named():
    with pytest.raises(DeliveryError, match="the environment has no BEAT"):
        ping("env:BEAT", fetch=Fetch(), env={}, now=NOW)
