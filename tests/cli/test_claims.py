"""``claims`` and ``statements``: one row from options, files in and out, retiring."""

from __future__ import annotations

import json

import pytest

CLAIMS = ("claims", ("--id", "c1", "--text", "Hồ chứa sẽ vỡ"))
STATEMENTS = ("statements", ("--id", "s1", "--text", "Hồ an toàn", "--agency", "Sở Thủy lợi"))
both = pytest.mark.parametrize(("noun", "least"), [CLAIMS, STATEMENTS], ids=["claims", "statements"])


@both
def test_what_was_added_is_listed_and_shown(cli, noun, least):
    assert cli(noun, "add", *least, "--url", "https://e.example/check").code == 0
    (row,) = cli(noun, "list", "--json").rows
    assert (row["id"], row["text"], row["url"]) == (least[1], least[3], "https://e.example/check")
    assert cli(noun, "show", least[1], "--json").rows == [row]
    assert least[3] in cli(noun, "list").out
    assert least[3] in cli(noun, "show", least[1]).out


@both
def test_adding_a_known_id_is_refused_unless_it_is_to_be_replaced(cli, noun, least):
    cli(noun, "add", *least)
    again = (*least[:3], "another text", *least[4:])
    said = cli(noun, "add", *again)
    assert (said.code, said.err[:7]) == (2, "RW-U25 ")
    assert cli(noun, "list", "--json").rows[0]["text"] == least[3]
    assert cli(noun, "add", *again, "--replace").code == 0
    assert cli(noun, "list", "--json").rows[0]["text"] == "another text"


@both
@pytest.mark.parametrize("wrong", [("--url", "ftp://e.example"), ("--text", "  ")])
def test_a_value_that_cannot_be_used_is_rw_u26_and_names_the_option(cli, noun, least, wrong):
    said = cli(noun, "add", *least, *wrong)
    assert (said.code, said.err[:7]) == (2, "RW-U26 ")
    assert wrong[0] in said.err
    assert cli(noun, "list", "--json").rows == []


@pytest.mark.parametrize(("noun", "unknown"), [("claims", "RW-U21"), ("statements", "RW-U22")])
@pytest.mark.parametrize("command", ["show", "retire"])
def test_an_id_that_nothing_has_is_one_line(cli, noun, unknown, command):
    said = cli(noun, command, "nobody")
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(f"{unknown} ")
    assert said.err.count("\n") == 1


@both
def test_a_retired_one_is_listed_only_when_asked_for_and_can_come_back(cli, noun, least):
    cli(noun, "add", *least)
    assert cli(noun, "retire", least[1]).code == 0
    assert cli(noun, "list", "--json").rows == []
    assert cli(noun, "list", "--json", "--all").rows[0]["status"] == "retired"
    assert "retired" in cli(noun, "list", "--all").out
    assert cli(noun, "retire", least[1]).code == 2
    assert cli(noun, "add", *least, "--replace").code == 0
    assert cli(noun, "list", "--json").rows[0]["status"] == "active"


@both
@pytest.mark.parametrize("form", ["jsonl", "csv", "tsv", "xlsx", "jsonl.gz"])
def test_an_export_is_read_back_unchanged_in_every_format(cli, workspace, noun, least, form):
    cli(noun, "add", *least, "--url", "https://e.example/1", "--title", "Title, with a comma")
    file = workspace / f"export.{form}"
    assert cli(noun, "export", str(file)).code == 0
    said = cli(noun, "import", str(file))
    assert said.code == 0
    assert "0 new, 0 replaced, 1 unchanged" in said.err


@both
def test_an_export_without_a_file_is_json_lines_on_stdout(cli, noun, least):
    cli(noun, "add", *least)
    (exported,), (listed,) = cli(noun, "export").rows, cli(noun, "list", "--json").rows
    assert exported == {key: value for key, value in listed.items() if value not in (None, "", [])}


@both
def test_a_format_may_be_named_where_the_ending_says_nothing(cli, tmp_path, noun, least):
    cli(noun, "add", *least)
    file = tmp_path / "list.backup"
    assert cli(noun, "export", str(file)).code == 1
    assert cli(noun, "export", str(file), "--format", "csv").code == 0
    assert file.read_text("utf-8-sig").startswith("id,")
    assert "1 unchanged" in cli(noun, "import", str(file), "--format", "csv").err


def test_claims_go_out_and_come_in_as_claimreview(cli, tmp_path):
    cli("claims", "add", *CLAIMS[1], "--verdict", "fake", "--url", "https://e.example/1", "--publisher", "Someone")
    file = tmp_path / "claims.json"
    cli("claims", "export", str(file))
    assert "ClaimReview" in file.read_text("utf-8")
    cli("claims", "retire", "c1")
    assert cli("claims", "import", str(file)).code == 0
    (row,) = cli("claims", "list", "--json").rows
    assert (row["text"], row["verdict"]) == ("Hồ chứa sẽ vỡ", "fake")


def test_an_import_tells_new_replaced_and_unchanged(cli, tmp_path):
    file = tmp_path / "claims.jsonl"
    rows = [{"id": name, "text": f"claim {name}"} for name in ("c1", "c2", "c3")]
    file.write_text("\n".join(map(json.dumps, rows)))
    assert "3 new, 0 replaced, 0 unchanged" in cli("claims", "import", str(file)).err
    rows[0]["text"] = "changed"
    file.write_text("\n".join(map(json.dumps, [*rows, {"id": "c4", "text": "four"}])))
    assert "1 new, 1 replaced, 2 unchanged" in cli("claims", "import", str(file)).err


def test_bad_rows_are_named_with_their_line_and_the_good_ones_are_kept(cli, tmp_path):
    file = tmp_path / "claims.csv"
    file.write_text("id,text,url\nc1,one,\nc2,,\nc3,three,ftp://x\nc1,again,\n,nameless,\nc5,five,\n")
    said = cli("claims", "import", str(file))
    assert said.code == 1
    assert [row["id"] for row in cli("claims", "list", "--json").rows] == ["c1", "c5"]
    for line in (3, 4, 5, 6):
        assert f"line {line}: " in said.err
    assert said.err.splitlines()[-1].startswith("RW-U27 4 rows of ")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [("missing.csv", None, "RW-F01"), ("claims.csv", "id,text\nc1,\n", "RW-F10"), ("empty.jsonl", "", "RW-F12")],
)
def test_a_file_with_nothing_usable_is_one_line_and_changes_nothing(cli, tmp_path, name, content, code):
    file = tmp_path / name
    if content is not None:
        file.write_text(content)
    said = cli("claims", "import", str(file))
    assert said.code == 1
    assert said.err.splitlines()[-1].startswith(f"{code} ")
    assert cli("claims", "list", "--json").rows == []


def test_a_claim_says_which_open_alert_it_has_and_a_statement_what_it_answers(cli, alert):
    assert alert.id in cli("claims", "show", "c1").out
    assert alert.id in cli("statements", "show", "s1").out


@pytest.mark.usefixtures("alert")
def test_an_expired_statement_says_so(cli):
    assert "expired" in cli("statements", "list").out


def test_times_without_a_zone_are_vietnams(cli):
    cli("claims", "add", *CLAIMS[1], "--checked-at", "2026-11-01T08:00")
    assert cli("claims", "list", "--json").rows[0]["checked_at"] == "2026-11-01T01:00:00+00:00"


def test_what_is_no_time_is_a_usage_error(cli):
    said = cli("claims", "add", *CLAIMS[1], "--checked-at", "yesterday")
    assert said.code == 2
    assert "2026-11-22" in said.err
