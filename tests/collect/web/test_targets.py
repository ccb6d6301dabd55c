"""URLs taken apart, and which of them may be asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumorwatch.collect.faults import Code, Fault
from rumorwatch.collect.guard import Policy
from rumorwatch.collect.web.targets import check_target, read_target
from rumorwatch.settings import Fetch

PUBLIC_ONLY = Policy.of(Fetch())
OWN = Policy.of(Fetch(allow_hosts=("intranet.example:81", "127.0.0.1:5000", "localhost")))


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("http://e.vn", "http://e.vn/"),
        ("  https://E.VN/rss?a=1#top ", "https://e.vn/rss?a=1"),
        ("https://e.vn:443/rss", "https://e.vn/rss"),
        ("http://e.vn.:8080/rss", "http://e.vn:8080/rss"),
        ("https://báo.vn/tin mới?q=lũ", "https://xn--bo-mia.vn/tin%20m%E1%BB%9Bi?q=l%C5%A9"),
        ("https://e.vn/%E1%BB%9B?x=%20", "https://e.vn/%E1%BB%9B?x=%20"),
        ("http://[2606:4700:0::1111]/a", "http://[2606:4700::1111]/a"),
        ("http://my_host.vn/", "http://my_host.vn/"),
        ("https://１.１.１.１/", "https://1.1.1.1/"),
    ],
)
def test_a_url_is_asked_in_one_spelling(url, asked):
    assert read_target(url).url == asked


@pytest.mark.parametrize(
    "url",
    [
        "",
        "e.vn/rss",
        "file:///etc/passwd",
        "gopher://127.0.0.1:6379/_INFO",
        "ftp://127.0.0.1/",
        "javascript:alert(1)",
        "http://",
        "http:///rss",
        "http://e.vn:99999/",
        "http://e.vn:x/",
        "http://user:word@e.vn/",
        "http://e.vn@127.0.0.1/",
        "http://2130706433/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://0/",
        "http://0x7f.1/",
        "http://0x7f000001/",
        "http://127.0.0.1.0x/",
        "http://1.2.3.4.5/",
        "http://１２７.１/",
        "http://[fe80::1%25eth0]/",
        "http://[::1/",
        "http://e%2evn/",
        "http://e.vn\\@127.0.0.1/",
        "http://e.vn\r\nX: 1/",
        "http://e.vn/\x00",
        "http://-e.vn/",
        "http://e..vn/",
        "http://a b.vn/",
        f"http://{'a.' * 130}vn/",
        f"http://e.vn/{'a' * 5000}",
        "http://\u2024/",
    ],
)
def test_what_is_no_plain_url_of_the_web_is_refused(url):
    with pytest.raises(Fault) as caught:
        read_target(url)
    assert caught.value.code is Code.URL


@given(st.text(max_size=60))
def test_any_text_is_a_target_or_a_fault(text):
    try:
        target = read_target("http://" + text)
    except Fault:
        return
    assert target.path.isascii()
    assert read_target(target.url) == target


def test_a_message_hides_what_may_be_a_password():
    with pytest.raises(Fault) as caught:
        read_target("http://me:word@e.vn/rss?token=abc")
    assert "word" not in caught.value.what
    assert "abc" not in caught.value.what


@pytest.mark.parametrize(
    ("url", "via", "code"),
    [
        ("http://e.vn/", None, None),
        ("https://e.vn:8443/", None, None),
        ("http://e.vn:22/", None, Code.PORT),
        ("http://10.0.0.1/", None, Code.FORBIDDEN),
        ("http://[::ffff:127.0.0.1]/", None, Code.FORBIDDEN),
        ("http://1.1.1.1/", None, None),
        ("http://127.0.0.1:5000/", None, None),
        ("http://127.0.0.1:5001/", None, Code.FORBIDDEN),
        ("http://intranet.example:81/", None, None),
        ("http://intranet.example:82/", None, Code.PORT),
        ("http://localhost:12345/", None, None),
        ("http://localhost:12345/", "http://localhost:12345/a", None),
        # a redirect gets no privilege of ours
        ("http://127.0.0.1:5000/", "http://127.0.0.1:5000/a", Code.FORBIDDEN),
        ("http://127.0.0.1:5000/", "http://e.vn/", Code.FORBIDDEN),
        ("http://intranet.example:81/", "http://e.vn/", Code.FORBIDDEN),
        ("http://intranet.example:81/", "http://localhost/", None),
        ("http://e.vn:6379/", "http://e.vn/", Code.PORT),
        ("http://1.1.1.1/", "http://e.vn/", None),
    ],
)
def test_only_listed_feeds_may_lead_inside(url, via, code):
    target, came_from = read_target(url), read_target(via) if via else None
    if code is None:
        check_target(target, OWN, via=came_from)
        return
    with pytest.raises(Fault) as caught:
        check_target(target, OWN, via=came_from)
    assert (caught.value.code, "fetch.allow_hosts" in caught.value.remedy) == (code, True)


def test_a_host_is_known_with_its_port_unless_it_is_the_schemes_own():
    assert [read_target(url).host_key for url in ("http://e.vn:80/", "https://e.vn:80/", "http://[::1]/")] == [
        "e.vn",
        "e.vn:80",
        "[::1]",
    ]
    with pytest.raises(Fault):
        check_target(read_target("http://[::1]/"), PUBLIC_ONLY)
