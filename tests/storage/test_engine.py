"""How a database is opened."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys

import pytest
from sqlalchemy.exc import DBAPIError

from nouns import NOW, claim, post
from rumorwatch.storage.engine import open_store
from storage.conftest import URL


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("busy_timeout", 5000),
        ("cell_size_check", 1),
        ("trusted_schema", 0),
    ],
)
def test_every_connection_is_set_up(sql_store, pragma, value):
    with sql_store.engine.connect() as first, sql_store.engine.connect() as second:
        for connection in (first, second):
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_an_error_names_no_value_of_a_row(sql_store):
    with sql_store.engine.connect() as connection, pytest.raises(DBAPIError) as caught:
        connection.exec_driver_sql("SELECT no_such_column WHERE ? = 1", ("what somebody posted",))
    assert "no_such_column" in str(caught.value)
    assert "posted" not in str(caught.value)


def test_a_relative_path_is_relative_to_the_workspace(tmp_path):
    (tmp_path / "sub").mkdir()
    open_store("sqlite:///sub/my.db", workspace=tmp_path, busy_timeout_s=1).close()
    assert (tmp_path / "sub" / "my.db").stat().st_size > 0


def test_an_absolute_path_is_taken_as_it_is(tmp_path):
    (tmp_path / "else").mkdir()
    open_store(f"sqlite:///{tmp_path}/else/my.db", workspace=tmp_path / "w", busy_timeout_s=1).close()
    assert (tmp_path / "else" / "my.db").stat().st_size > 0


@pytest.mark.parametrize(
    ("written", "name"),
    [("có dấu và 空格.db", "có dấu và 空格.db"), ("a%20b%3Fc#d.db", "a b?c#d.db"), ("-x.db", "-x.db")],
)
def test_a_path_with_any_letters_is_one_file(tmp_path, written, name):
    open_store(f"sqlite:///{written}", workspace=tmp_path, busy_timeout_s=1).close()
    assert (tmp_path / name).exists()


@pytest.mark.parametrize("size", [None, 0])
def test_a_database_is_made_where_there_is_none(tmp_path, size):
    if size == 0:
        (tmp_path / "rumorwatch.db").touch()
    store = open_store(URL, workspace=tmp_path, busy_timeout_s=1)
    with store.read() as unit:
        assert unit.posts.count() == 0
    store.close()


def test_what_is_stored_can_be_read_in_a_shell(sql_store, workspace):
    with sql_store.write() as unit:
        unit.claims.add([claim("c1", wordings=("vỡ đập", "大坝"), checked_at=NOW)])
    with sqlite3.connect(workspace / "rumorwatch.db") as connection:
        row = connection.execute("SELECT wordings, checked_at FROM claim").fetchone()
    connection.close()
    assert row == ('["vỡ đập","大坝"]', "2026-10-07 19:00:00.000000")


def test_what_was_deleted_is_not_left_in_the_file(opened, workspace):
    store = opened()
    secret = post("p1", text="quyengopchodonggianglan " * 50)
    with store.write() as unit:
        unit.posts.add([secret])
    with store.write() as unit:
        unit.posts.purge([secret.key])
    store.close()
    assert b"quyengop" not in (workspace / "rumorwatch.db").read_bytes()


def test_a_database_at_head_is_opened_without_alembic_and_without_numpy(workspace):
    code = f"""
import sys
from pathlib import Path
from rumorwatch.storage.engine import open_store
store = open_store({URL!r}, workspace=Path(sys.argv[1]), busy_timeout_s=1)
with store.read() as unit:
    unit.posts.count()
store.close()
print([name for name in ("alembic", "numpy", "pydantic") if name in sys.modules])
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(workspace)], capture_output=True, text=True, check=True, env=os.environ
    )
    assert done.stdout == "[]\n"


def test_the_store_in_memory_needs_no_sqlalchemy():
    code = "import sys; import rumorwatch.storage.memory; print('sqlalchemy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
