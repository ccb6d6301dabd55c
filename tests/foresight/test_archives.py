"""Threads as archives that a replay reads."""

from __future__ import annotations

from foresight.archives import archive_rows
from foresight.threads import Answer, Thread


def thread(*, is_rumor):
    answer = Answer(id="r1", parent="", author="b", text="", at=60)
    return Thread(
        id="t1", is_rumor=is_rumor, at=0, author="a", text="水里有毒", verified=False, followers=3, answers=(answer,)
    )


def test_a_thread_is_its_post_and_what_passed_it_on_with_the_truth_where_it_is_a_rumor():
    first, second = archive_rows(thread(is_rumor=True))
    assert (first["id"], first["kind"], first["rumor"], first["published_at"]) == (
        "t1",
        "post",
        "t1",
        "1970-01-01T00:00:00+00:00",
    )
    assert (second["kind"], second["reply_to"], second["rumor"]) == ("repost", "t1", "t1")
    assert all("rumor" not in row for row in archive_rows(thread(is_rumor=False)))
    assert "followers" not in first
