"""Columns in a folder: whole or not there, and never believed when they are not what was written."""

from __future__ import annotations

import json
import shutil

import numpy as np
import pytest

from rumorwatch.storage.columns import MANIFEST, UNFINISHED, ColumnsError, open_columns, writing

ROWS = np.arange(60, dtype=np.float16).reshape(20, 3)
PAIRS = np.array([(1, 0.5), (2, 0.25)], np.dtype([("column", "<i4"), ("value", "<f2")]))


@pytest.fixture
def place(tmp_path):
    with writing(tmp_path / "segment", {"made": "today"}) as writer:
        writer.append("rows", ROWS[:7])
        writer.append("rows", ROWS[7:])
        writer.append("pairs", PAIRS)
        writer.append("numbers", np.arange(5, dtype=np.int64))
        assert np.array_equal(writer.column("rows").read(5, 9), ROWS[5:9])
    return tmp_path / "segment"


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
    with pytest.raises(OSError, match="ends"):
        rows.read(19, 25)
    with pytest.raises(OSError, match="ends"):
        rows.gather(np.array([19]), np.array([25]))


def test_what_is_open_is_read_after_its_folder_is_gone(place):
    rows = open_columns(place)[1]["rows"]
    shutil.rmtree(place)
    assert np.array_equal(rows.read(0, 20), ROWS)


def test_failing_while_writing_leaves_what_stood_there(place):
    def fail():
        with writing(place, {"made": "tomorrow"}) as writer:
            writer.append("rows", ROWS)
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        fail()
    assert open_columns(place)[0] == {"made": "today"}
    assert not list(place.parent.glob(f"{UNFINISHED}*"))


def test_rows_of_another_kind_are_refused(tmp_path):
    with writing(tmp_path / "segment", {}) as writer:
        writer.append("rows", ROWS)
        with pytest.raises(ValueError, match="appended"):
            writer.append("rows", ROWS[:, :2])


def flip(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def renamed(place):
    outer = json.loads((place / MANIFEST).read_text())
    (place / MANIFEST).write_text(json.dumps({**outer, "content": outer["content"].replace("rows", "../x")}))


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
    "nothing there": shutil.rmtree,
}


@pytest.mark.parametrize("harm", HARMS.values(), ids=HARMS)
def test_damaged_and_foreign_columns_are_not_believed(place, harm):
    harm(place)
    with pytest.raises(ColumnsError):
        open_columns(place)
