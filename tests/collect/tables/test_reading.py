"""Rows from files, and back."""

import gzip
import io
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumorwatch.collect.tables.reading import MAX_LINE, Format, format_of, read_rows
from rumorwatch.collect.tables.rows import BadRow, Row, TableOptions
from rumorwatch.collect.tables.spreadsheets import defused, fused
from rumorwatch.collect.tables.writing import replaced, write_rows
from rumorwatch.domain.errors import FileError


def rows(body, name, **options):
    return list(read_rows(io.BytesIO(body), name=name, options=TableOptions(**options)))


def cells(body, name, **options):
    return [dict(row.cells) for row in rows(body, name, **options) if isinstance(row, Row)]


def workbook(*lines, sheet="S"):
    book = openpyxl.Workbook()
    book.active.title = sheet
    for line in lines:
        book.active.append(line)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


CSV = 'id,text\n1,Tin giả\n2,"hai\ndòng"\n'
WRITTEN = [
    (CSV.encode(), "a.csv"),
    (CSV.encode("utf-8-sig"), "a.csv"),
    (CSV.encode("utf-16"), "a.csv"),
    (CSV.encode("utf-16-le"), "a.csv"),
    (gzip.compress(CSV.encode(), mtime=0), "a.csv.gz"),
    (gzip.compress(CSV.encode(), mtime=0), "a.csv"),
    (CSV.replace(",", ";").encode(), "a.csv"),
    (CSV.replace(",", "\t").encode(), "a.csv"),
    (CSV.replace(",", "\t").encode(), "a.tsv"),
    (("sep=;\n" + CSV.replace(",", ";")).encode(), "a.csv"),
    (CSV.replace("\n", "\r\n").encode(), "export"),
    ('{"id":"1","text":"Tin giả"}\n\n{"id":"2","text":"hai\\ndòng"}'.encode(), "a.jsonl"),
    ('\ufeff{"id":"1","text":"Tin giả"}\n{"id":"2","text":"hai\\ndòng"}\n'.encode(), "export"),
    ('[{"id":"1","text":"Tin giả"},\n{"id":"2","text":"hai\\ndòng"}]'.encode(), "a.json"),
    (gzip.compress('{"id":"1","text":"Tin giả"}\n{"id":"2","text":"hai\\ndòng"}\n'.encode(), mtime=0), "a.jsonl.gz"),
    (workbook(["id", "text"], ["1", "Tin giả"], [None, None], ["2", "hai\ndòng"]), "a.xlsx"),
]


@pytest.mark.parametrize(("body", "name"), WRITTEN)
def test_the_same_rows_come_out_of_every_way_to_write_them(body, name):
    found = [{key: str(value).replace("\r\n", "\n") for key, value in row.items()} for row in cells(body, name)]
    assert found == [{"id": "1", "text": "Tin giả"}, {"id": "2", "text": "hai\ndòng"}]


def test_vietnams_old_code_page_is_read():
    body = "id,text\n1,Đội tuyển\n".encode("cp1258", "ignore") + b"\xf0\n"
    assert cells(body, "a.csv")[0]["text"].startswith("Đ")


def test_lines_are_numbered_as_an_editor_shows_them():
    found = rows(b'id,text\n1,"a\nb"\n\n2,c\n', "a.csv")
    assert [row.line for row in found] == [2, 5]


def test_the_header_may_stand_further_down():
    assert cells(b"Report\n\nid;text\n1;a\n", "a.csv", header_line=3) == [{"id": "1", "text": "a"}]
    assert cells(workbook(["Report"], ["id", "text"], [1, "a"]), "a.xlsx", header_line=2) == [{"id": 1, "text": "a"}]


def test_dates_and_formulas_of_a_workbook_are_values():
    body = workbook(["id", "at", "sum"], [1, datetime(2026, 10, 5, 7, 5), "=1+1"])  # noqa: DTZ001
    assert cells(body, "a.xlsx") == [{"id": 1, "at": datetime(2026, 10, 5, 7, 5)}]  # noqa: DTZ001


BAD = [
    (b'{"a":1}\n{"a":\n{"a":2}', 2, "no JSON"),
    (b'{"a":1}\n[1]\n{"a":2}', 2, "not an object but list"),
    (b'{"a":1}\n\xff\xff\n{"a":2}', 2, "not UTF-8"),
    (b'{"a":1}\n' + b"[" * 100_000 + b'\n{"a":2}', 2, "nested too deep"),
    (b'{"a":1}\n"' + b"x" * (2 * MAX_LINE) + b'"\n{"a":2}', 2, "longer than 4 MB"),
]


@pytest.mark.parametrize(("body", "line", "reason"), BAD, ids=[reason for *_, reason in BAD])
def test_a_bad_line_is_reported_and_the_next_one_read(body, line, reason):
    first, bad, last = rows(body, "a.jsonl")
    assert isinstance(first, Row)
    assert isinstance(last, Row)
    assert isinstance(bad, BadRow)
    assert bad.line == line
    assert reason in bad.reason


def test_a_row_longer_than_its_header_is_reported():
    found = rows(b"id,text\n1,a\n2,b,c,d\n3,e\n", "a.csv")
    assert [type(row) for row in found] == [Row, BadRow, Row]
    assert "4 cells under 2 columns" in found[1].reason


def test_numbers_python_refuses_stay_text_and_nan_is_nothing():
    (row,) = cells(b'{"a":' + b"9" * 5000 + b',"b":NaN,"c":-Infinity}', "a.jsonl")
    assert row == {"a": "9" * 5000, "b": None, "c": None}


BROKEN = [
    (b"\x00\x01", "a.bin", {}, "RW-F02", "what it is"),
    (gzip.compress(CSV.encode(), mtime=0)[:-12], "a.csv.gz", {}, "RW-F03", "damaged"),
    (gzip.compress(CSV.encode(), mtime=0)[:-8] + bytes(8), "a.csv.gz", {}, "RW-F03", "damaged"),
    (b"", "a.csv", {}, "RW-F04", "no column names"),
    (b"id,id\n1,2\n", "a.csv", {}, "RW-F04", "the columns id stand there twice"),
    (b"nonsense", "a.xlsx", {}, "RW-F05", "cannot be read as XLSX"),
    (workbook(["id"], [1]), "a.xlsx", {"sheet": "X"}, "RW-F05", 'no sheet "X", there are: S'),
    (CSV.encode(), "a.csv", {"encoding": "zlib"}, "RW-F06", "no character set zlib"),
]


@pytest.mark.parametrize(("body", "name", "options", "code", "says"), BROKEN)
def test_a_file_that_cannot_be_read_says_why(body, name, options, code, says):
    with pytest.raises(FileError) as caught:
        rows(body, name, **options)
    assert caught.value.code == code
    assert says in caught.value.failed
    assert name in caught.value.failed


def test_rows_before_the_damage_are_given():
    body = gzip.compress(b"".join(b'{"id":"%d"}\n' % number for number in range(9_000)))[:-200]
    found = read_rows(io.BytesIO(body), name="a.jsonl.gz")
    assert isinstance(next(found), Row)
    with pytest.raises(FileError, match="damaged"):
        list(found)


def test_a_gzip_bomb_is_stopped_at_the_limit():
    with pytest.raises(FileError) as caught:
        list(read_rows(io.BytesIO(gzip.compress(bytes(8 << 20))), name="a.jsonl.gz", max_bytes=1 << 20))
    assert caught.value.code == "RW-F03"
    assert "over 1 MB once unpacked" in caught.value.failed


def test_a_workbook_that_unpacks_to_far_more_is_refused():
    import zipfile

    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(60 << 20))
    with pytest.raises(FileError) as caught:
        rows(stream.getvalue(), "a.xlsx")
    assert caught.value.code == "RW-F05"


FORMULAS = ["=1+1", "+84 90", "-5 độ", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1", "'=1", "''+x", "%0A=1", "|cmd", "–x"]
FORMULAS += ["' '=1"]


@pytest.mark.parametrize("text", FORMULAS)
@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.xlsx"])
def test_no_cell_is_written_as_a_formula_and_reading_gives_it_back(tmp_path, text, name):
    assert defused(text)[0] == "'"
    path = tmp_path / name
    write_rows(path, [{"id": "x", "text": text.replace("\r", "\t")}], columns=["id", "text"])
    assert cells(path.read_bytes(), name) == [{"id": "x", "text": text.replace("\r", "\t")}]


@given(st.text(st.sampled_from("'=+-@\t ab|–%"), max_size=8))
def test_defusing_can_always_be_undone(text):
    assert fused(defused(text)) == text
    assert not defused(text).lstrip().startswith(("=", "+", "-", "@"))


VALUES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=30).filter(
    str.strip
)


@given(st.lists(st.fixed_dictionaries({"id": VALUES, "text": VALUES}), min_size=1, max_size=4))
@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.csv", "a.tsv.gz"])
def test_written_rows_are_read_back(tmp_path_factory, name, written):
    path = tmp_path_factory.mktemp("rows") / name
    assert write_rows(path, written, columns=["id", "text"]) == len(written)
    assert cells(path.read_bytes(), name) == written


def test_a_failed_write_leaves_the_old_file_alone(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("old")

    def stop():
        with replaced(path) as file:
            file.write(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        stop()
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_missing_is_typed():
    with pytest.raises(FileError) as caught:
        write_rows(Path("/nonexistent/a.csv"), [], columns=["id"])
    assert caught.value.code == "RW-F09"


@pytest.mark.parametrize(
    ("name", "head", "wanted"),
    [("a.JSONL.gz", b"", Format.JSONL), ("a.tab", b"", Format.TSV), ("x", b"PK\x03\x04", Format.XLSX)],
)
def test_the_format_follows_from_name_or_content(name, head, wanted):
    assert format_of(name, head) is wanted
