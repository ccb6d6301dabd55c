"""RSS, Atom and JSON Feed to items."""

import dataclasses
import gzip
import json
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumorwatch.collect.feed import MAX_ATTRIBUTES, parse
from rumorwatch.domain.errors import FeedError

GOLDEN = Path(__file__).parent / "golden"


def rss(items: str, *, head: str = "") -> bytes:
    return f'<?xml version="1.0"?>{head}<rss version="2.0"><channel><title>t</title>{items}</channel></rss>'.encode()


def item(title: str = "T", *, more: str = "") -> str:
    return f"<item><title>{title}</title><description>D</description>{more}</item>"


def as_row(parsed_item):
    row = {key: value for key, value in dataclasses.asdict(parsed_item).items() if value}
    row["counts"] = {key: value for key, value in row["counts"].items() if value is not None}
    return {
        key: value.isoformat() if isinstance(value, datetime) else value
        for key, value in row.items()
        if value not in ({}, "post")
    }


@pytest.mark.parametrize("name", ["bao.rss", "agency.atom", "piyao.json"])
def test_golden_feeds_give_golden_items(name):
    timezone = "Asia/Shanghai" if name == "piyao.json" else "Asia/Ho_Chi_Minh"
    rows = [as_row(parsed) for parsed in parse((GOLDEN / name).read_bytes(), timezone=timezone)]
    assert rows == json.loads((GOLDEN / f"{name}.golden.json").read_text())


NO_FEEDS = [
    (b"", "RW-C40", "the body is empty"),
    (b" \n\0", "RW-C40", "the body is empty"),
    (gzip.compress(rss(item()), mtime=0), "RW-C41", "compressed (gzip)"),
    (b"PK\x03\x04rest", "RW-C41", "ZIP"),
    (b"<!doctype html><title>\xc4\x90\xc4\x83ng nh\xe1\xba\xadp</title><form>", "RW-C42", 'titled "Đăng nhập"'),
    (b"<html><body>404", "RW-C42", "web page"),
    (b"\x89PNG\r\n\x1a\n\0\0", "RW-C43", "PNG picture"),
    (b"%PDF-1.7", "RW-C43", "PDF"),
    (b"<opml version='2.0'/>", "RW-C43", "XML of another kind"),
    (b'{"a": 1}', "RW-C43", "JSON of another kind"),
    (b"[1, 2]", "RW-C43", "JSON of another kind"),
    (b"404 page not found", "RW-C43", "text"),
    (b"<rss><channel><item <", "RW-C44", "broken"),
    (
        rss("<item " + " ".join(f'a{n}="1"' for n in range(MAX_ATTRIBUTES + 1)) + ">x</item>"),
        "RW-C45",
        "2,001 attributes",
    ),
    (b"[" * 200_000, "RW-C46", "nested too deep"),
    (b'{"version": "https://jsonfeed.org/version/1", "items": [', "RW-C46", "line 1 column 57"),
]


@pytest.mark.parametrize(("body", "code", "says"), NO_FEEDS, ids=lambda value: str(value)[:25])
def test_what_is_no_feed_says_what_it_looks_like(body, code, says):
    with pytest.raises(FeedError) as caught:
        parse(body)
    assert caught.value.code == code
    assert says in caught.value.failed
    assert "\n" not in str(caught.value)


def test_a_feed_without_entries_is_no_error():
    assert len(parse(rss(""))) == 0


def test_broken_xml_is_salvaged_with_a_note():
    parsed = parse(rss(item("một") + item("hai") + "<item><title>ba</item>"))
    assert [entry.title for entry in parsed][:2] == ["một", "hai"]
    assert "broken XML" in parsed.notes[0]


def test_white_space_before_the_declaration_is_ignored():
    assert parse(b" \n" * 100_000 + rss(item())).notes == ()


def test_entries_over_the_limit_are_cut_with_a_note():
    parsed = parse(rss(item() * 30), max_entries=10)
    assert len(parsed) == 10
    assert parsed.notes == ("20 entries over 10 were not read; if the feed is really that big: parse.max_entries",)


ATTACKS = [
    '<!DOCTYPE rss [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]>',
    '<!DOCTYPE rss [<!ENTITY b SYSTEM "file:///etc/hostname">]>',
    '<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;]>',
    f'<!DOCTYPE rss [<!ENTITY b "{"A" * 50_000}">]>',
    '<!DOCTYPE rss SYSTEM "file:///etc/hostname">',
]


@pytest.mark.parametrize("doctype", ATTACKS, ids=lambda doctype: doctype[:50])
def test_entities_of_a_document_never_expand(doctype):
    parsed = parse(rss(item("tiêu đề &b;" * 100), head=doctype))
    (entry,) = parsed.items
    assert len(entry.title) <= 1_100
    assert "AAAA" not in entry.title
    assert "lol" not in entry.title


def test_a_character_reference_xml_forbids_costs_only_itself():
    parsed = parse(rss(item("a&#1;b&#x1F;c")))
    assert [entry.title for entry in parsed] == ["abc"]
    assert parsed.notes == ()


def test_summaries_cut_inside_a_character_leave_the_rest_readable():
    body = rss(item("Giá vàng tăng mạnh", more="<author>Ở</author>")).replace("Ở".encode(), b"\xe1\xbb")
    parsed = parse(body)
    assert parsed.items[0].title == "Giá vàng tăng mạnh"
    assert parsed.notes == ("1 characters could not be read as utf-8",)


def test_json_oddities_survive():
    body = (
        '{"version":"https://jsonfeed.org/version/1.1","title":1,"items":[{"id":NaN,"content_text":"\\ud800a"},'
        '{"id":1e999,"content_text":"b"},{"id":' + "9" * 100_000 + ',"content_text":"c"},{"id":null},7]}'
    )
    parsed = parse(body.encode())
    assert [entry.text for entry in parsed] == ["a", "b", "c"]
    assert parsed.notes == ("2 entries without text were left out",)


def test_what_the_library_raises_becomes_typed(monkeypatch):
    def raises(*_args, **_options):
        raise KeyError("boom")

    monkeypatch.setattr("feedparser.parse", raises)
    with pytest.raises(FeedError) as caught:
        parse(rss(item()))
    assert caught.value.code == "RW-C47"


_SEED = rss(item("Tin giả", more='<guid a="b">g</guid><link>http://e.test/1</link>') * 3)


@given(st.lists(st.tuples(st.integers(0, len(_SEED) - 1), st.binary(max_size=8)), max_size=6))
def test_a_damaged_feed_gives_items_or_a_typed_error(damages):
    body = bytearray(_SEED)
    for place, junk in damages:
        body[place : place + len(junk)] = junk
    try:
        parsed = parse(bytes(body))
    except FeedError as error:
        assert error.code.startswith("RW-C4")  # noqa: PT017 - both ends are fine
    else:
        assert all(entry.text or entry.title for entry in parsed)
