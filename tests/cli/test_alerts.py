"""``alerts list`` and ``alerts show``."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from importlib import resources

import pytest
from rich.cells import cell_len

from nouns import NOW, match, post, statement
from rumorwatch.cli.output import console
from rumorwatch.domain.agencies import DESK
from rumorwatch.domain.alerts import AlertStatus, Decision, SendReason, SilenceReason
from rumorwatch.domain.claims import Answer, StatementId
from rumorwatch.domain.duties import AssignedBy, Assignment, Ledger, Silence
from rumorwatch.domain.rumors import Level


def test_the_list_is_a_table_on_stdout_and_talk_on_stderr(cli, alert):
    said = cli("alerts", "list")
    assert said.code == 0
    assert alert.id in said.out
    assert "The reservoir will break" in said.out
    assert "alerts show" in said.err


def test_without_alerts_stdout_stays_empty(cli):
    assert (cli("alerts", "list").code, cli("alerts", "list").out) == (0, "")
    assert cli("alerts", "list", "--json").out == ""


def test_json_rows_are_one_object_a_line(cli, alert):
    (row,) = cli("alerts", "list", "--json").rows
    assert (row["alert_id"], row["claim_id"], row["posts"], row["agency"]) == (alert.id, "c1", 3, "Irrigation Office")


def test_level_is_the_lowest_that_is_listed(cli, alert, store):
    with store.write() as unit:
        unit.alerts.put(replace(alert, priority=replace(alert.priority, level=Level.LOW)))
    assert len(cli("alerts", "list", "--json", "--level", "low").rows) == 1
    assert cli("alerts", "list", "--json", "--level", "medium").rows == []


def test_closed_alerts_are_listed_only_when_asked_for(cli, alert, store):
    with store.write() as unit:
        unit.alerts.put(replace(alert, status=AlertStatus.CLOSED))
    assert cli("alerts", "list", "--json").rows == []
    assert len(cli("alerts", "list", "--json", "--all").rows) == 1
    assert "closed" in cli("alerts", "list", "--all").out


def test_the_window_shows_claim_priority_sightings_statement_deadline_and_notices(cli, alert):
    said = cli("alerts", "show", alert.id)
    assert said.code == 0
    for part in (
        alert.id,
        "owner: nobody yet",
        "verdict unknown",
        "topic disaster",
        "velocity",
        "of 18",
        "█",
        "confirmed, 95% sure",
        "similarity 0.90",
        "repeats, copy",
        "repeats, independent",
        "The reservoir is safe.",
        "EXPIRED",
        "in 60 min",
        "new, ",
        "not sent yet",
    ):
        assert part in said.out, part


def test_sightings_come_newest_first_and_older_ones_are_counted(cli, alert):
    text = cli("alerts", "show", alert.id, "--sightings", "2").out
    assert text.index("10 min ago") < text.index("60 min ago")
    assert "90 min ago" not in text
    assert "and 1 older" in text


def test_links_of_posts_cannot_be_clicked_and_their_text_is_no_command(cli, alert):
    said = cli("alerts", "show", alert.id).out
    assert "bad.example" not in said
    assert "hxxp://bad[.]example/x" in said.replace("\n", "")
    assert "[bold]run[/bold] now \\u001b[31m" in said
    assert "\x1b" not in said


def test_the_window_as_json_has_the_row_and_more_keys(cli, alert):
    (row,) = cli("alerts", "show", alert.id, "--json").rows
    (listed,) = cli("alerts", "list", "--json").rows
    more = ["signs", "sightings", "statement", "contradictions", "next_look_at", "notices"]
    duties = ["owners", "decisions", "silences", "clock"]
    assert list(row) == [*listed, *more, *duties, "growth", "up", "down"]
    assert (row["owners"], row["clock"]) == ([], None)
    assert {key: row[key] for key in listed} == listed
    assert [sighting["kind"] for sighting in row["sightings"]] == ["independent", "copy", "independent"]
    assert row["statement"]["agency"] == "Irrigation Office"
    assert (row["statement"]["standing"], row["statement"]["superseded_by"]) == ("expired", None)
    assert row["contradictions"] == []
    assert row["notices"][0]["reason"] == "new"
    assert row["notices"][0]["sent_at"] is None
    assert all(len(sighting["text"]) <= 280 for sighting in row["sightings"])


def test_an_alert_whose_posts_were_purged_still_shows(cli, alert, store):
    with store.write() as unit:
        unit.posts.purge(unit.posts.published_before(alert.updated_at, limit=9))
    said = cli("alerts", "show", alert.id)
    assert said.code == 0
    assert "None stored any more" in said.out


@pytest.mark.parametrize(("level", "is_told"), [(Level.MONITOR, True), (Level.LOW, False)])
def test_what_is_only_watched_says_so_and_when_to_look_again(cli, alert, store, level, is_told):
    with store.write() as unit:
        unit.alerts.put(replace(alert, priority=replace(alert.priority, level=level)))
    assert ("do not amplify" in cli("alerts", "show", alert.id).out) is is_told
    assert ("do not amplify" in " ".join(cli("alerts", "list").out.split())) is is_told
    (row,) = cli("alerts", "show", alert.id, "--json").rows
    assert (row["next_look_at"] is not None) is is_told


def test_an_alert_without_statement_says_that_nothing_answers_it(cli, alert, store):
    with store.write() as unit:
        unit.alerts.put(replace(alert, statement_id=None, agency=None))
    said = cli("alerts", "show", alert.id).out
    assert "nothing official answers this" in said
    assert "owner: nobody yet" in said


WATER = "The reservoir is releasing {} cubic meters of water per second."


@pytest.fixture
def torn(alert, store):
    """Give the alert two statements that contradict each other, of now; its own has expired."""
    told = [
        statement(
            "s2", agency="Water Office", text=f"All is well. {WATER.format(450)}", published_at=NOW - timedelta(days=2)
        ),
        statement("s3", agency="Civil Defense", text=WATER.format(900), published_at=NOW - timedelta(hours=3)),
    ]
    with store.write() as unit:
        unit.statements.add(told)
        answers = [Answer(statement_id=StatementId(name), similarity=0.5) for name in ("s1", "s2", "s3")]
        unit.claims.remember_answers({"c1": answers}, basis="whatever")
    return alert


def test_the_window_quotes_both_sentences_of_a_contradiction_with_agency_and_age(cli, torn):
    text = " ".join(cli("alerts", "show", torn.id).out.split())
    assert "CONTRADICTION: the statements differ in a number" in text
    assert f"“{WATER.format(450)}” Water Office, 2 days ago · statement s2" in text
    assert f"“{WATER.format(900)}” Civil Defense, 3 h ago · statement s3" in text
    assert text.index("statement s2") < text.index("statement s3")
    assert "All is well" not in text


def test_the_contradictions_as_json_have_both_statements(cli, torn):
    (row,) = cli("alerts", "show", torn.id, "--json").rows
    (one,) = row["contradictions"]
    assert one["on"] == "number"
    assert one["statements"] == [
        {"id": "s2", "agency": "Water Office", "sentence": WATER.format(450), "says": "450 cubic meters"},
        {"id": "s3", "agency": "Civil Defense", "sentence": WATER.format(900), "says": "900 cubic meters"},
    ]


def test_a_statement_that_was_superseded_since_the_scan_is_shown_as_that(cli, torn, store):
    with store.write() as unit:
        unit.statements.add([statement("s4", agency="Civil Defense", supersedes="s1")])
    text = " ".join(cli("alerts", "show", torn.id).out.split())
    (row,) = cli("alerts", "show", torn.id, "--json").rows
    assert "SUPERSEDED by statement s4 of Civil Defense" in text
    assert (row["statement"]["standing"], row["statement"]["superseded_by"]) == ("superseded", "s4")


def test_a_statement_that_was_retired_since_the_scan_is_shown_as_that(cli, alert, store):
    with store.write() as unit:
        unit.statements.retire("s1")
    assert "RETIRED" in cli("alerts", "show", alert.id).out


def test_the_words_of_a_statement_are_no_command_of_the_terminal(cli, torn, store):
    bad = statement("s3", agency="Civil [bold]Defense", text=f"{WATER.format(900)} \x1b[31m")
    with store.write() as unit:
        unit.statements.add([bad])
    said = cli("alerts", "show", torn.id).out
    assert "\x1b" not in said
    assert "Civil [bold]Defense" in said


@pytest.mark.parametrize("width", ["40", "60", "80", "100", "120", "200"])
def test_contradictions_fit_every_terminal(cli, torn, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", width)
    console.cache_clear()
    said = cli("alerts", "show", torn.id)
    assert said.code == 0
    assert max(map(cell_len, said.out.splitlines())) <= int(width)


@pytest.mark.parametrize("width", ["40", "60", "80", "100", "120", "200"])
def test_the_window_fits_every_terminal(cli, alert, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", width)
    console.cache_clear()
    said = cli("alerts", "show", alert.id)
    assert said.code == 0
    assert max(map(cell_len, said.out.splitlines())) <= int(width)


def test_an_id_may_be_said_as_it_is_heard(cli, alert):
    heard = alert.id.removeprefix("A-").lower().replace("0", "o").replace("1", "l")
    assert cli("alerts", "show", heard).code == 0


def test_an_id_that_nothing_has_is_rw_u20(cli):
    said = cli("alerts", "show", "A-\x1b[31mZZZ")
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("RW-U20 ")
    assert "\x1b" not in said.err
    assert said.err.count("\n") == 1


@pytest.mark.parametrize("width", ["60", "100"])
def test_a_text_without_spaces_is_shown_whole(cli, alert, store, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", width)
    console.cache_clear()
    said = "石牙水库溃坝的水听说四点到米市" * 8
    with store.write() as unit:
        later = post("p9", text=said, minutes_ago=1)
        unit.posts.add([later])
        unit.matches.put({later.key: [match(later)]}, basis="test")
    shown = cli("alerts", "show", alert.id).out
    assert shown.count("石") == said.count("石")
    assert max(map(cell_len, shown.splitlines())) <= int(width)


def test_growth_is_told_by_window_with_what_changed(cli, alert):
    said = cli("alerts", "show", alert.id)
    assert "last 15 min: 1 sighting, 1 more than in the 15 min before" in said.out
    assert "last 6 hours: 3 sightings, 3 more than in the 6 hours before" in said.out
    (row,) = cli("alerts", "show", alert.id, "--json").rows
    assert [pace["sightings"] for pace in row["growth"]["paces"]] == [1, 1, 3]
    assert row["growth"]["burst"]["score"] > 0


def test_a_workspace_ranks_with_weights_of_its_own(cli, workspace, alert):
    shipped = json.loads(resources.files("rumorwatch.rank").joinpath("weights.json").read_text("utf-8"))
    (workspace / "mine.json").write_text(json.dumps(shipped | {"version": "mine-1"}), "utf-8")
    (workspace / "rumorwatch.toml").write_text('[rank]\nweights = "mine.json"\n', "utf-8")
    assert cli("scan", "--json").code in {0, 4}
    with_own = cli("alerts", "show", alert.id)
    assert with_own.code == 0
    (workspace / "mine.json").write_text("{", "utf-8")
    broken = cli("alerts", "show", alert.id)
    assert broken.code == 1
    assert "RW-F24" in broken.err


@pytest.fixture
def assigned(alert, store):
    """The alert as the desk's, with a silence, a decision and a clock."""
    with store.write() as unit:
        unit.duties.assign(
            Assignment(
                alert_id=alert.id,
                agency=DESK,
                by=AssignedBy.ROUTE,
                assigned_at=NOW,
                acknowledge_by=NOW - timedelta(minutes=5),
                answer_by=NOW + timedelta(minutes=40),
            )
        )
        unit.duties.put_silence(
            Silence(
                id="S-1",
                rumor_id=alert.rumor_id,
                author="Lan",
                comment="drill",
                begins_at=NOW,
                ends_at=NOW + timedelta(hours=1),
            )
        )
        held = Decision(reason=SilenceReason.SILENCED, hidden=SendReason.GROWING)
        unit.alerts.put_decision(alert.id, DESK, held, at=NOW)
        unit.duties.put_ledger(Ledger(alert_id=alert.id, rumor_id=alert.rumor_id, first_seen=NOW, alerted_at=NOW))
    return alert


def test_the_window_says_who_answers_what_holds_it_back_and_its_clock(cli, assigned):
    said = cli("alerts", "show", assigned.id).out
    assert "owner: the desk, answer due 02:40" in said
    assert "acknowledge by 01:55 (LATE)" in said
    assert "SILENT until 03:00: “drill” (Lan)" in said
    assert "Now, to the desk: silenced, since 0 min ago, 1 notice held back so far" in said
    assert "Clock: first seen 02:00, told 02:00" in said


def test_rows_give_the_owners_deadline_and_what_was_held_back(cli, assigned):
    (row,) = cli("alerts", "show", assigned.id, "--json").rows
    (listed,) = cli("alerts", "list", "--json").rows
    assert listed["due_at"] == row["due_at"] == (NOW + timedelta(minutes=40)).isoformat()
    assert listed["agency"] == "Irrigation Office"  # the desk has no name: the statement's is told
    assert [(one["reason"], one["held_back"], one["held_back_so_far"]) for one in row["decisions"]] == [
        ("silenced", "growing", 1)
    ]
    assert [one["author"] for one in row["silences"]] == ["Lan"]
    assert (row["clock"]["t1"], row["clock"]["t4"]) == (NOW.isoformat(), None)
