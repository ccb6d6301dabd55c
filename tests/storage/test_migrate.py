"""The schema: what the migrations make is what the queries expect."""

from __future__ import annotations

import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import OperationalError
from sqlalchemy.schema import CreateIndex, CreateTable

import rumorwatch.storage.migrations
from labelnouns import judged_text, judgment, retraction
from nouns import NOW, match, post
from rumorwatch.domain.alerts import AlertStatus, Outcome, SendReason
from rumorwatch.domain.claims import Topic
from rumorwatch.storage.engine import open_store
from rumorwatch.storage.migrate import REVISIONS
from rumorwatch.storage.schema import metadata
from storage.conftest import URL
from storage.records import alert, done, notice

FOLDER = Path(rumorwatch.storage.migrations.__path__[0])


def ddl(path):
    """Return the SQL of every table and index, by name; triggers are no part of the tables (``test_audit``)."""
    with sqlite3.connect(path) as connection:
        rows = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE name != 'alembic_version' AND type != 'trigger'"
        ).fetchall()
    connection.close()
    return {name: sql and " ".join(sql.split()) for name, sql in rows if name != "sqlite_autoindex_alembic_version_1"}


def test_the_migrated_schema_is_that_of_the_tables(sql_store, workspace, tmp_path):
    with sql_store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    fresh = create_engine(f"sqlite:///{tmp_path}/fresh.db")
    metadata.create_all(fresh)
    fresh.dispose()
    assert ddl(workspace / "rumorwatch.db") == ddl(tmp_path / "fresh.db")


def test_the_known_revisions_are_the_scripts_in_order_and_head_is_the_last():
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    scripts = ScriptDirectory.from_config(config)
    assert tuple(script.revision for script in scripts.walk_revisions())[::-1] == REVISIONS
    assert scripts.get_current_head() == REVISIONS[-1]
    assert [path.name[:4] for path in sorted((FOLDER / "versions").glob("*.py"))] == list(REVISIONS)


@pytest.fixture
def next_step(tmp_path, monkeypatch):
    """Write a further migration with a given body beside the real ones."""

    def write(body):
        folder = tmp_path / "migrations"
        shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "versions" / "next_step.py").write_text(
            "from alembic import op\nrevision = 'next'\n"
            f"down_revision = '{REVISIONS[-1]}'\ndef upgrade():\n    {body}\n"
        )
        monkeypatch.setattr("rumorwatch.storage.migrate.REVISIONS", (*REVISIONS, "next"))
        monkeypatch.setattr("rumorwatch.storage.migrate._SCRIPTS", str(folder))

    return write


def test_an_older_database_is_migrated_and_keeps_its_rows(opened, workspace, next_step):
    store = opened()
    with store.write() as unit:
        unit.posts.add([post("p1")])
    next_step("op.execute('ALTER TABLE post ADD COLUMN extra TEXT')")
    with opened().read() as unit:
        assert unit.posts.get(post("p1").key) == post("p1")
    assert ddl(workspace / "rumorwatch.db")["post"].count("extra TEXT") == 1


def test_answers_remembered_by_an_older_program_are_forgotten_and_everything_else_stays(tmp_path, monkeypatch):
    path = tmp_path / "rumorwatch.db"
    with monkeypatch.context() as older:
        older.setattr("rumorwatch.storage.migrate.REVISIONS", REVISIONS[:1])
        open_store(URL, workspace=tmp_path, busy_timeout_s=1).close()
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO answer VALUES ('c1', 's1')")
        connection.execute("INSERT INTO meta VALUES ('store.answers_basis', 'b1'), ('last_scan_at', 'then')")
    connection.close()
    store = open_store(URL, workspace=tmp_path, busy_timeout_s=1)
    with store.read() as unit:
        assert unit.claims.answers(basis="b1") is None
        assert (list(unit.claims.answers_to("c1")), unit.get_meta("last_scan_at")) == ([], "then")
    store.close()


def test_of_notices_from_before_there_were_deliveries_those_sent_are_kept_and_the_others_decided_anew(
    tmp_path, monkeypatch
):
    path = tmp_path / "rumorwatch.db"
    with monkeypatch.context() as older:
        older.setattr("rumorwatch.storage.migrate.REVISIONS", REVISIONS[:4])
        open_store(URL, workspace=tmp_path, busy_timeout_s=1).close()
    moment, early = "2026-10-07 19:00:00.000000", "2026-10-07 17:00:00.000000"
    with sqlite3.connect(path) as connection:
        for name, status in (("A-000001", "open"), ("A-000002", "closed")):
            connection.execute(
                "INSERT INTO alert (id, rumor_id, claim_id, text, points, level, factors, reasons, weights_version,"
                " posts, independent, channels, first_seen, last_seen, statement_id, agency, due_at, opened_at,"
                " updated_at, status) VALUES (?, 'claim:c1', 'c1', 'Vỡ đập', 71.5, 'high', '{}', '[]', 'w1', 9, 4, 2,"
                " ?, ?, 's1', 'Sở Nông nghiệp', ?, ?, ?, ?)",
                (name, early, moment, moment, moment, moment, status),
            )
        for key, sent_at in (("n1", moment), ("n2", None)):
            connection.execute(
                "INSERT INTO notice (key, alert_id, reason, decided_at, level, independent, channels, sent_at)"
                " VALUES (?, 'A-000001', 'new', ?, 'high', 4, 2, ?)",
                (key, moment, sent_at),
            )
    connection.close()
    plain = {"provinces": (), "topic": Topic.OTHER, "asks": 0, "answered": False, "recurred": False, "signs": ()}
    bare = replace(alert().priority, factors={}, reasons=())
    kept = alert(text="Vỡ đập", priority=bare, due_at=NOW, model_id="", **plain)
    closed = {"status": AlertStatus.CLOSED, "closed_at": NOW, "outcome": Outcome.FADED}
    store = open_store(URL, workspace=tmp_path, busy_timeout_s=1)
    with store.write() as unit:
        assert unit.alerts.all() == [kept, replace(kept, id="A-000002", **closed)]
        assert unit.alerts.notices() == [notice(reason=SendReason.NEW, sent_at=NOW)]
        assert (unit.outbox.unbound(), unit.alerts.decisions(["A-000001"]), unit.duties.assignments()) == ([], {}, {})
        assert unit.audit.append(**done()).number == 1
    store.close()
    with sqlite3.connect(path) as connection, pytest.raises(sqlite3.IntegrityError, match="stay as they were written"):
        connection.execute("DELETE FROM audit")
    connection.close()


def test_a_database_from_before_learning_keeps_its_rows_and_learns(tmp_path, monkeypatch):
    path = tmp_path / "rumorwatch.db"
    with monkeypatch.context() as older:
        older.setattr("rumorwatch.storage.migrate.REVISIONS", REVISIONS[:5])
        store = open_store(URL, workspace=tmp_path, busy_timeout_s=1)
    with store.write() as unit:
        unit.posts.add([post("p1")])
        unit.matches.put({post("p1").key: [match(post("p1"))]}, basis="b")
        entry = unit.audit.append(**done())
    store.close()
    moment = "2026-10-07 19:00:00.000000"
    with sqlite3.connect(path) as connection:
        connection.execute(
            "INSERT INTO alert (id, rumor_id, text, points, level, factors, reasons, weights_version, posts,"
            " independent, channels, first_seen, last_seen, due_at, opened_at, updated_at, status) VALUES"
            " ('A-000001', 'claim:c1', 'Vỡ đập', 71.5, 'high', '{}', '[]', 'w1', 9, 4, 2, ?, ?, ?, ?, ?, 'open')",
            [moment] * 5,
        )
    connection.close()
    store = open_store(URL, workspace=tmp_path, busy_timeout_s=1)
    with store.write() as unit:
        assert unit.posts.get(post("p1").key) == post("p1")
        assert unit.matches.of_post(post("p1").key) == [match(post("p1"))]
        assert unit.audit.entries() == [entry]
        assert [(one.id, one.text, one.model_id) for one in unit.alerts.all()] == [("A-000001", "Vỡ đập", "")]
        unit.alerts.put(replace(unit.alerts.get("A-000001"), model_id="matcher-0000000001"))
        assert (unit.judgments.all(), unit.judgments.texts(), unit.trained.all()) == ([], {}, [])
        assert unit.judgments.add([judgment()], [judged_text()]) == [judgment().id]
        assert unit.judgments.retract(retraction())
    with store.read() as unit:
        assert unit.alerts.get("A-000001").model_id == "matcher-0000000001"
    store.close()
    for table in ("judgment", "retraction"):
        with sqlite3.connect(path) as connection, pytest.raises(sqlite3.IntegrityError, match="stay as they were"):
            connection.execute(f"DELETE FROM {table}")
        connection.close()


def test_an_empty_file_goes_through_every_step(tmp_path, next_step):
    next_step("op.execute('ALTER TABLE post ADD COLUMN extra TEXT')")
    open_store(URL, workspace=tmp_path, busy_timeout_s=1).close()
    assert ddl(tmp_path / "rumorwatch.db")["post"].count("extra TEXT") == 1


def test_a_step_that_fails_is_undone_whole_and_the_steps_before_it_stay(tmp_path, next_step, monkeypatch):
    next_step("op.execute('ALTER TABLE post ADD COLUMN extra TEXT'); op.execute('DROP TABLE nothing_of_the_kind')")
    with pytest.raises(OperationalError, match="nothing_of_the_kind"):
        open_store(URL, workspace=tmp_path, busy_timeout_s=1)
    assert "extra" not in ddl(tmp_path / "rumorwatch.db")["post"]
    monkeypatch.undo()
    store = open_store(URL, workspace=tmp_path, busy_timeout_s=1)
    with store.read() as unit:
        assert unit.posts.count() == 0
    store.close()


def test_the_schema_can_be_made_in_postgresql():
    dialect = postgresql.dialect()
    for table in metadata.sorted_tables:
        made = str(CreateTable(table).compile(dialect=dialect))
        assert "WITHOUT TIME ZONE" not in made
        for index in table.indexes:
            assert str(CreateIndex(index).compile(dialect=dialect))
