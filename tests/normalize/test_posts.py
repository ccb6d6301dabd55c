"""From RawItem to Post."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from rumorwatch.domain.feeds import Feed, FeedKind, FeedRole
from rumorwatch.domain.posts import DateFlag, FeedId, Language, Post, PostKind, RawItem
from rumorwatch.normalize.posts import MAX_TEXT, to_post

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
FEED = Feed(id=FeedId("bao"), url="https://e.vn/rss", province="Hải Phòng")
FILE = replace(FEED, id=FeedId("xuat"), kind=FeedKind.POSTS, channel="facebook")
ITEM = RawItem(text="Nước máy nhiễm độc", guid="1", url="https://e.vn/1?utm_source=x", published_at=NOW)


def made(item: RawItem, feed: Feed = FEED) -> Post:
    post = to_post(item, feed=feed, seen_at=NOW, author_secret=b"k" * 32)
    assert post is not None
    return post


def test_a_post_is_the_same_on_every_run() -> None:
    later = to_post(ITEM, feed=FEED, seen_at=NOW + timedelta(days=1), author_secret=b"other")
    assert later is not None
    assert later.key == made(ITEM).key
    assert len(later.key) == len(later.text_hash) == len(later.content_key or "") == 32


def test_text_url_and_province_are_normalized() -> None:
    post = made(ITEM)
    assert post.text == "Nước máy nhiễm độc"
    assert post.views.folded == "nuoc may nhiem doc"
    assert post.url == "https://e.vn/1"
    assert post.province == "Hải Phòng"
    assert made(replace(ITEM, province="Huế")).province == "Huế"


@pytest.mark.parametrize("text", ["", " \n\u200b", "\ufeff\u00ad"])
def test_nothing_but_empty_text_is_no_post(text: str) -> None:
    assert to_post(RawItem(text=text, guid="1"), feed=FEED, seen_at=NOW, author_secret=b"") is None


@pytest.mark.parametrize(
    ("title", "text", "whole"),
    [
        ("Vỡ đê", "Sáng nay đê vỡ.", "Vỡ đê\nSáng nay đê vỡ."),
        ("Vỡ đê", "Vỡ  đê sáng nay.", "Vỡ đê sáng nay."),
        ("Vỡ đê sáng…", "Vỡ đê sáng nay ở xã.", "Vỡ đê sáng nay ở xã."),
        ("Vỡ đê", "", "Vỡ đê"),
        ("", "Vỡ đê", "Vỡ đê"),
    ],
)
def test_title_is_joined_and_not_doubled(title: str, text: str, whole: str) -> None:
    assert made(replace(ITEM, title=title, text=text)).text == whole


def test_text_is_cut() -> None:
    assert len(made(replace(ITEM, text="vỡ đê " * 9_000)).text) <= MAX_TEXT


@pytest.mark.parametrize(
    ("published_at", "date_text", "flag"),
    [
        (None, None, DateFlag.MISSING),
        (None, "hôm qua", DateFlag.UNREADABLE),
        (datetime(2026, 3, 1), None, DateFlag.UNREADABLE),  # noqa: DTZ001 - a date without a zone is the case
        (NOW + timedelta(hours=25), None, DateFlag.FUTURE),
        (datetime(9999, 12, 31, tzinfo=timezone(timedelta(hours=-12))), None, DateFlag.FUTURE),
        (datetime(1999, 12, 31, tzinfo=UTC), None, DateFlag.ANCIENT),
        (datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))), None, DateFlag.ANCIENT),
    ],
)
def test_a_date_not_to_be_believed_is_seen_at_and_flagged(
    published_at: datetime | None, date_text: str | None, flag: DateFlag
) -> None:
    post = made(replace(ITEM, published_at=published_at, date_text=date_text))
    assert (post.published_at, post.date_flag) == (NOW, flag)


def test_a_date_is_kept_in_utc() -> None:
    local = datetime(2026, 3, 2, 20, 0, tzinfo=timezone(timedelta(hours=7)))
    post = made(replace(ITEM, published_at=local))
    assert (post.published_at, post.published_at.tzinfo, post.date_flag) == (local, UTC, None)


def test_a_regenerated_guid_makes_another_key_and_the_same_content_key() -> None:
    first, second = made(ITEM), made(replace(ITEM, guid="2", url="https://e.vn/1?fbclid=9"))
    assert first.key != second.key
    assert first.content_key == second.content_key


def test_without_guid_link_and_text_are_the_identity() -> None:
    item = replace(ITEM, guid=None)
    assert made(item).key == made(replace(item, url="https://e.vn/1")).key
    assert made(item).key != made(replace(item, text="Nước máy an toàn")).key
    assert made(item).external_id is None


def test_without_link_a_feed_tells_the_same_message_by_text_and_date() -> None:
    item = replace(ITEM, url=None)
    assert made(item).content_key == made(replace(item, guid="2")).content_key
    assert made(item).content_key != made(replace(item, published_at=NOW - timedelta(hours=1))).content_key


def test_ids_in_files_of_posts_are_trusted() -> None:
    assert made(replace(ITEM, url=None), FILE).content_key is None
    assert made(replace(ITEM, kind=PostKind.COMMENT), FILE).content_key is None
    assert made(ITEM, FILE).content_key is not None


def test_a_tip_line_gives_tips_unless_told_otherwise() -> None:
    tips = replace(FILE, role=FeedRole.TIPLINE)
    assert made(ITEM, tips).kind is PostKind.TIP
    assert made(replace(ITEM, kind=PostKind.COMMENT), tips).kind is PostKind.COMMENT
    assert made(ITEM, FILE).kind is PostKind.POST


def test_the_author_is_only_a_key() -> None:
    post = made(replace(ITEM, author=" Trần Văn A "), FILE)
    assert post.author_key == made(replace(ITEM, author="trần văn a"), FILE).author_key
    assert "Trần" not in repr(post)
    assert made(replace(ITEM, author="  ")).author_key is None


@pytest.mark.parametrize(
    ("item", "source"),
    [
        (replace(ITEM, source="Hội cư dân  Phường Sáu"), "Hội cư dân Phường Sáu"),
        (replace(ITEM, source="Lan", author="Lan"), None),
        (replace(ITEM, source="Lan", kind=PostKind.COMMENT), None),
        (replace(ITEM, source="Lan", author="lan"), None),
        (replace(ITEM, source="Trang của @Lan.Anh", author="lan.anh"), None),
        (replace(ITEM, source="Trang của Lan.Anh", author="@lan.anh"), None),
        (replace(ITEM, source="gọi 0912345678"), "gọi [phone]"),
        (replace(ITEM, source="x" * 195 + " 0912345678"), "x" * 195 + " [pho"),
        (ITEM, None),
    ],
)
def test_source_is_kept_for_pages_and_groups_only(item: RawItem, source: str | None) -> None:
    assert made(item).source == source


@pytest.mark.parametrize(
    ("text", "told", "listed", "language"),
    [
        ("Nước máy nhiễm độc", "en-us", None, Language.VI),
        ("水有毒", None, "vi", Language.ZH),
        ("Nuoc may", "vi-VN", "en", Language.VI),
        ("Das Wasser", None, "en", Language.EN),
        ("The water is not safe", "de", None, Language.EN),
    ],
)
def test_letters_outrank_what_feeds_say_of_their_language(
    text: str, told: str | None, listed: str | None, language: Language
) -> None:
    assert made(replace(ITEM, text=text, language=told), replace(FEED, language=listed)).language is language


def test_external_id_is_one_printable_line() -> None:
    assert made(replace(ITEM, guid="a\x00b\n" + "c" * 300)).external_id == "ab" + "c" * 196


def test_a_reply_names_its_parent_by_the_parents_key() -> None:
    parent = made(replace(ITEM, guid="https://e.vn/lan.anh/posts/1"))
    reply = made(replace(ITEM, guid="2", reply_to=" https://e.vn/lan.anh/posts/1"))
    assert reply.reply_to == parent.key
    assert reply.reply_to != made(replace(ITEM, guid="2", reply_to="https://e.vn/lan.anh/posts/1"), FILE).reply_to
    assert made(replace(ITEM, reply_to=" ")).reply_to is None


def test_a_province_told_by_the_feed_holds_no_personal_data() -> None:
    assert made(replace(ITEM, province="Huế, gọi 0912345678")).province == "Huế, gọi [phone]"
    assert len(made(replace(ITEM, province="xa " * 100)).province or "") == 200
    assert made(replace(ITEM, province="\u200b")).province == FEED.province


@pytest.mark.parametrize(
    "guid",
    [
        "p12",
        "123456789",
        "001099012345",
        "0912345678",
        "1234567890123",
        "tweet-sno-999",
        "tweet-001099012345",
        "4.206656417674158e+17",
        "tag:e.vn,2026:/p/1",
        "tag:blogger.com,1999:blog-123.post-456",
        "urn:uuid:6f1d-00",
        "10.1000/xyz123",
        "Bài 12",
    ],
)
def test_an_id_people_refer_to_stays_as_it_is(guid: str) -> None:
    assert made(replace(ITEM, guid=guid)).external_id == guid


@pytest.mark.parametrize(
    "guid",
    [
        "https://e.vn/lan.anh",
        "https://e.vn/@lan/video/1",
        "facebook.com/lan.anh/posts/1",
        "@lan_anh/video/1",
        "tag:lan@e.vn,2026:1",
        "84912345678@g.us",
        "+84912345678",
        "tel:0912345678",
        "sms:+84912345678",
        "gọi 0912345678",
        "0912 345 678",
    ],
)
def test_an_id_that_names_a_person_or_page_is_hashed(guid: str) -> None:
    post = made(replace(ITEM, guid=guid))
    assert post.external_id == post.key


def test_an_id_that_is_the_posts_address_is_kept_in_its_one_spelling() -> None:
    assert made(replace(ITEM, guid="https://e.vn/1?fbclid=9")).external_id == "https://e.vn/1"


@pytest.mark.parametrize("item", [replace(ITEM, kind=PostKind.TIP), replace(ITEM, kind=PostKind.COMMENT), ITEM])
def test_callers_without_a_handle_are_told_apart_by_their_source(item: RawItem) -> None:
    tips = replace(FILE, role=FeedRole.TIPLINE)
    first, again, other = (made(replace(item, source=who), tips) for who in ("Bà Lan", "bà lan", "Ông Tư"))
    assert first.author_key == again.author_key != other.author_key
    assert first.author_key is not None
    assert first.source is None
    assert made(replace(ITEM, source="Bà Lan"), FILE).author_key is None
