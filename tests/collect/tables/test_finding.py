"""Finding tables: wherever the header stands, however the file is written."""

from __future__ import annotations

import io

import openpyxl
import pytest

from rumorwatch.collect.tables import finding
from rumorwatch.collect.tables.rows import BadRow
from rumorwatch.domain.errors import FileError

LINES = 'Bảng hỏi tuần này\n"Dòng 1\ndòng 2"\n\nid,Giống?,Ghi chú\nq1,giống,"một, hai"\n\nq2,khác,\n'
NOTE = "một, hai"


def is_header(cells):
    return "id" in cells and any(cell.strip().endswith("?") for cell in cells)


def tables(body, name):
    return list(finding.read_tables(io.BytesIO(body), name=name, is_header=is_header))


def rows(table):
    return [(row.line, dict(row.cells)) for row in table.rows]


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (LINES.encode("utf-8-sig"), "a.csv"),
        (LINES.encode(), "a.csv"),
        (LINES.encode("utf-16"), "a.csv"),
        (LINES.replace(",", ";").encode(), "a.csv"),
        (LINES.replace(",", "\t").encode(), "a.csv"),
        (LINES.replace(",", "\t").encode("utf-16"), "a.txt"),
        (LINES.replace(",", "\t").encode(), "a.tsv"),
        (LINES.replace(",", "|").encode(), "a.csv"),
        (LINES.replace("\n", "\r\n").encode(), "a.csv"),
    ],
)
def test_a_header_is_found_below_a_title_in_any_character_set_and_separator(body, name):
    (table,) = tables(body, name)
    assert table.header == ("id", "Giống?", "Ghi chú")
    first, second = rows(table)
    assert first[1].pop("Ghi chú") in {NOTE.replace(",", mark) for mark in ",;\t|"}
    assert first == (6, {"id": "q1", "Giống?": "giống"})
    assert second == (8, {"id": "q2", "Giống?": "khác"})


def test_vietnams_old_code_page_is_read():
    body = "id,Giống?\nq1,giống\n".encode("cp1258", "ignore")
    (table,) = tables(body.replace(b"?", b"?"), "a.csv")
    assert rows(table)[0][1]["id"] == "q1"


def test_a_header_with_a_line_break_in_it_is_one_header():
    (table,) = tables('id,"Giống\n?"\nq1,giống\n'.encode(), "a.csv")
    assert rows(table) == [(3, {"id": "q1", "Giống ?": "giống"})]


def test_every_sheet_that_has_a_header_is_read_under_its_title():
    book = openpyxl.Workbook()
    book.active.append(["Hướng dẫn"])
    book.active.merge_cells("A1:C1")
    for name in ("An", "Bình"):
        sheet = book.create_sheet(name)
        sheet.append([f"Của {name}"])
        sheet.merge_cells("A1:C1")
        sheet.append(["id", "Giống?"])
        sheet.append([f"q-{name}", "giống"])
    stream = io.BytesIO()
    book.save(stream)
    found = tables(stream.getvalue(), "a.xlsx")
    assert [(table.title, rows(table)) for table in found] == [
        (name, [(3, {"id": f"q-{name}", "Giống?": "giống"})]) for name in ("An", "Bình")
    ]


def test_two_columns_of_one_name_are_told_apart():
    (table,) = tables(b"id,A?,note,note\nq1,x,one,two\n", "a.csv")
    assert rows(table) == [(2, {"id": "q1", "A?": "x", "note": "one", "note (2)": "two"})]


def test_a_line_longer_than_the_header_is_reported_in_its_place():
    (table,) = tables(b"id,A?\nq1,x,y,z\nq2,x\n", "a.csv")
    bad, good = table.rows
    assert isinstance(bad, BadRow)
    assert (bad.line, good.line) == (2, 3)


@pytest.mark.parametrize("body", [b"", b"a,b\n1,2\n", b"\n" * 60 + b"id,A?\n"])
def test_a_file_without_such_a_header_holds_no_table(body):
    assert tables(body, "a.csv") == []


def test_a_file_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(finding, "MAX_BYTES", 1 << 20)
    with pytest.raises(FileError) as caught:
        tables(b"id,A?\n" + b"q,x\n" * (1 << 18), "a.csv")
    assert caught.value.code == "RW-F03"
