"""Sheets as files: written for people, and read back from what programs make of them."""

from __future__ import annotations

import codecs
import csv
import io
import unicodedata
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collect.tables.test_workbooks import OURS, hostile
from labelnouns import full_judgment, judgment
from nouns import claim, statement
from office import saved_again
from rumorwatch.collect.tables.workbooks import visible
from rumorwatch.domain.errors import FileError, LearningError, UsageError
from rumorwatch.domain.labels import JudgedText, Question, Subject
from rumorwatch.domain.posts import Language, SpellingViews
from rumorwatch.label.judgmentsheet import judgment_row
from rumorwatch.label.sheet import asked_row
from rumorwatch.label.sheetcolumns import BY_KEY, COLUMNS
from rumorwatch.labelsheets import VERSION, read_sheets, write_judgments, write_questions
from rumorwatch.normalize.posts import hash_of_text
from rumorwatch.reading.links import defanged
from sheetnouns import ZONE, asked, told

FORMATS = ("csv", "tsv", "xlsx")
HEADING = {column.key: column.heading for column in COLUMNS}


def write(folder, *questions, form="xlsx", language=Language.VI, analyst=""):
    path = folder / f"hỏi.{form}"
    assert write_questions(path, questions, analyst=analyst, language=language, zone=ZONE) == len(questions)
    return path


def cells(path):
    return [{key: value for key, value in row.cells.items() if value != ""} for row in read_sheets(path).answers]


def expected(question, **more):
    shown = asked_row(question, zone=ZONE) | more
    return {
        key: visible(value) if isinstance(value, str) else value
        for key, value in shown.items()
        if value not in ("", None)
    }


def as_numbers(row):
    return {key: float(value) if key in {"probability", "similarity"} else value for key, value in row.items()}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("language", list(Language)[:3])
def test_questions_are_read_back_as_they_were_written(tmp_path, form, language):
    questions = [asked(statement=statement()), asked(told("p2", text="ca 3\n“hai dòng”; a, b"), about=None)]
    path = write(tmp_path, *questions, form=form, language=language, analyst="Lan")
    assert [as_numbers(row) for row in cells(path)] == [expected(one, analyst="Lan") for one in questions]
    held = read_sheets(path)
    assert (held.judgments, held.unreadable, held.unused) == ([], [], {})


@pytest.mark.parametrize("form", FORMATS)
def test_no_string_of_a_post_or_a_claim_is_changed_or_run(tmp_path, form):
    texts = [text for text in OURS if text.strip() == text]
    questions = [asked(told(f"p{n}", text=text), about=claim(f"c{n}", text=text)) for n, text in enumerate(texts)]
    path = write(tmp_path, *questions, form=form)
    assert [(row["text"], row["claim_text"]) for row in cells(path)] == [(defanged(text),) * 2 for text in texts]


@pytest.mark.parametrize("form", FORMATS)
def test_no_hostile_string_is_changed_or_run(tmp_path, form):
    texts = [text for text in hostile() if text]
    path = write(tmp_path, *(asked(told(f"p{n}", text=text)) for n, text in enumerate(texts)), form=form)
    shows = visible if form == "xlsx" else str
    assert [str(row.get("text", "")) for row in cells(path)] == [shows(defanged(text)) for text in texts]


@given(st.lists(st.text(st.characters(exclude_categories=("Cs",)), max_size=30), min_size=1, max_size=4))
@settings(max_examples=25, deadline=None)
def test_any_text_of_a_post_comes_back_from_every_format(tmp_path_factory, texts):
    folder = tmp_path_factory.mktemp("sheets")
    texts = [text for text in map(visible, texts) if text and "x005F_" not in text]
    for form in FORMATS:
        path = write(folder, *(asked(told(f"p{n}", text=f"a{text}")) for n, text in enumerate(texts)), form=form)
        assert [row["text"] for row in cells(path)] == [defanged(f"a{text}") for text in texts]


def test_a_workbook_has_lists_instructions_and_a_hidden_version(tmp_path):
    book = openpyxl.load_workbook(write(tmp_path, asked(), asked(told("p2"))))
    assert [(sheet.title, sheet.sheet_state) for sheet in book] == [
        ("Câu hỏi", "visible"), ("Hướng dẫn", "visible"), ("rumorwatch", "hidden"),
    ]  # fmt: skip
    sheet = book["Câu hỏi"]
    letters = {cell.value: cell.column_letter for cell in sheet[1]}
    lists = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    same = letters[BY_KEY["same"].heading[Language.VI]]
    assert lists[f"{same}2:{same}3"] == '"giống,không giống,không chắc"'
    assert len(lists) == 6
    assert sheet.freeze_panes == "B2"
    assert book["Hướng dẫn"]["B2"].value == "TIẾNG VIỆT"
    assert [book["rumorwatch"][name].value for name in ("A1", "B1")] == ["rumorwatch label sheet", str(VERSION)]
    hidden = [
        column.key for column in COLUMNS if sheet.column_dimensions[letters[HEADING[column.key][Language.VI]]].hidden
    ]
    assert hidden == ["reason", "similarity", "model", "model_stance", "rumor", "factors", "weights"]


def test_csv_is_what_excel_opens_rightly(tmp_path):
    body = write(tmp_path, asked(), form="csv").read_bytes()
    assert body.startswith(codecs.BOM_UTF8)
    assert body.count(b"\r\n") == body.count(b"\n") == 2


TONES = "\u0300\u0301\u0303\u0309\u0323"


def encoded(text, encoding):
    """The bytes that Windows programs write: in cp1258 tone marks stand behind their letters."""
    if encoding != "cp1258":
        return text.encode(encoding, "replace")
    parts = (unicodedata.normalize("NFD", char) for char in text)
    toned = ("".join(sorted(part, key=lambda mark: mark in TONES)) for part in parts)
    split = (
        unicodedata.normalize("NFC", "".join(mark for mark in part if mark not in TONES))
        + "".join(mark for mark in part if mark in TONES)
        for part in toned
    )
    return "".join(split).encode("cp1258", "replace")


def refilled(path, *, language=Language.VI, same="giống", rename=(), drop=(), above=(), extra=()):
    """The text of a CSV file as somebody changed it: columns reversed, the first question answered."""
    header, *lines = csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""))
    renamed, named = dict(rename), {key: HEADING[key][language] for key in HEADING}
    keep = [place for place, name in enumerate(header) if name not in {named[key] for key in drop}]
    lines[0][header.index(named["same"])] = same
    table = [*above, [*(renamed.get(header[place], header[place]) for place in keep[::-1]), *extra]]
    table += [[*(line[place] for place in keep[::-1]), *("?" for _ in extra)] for line in lines]
    return table


def saved(path, table, *, encoding="utf-8-sig", delimiter=","):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(table)
    path.write_bytes(encoded(text.getvalue(), encoding))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_another_program_saved_is_read(tmp_path, encoding, delimiter):
    question = asked(told(text="Đập thủy điện sẽ vỡ đêm nay, chạy đi"))
    path = write(tmp_path, question, form="csv")
    table = refilled(
        path, rename=[(HEADING["same"][Language.VI], "CO GIONG KHONG?")], extra=["Tổ", "Tổ"],
        above=[["Tuần 47"], [], ["Mỗi người trả lời\nmột phần"]],
    )  # fmt: skip
    saved(path, table, encoding=encoding, delimiter=delimiter)
    held = read_sheets(path)
    (row,) = held.answers
    found = {key: unicodedata.normalize("NFC", str(value)) for key, value in row.cells.items()}
    assert found == {key: str(value) for key, value in expected(question, same="giống").items()}
    assert (row.line, row.headings["same"], list(held.unused)) == (6, "CO GIONG KHONG?", ["Tổ"])


def test_what_a_chinese_excel_saved_is_read_though_it_has_no_vietnamese_letters(tmp_path):
    question = asked(told(text="听说水库今晚要垮了，大家快跑，不要等通知"), why="Vì sát ngưỡng")
    path = write(tmp_path, question, form="csv", language=Language.ZH)
    saved(path, refilled(path, language=Language.ZH, same="相同"), encoding="gbk")
    (row,) = read_sheets(path).answers
    assert (row.cells["same"], row.cells["text"]) == ("相同", question.post.text)


def test_deleted_columns_are_missed_by_nobody(tmp_path):
    drop = [column.key for column in COLUMNS if column.key not in {"question", "same"}]
    path = write(tmp_path, asked(), form="csv")
    saved(path, refilled(path, drop=drop))
    (row,) = read_sheets(path).answers
    assert set(row.cells) == {"question", "same"}


def test_sheets_of_several_people_in_one_workbook_are_all_read(tmp_path):
    path = write(tmp_path, asked())
    book = openpyxl.load_workbook(path)
    for name in ("Lan", "Bình"):
        book.copy_worksheet(book["Câu hỏi"]).title = name
    book["Bình"].insert_rows(1, 2)
    book["Bình"]["A1"] = "Ca đêm"
    book["Bình"].merge_cells("A1:F1")
    book.save(path)
    assert [(row.sheet, row.line) for row in read_sheets(path).answers] == [("Câu hỏi", 2), ("Lan", 2), ("Bình", 4)]


def test_a_date_cell_is_a_moment(tmp_path):
    path = write(tmp_path, asked())
    book = openpyxl.load_workbook(path)
    sheet = book["Câu hỏi"]
    place = next(cell.column_letter for cell in sheet[1] if cell.value == HEADING["answered_at"][Language.VI])
    sheet[f"{place}2"] = datetime(2026, 10, 7, 8, 30)  # noqa: DTZ001 - a cell has no zone
    book.save(path)
    assert cells(path)[0]["answered_at"] == datetime(2026, 10, 7, 8, 30)  # noqa: DTZ001


@pytest.mark.parametrize("form", FORMATS)
def test_judgments_come_back_exactly(tmp_path, form):
    folded = "=1+1\n'“đập” sẽ vỡ "
    text = JudgedText(
        text_hash=hash_of_text(folded),
        views=SpellingViews(accented=f" {folded.upper()}", folded=folded),
        language=Language.VI,
        published_at=full_judgment().at,
    )
    kept = [full_judgment("1"), judgment("2", subject=Subject(question=Question.SAME, text_hash=text.text_hash))]
    kept += [judgment(str(n), comment=comment) for n, comment in enumerate(["-", "=x", "00123", "1e5", " a "], start=3)]
    path = tmp_path / f"kept.{form}"
    assert write_judgments(path, kept, {text.text_hash: text}) == len(kept)
    held = read_sheets(path)
    rows = [judgment_row(one, text if one.subject.text_hash == text.text_hash else None) for one in kept]
    assert [dict(row.cells) for row in held.judgments] == [
        {key: value for key, value in row.items() if value} for row in rows
    ]
    assert held.answers == []


def test_a_text_too_long_for_a_workbook_is_refused_and_the_older_file_stays(tmp_path):
    path, long = tmp_path / "kept.xlsx", "a" * 40_000
    write_judgments(path, [judgment()], {})
    before = path.read_bytes()
    text = JudgedText(
        text_hash=judgment().subject.text_hash,
        views=SpellingViews(accented=long, folded=long),
        language=Language.EN,
        published_at=judgment().at,
    )
    with pytest.raises(FileError) as caught:
        write_judgments(path, [judgment()], {text.text_hash: text})
    assert caught.value.code == "RW-F09"
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["kept.xlsx"]
    assert write_judgments(tmp_path / "kept.csv", [judgment()], {text.text_hash: text}) == 1


@pytest.mark.parametrize("name", ["a.ods", "a.jsonl", "a.xls", "a", "a.csv.gz"])
def test_only_spreadsheets_are_written_and_read(tmp_path, name):
    for work in (lambda: read_sheets(tmp_path / name), lambda: write_judgments(tmp_path / name, [], {})):
        with pytest.raises(UsageError) as caught:
            work()
        assert caught.value.code == "RW-U75"


@pytest.mark.parametrize("content", ["", "id,text\nc1,x\n", "Giống?,Ghi chú\ngiống,\n"])
def test_a_file_without_questions_says_which_columns_it_needs(tmp_path, content):
    path = tmp_path / "a.csv"
    path.write_text(content)
    with pytest.raises(LearningError) as caught:
        read_sheets(path)
    assert caught.value.code == "RW-L11"
    assert '"Question id"' in str(caught.value)


def test_a_file_of_a_later_version_is_refused_before_anything_is_taken(tmp_path):
    path = write(tmp_path, asked())
    book = openpyxl.load_workbook(path)
    book["rumorwatch"]["B1"] = str(VERSION + 1)
    book.save(path)
    with pytest.raises(LearningError) as caught:
        read_sheets(path)
    assert caught.value.code == "RW-L12"


@pytest.mark.slow
def test_libreoffice_leaves_every_cell_as_it_was_and_the_lists_in_place(tmp_path):
    texts = [text for text in OURS if text.strip() == text]
    questions = [asked(told(f"p{n}", text=text), about=claim(f"c{n}", text=text)) for n, text in enumerate(texts)]
    path = write(tmp_path, *questions, analyst="=Lan")
    (tmp_path / "again").mkdir()
    again = saved_again(path, "xlsx", tmp_path / "again")
    assert cells(again) == cells(path) == [expected(one, analyst="=Lan") for one in questions]
    book, before = openpyxl.load_workbook(again), openpyxl.load_workbook(path)
    rules, old = (
        {str(rule.sqref): rule.formula1 for rule in one.worksheets[0].data_validations.dataValidation}
        for one in (book, before)
    )
    assert rules == old
    assert len(rules) == 6
    assert {
        cell.data_type for row in book.worksheets[0].iter_rows(min_row=2) for cell in row if isinstance(cell.value, str)
    } == {"s"}
    assert book["rumorwatch"].sheet_state == "hidden"


@pytest.mark.slow
def test_libreoffice_leaves_hostile_strings_text(tmp_path):
    texts = [text for text in hostile() if text]
    path = write(tmp_path, *(asked(told(f"p{n}", text=text)) for n, text in enumerate(texts)))
    (tmp_path / "again").mkdir()
    again = saved_again(path, "xlsx", tmp_path / "again")
    assert [row["text"] for row in cells(again)] == [row["text"] for row in cells(path)]


@pytest.mark.slow
@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_what_libreoffice_makes_of_our_csv_and_of_our_workbook_is_read(tmp_path, form):
    questions = [asked(), asked(told("p2", text="- một, hai\n@ba"), about=None)]
    (tmp_path / "again").mkdir()
    path = write(tmp_path, *questions, form=form if form == "csv" else "xlsx")
    separator = "44" if form == "csv" else "9"
    again = saved_again(
        path, f"csv:Text - txt - csv (StarCalc):{separator},34,76,1,,0,false,true,false", tmp_path / "again"
    )
    assert [(row["question"], row["text"]) for row in cells(again)] == [
        (expected(one)["question"], expected(one)["text"]) for one in questions
    ]


@pytest.mark.slow
def test_judgments_survive_libreoffice(tmp_path):
    kept = [
        full_judgment("1"),
        judgment("2", comment="=1+1"),
        judgment("3", comment="00123"),
        judgment("4", comment="1e5"),
    ]
    write_judgments(tmp_path / "kept.xlsx", kept, {})
    (tmp_path / "again").mkdir()
    again = saved_again(tmp_path / "kept.xlsx", "xlsx", tmp_path / "again")
    assert [row.cells for row in read_sheets(again).judgments] == [
        row.cells for row in read_sheets(tmp_path / "kept.xlsx").judgments
    ]


def test_the_package_of_office_formats_is_not_read_by_its_name_alone(tmp_path):
    path = Path(tmp_path / "a.xlsx")
    path.write_bytes(b"id,Same?\n")
    with pytest.raises(FileError) as caught:
        read_sheets(path)
    assert caught.value.code == "RW-F05"
