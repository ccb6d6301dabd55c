"""Workbooks: every text arrives as text, and what people fill in looks as it should."""

from __future__ import annotations

import gzip
import io
import json
import re
import unicodedata
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumorwatch.collect.tables.reading import read_rows
from rumorwatch.collect.tables.workbooks import MAX_CELL, Column, Sheet, visible, write_workbook
from rumorwatch.collect.tables.writing import write_rows
from rumorwatch.domain.errors import FileError

HOSTILE = Path(__file__).parents[4] / "shared" / "hostile" / "strings"
OURS = [
    "=1+1", "+84 90 000 00 00", "-5 độ", "@SUM(A1:A9)", "\t=1", "'=1", "''=1", "'", "“quoted”", "#N/A", "#REF!",
    '=HYPERLINK("http://e.example","xem")', "1e5", "00123", "2026-11-22", "TRUE", "_x0041_", "x005F", "a\nb",
    " spaces ", "🙂" * 20, "\u202eabc", "a,b;c\td|e", '"', "<b>&amp;</b>", "]]>", "\ufeffx", "ô\u0302\u0323",
]  # fmt: skip


def written(texts, **sheet):
    stream = io.BytesIO()
    columns = (Column(key="id", heading="id"), Column(key="text", heading="text", **sheet.pop("column", {})))
    rows = [{"id": f"r{number}", "text": text} for number, text in enumerate(texts)]
    assert write_workbook(stream, [Sheet(title="S", columns=columns, rows=rows, **sheet)]) == len(rows)
    return stream.getvalue()


def read_back(body, name):
    return [row.cells.get("text", "") for row in read_rows(io.BytesIO(body), name=name)]


def csv_of(texts, folder, name="a.csv"):
    path = folder / name
    write_rows(path, [{"id": f"r{n}", "text": text} for n, text in enumerate(texts)], columns=("id", "text"))
    return path.read_bytes()


def hostile():
    formulas, naughty = HOSTILE / "csv_formula.txt", HOSTILE / "blns.json.gz"
    if not formulas.exists():
        pytest.skip("531 hostile strings are not here: ../shared/hostile/strings")
    found = formulas.read_text("utf-8").splitlines() + json.loads(gzip.decompress(naughty.read_bytes()))
    assert len(found) == 531
    return found


def test_our_strings_arrive_as_text_in_every_format(tmp_path):
    for form in (False, True):
        assert read_back(written(OURS, is_form=form), "a.xlsx") == OURS
    assert read_back(csv_of(OURS, tmp_path), "a.csv") == OURS
    assert read_back(csv_of(OURS, tmp_path, "a.tsv"), "a.tsv") == OURS


def test_hostile_strings_arrive_as_text_in_every_format(tmp_path):
    texts = hostile()
    assert read_back(written(texts), "a.xlsx") == [visible(text) for text in texts]
    assert read_back(csv_of(texts, tmp_path), "a.csv") == texts


@pytest.mark.parametrize("is_form", [True, False])
def test_no_cell_of_text_is_a_formula_a_number_or_an_error(is_form):
    book = openpyxl.load_workbook(io.BytesIO(written(OURS, is_form=is_form)))
    cells = [row[1] for row in book["S"].iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    marked = {cell.value for cell in cells if cell.quotePrefix}
    assert {"=1+1", "@SUM(A1:A9)", "+84 90 000 00 00", "-5 độ"} <= marked


def test_no_line_of_a_csv_has_a_cell_that_begins_a_formula(tmp_path):
    for line in csv_of(OURS, tmp_path).decode("utf-8-sig").splitlines():
        assert not re.search(r',"?[=+@\t-]', line), line


TEXTS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r\0"), max_size=40)


def holds(text):
    """Whether XLSX can hold a text as it is: control characters it cannot."""
    return visible(text) == text and "x005F_" not in text


@given(st.lists(TEXTS, min_size=1, max_size=6))
def test_any_text_comes_back_from_a_workbook(texts):
    texts = [text for text in texts if holds(text)]
    assert read_back(written([*texts, "end"]), "a.xlsx") == [*texts, "end"]


@given(st.lists(TEXTS, min_size=1, max_size=6))
def test_any_text_comes_back_from_csv(tmp_path_factory, texts):
    assert read_back(csv_of([*texts, "end"], tmp_path_factory.mktemp("csv")), "a.csv") == [*texts, "end"]


@given(st.text(max_size=30))
def test_what_a_workbook_cannot_hold_is_shown_by_something_else(text):
    (found,) = read_back(written([f"{text}."]), "a.xlsx")
    assert not any(
        unicodedata.category(char) in {"Cc", "Cs"} and char not in "\t\n\x7f" for char in found if ord(char) < 0x7F
    )
    assert len(found) >= len(text.replace("\r\n", "\n"))


def test_control_characters_are_shown_as_their_pictures():
    assert read_back(written(["a\x00b\x1bc\ud800d\r\ne\rf"]), "a.xlsx") == ["a␀b␛c\ufffdd\ne\nf"]


def test_a_lone_surrogate_does_not_stop_a_csv(tmp_path):
    assert read_back(csv_of(["a\ud800b"], tmp_path), "a.csv") == ["a\ufffdb"]


def test_a_text_longer_than_a_cell_is_refused_and_nothing_is_cut():
    assert read_back(written(["x" * MAX_CELL]), "a.xlsx") == ["x" * MAX_CELL]
    with pytest.raises(FileError) as caught:
        written(["🙂" * (MAX_CELL // 2 + 1)])
    assert caught.value.code == "RW-F09"
    assert "Write CSV" in caught.value.remedy


def test_a_form_has_a_frozen_header_a_filter_widths_and_drop_down_lists():
    body = written(["a", "b"], is_form=True, column={"choices": ("giống", "khác"), "width": 33, "is_for_answers": True})
    sheet = openpyxl.load_workbook(io.BytesIO(body))["S"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:B3")
    assert sheet.column_dimensions["B"].width == 33
    (rule,) = sheet.data_validations.dataValidation
    assert (str(rule.sqref), rule.formula1, rule.type) == ("B2:B3", '"giống,khác"', "list")
    assert sheet["A2"].fill.fgColor.rgb == "00F2F2F2"
    assert sheet["B2"].fill.fill_type is None
    assert sheet["B2"].alignment.wrap_text


def test_a_row_of_a_form_is_as_high_as_its_longest_cell_up_to_a_limit():
    texts = ["ngắn", "x" * 34, "a\nb\nc", "水" * 34, "x" * 9_000]
    sheet = openpyxl.load_workbook(io.BytesIO(written(texts, is_form=True, column={"width": 17})))["S"]
    assert [sheet.row_dimensions[line].height for line in range(2, 7)] == [15, 30, 45, 60, 210]
    flat = written(texts, is_form=True, column={"width": 17, "is_wrapped": False})
    sheet = openpyxl.load_workbook(io.BytesIO(flat))["S"]
    assert {sheet.row_dimensions[line].height for line in range(2, 7)} == {15}
    assert not sheet["B3"].alignment.wrap_text


def test_an_empty_cell_of_a_form_looks_like_its_column():
    sheet = openpyxl.load_workbook(io.BytesIO(written([None, ""], is_form=True)))["S"]
    assert {sheet[name].fill.fgColor.rgb for name in ("B2", "B3")} == {"00F2F2F2"}
