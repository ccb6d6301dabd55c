"""One spelling for one page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumorwatch.normalize.urls import canonical_url


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTP://Bao.VN:80/Tin?utm_source=fb&id=7#top", "http://bao.vn/Tin?id=7"),
        ("https://e.vn:443", "https://e.vn/"),
        ("https://e.vn:8443/a", "https://e.vn:8443/a"),
        ("https://user:secret@e.vn/a", "https://e.vn/a"),
        ("https://e.vn/a?b=2&a=1&fbclid=x&gidzl=y&zarsrc=30&__cft__[0]=z&si=q", "https://e.vn/a?a=1&b=2"),
        ("https://e.vn/bài viết", "https://e.vn/b%C3%A0i%20vi%E1%BA%BFt"),
        ("https://e.vn/b%C3%A0i%20vi%E1%BA%BFt", "https://e.vn/b%C3%A0i%20vi%E1%BA%BFt"),
        ("https://Tiếng-Việt.vn/x", "https://xn--ting-vit-e50d7c.vn/x"),
        (" https://e.vn/a\n", "https://e.vn/a"),
        ("https://e.vn./a", "https://e.vn/a"),
        ("http://[2001:db8::1]:8080/", "http://[2001:db8::1]:8080/"),
        ("https://e.vn/a?b=", "https://e.vn/a?b="),
        ("javascript:alert(1)", None),
        ("ftp://e.vn/a", None),
        ("file:///etc/passwd", None),
        ("//e.vn/a", None),
        ("https://", None),
        ("https://e.vn:port/", None),
        ("https://e.vn:99999/", None),
        ("https://[::1", None),
        ("https://a b.vn/", None),
        ("https://-.vn/", None),
        ("https://" + "a" * 3_000, None),
        ("", None),
    ],
)
def test_canonical_url(url: str, canonical: str | None) -> None:
    assert canonical_url(url) == canonical


@given(
    st.one_of(
        st.text(max_size=40),
        st.text(max_size=40).map(lambda rest: "https://e.vn/" + rest),
        st.text(max_size=20).map("http://".__add__),
    )
)
def test_any_text_gives_an_address_in_its_final_spelling_or_none(text: str) -> None:
    once = canonical_url(text)
    assert once is None or canonical_url(once) == once
