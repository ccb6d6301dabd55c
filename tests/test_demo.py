"""The demo: the alerts a careful reader expects, in the order that reader expects, from the files and over HTTP."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from rumorwatch.cli.app import run

DEMO = Path(__file__).parents[1] / "feeds" / "demo"
EXPECTED = json.loads((DEMO / "expected.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def scanned(tmp_path_factory):
    """The demo workspace after one scan; the tests of this module only read it."""
    workspace = tmp_path_factory.mktemp("demo") / "workspace"
    assert run(["init", str(workspace), "--demo"]) == 0
    assert run(["--workspace", str(workspace), "scan", "--json"]) == 0
    return workspace


def rows(workspace, capsys, *arguments):
    capsys.readouterr()
    assert run(["--workspace", str(workspace), *arguments, "--json"]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_every_post_of_the_recording_is_stored_once(scanned):
    from rumorwatch.bootstrap import open_workspace

    workspace = open_workspace(scanned)
    with workspace.store.read() as unit:
        assert unit.posts.count() == EXPECTED["posts"]
    workspace.close()


def test_the_top_alerts_are_the_ones_a_human_reader_expects_in_that_order(scanned, capsys):
    alerts = rows(scanned, capsys, "alerts", "list")
    top = EXPECTED["obvious_top"]
    known = [alert["claim_id"] for alert in alerts if alert["claim_id"]]
    assert known[:top] == EXPECTED["order"][:top]
    assert alerts[0]["claim_id"] == EXPECTED["order"][0]


def test_the_new_rumors_are_found_across_languages_and_nothing_else_is_taken_for_one(scanned, capsys):
    new = [alert["alert_id"] for alert in rows(scanned, capsys, "alerts", "list") if alert["claim_id"] is None]
    found = {}
    for name in new:
        (shown,) = rows(scanned, capsys, "alerts", "show", name, "--sightings", "99")
        keys = [sighting["post_key"] for sighting in shown["sightings"]]
        ids = {rows(scanned, capsys, "posts", "show", key)[0]["id"] for key in keys}
        rumor = next(rumor for rumor, posts in EXPECTED["emerging"].items() if ids <= set(posts))
        found[rumor] = (len(ids) / len(EXPECTED["emerging"][rumor]), {one["language"] for one in shown["sightings"]})
    assert found.keys() == EXPECTED["emerging"].keys()
    assert len(new) == len(found)
    assert min(share for share, _ in found.values()) > 0.5
    assert found["muoi-bien-doi-gen"][1] == {"vi", "zh", "en"}


def test_each_alert_has_a_level_a_human_reader_accepts(scanned, capsys):
    levels = {alert["claim_id"]: alert["level"] for alert in rows(scanned, capsys, "alerts", "list")}
    wrong = {
        name: levels.get(name) for name, accepted in EXPECTED["levels"].items() if levels.get(name) not in accepted
    }
    assert wrong == {}


def test_what_is_only_denied_asked_or_not_there_at_all_makes_no_alert(scanned, capsys):
    alerted = {alert["claim_id"] for alert in rows(scanned, capsys, "alerts", "list") if alert["claim_id"]}
    assert alerted & set(EXPECTED["must_not_alert"]) == set()
    assert alerted == set(EXPECTED["active"])


def test_each_alert_names_the_statement_that_answers_it(scanned, capsys):
    answers = {alert["claim_id"]: alert["statement_id"] for alert in rows(scanned, capsys, "alerts", "list")}
    assert {name: answers[name] for name in EXPECTED["answered_by"]} == EXPECTED["answered_by"]
    assert [answers[name] for name in EXPECTED["unanswered"]] == [None] * len(EXPECTED["unanswered"])


def test_a_second_scan_finds_nothing_new_and_the_same_alerts(scanned, tmp_path, capsys):
    workspace = tmp_path / "again"
    shutil.copytree(scanned, workspace)
    before = rows(workspace, capsys, "alerts", "list")
    assert rows(workspace, capsys, "scan") == before


def test_scan_json_has_the_keys_that_programs_rely_on(scanned, capsys):
    alert = rows(scanned, capsys, "alerts", "list")[0]
    assert list(alert) == [
        "alert_id", "rumor_id", "claim_id", "text", "priority", "level", "factors", "reasons",
        "posts", "independent", "first_seen", "statement_id", "agency", "due_at",
    ]  # fmt: skip


def test_the_same_feeds_over_http_give_the_same_alerts(scanned, tmp_path, capsys, httpserver):
    workspace = tmp_path / "over-http"
    assert run(["init", str(workspace), "--demo"]) == 0
    httpserver.expect_request("/robots.txt").respond_with_data("no robots.txt here", status=404)
    for file in (DEMO / "feeds").iterdir():
        httpserver.expect_request(f"/{file.name}").respond_with_data(file.read_bytes())
    listed = workspace / "feeds.toml"
    listed.write_text(
        listed.read_text("utf-8").replace('"file:feeds/', f'"http://localhost:{httpserver.port}/'), "utf-8"
    )
    settings = workspace / "rumorwatch.toml"
    settings.write_text(
        f'{settings.read_text("utf-8")}\n[fetch]\nallow_hosts = ["localhost:{httpserver.port}"]\n', "utf-8"
    )
    over_http = rows(workspace, capsys, "scan")
    assert over_http == rows(scanned, capsys, "alerts", "list")
