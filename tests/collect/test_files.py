"""Files of posts to items."""

import gzip
from datetime import UTC, datetime

import pytest

from rumorwatch.collect.files import parse_posts, read_posts
from rumorwatch.collect.tables.postfields import read_count, read_kind
from rumorwatch.collect.tables.rows import BadRow
from rumorwatch.domain.errors import FileError
from rumorwatch.domain.posts import PostKind

EXPORT = """Báo cáo tuần;;;;;
Mã;Nội dung;Chú thích;Thời gian;Loại;Thích
p1;Nghe nói <b>vỡ đập</b>;Ai xác nhận giúp;10/05/2026 07:05;BL;1,2K
p2;;;10/06/2026 08:00;;3
p3;Đập vẫn an toàn;;hôm kia;lạ;nhiều
"""
MAPPING = """
header_line = 2
delimiter = ";"
timezone = "Asia/Bangkok"
date_format = "%m/%d/%Y %H:%M"

[columns]
"Mã" = "id"
"Nội dung" = "text"
"Chú thích" = "text"
"Thời gian" = "published_at"
"Loại" = "kind"
"Thích" = "likes"

[constants]
province = "Đồng Nai"

[values.kind]
"BL" = "comment"
"""


@pytest.fixture
def export(tmp_path):
    (tmp_path / "export.csv").write_text(EXPORT)
    (tmp_path / "mapping.toml").write_text(MAPPING)
    return tmp_path


def test_a_vendors_export_becomes_posts_by_its_mapping(export):
    file = read_posts(export / "export.csv", mapping=export / "mapping.toml")
    first, bad, last = file
    assert first.guid == "p1"
    assert first.text == "Nghe nói vỡ đập\nAi xác nhận giúp"
    assert first.published_at == datetime(2026, 10, 5, 0, 5, tzinfo=UTC)
    assert (first.kind, first.counts.likes, first.province) == (PostKind.COMMENT, 1200, "Đồng Nai")
    assert bad == BadRow(line=4, reason='no "text"')
    assert (last.kind, last.date_text, last.counts.likes) == (PostKind.POST, "hôm kia", None)
    assert file.notes == ("kinds nobody knows, taken as post: lạ",)


def test_progress_is_told_in_bytes_of_the_file(tmp_path):
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(b"".join(b'{"id":"%d","text":"x"}\n' % n for n in range(1000))))
    file = read_posts(path)
    assert (file.read_bytes, len(list(file)), file.read_bytes) == (0, 1000, file.total_bytes)


def test_all_keys_of_a_posts_file_are_read_and_others_reported_once(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text(
        '{"id":7,"text":"x","title":"t","published_at":"2026-10-05T07:05","url":"https://e.test/","language":"vi",'
        '"kind":"comment","reply_to":"6","source":"nhóm","author":"a","likes":1,"shares":2,"comments":3,"views":4,'
        '"province":"Huế","mood":"x"}\n{"text":"y","mood":"z"}\n'
    )
    file = read_posts(path)
    post, _ = file
    assert (post.guid, post.title, post.url, post.language) == ("7", "t", "https://e.test/", "vi")
    assert (post.kind, post.reply_to, post.source, post.author, post.province) == ("comment", "6", "nhóm", "a", "Huế")
    assert (post.counts.likes, post.counts.shares, post.counts.comments, post.counts.views) == (1, 2, 3, 4)
    assert post.published_at == datetime(2026, 10, 5, 0, 5, tzinfo=UTC)
    assert file.notes == ("columns not used: mood",)


WRONG_MAPPINGS = [
    ("x = 1", 'unknown key "x"'),
    ("columns = 1", '"columns" must be a dict'),
    ('[columns]\n"a" = "body"', 'unknown key "body" of posts'),
    ('[columns]\n"a" = "id"', 'no column is mapped to "text"'),
    ('delimiter = "ab"', '"delimiter" is one character'),
    ('timezone = "Mars/Base"', 'unknown timezone "Mars/Base"'),
    ("[values]\nkind = 1", '"values" holds tables'),
    ("[columns", "mapping.toml"),
]


@pytest.mark.parametrize(("text", "says"), WRONG_MAPPINGS)
def test_a_mapping_that_cannot_be_used_says_why(tmp_path, text, says):
    path = tmp_path / "mapping.toml"
    path.write_text(text)
    with pytest.raises(FileError) as caught:
        read_posts(tmp_path / "a.csv", mapping=path)
    assert caught.value.code == "RW-F07"
    assert says in caught.value.failed


def test_a_file_that_is_not_there_is_typed(tmp_path):
    with pytest.raises(FileError) as caught:
        list(read_posts(tmp_path / "none.jsonl"))
    assert caught.value.code == "RW-F01"


def test_posts_before_a_damage_are_kept_when_the_file_is_a_feed():
    body = gzip.compress(b"".join(b'{"id":"%d","text":"x%d"}\n' % (n, n * n) for n in range(9_000)))
    parsed = parse_posts(body[:-200], name="a.jsonl.gz", timezone="UTC", max_bytes=10 << 20)
    assert 0 < len(parsed) < 9_000
    assert "damaged" in parsed.notes[0]


def test_rows_over_the_most_that_are_read_leave_the_file_unfinished(monkeypatch):
    monkeypatch.setattr("rumorwatch.collect.files.MAX_ROWS", 2)
    parsed = parse_posts(b'{"text":"x"}\n' * 3, name="a.jsonl", timezone="UTC", max_bytes=1000)
    assert (len(parsed), parsed.whole) == (2, False)
    assert parsed.notes == ("only the first 2 rows were read; split the file, or use posts import",)
    assert parse_posts(b'{"text":"x"}\n' * 2, name="a.jsonl", timezone="UTC", max_bytes=1000).whole


def test_a_file_of_rows_that_are_no_posts_is_typed():
    with pytest.raises(FileError) as caught:
        parse_posts(b'{"a":1}\n', name="a.jsonl", timezone="UTC", max_bytes=1000)
    assert caught.value.code == "RW-F08"


COUNTS = [
    (1204, 1204),
    (3.0, 3),
    ("1204", 1204),
    ("1.204", 1204),
    ("1,204,500", 1_204_500),
    ("1 204", 1204),
    ("1,2K", 1200),
    ("1.2k", 1200),
    ("3 triệu", 3_000_000),
    ("1,5 Tr", 1_500_000),
    ("1.2万", 12_000),
    ("-1", None),
    (-1, None),
    ("nhiều", None),
    ("9" * 30, None),
    (True, None),
    (None, None),
    (float("inf"), None),
    (float("nan"), None),
]


@pytest.mark.parametrize(("written", "count"), COUNTS, ids=[repr(written) for written, _ in COUNTS])
def test_counts_are_read_as_platforms_show_them(written, count):
    assert read_count(written) == count


def test_vendors_words_for_kinds_are_known():
    assert [read_kind(word) for word in ("Bình luận", "Retweet", "news", "x", 1)] == [
        "comment",
        "repost",
        "article",
        None,
        None,
    ]
