"""Threads of PHEME are put together again from the order of tweets, their times and labels."""

from __future__ import annotations

import gzip
import json

import pytest
from foresight.archives import archive_rows
from foresight.pheme import read_pheme


@pytest.fixture
def threads_of(tmp_path):
    def read(*rows):
        path = tmp_path / "pheme_dam.jsonl.gz"
        with gzip.open(path, "wt", encoding="utf-8") as file:
            for text, second, is_rumor in rows:
                at = None if second is None else f"{second * 1000}.0"
                label = None if second is None else str(int(is_rumor))
                file.write(json.dumps({"text": text, "created_ms": at, "is_rumor": label}) + "\n")
        return read_pheme(path)

    return read


def texts(threads):
    return [[thread.text, *(answer.text for answer in thread.answers)] for thread in threads]


def test_a_thread_begins_where_time_falls_back(threads_of):
    found = threads_of(
        ("The dam holds", 10, False), ("@mayor thanks", 90, False), ("The bridge is closed", 20, False),
        ("@bridges why?", 30, False),
    )  # fmt: skip
    assert texts(found) == [["The dam holds", "@mayor thanks"], ["The bridge is closed", "@bridges why?"]]
    assert [thread.author for thread in found] == ["mayor", "bridges"]


def test_a_thread_begins_where_the_label_changes(threads_of):
    found = threads_of(("The dam holds", 10, False), ("The dam broke", 20, True))
    assert [(thread.text, thread.is_rumor) for thread in found] == [("The dam holds", False), ("The dam broke", True)]


def test_a_tweet_that_stands_among_its_own_answers_begins_a_thread_and_is_there_once(threads_of):
    found = threads_of(
        ("The dam holds", 10, False), ("@mayor thanks", 20, False),
        ("The bridge is closed", 30, False), ("The bridge is closed", 30, False), ("@mayor really?", 40, False),
    )  # fmt: skip
    assert texts(found) == [["The dam holds", "@mayor thanks"], ["The bridge is closed", "@mayor really?"]]


def test_a_thread_begins_where_nobody_answers_whom_all_answered_before(threads_of):
    found = threads_of(
        ("The dam holds", 10, False), ("@mayor thanks", 20, False), ("Good to hear", 25, False),
        ("@mayor are you sure?", 28, False), ("The bridge is closed", 30, False), ("@bridges why?", 40, False),
    )  # fmt: skip
    assert [len(thread.answers) for thread in found] == [3, 1]


def test_a_row_without_a_time_goes_on_with_the_tweet_before_it(threads_of):
    (found,) = threads_of(("The dam", 10, False), ("holds", None, None), ("@mayor thanks", 20, False))
    assert found.text == "The dam\nholds"


def test_an_archive_tells_quotes_from_replies_and_the_truth_of_rumors(threads_of):
    (thread,) = threads_of(
        ("The dam broke", 0, True), ("RT @mayor: The dam broke", 60, True), ("@mayor source?", 70, True)
    )
    rows = list(archive_rows(thread))
    assert [row["kind"] for row in rows] == ["post", "repost", "comment"]
    assert {row["rumor"] for row in rows} == {thread.id}
    assert {row["language"] for row in rows} == {"en"}
    assert len({row["author"] for row in rows}) == 3
    assert rows[1]["reply_to"] == thread.id
    assert rows[1]["published_at"] == "1970-01-01T00:01:00+00:00"
