"""``label export`` and ``label import``: questions out, answers in, and a report that is exact."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pytest

from nouns import NOW, claim, digits, match, post
from rumorwatch.domain.labels import AskReason, Label
from rumorwatch.domain.matches import Tier
from rumorwatch.label.sheetcolumns import COLUMNS
from rumorwatch.label.sheetwords import EN, SPOKEN

HEADING = {column.key: column.heading[EN] for column in COLUMNS}


def said(name, text):
    return post(name, text=text, text_hash=digits(text.lower()), url="https://e.example/bai")


POSTS = [
    said("p1", "họ nói đập trên thị trấn sẽ vỡ đêm nay"),
    said("p2", "có thật là đập thủy điện sắp vỡ không mọi người"),
    said("p3", "giá xăng tuần sau tăng gấp đôi, đổ đầy bình đi"),
    said("p4", '=HYPERLINK("http://xau.example";"đập") vỡ đêm nay'),
]


@pytest.fixture
def asked(store):
    """Four posts, of which the models are unsure."""
    with store.write() as unit:
        unit.claims.add([claim()])
        unit.posts.add(POSTS)
        found = {one.key: [match(one, probability=0.5 + n / 100, tier=Tier.SUGGESTED)] for n, one in enumerate(POSTS)}
        unit.matches.put(found, basis="test")
    return store


def standing(store):
    with store.read() as unit:
        return unit.judgments.standing()


def table(file):
    return list(csv.DictReader(io.StringIO(file.read_text("utf-8-sig"), newline="")))


def fill(file, *answers):
    """Answer the first questions of a CSV file; each answer is cells by our keys."""
    rows = table(file)
    for row, given in zip(rows, answers, strict=False):
        row.update({HEADING[key]: value for key, value in given.items()})
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    file.write_text(text.getvalue(), "utf-8-sig")


@pytest.fixture
def sheet(cli, asked, tmp_path):
    file = tmp_path / "hoi.csv"
    assert cli("label", "export", str(file)).code == 0
    with asked.read() as unit:
        assert len(table(file)) == unit.posts.count()
    return file


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize("form", ["csv", "tsv", "xlsx"])
def test_an_export_asks_what_the_queue_asks(cli, tmp_path, form):
    said = cli("label", "export", str(tmp_path / f"a.{form}"), "--count", "3", "--by", "Lan")
    assert (said.code, said.out) == (0, "")
    assert "3 questions exported" in said.err
    report = cli("label", "import", str(tmp_path / f"a.{form}"), "--json")
    assert (report.code, report.out) == (0, "")
    assert "0 answers taken, 0 known already; 3 rows without an answer" in report.err


def test_an_export_is_safe_to_open(sheet):
    texts = {row[HEADING["text"]] for row in table(sheet)}
    assert '\'=HYPERLINK("hxxp://xau[.]example";"đập") vỡ đêm nay' in texts
    assert {row[HEADING["url"]] for row in table(sheet)} == {"hxxps://e[.]example/bai"}


def test_only_the_reasons_asked_for_are_exported(cli, asked, tmp_path):
    file = tmp_path / "a.csv"
    cli("label", "export", str(file), "--reason", "random")
    assert {row["reason"] for row in table(file)} <= {AskReason.RANDOM.value}
    assert standing(asked) == []


def test_what_an_analyst_answered_is_not_asked_of_them_again(cli, asked, sheet, tmp_path):
    fill(sheet, {"same": "yes"}, {"same": "no"})
    assert cli("label", "import", str(sheet), "--by", "Lan").code == 0
    cli("label", "export", str(tmp_path / "b.csv"), "--by", "Lan")
    answered = {row[HEADING["question"]] for row in table(sheet)[:2]}
    again = table(tmp_path / "b.csv")
    assert not answered & {row[HEADING["question"]] for row in again}
    assert {row[HEADING["analyst"]] for row in again} <= {"Lan"}
    assert len(standing(asked)) == 2


def test_answers_are_stored_and_a_second_import_adds_nothing(cli, asked, sheet):
    fill(
        sheet,
        {"same": "giống", "stance": "asks", "analyst": "Lan"},
        {"same": "khác", "answered_at": "2026-10-07 09:00"},
    )
    said = cli("label", "import", str(sheet), "--by", "Bình")
    assert said.code == 0
    assert "3 answers taken, 0 known already; 2 rows without an answer" in said.err
    kept = standing(asked)
    assert [(one.analyst, one.label) for one in kept] == [
        ("Lan", Label.SAME), ("Lan", Label.ASKS), ("Bình", Label.NOT_SAME),
    ]  # fmt: skip
    assert [one.at for one in kept] == [NOW, NOW, NOW.replace(hour=2, minute=0)]
    assert "0 answers taken, 3 known already" in cli("label", "import", str(sheet), "--by", "Bình").err
    assert standing(asked) == kept


def test_a_dry_run_says_what_would_be_and_stores_nothing(cli, asked, sheet):
    fill(sheet, {"same": "yes"}, {"new_claim": "Đập vỡ lúc nửa đêm"})
    said = cli("label", "import", str(sheet), "--dry-run")
    assert said.code == 0
    assert "2 answers would be taken, 0 known already, 1 claim would be made" in said.err
    assert standing(asked) == []
    assert len(cli("claims", "list", "--json").rows) == 1


def test_rows_that_cannot_be_taken_are_rw_l10_with_their_line_cell_and_what_to_do(cli, asked, sheet):
    fill(sheet, {"same": "x"}, {"same": "yes"}, {"same": "no", "stance": "hỏi", "topic": "y tế"})
    said = cli("label", "import", str(sheet), "--json", "--by", "Lan")
    assert said.code == 1
    assert [(row["line"], row["result"], row["column"], row["cell"]) for row in said.rows] == [
        (2, "refused", "Same?", "x"),
        (3, "taken", "Same?", "yes"),
        (4, "refused", "Stance", "hỏi"),
        (4, "refused", "New claim topic", "y tế"),
    ]
    assert "write one of: same, not the same, unsure" in said.rows[0]["why"]
    assert set(said.rows[0]) == {"sheet", "line", "result", "column", "cell", "why"}
    last = said.err.splitlines()[-1]
    assert last.startswith("RW-L10 2 rows of ")
    assert "The other answers are stored, 1 of them new" in last
    assert [one.label for one in standing(asked)] == [Label.SAME]
    people = cli("label", "import", str(sheet), "--by", "Lan")
    assert all(word in people.out for word in ("refused", "New claim topic", "hỏi"))
    assert "yes" not in people.out


def test_whoever_comes_second_is_told_who_answered_otherwise(cli, sheet):
    fill(sheet, {"same": "yes"})
    cli("label", "import", str(sheet), "--by", "Lan")
    fill(sheet, {"same": "no"})
    said = cli("label", "import", str(sheet), "--by", "Bình")
    assert said.code == 0
    assert "Lan answered same" in said.out


def test_a_cell_of_an_attacker_is_one_safe_line_in_the_report(cli, sheet):
    fill(sheet, {"same": "\x1b[31mred\nline"})
    said = cli("label", "import", str(sheet))
    assert "\x1b" not in said.out + said.err
    assert "\\u001b[31mred line" in said.out


def test_a_new_claim_is_matched_from_then_on_and_in_the_audit(cli, sheet):
    fill(sheet, {"new_claim": "Đập vỡ lúc nửa đêm", "topic": "thiên tai", "analyst": "Lan"})
    assert cli("label", "import", str(sheet), "--by", "Bình").code == 0
    (made,) = [row for row in cli("claims", "list", "--json").rows if row["id"] != "c1"]
    assert (made["text"], made["topic"], made["verdict"]) == ("Đập vỡ lúc nửa đêm", "disaster", "unknown")
    (entry,) = cli("audit", "list", "--json", "--subject", made["id"]).rows
    assert (entry["actor"], entry["action"], entry["details"]["analyst"]) == ("Bình", "add_claim", "Lan")


def test_columns_that_are_not_used_are_named(cli, sheet):
    sheet.write_text(sheet.read_text("utf-8-sig").replace(HEADING["comment"], "Tổ trưởng xem"), "utf-8-sig")
    assert "columns not used: Tổ trưởng xem" in cli("label", "import", str(sheet)).err


def test_a_filled_workbook_is_taken(cli, asked, tmp_path):
    file = tmp_path / "hoi.xlsx"
    cli("label", "export", str(file))
    book = openpyxl.load_workbook(file)
    places = {cell.value: cell.column_letter for cell in book.worksheets[0][1]}
    book.worksheets[0][f"{places[HEADING['same']]}2"] = "same"
    book.worksheets[0][f"{places[HEADING['answered_at']]}2"] = 46302.375
    book.save(file)
    assert cli("label", "import", str(file), "--by", "Lan").code == 0
    (one,) = standing(asked)
    assert (one.label, one.at) == (Label.SAME, NOW.replace(hour=2))


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_judgments_of_one_workspace_are_taken_in_by_another(cli, asked, sheet, workspace, form):
    fill(sheet, {"same": "yes", "comment": "=1+1"}, {"kind": "news"})
    cli("label", "import", str(sheet), "--by", "Lan")
    kept = standing(asked)
    file = sheet.with_name(f"kept.{form}")
    assert "2 judgments exported" in cli("label", "export", str(file), "--judgments").err
    other = workspace.with_name("other")
    other.mkdir()
    for name in ("rumorwatch.toml", "feeds.toml"):
        (other / name).write_text((workspace / name).read_text())
    for told in ("2 answers taken, 0 known", "0 answers taken, 2 known"):
        said = cli("--workspace", str(other), "label", "import", str(file))
        assert (said.code, told in said.err) == (0, True), said.err
    back = sheet.with_name(f"back.{form}")
    cli("--workspace", str(other), "label", "export", str(back), "--judgments")
    if form == "csv":
        assert back.read_bytes() == file.read_bytes()
    assert standing(asked) == kept


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("export", "a.ods"), "RW-U75"),
        (("import", "a.pdf"), "RW-U75"),
        (("export", "a.csv", "--judgments", "--count", "3"), "RW-U76"),
        (("export", "a.csv", "--judgments", "--reason", "tie"), "RW-U76"),
        (("export", "a.csv", "--by", " "), "RW-U66"),
        (("import", "missing.csv"), "RW-F01"),
        (("export", "no-such-folder/a.csv"), "RW-F09"),
    ],
)
def test_what_cannot_be_done_is_one_line(cli, tmp_path, monkeypatch, arguments, code):
    monkeypatch.chdir(tmp_path)
    said = cli("label", *arguments)
    assert (said.code, said.out) == (2 if code[3] == "U" else 1, "")
    assert said.err.startswith(f"{code} ")
    assert said.err.count("\n") == 1


@pytest.mark.parametrize(("content", "code"), [("id,text\nc1,x\n", "RW-L11"), ("", "RW-L11")])
def test_a_file_without_questions_is_one_line(cli, tmp_path, content, code):
    file = tmp_path / "a.csv"
    file.write_text(content)
    said = cli("label", "import", str(file))
    assert (said.code, said.err[:7], said.err.count("\n")) == (1, f"{code} ", 1)


def test_a_workbook_of_a_later_version_changes_nothing(cli, asked, tmp_path):
    file = tmp_path / "hoi.xlsx"
    cli("label", "export", str(file))
    book = openpyxl.load_workbook(file)
    book["rumorwatch"]["B1"] = "2"
    book.save(file)
    said = cli("label", "import", str(file))
    assert (said.code, said.err[:7]) == (1, "RW-L12 ")
    assert standing(asked) == []


def test_the_page_of_commands_lists_every_column_in_three_languages():
    page = (Path(__file__).parents[2] / "docs" / "commands.md").read_text("utf-8")
    for column in COLUMNS:
        if column.is_hidden:
            assert f"`{column.heading[EN]}`" in page
        else:
            assert f"| {' | '.join(column.heading[language] for language in SPOKEN)} |" in page
