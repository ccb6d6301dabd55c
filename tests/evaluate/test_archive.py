"""What is read of an archive: posts in order of arrival, and why a row is left out."""

from __future__ import annotations

import gzip
import json

import pytest

from nouns import NOW
from rumorwatch.evaluate.archive import read_archive

LATE, EARLY = "2026-01-01T09:00:00Z", "2026-01-01T08:00:00Z"
ROOT = {"id": "a", "text": "the dam breaks tonight", "published_at": EARLY}
PASSED_ON = {"kind": "repost", "text": "", "published_at": LATE}


def read(tmp_path, *rows, name="archive.jsonl.gz"):
    path = tmp_path / name
    text = "".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows)
    path.write_bytes(gzip.compress(text.encode()) if name.endswith("gz") else text.encode())
    bad = []
    posts, notes = read_archive(path, timezone="UTC", read_at=NOW, author_secret=b"s", leave_out=bad.append)
    return posts, [(row.line, row.reason) for row in bad], notes


def test_posts_come_by_time_with_the_rumor_they_belong_to(tmp_path):
    rows = [
        {"id": "b", "text": "late", "published_at": LATE, "rumor": 7},
        {"id": "a", "text": "early", "published_at": EARLY, "rumor": ""},
    ]
    posts, bad, notes = read(tmp_path, *rows)
    assert [(one.post.external_id, one.rumor) for one in posts] == [("a", None), ("b", "7")]
    assert (bad, notes) == ([], ())


def test_a_table_by_header_is_an_archive_too(tmp_path):
    posts, bad, _ = read(tmp_path, "id,text,published_at,rumor", f"a,the dam breaks,{EARLY},r1", name="archive.csv")
    assert [(one.post.text, one.rumor) for one in posts] == [("the dam breaks", "r1")]
    assert bad == []


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("{broken", "no JSON"),
        ({"id": "x", "published_at": EARLY}, 'no "text"'),
        ({"id": "x", "text": "no date"}, '"published_at" is missing'),
        ({"id": "x", "text": "no date", "published_at": "soon"}, '"published_at" is unreadable'),
        ({"id": "x", "text": "of the future", "published_at": "2031-01-01"}, '"published_at" is future'),
        ({**ROOT, "text": "again"}, "stands there already"),
        ({"id": "x", "reply_to": "gone", **PASSED_ON}, "what it reposts is not there"),
        ({"id": "x", "reply_to": "a", **PASSED_ON, "kind": "comment"}, 'no "text"'),
    ],
)
def test_a_row_that_cannot_be_used_is_named_and_the_others_are_read(tmp_path, row, reason):
    posts, bad, _ = read(tmp_path, ROOT, row)
    assert len(posts) == 1
    assert [line for line, _ in bad] == [1 if posts[0].post.text == "again" else 2]
    assert reason in bad[0][1]


def test_a_repost_without_text_says_what_the_post_says_that_it_reposts_however_far_it_was_passed_on(tmp_path):
    rows = [
        {"id": "c", "reply_to": "b", **PASSED_ON, "published_at": "2026-01-01T09:30:00Z"},
        {"id": "b", "reply_to": "a", **PASSED_ON},
        ROOT,
    ]
    posts, bad, _ = read(tmp_path, *rows)
    assert [one.post.text for one in posts] == [ROOT["text"]] * 3
    assert len({one.post.key for one in posts}) == 3
    assert bad == []


def test_what_a_repost_adds_is_its_own_text(tmp_path):
    posts, _, _ = read(tmp_path, ROOT, {"id": "b", "reply_to": "a", **PASSED_ON, "text": "is that true?"})
    assert [one.post.text for one in posts] == [ROOT["text"], "is that true?"]
