"""Each fault of the fault matrix, really made: its code, one line, and nothing lost."""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event

from nouns import post
from rumorwatch.domain.errors import StoreError
from rumorwatch.storage.engine import open_store
from rumorwatch.storage.faults import Place, store_error
from storage.conftest import URL

BIG = "x" * 3_000_000


def fails_to_open(workspace, url=URL, busy_timeout_s=0.0):
    """Open the store, which fails, and return the error."""
    with pytest.raises(StoreError) as caught:
        open_store(url, workspace=workspace, busy_timeout_s=busy_timeout_s)
    return told(caught.value)


def fails_to_write(store, text="short"):
    """Write a unit, which fails, and return the error."""
    with pytest.raises(StoreError) as caught, store.write() as unit:
        unit.posts.add([post("lost", text=text)])
    return told(caught.value)


def told(error):
    """Check what every error has to have: one line, what was kept, what to do, exit 3."""
    assert error.failed
    assert error.kept
    assert error.remedy
    assert "\n" not in str(error)
    assert error.exit_code == 3
    return error


def count(store):
    with store.read() as unit:
        return unit.posts.count()


def keep_one(store):
    with store.write() as unit:
        unit.posts.add([post("kept")])
    return store


@contextmanager
def fewer_file_bytes(limit):
    """Let no file grow beyond a limit: the kernel refuses the write, as a failing disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_s01_no_folder(tmp_path):
    error = fails_to_open(tmp_path / "nowhere")
    assert error.code == "RW-S01"
    assert "there is no folder" in error.failed


def test_s01_not_a_file(tmp_path):
    (tmp_path / "rumorwatch.db").mkdir()
    assert fails_to_open(tmp_path).code == "RW-S01"


def test_s01_a_folder_this_user_may_not_write_to(open_folder, ordinary_user):
    with ordinary_user():
        assert fails_to_open(open_folder).code == "RW-S01"
    assert list(open_folder.iterdir()) == []


def test_s01_a_file_this_user_may_not_read(workspace, open_folder, ordinary_user):
    Path(shutil.copy(workspace / "rumorwatch.db", open_folder)).chmod(0)
    with ordinary_user():
        assert fails_to_open(open_folder).code == "RW-S01"


def test_s01_the_system_refuses_to_open_the_file(sql_store):
    place = sql_store.place
    error = told(store_error(sqlite3.SQLITE_CANTOPEN, "unable to open database file", place))
    assert error.code == "RW-S01"


def test_s02_another_program_writes_longer_than_we_wait(workspace, opened):
    store = keep_one(opened(busy_timeout_s=0.05))
    other = sqlite3.connect(workspace / "rumorwatch.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    error = fails_to_write(store)
    assert error.code == "RW-S02"
    assert "more than 0.05 s" in error.failed
    assert "storage.busy_timeout_s" in error.remedy
    assert count(store) == 1
    other.execute("ROLLBACK")
    other.close()
    with store.write() as unit:
        unit.posts.add([post("later")])
    assert count(store) == 2


def test_s02_another_program_holds_a_new_database(tmp_path):
    other = sqlite3.connect(tmp_path / "rumorwatch.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    assert fails_to_open(tmp_path, busy_timeout_s=0.05).code == "RW-S02"
    other.close()


def test_s03_no_page_left(opened):
    store = keep_one(opened())
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 60")
    error = fails_to_write(store, BIG)
    assert error.code == "RW-S03"
    assert "MB free" in error.failed
    assert count(store) == 1


def test_s03_a_small_disk_runs_full(small_disk, workspace, opened):
    shutil.copy(workspace / "rumorwatch.db", small_disk)
    store = keep_one(opened(at=small_disk))
    assert fails_to_write(store, BIG).code == "RW-S03"
    assert count(store) == 1
    with store.write() as unit:
        unit.posts.add([post("small enough")])
    assert count(store) == 2


@pytest.mark.parametrize("free_bytes", [0, 4096, 40_000, 100_000])
def test_s03_or_a_sound_database_when_there_is_little_room_to_begin(small_disk, free_bytes):
    fill_up(small_disk, free_bytes)
    assert fails_to_open(small_disk).code == "RW-S03"
    (small_disk / "filler").unlink()
    store = open_store(URL, workspace=small_disk, busy_timeout_s=0)
    assert count(keep_one(store)) == 1
    store.close()


def test_s03_a_disk_that_is_full_when_an_existing_database_is_opened(small_disk, workspace):
    shutil.copy(workspace / "rumorwatch.db", small_disk)
    fill_up(small_disk, 0)
    assert fails_to_open(small_disk).code == "RW-S03"


def test_s04_the_disk_fails_while_writing(opened):
    store = keep_one(opened())
    with fewer_file_bytes(1_000_000):
        error = fails_to_write(store, BIG)
    assert error.code == "RW-S04"
    assert "stopped at once" in error.failed
    assert count(store) == 1


def test_s05_not_a_database(tmp_path):
    (tmp_path / "rumorwatch.db").write_bytes(b"<html>" * 2000)
    error = fails_to_open(tmp_path)
    assert error.code == "RW-S05"
    assert (tmp_path / "rumorwatch.db").read_bytes() == b"<html>" * 2000


def test_s05_a_page_was_overwritten(workspace, opened):
    fill = opened()
    with fill.write() as unit:
        unit.posts.add([post(f"p{number}") for number in range(200)])
    fill.close()
    path = workspace / "rumorwatch.db"
    damaged = bytearray(path.read_bytes())
    damaged[4096 * 2 :] = b"\xff" * len(damaged[4096 * 2 :])
    path.write_bytes(damaged)
    with pytest.raises(StoreError) as caught:
        count(opened())
    assert told(caught.value).code == "RW-S05"
    assert path.read_bytes() == damaged


def test_s05_the_file_lost_its_end(workspace):
    path = workspace / "rumorwatch.db"
    path.write_bytes(path.read_bytes()[: 4096 * 3])
    with pytest.raises(StoreError) as caught:
        count(open_store(URL, workspace=workspace, busy_timeout_s=0))
    assert told(caught.value).code == "RW-S05"


def test_s05_pages_without_tables_are_not_taken_for_a_new_database(workspace):
    path = workspace / "rumorwatch.db"
    whole = bytearray(path.read_bytes())
    # The first page says that there is no table; the others still hold what was in them.
    whole[103:105] = b"\0\0"
    path.write_bytes(whole)
    assert fails_to_open(workspace).code == "RW-S05"
    assert path.read_bytes() == whole


@pytest.mark.parametrize("left", ["nothing", "an empty file"])
def test_s05_a_log_without_its_database_is_not_thrown_away(workspace, opened, left):
    store = keep_one(opened())
    shutil.copy(workspace / "rumorwatch.db-wal", workspace / "log")
    store.close()
    (workspace / "rumorwatch.db").unlink()
    if left == "an empty file":
        (workspace / "rumorwatch.db").touch()
    (workspace / "log").rename(workspace / "rumorwatch.db-wal")
    error = fails_to_open(workspace)
    assert error.code == "RW-S05"
    assert "rumorwatch.db-wal" in error.failed
    assert (workspace / "rumorwatch.db-wal").stat().st_size > 0


def test_s06_a_newer_schema(workspace):
    with sqlite3.connect(workspace / "rumorwatch.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    error = fails_to_open(workspace)
    assert error.code == "RW-S06"
    assert "9999" in error.failed


@pytest.mark.parametrize("what", ["file", "folder"])
def test_s07_permissions_allow_reading_only(workspace, open_folder, ordinary_user, what):
    path = Path(shutil.copy(workspace / "rumorwatch.db", open_folder))
    open_folder.chmod(0o777 if what == "file" else 0o755)
    path.chmod(0o444 if what == "file" else 0o666)
    with ordinary_user():
        assert fails_to_open(open_folder).code == "RW-S07"


def test_s07_the_disk_becomes_read_only_while_we_write(sql_store):
    @event.listens_for(sql_store.engine, "before_cursor_execute")
    def plant(_connection, cursor, statement, *_others):
        if statement.startswith("INSERT"):
            cursor.execute("PRAGMA query_only = ON")

    assert fails_to_write(sql_store).code == "RW-S07"


@pytest.mark.parametrize(
    "url",
    [
        "not a url",
        "postgresql+psycopg://user:secret@db/rumorwatch",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///file:x.db?mode=ro&uri=true",
        "sqlite:///x.db?timeout=3",
        "sqlite+aiosqlite:///x.db",
    ],
)
def test_s08_an_address_we_cannot_use(tmp_path, url):
    error = fails_to_open(tmp_path, url)
    assert error.code == "RW-S08"
    assert "secret" not in str(error)
    assert list(tmp_path.iterdir()) == []


def test_s10_a_database_of_another_program(tmp_path):
    with sqlite3.connect(tmp_path / "rumorwatch.db") as connection:
        connection.execute("CREATE TABLE bookmarks (url)")
    connection.close()
    assert fails_to_open(tmp_path).code == "RW-S10"


def test_an_error_that_nobody_can_act_on_travels_on_as_it_is(sql_store):
    with pytest.raises(Exception, match="no such table"), sql_store.read() as unit:
        unit._connection.exec_driver_sql("SELECT * FROM nowhere")  # noqa: SLF001 - a mistake in the program


def test_free_space_is_left_out_where_it_cannot_be_known(tmp_path):
    place = Place(path=tmp_path / "gone" / "x.db", busy_timeout_s=1)
    assert "MB free" not in str(store_error(sqlite3.SQLITE_FULL, "full", place))


@pytest.fixture
def small_disk(tmp_path):
    """A disk of its own with 600 kB, enough to make a database; only root can mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.system(f"mount -t tmpfs -o size=600k tmpfs {folder} 2>/dev/null") != 0:
        pytest.skip("mounting a small disk needs root")
    yield folder
    os.system(f"umount {folder}")


def fill_up(disk, free_bytes):
    """Leave so many bytes free on a small disk."""
    with (disk / "filler").open("wb") as filler:
        free = shutil.disk_usage(disk).free - free_bytes
        filler.write(b"\0" * max(0, free))
