"""The command replay: an archive in, figures out."""

from __future__ import annotations

import json

import pytest

SAYS = "they say the harbor bridge will collapse at the next spring tide"
ARCHIVE = [
    {"id": "a", "text": f"{SAYS}, keep away", "published_at": "2026-01-01T08:01:00Z", "author": "x", "rumor": "r1"},
    {"id": "b", "text": f"{SAYS}!!", "published_at": "2026-01-01T10:10:00Z", "author": "y", "rumor": "r1"},
    {"id": "c", "kind": "repost", "reply_to": "b", "published_at": "2026-01-01T10:20:00Z", "rumor": "r1"},
    {"id": "d", "text": "fresh oranges and eggs at the corner stall", "published_at": "2026-01-01T09:00:00Z"},
]


@pytest.fixture
def replayed(cli, tmp_path):
    def run(*more, archive=ARCHIVE):
        files = {"archive": archive, "claims": [{"id": "bridge", "text": SAYS.removeprefix("they say ")}]}
        for name, rows in files.items():
            (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        arguments = [f"--{name}={tmp_path / name}.jsonl" for name in files]
        return cli("replay", *arguments, "--model", "lexical", *more)

    return run


def test_the_figures_of_an_archive_are_one_object(replayed):
    (row,) = replayed("--json").rows
    assert row.pop("seconds") > 0
    assert row == {
        "posts": 4,
        "rumors": 1,
        "alerted": 1,
        "precision@10_per_day": 1.0,
        "recall": 1.0,
        "median_minutes_to_alert": 4.0,
        "lead_minutes": {"median": 115.0, "p25": 115.0, "p75": 115.0},
        "alerted_before_peak": 1.0,
        "alerts_per_day": 1.0,
    }


def test_a_longer_step_warns_later(replayed):
    (row,) = replayed("--json", "--step-min", "60").rows
    assert row["median_minutes_to_alert"] == 59.0


def test_for_people_it_is_a_table(replayed):
    said = replayed()
    assert "median_minutes_to_alert" in said.out
    assert "lead_minutes p75" in said.out


def test_a_broken_row_is_named_and_left_out(replayed):
    said = replayed("--json", archive=[*ARCHIVE, {"id": "e", "text": "no date"}])
    assert said.code == 0
    assert said.rows[0]["posts"] == 4
    assert 'line 5: "published_at" is missing; left out' in said.err
    assert "1 rows left out, 4 posts read" in said.err


def test_an_archive_without_posts_is_an_error(replayed):
    said = replayed(archive=[])
    assert (said.code, "RW-F22" in said.err) == (1, True)
