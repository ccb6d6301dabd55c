"""Looking a database over."""

from __future__ import annotations

import sqlite3

import pytest

from nouns import NOW, match, post
from rumorwatch.domain.errors import StoreError
from rumorwatch.storage.integrity import check
from rumorwatch.storage.migrate import REVISIONS


def fill(store):
    with store.write() as unit:
        posts = [post(f"p{number}", text=f"a rumor about number {number} " * 20) for number in range(300)]
        unit.posts.add(posts)
        unit.matches.put({one.key: [match(one)] for one in posts}, basis="b")


def fold_log(workspace):
    """Write the log into the file, as the last program to close a database does."""
    connection = sqlite3.connect(workspace / "rumorwatch.db")
    assert connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
    connection.close()


def test_a_sound_database_has_no_problems(sql_store, workspace):
    fill(sql_store)
    found = check(sql_store)
    assert (found.problems, found.error) == ((), None)
    assert (found.schema, found.known_schema) == (REVISIONS[-1], REVISIONS[-1])
    assert found.path == workspace / "rumorwatch.db"
    assert found.file_bytes == (workspace / "rumorwatch.db").stat().st_size
    assert found.wal_bytes == (workspace / "rumorwatch.db-wal").stat().st_size > 0
    assert found.pages * found.page_bytes >= found.file_bytes
    assert found.free_pages == 0


def test_a_database_folded_together_has_no_log(opened, workspace):
    fill(opened())
    fold_log(workspace)
    assert check(opened()).wal_bytes == 0


def test_s05_a_match_without_its_post_is_a_problem(sql_store, workspace):
    fill(sql_store)
    with sqlite3.connect(workspace / "rumorwatch.db") as connection:
        connection.execute("DELETE FROM post WHERE external_id = 'p7'")
    connection.close()
    found = check(sql_store)
    assert len(found.problems) == 1
    assert found.problems[0].endswith("of match has no post")
    assert found.error.code == "RW-S05"


def test_s05_an_index_that_lost_rows_is_a_problem_or_an_error(opened, workspace):
    store = opened()
    fill(store)
    store.close()
    path = workspace / "rumorwatch.db"
    with sqlite3.connect(path) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'ix_post_url'").fetchone()
        page = connection.execute("PRAGMA page_size").fetchone()[0]
    connection.close()
    whole = bytearray(path.read_bytes())
    # The number of cells on the index's root page.
    whole[(root - 1) * page + 3 : (root - 1) * page + 5] = b"\x00\x01"
    path.write_bytes(whole)
    found = check(opened())
    assert found.problems
    assert not any("***" in line or "\n" in line for line in found.problems)
    assert found.error.code == "RW-S05"
    assert "\n" not in str(found.error)


def test_a_database_that_cannot_even_be_read_is_an_error(opened, workspace):
    store = opened()
    fill(store)
    fold_log(workspace)
    store.close()
    path = workspace / "rumorwatch.db"
    whole = bytearray(path.read_bytes())
    whole[:100] = b"\xff" * 100
    path.write_bytes(whole)
    with pytest.raises(StoreError) as caught:
        check(store)
    assert caught.value.code == "RW-S05"


def test_the_moment_of_the_check_disturbs_nobody(sql_store):
    fill(sql_store)
    with sql_store.write() as unit:
        assert check(sql_store).problems == ()
        unit.posts.add([post("while it looked", published_at=NOW)])
    with sql_store.read() as unit:
        assert unit.posts.count() == 301
