"""What people did is listed, and a change of it is found."""

from __future__ import annotations

import json
import sqlite3

import pytest

from nouns import NOW
from rumorwatch.domain.duties import Action


@pytest.fixture
def done(store):
    """Three things that people did."""
    with store.write() as unit:
        for number, (action, subject) in enumerate(
            ((Action.ACKNOWLEDGE, "A-1"), (Action.ASSIGN, "A-1"), (Action.CLOSE, "A-2")), start=1
        ):
            unit.audit.append(
                at=NOW, actor=f"Lan {number}", action=action, subject=subject, details={"why": "\x1b[31m"}
            )
    store.close()


def changed(workspace, statement):
    """Change the record as somebody with the file would."""
    with sqlite3.connect(workspace / "rumorwatch.db") as connection:
        for trigger in ("audit_no_update", "audit_no_delete"):
            connection.execute(f"DROP TRIGGER {trigger}")
        connection.execute(statement)
    connection.close()


@pytest.mark.usefixtures("done")
def test_what_people_did_is_listed_oldest_first_and_escaped(cli):
    said = cli("audit", "list")
    assert [said.out.index(f"Lan {number}") for number in (1, 2, 3)] == sorted(
        said.out.index(f"Lan {number}") for number in (1, 2, 3)
    )
    assert "\x1b" not in said.out
    assert [row["action"] for row in cli("audit", "list", "--json").rows] == ["acknowledge", "assign", "close"]
    assert [row["number"] for row in cli("audit", "list", "--subject", "A-2", "--json").rows] == [3]


@pytest.mark.usefixtures("store")
def test_before_anybody_did_anything_that_is_said(cli):
    assert "Nobody did anything yet" in cli("audit", "list").err
    assert cli("audit", "verify").code == 0


@pytest.mark.usefixtures("done")
def test_a_whole_record_is_verified_and_its_last_entry_can_be_noted(cli):
    said = cli("audit", "verify")
    assert said.code == 0
    assert "3 entries, each as it was written" in said.err
    assert cli("audit", "verify", "--expect", said.out.strip()).code == 0
    assert json.loads(cli("audit", "verify", "--json").out)["whole"] is True


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE audit SET actor = 'Minh' WHERE number = 2", 2),
        ("UPDATE audit SET action = 'nothing' WHERE number = 1", 1),
        ("DELETE FROM audit WHERE number = 1", 2),
    ],
)
@pytest.mark.usefixtures("done")
def test_a_changed_or_deleted_entry_is_named(cli, workspace, statement, broken):
    changed(workspace, statement)
    said = cli("audit", "verify")
    assert said.code == 3
    assert "RW-S13" in said.err
    assert f"broken at entry {broken} of" in said.err
    assert json.loads(cli("audit", "verify", "--json").out)["broken"] == broken


@pytest.mark.usefixtures("done")
def test_a_record_that_was_cut_off_is_found_by_what_was_noted(cli, workspace):
    noted = cli("audit", "verify").out.strip()
    changed(workspace, "DELETE FROM audit WHERE number = 3")
    assert cli("audit", "verify").code == 0
    said = cli("audit", "verify", "--expect", noted)
    assert said.code == 3
    assert "RW-S14" in said.err


@pytest.mark.parametrize("noted", ["3", "three:abc", ":abc", "3:"])
@pytest.mark.usefixtures("done")
def test_what_is_no_note_is_refused(cli, noted):
    said = cli("audit", "verify", "--expect", noted)
    assert said.code == 2
    assert "RW-U70" in said.err
