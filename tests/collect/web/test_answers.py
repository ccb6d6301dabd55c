"""What a server's reply means before its body is read."""

from __future__ import annotations

from datetime import timedelta

import pytest

from nouns import NOW
from rumorwatch.collect.faults import Code
from rumorwatch.collect.web.answers import Headers, Validators, read_retry_after, read_validators, status_fault

DAY = timedelta(hours=24)


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        (None, None),
        ("120", timedelta(seconds=120)),
        ("0", timedelta(0)),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("", None),
        ("٣", None),
        ("99999999999", DAY),
        ("9" * 400, DAY),
        ("Wed, 07 Oct 2026 19:10:00 GMT", timedelta(minutes=10)),
        ("Wed, 07 Oct 2026 18:10:00 GMT", None),
        ("Fri, 31 Dec 9999 23:59:59 GMT", DAY),
        ("Fri, 31 Dec 99999 23:59:59 GMT", None),
    ],
)
def test_a_server_may_keep_us_away_for_a_day_at_most(value, wait):
    assert read_retry_after(value, now=NOW) == wait


@pytest.mark.parametrize(
    ("etag", "modified", "kept"),
    [
        ('W/"1"', "Wed, 07 Oct 2026 18:00:00 GMT", ('W/"1"', "Wed, 07 Oct 2026 18:00:00 GMT")),
        ('"' + "e" * 60_000 + '"', None, (None, None)),
        ('"a\x00b"', None, (None, None)),
        ("", "yesterday", (None, None)),
        (None, "Fri, 31 Dec 2100 23:59:59 GMT", (None, None)),
        (None, "Wed, 07 Oct 2026 18:00:00 GMT" + " " * 80, (None, "Wed, 07 Oct 2026 18:00:00 GMT")),
        (None, "Wed, 07 Oct 2026 18:00:00 " + "x" * 80, (None, None)),
    ],
)
def test_only_sane_validators_are_kept(etag, modified, kept):
    pairs = [(b"ETag", etag), (b"Last-Modified", modified)]
    headers = Headers((name, value.encode("latin-1")) for name, value in pairs if value is not None)
    validators = read_validators(headers, now=NOW)
    assert (validators.etag, validators.last_modified) == kept
    assert bool(validators) is any(kept)


def test_validators_become_the_headers_of_a_conditional_request():
    assert Validators(etag='"1"', last_modified="then").headers() == [
        (b"If-None-Match", b'"1"'),
        (b"If-Modified-Since", b"then"),
    ]


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (400, Code.CLIENT_STATUS),
        (401, Code.CLIENT_STATUS),
        (404, Code.CLIENT_STATUS),
        (410, Code.GONE),
        (429, Code.BUSY),
        (503, Code.BUSY),
        (500, Code.SERVER_STATUS),
        (599, Code.SERVER_STATUS),
        (204, Code.STATUS),
        (206, Code.STATUS),
        (304, Code.STATUS),
        (300, Code.STATUS),
        (999, Code.STATUS),
    ],
)
def test_every_other_status_is_a_fault_that_says_its_number(status, code):
    fault = status_fault(status, Headers(()), now=NOW)
    assert fault.code is code
    assert str(status) in fault.what


def test_a_wait_asked_for_is_kept_with_the_fault():
    fault = status_fault(503, Headers([(b"Retry-After", b"90")]), now=NOW)
    assert fault.retry_after == timedelta(seconds=90)
    assert "90 s" in fault.what
