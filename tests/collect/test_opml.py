"""OPML in and out."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumorwatch.collect.opml import MAX_BYTES, make_id, read_opml, write_opml
from rumorwatch.domain.errors import FileError
from rumorwatch.domain.feeds import Feed, FeedKind, FeedRole
from rumorwatch.domain.posts import FeedId

FEEDS = (
    Feed(
        id=FeedId("bao-abc"),
        url="https://abc.test/rss?a=1&b=2",
        title='Báo "ABC" <mới>',
        kind=FeedKind.POSTS,
        role=FeedRole.MEDIA,
        channel="facebook",
        agency="so-tt",
        province="Huế",
        language="vi",
        basis="công khai",
        rhythm=timedelta(hours=1.5),
        timezone="Asia/Bangkok",
        paused=True,
        max_body_mb=2.5,
    ),
    Feed(id=FeedId("b"), url="https://b.test/", title="B"),
)
OTHERS = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE opml [<!ENTITY a "boom">]>
<!-- exported by some reader -->
<opml version="1.0"><head><title>x</title></head><body>
<outline text="Tin tức"><outline text="Báo Đà"><outline type="rss" text="Đài Phát thanh" xmlUrl="https://dai.test/rss"/></outline></outline>
<outline type="rss" title="日报" xmlUrl="https://ribao.test/feed"/>
<outline type="rss" text="twice" xmlUrl="https://dai.test/rss"/>
<outline type="rss" text="bad" xmlUrl="javascript:alert(1)"/>
<outline text="no feed" htmlUrl="https://e.test/"/>
</body></opml>"""


def test_our_own_list_comes_back_whole():
    assert read_opml(write_opml(FEEDS)) == FEEDS


def test_lists_of_other_readers_are_read_nested_and_each_address_once():
    feeds = read_opml(OTHERS.encode(), taken=["dai-phat-thanh"])
    assert [(feed.id, feed.title, feed.url) for feed in feeds] == [
        ("dai-phat-thanh-2", "Đài Phát thanh", "https://dai.test/rss"),
        ("ribao-test", "日报", "https://ribao.test/feed"),
    ]


LAUGHS = '<!DOCTYPE opml [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]>'
WRONG = [
    (b"", "does not begin with <opml>"),
    (b"<rss/>", "does not begin with <opml>"),
    (b"<opml><body>", "broken XML"),
    (f'{LAUGHS}<opml><body><outline text="&b;" xmlUrl="https://e.test/"/></body></opml>'.encode(), "broken XML"),
    (b"<opml>" + b" " * MAX_BYTES, "bytes, at most"),
]


@pytest.mark.parametrize(("document", "says"), WRONG, ids=["empty", "RSS", "cut off", "entity bomb", "too large"])
def test_what_is_no_opml_says_why(document, says):
    with pytest.raises(FileError) as caught:
        read_opml(document)
    assert caught.value.code == "RW-F20"
    assert says in caught.value.failed


def test_deep_nesting_is_no_danger():
    assert read_opml(b"<opml>" + b"<outline>" * 50_000 + b"</outline>" * 50_000 + b"</opml>") == ()


@given(st.text(max_size=80), st.lists(st.sampled_from(["a", "a-2", "feed", "e-test"])))
def test_an_id_is_always_usable_and_free(title, taken):
    name = make_id(title, "https://e.test/rss", taken)
    assert name not in taken
    assert 1 <= len(name) <= 64
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_")


@given(st.text(max_size=40))
def test_any_title_survives(title):
    (feed,) = read_opml(write_opml([Feed(id=FeedId("a"), url="https://e.test/", title=title)]))
    assert read_opml(write_opml([feed])) == (feed,)
