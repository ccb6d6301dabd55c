"""Both stores under one contract, and a database to do harm to."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

from rumorwatch.storage.engine import open_store
from rumorwatch.storage.memory import MemoryStore

URL = "sqlite:///rumorwatch.db"
NOBODY = 65534


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory):
    """A database with today's tables, made once: copying it is faster than migrating."""
    workspace = tmp_path_factory.mktemp("empty")
    open_store(URL, workspace=workspace, busy_timeout_s=1).close()
    return workspace / "rumorwatch.db"


@pytest.fixture
def workspace(tmp_path, empty_database):
    """A folder with an empty database in it."""
    shutil.copy(empty_database, tmp_path / "rumorwatch.db")
    return tmp_path


@pytest.fixture
def opened(workspace):
    """Open the workspace's database as often as a test likes; all are closed at its end."""
    stores = []

    def open_one(busy_timeout_s=5.0, at=workspace):
        stores.append(open_store(URL, workspace=at, busy_timeout_s=busy_timeout_s))
        return stores[-1]

    yield open_one
    for store in stores:
        store.close()


@pytest.fixture
def sql_store(opened):
    return opened()


@pytest.fixture(params=["memory", "sqlite"])
def store(request):
    """Each implementation of the port."""
    return MemoryStore() if request.param == "memory" else request.getfixturevalue("sql_store")


@pytest.fixture
def open_folder():
    """A folder that any user may enter, unlike pytest's own."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture
def ordinary_user():
    """Permissions mean nothing to root: give the privilege up for the length of a block."""

    @contextmanager
    def without_privilege():
        if os.geteuid() != 0:
            yield
            return
        os.seteuid(NOBODY)
        try:
            yield
        finally:
            os.seteuid(0)

    return without_privilege
