"""Columns in a folder: never believed when they are not what was written."""

from __future__ import annotations

import json
import os
import shutil

import numpy as np
import pytest

from rumorwatch.domain.errors import StoreError
from rumorwatch.storage.columns import MANIFEST, ColumnsError, FileColumn, manifest_text, open_columns
from rumorwatch.storage.columnwriting import writing

ROWS = np.arange(60, dtype=np.float16).reshape(20, 3)
PAIRS = np.array([(1, 0.5), (2, 0.25)], np.dtype([("column", "<i4"), ("value", "<f2")]))


@pytest.fixture
def place(tmp_path):
    write(tmp_path / "segment")
    return tmp_path / "segment"


def write(place, made="today"):
    with writing(place, {"made": made}) as writer:
        writer.append("rows", ROWS[:7])
        writer.append("rows", ROWS[7:])
        writer.append("pairs", PAIRS)
        writer.append("numbers", np.arange(5, dtype=np.int64))
        assert np.array_equal(writer.column("rows").read(5, 9), ROWS[5:9])


def test_what_was_written_is_read_back(place):
    facts, columns = open_columns(place)
    assert facts == {"made": "today"}
    assert (len(columns["rows"]), columns["rows"].nbytes) == (20, 120)
    assert np.array_equal(columns["rows"].read(3, 20), ROWS[3:])
    assert np.array_equal(columns["pairs"].read(0, 2), PAIRS)
    assert columns["numbers"].read(2, 2).shape == (0,)


def test_stretches_are_gathered_in_the_order_asked_for(place):
    rows = open_columns(place)[1]["rows"]
    found = rows.gather(np.array([18, 0, 4]), np.array([20, 0, 5]))
    assert np.array_equal(found, ROWS[[18, 19, 4]])
    assert rows.gather(np.array([], int), np.array([], int)).shape == (0, 3)


def test_reading_beyond_the_end_is_an_error(place):
    rows = open_columns(place)[1]["rows"]
    with pytest.raises(StoreError, match=r"RW-S12 .* ends"):
        rows.read(19, 25)
    with pytest.raises(StoreError, match=r"RW-S12 .* ends"):
        rows.gather(np.array([19]), np.array([25]))


def test_what_is_open_is_read_after_its_folder_is_gone(place):
    rows = open_columns(place)[1]["rows"]
    shutil.rmtree(place)
    assert np.array_equal(rows.read(0, 20), ROWS)


def test_what_cannot_be_read_is_said_with_its_place(place, monkeypatch):
    rows = open_columns(place)[1]["rows"]

    def failing(*_):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "pread", failing)
    for read in (lambda: rows.read(0, 1), lambda: rows.gather(np.array([0]), np.array([1]))):
        with pytest.raises(StoreError, match=r'RW-S12 ".*/rows", .* cannot be read \(Input/output error\)'):
            read()


def test_rows_beyond_what_int32_counts_in_bytes_are_gathered(tmp_path):
    rows = 5_700_000
    with (tmp_path / "codes").open("wb") as file:
        file.truncate(384 * rows)
        file.seek(384 * (rows - 1))
        file.write(b"\x07" * 384)
    column = FileColumn.open(tmp_path / "codes", dtype=np.dtype(np.int8), width=384)
    at = np.array([rows - 1, 0], np.int32)
    assert column.gather(at, at + 1)[:, 0].tolist() == [7, 0]


# --- what is not believed ---------------------------------------------------------------------------------------------


def flip(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def renamed(place):
    outer = json.loads((place / MANIFEST).read_text())
    (place / MANIFEST).write_text(json.dumps({**outer, "content": outer["content"].replace("rows", "../x")}))


def told(place, change):
    """Write a manifest that is consistent, and wrong."""
    content = json.loads(json.loads((place / MANIFEST).read_text())["content"])
    change(content)
    (place / MANIFEST).write_text(manifest_text(json.dumps(content)))


def of_no_width(content):
    content["columns"]["rows"]["dtype"] = "<U0"


def of_objects(content):
    content["columns"]["rows"]["dtype"] = "|O"


def of_other_rows(content):
    content["columns"]["rows"]["width"] = 7


def listed_facts(content):
    content["facts"] = ["made", "today"]


HARMS = {
    "a bit turned": lambda place: flip(place / "rows"),
    "cut short": lambda place: (place / "rows").write_bytes((place / "rows").read_bytes()[:-1]),
    "empty": lambda place: (place / "rows").write_bytes(b""),
    "a file missing": lambda place: (place / "numbers").unlink(),
    "a bit of the manifest turned": lambda place: flip(place / MANIFEST),
    "no manifest": lambda place: (place / MANIFEST).unlink(),
    "another manifest": lambda place: (place / MANIFEST).write_text("[]"),
    "a long manifest": lambda place: (place / MANIFEST).write_text("x" * 2_000_000),
    "other names": renamed,
    "numbers of no bytes": lambda place: told(place, of_no_width),
    "objects": lambda place: told(place, of_objects),
    "rows of another width": lambda place: told(place, of_other_rows),
    "facts that are a list": lambda place: told(place, listed_facts),
    "nothing there": shutil.rmtree,
}


@pytest.mark.parametrize("harm", HARMS.values(), ids=HARMS)
def test_damaged_and_foreign_columns_are_not_believed(place, harm):
    harm(place)
    with pytest.raises(ColumnsError):
        open_columns(place)
