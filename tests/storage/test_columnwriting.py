"""Columns that are written: whole under their name or not there, and never over what somebody else put there."""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from rumorwatch.storage.columns import MANIFEST, NoColumnsError, open_columns
from rumorwatch.storage.columnwriting import (
    ASIDE,
    LOCK,
    UNFINISHED,
    ColumnsWriteError,
    ForeignFolderError,
    keep_newest,
    locked,
    restore,
    scratch_folder,
    writing,
)

ROWS = np.arange(60, dtype=np.float16).reshape(20, 3)


def write(place, made="today"):
    with writing(place, {"made": made}) as writer:
        writer.append("rows", ROWS)


@pytest.fixture
def place(tmp_path):
    write(tmp_path / "segment")
    return tmp_path / "segment"


def flip(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


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


# --- what stands there already ----------------------------------------------------------------------------------------


def a_folder_of_somebody(place):
    place.mkdir()
    (place / "thesis.txt").write_text("the only copy")


def with_a_manifest_of_somebody(place):
    a_folder_of_somebody(place)
    (place / MANIFEST).write_text('{"name": "my extension"}')


def a_file(place):
    place.write_text("the only copy")


def a_link(place):
    write(place.with_name("elsewhere"))
    place.symlink_to(place.with_name("elsewhere"))


@pytest.mark.parametrize("put", [a_folder_of_somebody, with_a_manifest_of_somebody, a_file, a_link])
def test_what_is_not_ours_is_refused_before_anything_is_made(tmp_path, put):
    put(tmp_path / "segment")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(ForeignFolderError, match="did not make"), writing(tmp_path / "segment", {}):
        pytest.fail("the work has begun")
    assert sorted(tmp_path.rglob("*")) == before


def test_an_empty_folder_and_a_damaged_one_of_ours_are_replaced(tmp_path, place):
    (tmp_path / "empty").mkdir()
    write(tmp_path / "empty")
    flip(place / MANIFEST)
    write(place, "tomorrow")
    assert open_columns(place)[0] == {"made": "tomorrow"}


def test_what_stood_there_is_back_when_the_new_cannot_be_put_there(place, monkeypatch):
    rename = Path.rename

    def failing(self, target):
        if self.name.startswith(UNFINISHED):
            raise OSError(5, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(ColumnsWriteError, match="Input/output error"):
        write(place, "tomorrow")
    assert open_columns(place)[0] == {"made": "today"}
    assert [path.name for path in place.parent.iterdir()] == ["segment"]


class Killed(BaseException):
    """Nothing is done after it."""


def test_after_a_kill_between_both_renames_the_old_is_put_back(place, monkeypatch):
    rename = Path.rename

    def killed(self, target):
        if self.name.startswith(UNFINISHED):
            raise Killed
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", killed)
    with pytest.raises(Killed):
        write(place, "tomorrow")
    monkeypatch.undo()
    (place.parent / f"{UNFINISHED}killed").mkdir()
    (place.parent / f"{UNFINISHED}link").symlink_to(place.parent)
    with pytest.raises(NoColumnsError):
        open_columns(place)
    restore(place)
    assert open_columns(place)[0] == {"made": "today"}
    assert {path.name for path in place.parent.iterdir()} == {"segment", f"{UNFINISHED}link"}


def test_after_a_kill_before_the_old_was_deleted_the_new_stays(place):
    shutil.copytree(place, place.with_name(f"{ASIDE}segment"))
    write(place, "tomorrow")
    shutil.copytree(place, place.with_name(f"{ASIDE}segment"))
    restore(place)
    assert open_columns(place)[0] == {"made": "tomorrow"}
    assert [path.name for path in place.parent.iterdir()] == ["segment"]


def test_only_the_newest_of_ours_are_kept(tmp_path):
    for age, name in enumerate("abc"):
        write(tmp_path / f"seg-{name}")
        os.utime(tmp_path / f"seg-{name}" / MANIFEST, (1_000_000 - age, 1_000_000 - age))
    (tmp_path / "seg-mine").mkdir()
    keep_newest(tmp_path / "seg-c", prefix="seg-", most=2)
    assert {path.name for path in tmp_path.iterdir()} == {"seg-a", "seg-c", "seg-mine"}


# --- what the system refuses ------------------------------------------------------------------------------------------


def test_what_cannot_be_written_is_said_with_its_place(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ColumnsWriteError, match=r'file/segment" cannot be written \(Not a directory\)'):
        write(tmp_path / "file" / "segment")
    with pytest.raises(ColumnsWriteError, match="cannot be written"), locked(tmp_path / "file", on_wait=pytest.fail):
        pass


def test_without_a_place_for_temporary_files_it_is_said(monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", "/nowhere/at/all")
    with pytest.raises(ColumnsWriteError, match="No such file"), scratch_folder():
        pass


def test_who_waits_for_another_is_told(tmp_path):
    with (tmp_path / LOCK).open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        waited = []

        def on_wait():
            waited.append(True)
            fcntl.flock(other, fcntl.LOCK_UN)

        with locked(tmp_path, on_wait=on_wait):
            assert waited == [True]
    with locked(tmp_path, on_wait=pytest.fail):
        pass
