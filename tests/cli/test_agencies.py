"""``agencies list`` and ``agencies check``: what agencies.toml says, and what it leaves open."""

from __future__ import annotations

import pytest

AGENCIES = """
preset = "3-working-days"

[[agency]]
id = "health"
name = "Sở Y tế"
topics = ["health", "disaster"]
provinces = ["Huế"]
contacts = ["mail"]
answer = "60 min from first sighting"
acknowledge = "1 working day"
quiet = "22:00-06:00"
fallback = "front"

[[agency]]
id = "old"
name = "Old Office"
topics = ["scam"]
valid_until = 2026-06-30
"""
DESK = '[[agency]]\nid = "front"\nname = "The [Desk]"\n'


@pytest.fixture
def listed(workspace):
    (workspace / "agencies.toml").write_text(AGENCIES + DESK, "utf-8")


def test_without_the_file_every_alert_is_the_desks(cli):
    said = cli("agencies", "list")
    assert (said.code, said.out) == (0, "")
    assert "agencies.toml" in said.err
    assert cli("agencies", "list", "--json").rows == []
    assert cli("agencies", "check").err == "agencies.toml can be used: 0 agencies, 0 gaps\n"


@pytest.mark.usefixtures("listed")
def test_agencies_are_listed_in_the_order_of_the_file(cli):
    said = cli("agencies", "list")
    assert said.code == 0
    for part in ("health", "disaster", "Huế", "60 min from", "3 working", "The [Desk]", "no more"):
        assert part in said.out
    assert [row["id"] for row in cli("agencies", "list", "--json").rows] == ["health", "old", "front"]


@pytest.mark.usefixtures("listed")
def test_json_has_the_keys_of_the_file(cli):
    assert cli("agencies", "list", "--json").rows[0] == {
        "id": "health",
        "name": "Sở Y tế",
        "also_named": [],
        "topics": ["disaster", "health"],
        "provinces": ["Huế"],
        "contacts": ["mail"],
        "acknowledge": "1 working day",
        "answer": "60 min from first sighting",
        "valid_from": None,
        "valid_until": None,
        "fallback": "front",
        "quiet": "22:00-06:00",
        "notices_per_day": None,
        "timezone": "Asia/Ho_Chi_Minh",
    }


@pytest.mark.usefixtures("listed")
def test_check_names_each_gap(cli):
    said = cli("agencies", "check")
    assert (said.code, said.out) == (0, "")
    assert '"old" answers no more since 2026-06-30' in said.err
    assert said.err.endswith("agencies.toml can be used: 3 agencies, 1 gap\n")
    (row,) = cli("agencies", "check", "--json").rows
    assert row["gap"].startswith('"old"')


def test_a_file_that_cannot_be_used_is_one_line(cli, workspace):
    (workspace / "agencies.toml").write_text('[[agency]]\nid = "a"\nname = "A"\nfallback = "b"\n')
    for command in ("list", "check"):
        said = cli("agencies", command)
        assert said.code == 1
        assert said.err.startswith('RW-U54 agencies.toml: agency "a", "fallback": no agency "b" is listed. ')
        assert said.err.count("\n") == 1
