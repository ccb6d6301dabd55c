"""The audit, in every store: what was written stays, and a change by other ways is found."""

from __future__ import annotations

import sqlite3
from datetime import datetime

import pytest

from nouns import NOW
from rumorwatch.domain.auditchain import BEFORE_FIRST, first_broken
from rumorwatch.domain.duties import Action
from storage.records import LATER, done

TAMPERED = {
    "an entry changed": ("UPDATE audit SET actor = 'Minh' WHERE number = 2", 2),
    "the moment changed": ("UPDATE audit SET at = '2026-10-07 19:00:00.000001' WHERE number = 3", 3),
    "details changed": ("UPDATE audit SET details = '{}' WHERE number = 1", 1),
    "the first deleted": ("DELETE FROM audit WHERE number = 1", 2),
    "one in the middle deleted": ("DELETE FROM audit WHERE number = 2", 3),
}


def fill(store):
    with store.write() as unit:
        return [
            unit.audit.append(**done()),
            unit.audit.append(**done(at=LATER, action=Action.SILENCE, subject="S-000001", details={})),
            unit.audit.append(**done(actor="Minh", action=Action.ASSIGN)),
        ]


def test_entries_are_numbered_and_chained_as_they_are_appended(store):
    written = fill(store)
    assert [entry.number for entry in written] == [1, 2, 3]
    assert [entry.previous for entry in written] == [BEFORE_FIRST, written[0].hash, written[1].hash]
    with store.read() as unit:
        assert unit.audit.entries() == written
        assert unit.audit.of("A-000001") == [written[0], written[2]]
        assert unit.audit.of("A-000009") == []
        assert first_broken(unit.audit.entries()) is None


def test_the_chain_goes_on_in_another_unit(store):
    fill(store)
    written = fill(store)
    assert written[0].number == 4
    with store.read() as unit:
        assert first_broken(unit.audit.entries()) is None


def test_a_moment_without_a_zone_is_not_audited(store):
    with pytest.raises(ValueError, match="without a zone"), store.write() as unit:
        unit.audit.append(**done(at=datetime(2026, 10, 7)))  # noqa: DTZ001 - the mistake meant


@pytest.mark.parametrize("change", [change for change, _ in TAMPERED.values()])
def test_the_database_refuses_to_change_or_delete_an_entry(sql_store, change):
    written = fill(sql_store)
    with pytest.raises(RuntimeError, match="entries of the audit stay as they were written"), sql_store.write() as unit:
        unit._connection.exec_driver_sql(change)  # noqa: SLF001 - no port offers this
    with sql_store.read() as unit:
        assert unit.audit.entries() == written


@pytest.mark.parametrize(("change", "broken"), TAMPERED.values(), ids=TAMPERED)
def test_who_gets_round_the_triggers_is_found_by_the_chain(sql_store, workspace, change, broken):
    fill(sql_store)
    with sqlite3.connect(workspace / "rumorwatch.db") as connection:
        connection.executescript(f"DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete; {change};")
    connection.close()
    with sql_store.read() as unit:
        assert first_broken(unit.audit.entries()) == broken


def test_details_are_kept_as_they_were_when_appended(store):
    details = {"comment": "đã xong"}
    with store.write() as unit:
        unit.audit.append(**done(at=NOW, details=details))
        details["comment"] = "khác"
    with store.read() as unit:
        assert unit.audit.entries()[0].details == {"comment": "đã xong"}
