"""Trained models on the disk: whole or not there, and nothing is parsed before its bytes are known to be right."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from hashlib import sha256

import pytest

from rumorwatch.domain.trained import ModelPart
from rumorwatch.train import registry
from rumorwatch.train.faults import TrainedModelError
from rumorwatch.train.registry import (
    CONSTANTS,
    MANIFEST,
    MAX_MANIFEST,
    POINTS,
    WEIGHTS,
    clear_leftovers,
    id_of,
    is_trained_id,
    read_model,
    write_model,
)
from trainednouns import matcher_files, ranking_files, write_trained

TOLD = {"metrics": {"F1": 0.1 + 0.2}, "made_at": "2026-10-07T19:00:00+00:00", "parent": None}


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "models"


def test_what_is_written_is_read_again_and_its_id_and_hash_can_be_computed_anew(folder):
    stored = write_model(folder, part=ModelPart.RANKING, files=ranking_files(), manifest=TOLD)
    written = (folder / stored.id / MANIFEST).read_bytes()
    manifest = json.loads(written)
    assert (manifest["id"], manifest["part"]) == (stored.id, "ranking")
    assert sha256(written).hexdigest() == stored.manifest_hash
    assert id_of(manifest) == id_of({**manifest, "id": "other"}) == stored.id
    assert is_trained_id(stored.id)
    read = read_model(folder / stored.id, manifest_hash=stored.manifest_hash)
    assert (read.part, read.manifest["metrics"]) == (ModelPart.RANKING, {"F1": 0.1 + 0.2})
    assert read.read(POINTS) == ranking_files()[POINTS]
    assert sorted(path.name for path in folder.iterdir()) == [stored.id]


def test_another_content_is_another_id_and_the_same_content_the_same(folder):
    one = write_model(folder, part=ModelPart.RANKING, files=ranking_files(), manifest=TOLD)
    inode = (folder / one.id).stat().st_ino
    again = write_model(folder, part=ModelPart.RANKING, files=ranking_files(), manifest=TOLD)
    other = write_model(folder, part=ModelPart.RANKING, files=ranking_files(), manifest={**TOLD, "seed": 8})
    assert (one.id, one.manifest_hash) == (again.id, again.manifest_hash)
    assert (folder / one.id).stat().st_ino == inode
    assert one.id != other.id


def test_a_damaged_folder_of_the_same_id_is_replaced(folder):
    one = write_model(folder, part=ModelPart.RANKING, files=ranking_files(), manifest=TOLD)
    (folder / one.id / POINTS).write_bytes(b"x")
    write_model(folder, part=ModelPart.RANKING, files=ranking_files(), manifest=TOLD)
    read_model(folder / one.id, manifest_hash=one.manifest_hash).verify()
    assert sorted(path.name for path in folder.iterdir()) == [one.id]


def test_keys_that_json_changes_do_not_change_the_id_later(folder):
    told = {**TOLD, "by length": {10: 0.5, 9: 0.4}, "pair": ("a", "b")}
    stored = write_model(folder, part=ModelPart.RANKING, files=ranking_files(), manifest=told)
    assert read_model(folder / stored.id, manifest_hash=stored.manifest_hash).manifest["by length"]["10"] == 0.5


@pytest.mark.parametrize(
    ("files", "told", "why"),
    [
        ({}, {}, "has constants.json, wordings.jsonl, not no file"),
        ({**matcher_files(), "../../up.json": b""}, {}, "not ../../up.json"),
        ({**matcher_files(), "more.pkl": b""}, {}, "more.pkl"),
        ({**matcher_files(), CONSTANTS: b" " * 1_000_001}, {}, "over 1,000,000"),
        (matcher_files(), {"F1": float("nan")}, "not JSON compliant"),
        (matcher_files(), {"figures": "x" * MAX_MANIFEST}, "the manifest has"),
    ],
)
def test_what_is_no_model_is_not_written(folder, files, told, why):
    with pytest.raises(ValueError, match=why):
        write_model(folder, part=ModelPart.MATCHER, files=files, manifest=told)
    assert not folder.exists() or [*folder.iterdir()] == []


@pytest.mark.parametrize("failing", ["fsync", "rename"])
def test_what_cannot_be_written_leaves_nothing_and_says_so(folder, monkeypatch, failing):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, failing, full)
    with pytest.raises(TrainedModelError, match=r"RW-M16.*No space left") as caught:
        write_model(folder, part=ModelPart.RANKING, files=ranking_files(), manifest=TOLD)
    assert "what is in force stays" in str(caught.value)
    assert [*folder.iterdir()] == []


def test_everything_is_on_the_disk_before_it_has_its_name(folder, monkeypatch):
    seen = []
    fsync, rename = os.fsync, os.rename
    monkeypatch.setattr(os, "fsync", lambda fd: (seen.append("sync"), fsync(fd)))
    monkeypatch.setattr(os, "rename", lambda *a, **k: (seen.append("name"), rename(*a, **k)))
    write_model(folder, part=ModelPart.MATCHER, files=matcher_files(), manifest=TOLD)
    # Three files, their folder; the name; the folder of all models.
    assert seen == ["sync"] * 4 + ["name", "sync"]


KILLED = """
import json, os, sys
from pathlib import Path
from rumorwatch.domain.trained import ModelPart
from rumorwatch.train.registry import write_model
calls = 0
def dying(real):
    def call(*arguments, **more):
        global calls
        calls += 1
        if calls == int(sys.argv[2]):
            os._exit(9)
        return real(*arguments, **more)
    return call
for name in ("fsync", "rename", "mkdir"):
    setattr(os, name, dying(getattr(os, name)))
write_model(Path(sys.argv[1]), part=ModelPart.RANKING, files={"weights.json": b"{}"}, manifest={})
"""


@pytest.mark.parametrize("at", range(1, 9))
def test_a_training_killed_at_any_step_leaves_a_whole_model_or_one_that_is_never_used(folder, at):
    done = subprocess.run([sys.executable, "-c", KILLED, str(folder), str(at)], check=False)
    assert done.returncode == (0 if at > 7 else 9)  # seven steps: two folders, two files, their folder, a name, all
    there = [*folder.iterdir()] if folder.exists() else []
    named = [path for path in there if is_trained_id(path.name)]
    for path in named:
        read_model(path, manifest_hash=sha256((path / MANIFEST).read_bytes()).hexdigest()).verify()
    assert all(path.name.startswith(registry.MAKING) for path in there if path not in named)
    clear_leftovers(folder, known=())
    assert not folder.exists() or [*folder.iterdir()] == []


def _fifo(path):
    path.unlink()
    os.mkfifo(path)


def _link(path):
    elsewhere = path.parent.parent / "elsewhere"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)


def _folder(path):
    path.unlink()
    path.mkdir()


DAMAGES = {
    "missing": lambda path: path.unlink(),
    "empty": lambda path: path.write_bytes(b""),
    "truncated": lambda path: path.write_bytes(path.read_bytes()[:-1]),
    "longer": lambda path: path.write_bytes(path.read_bytes() + b" "),
    "a folder": _folder,
    "a link to the same bytes": _link,
    "a pipe": _fifo,
    "nested": lambda path: path.write_bytes(b"[" * 200_000),
    "huge": lambda path: os.truncate(path, 30_000_000),
    "other bytes": lambda path: path.write_bytes(b"\0" * 64),
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", [MANIFEST, WEIGHTS])
def test_a_file_that_is_not_what_was_written_is_refused(folder, name, damage):
    trained = write_trained(folder, ModelPart.STANCE)
    DAMAGES[damage](folder / trained.id / name)
    with pytest.raises(TrainedModelError, match="RW-M14") as caught:
        read_model(folder / trained.id, manifest_hash=trained.manifest_hash).verify()
    assert (caught.value.trained_id, name in caught.value.failed) == (trained.id, True)


def test_a_model_that_is_not_there_is_missing_and_a_link_in_its_place_is_refused(folder):
    trained = write_trained(folder, ModelPart.RANKING)
    (folder / trained.id).rename(folder / "elsewhere")
    with pytest.raises(TrainedModelError, match="RW-M13"):
        read_model(folder / trained.id, manifest_hash=trained.manifest_hash)
    (folder / trained.id).symlink_to(folder / "elsewhere")
    with pytest.raises(TrainedModelError, match=r"RW-M14.*link"):
        read_model(folder / trained.id, manifest_hash=trained.manifest_hash)


def rewritten(folder, trained, **changes):
    """Write a manifest with changes and return its hash, as whoever can write the database and the folder could."""
    path = folder / trained.id / MANIFEST
    text = json.dumps(json.loads(path.read_bytes()) | changes)
    path.write_text(text)
    return sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"id": "ranking-0000000000"}, "manifest of ranking-0000000000"),
        ({"part": "stance"}, "manifest of"),
        ({"part": "other"}, "other"),
        ({"seed": 8}, "manifest of"),
    ],
)
def test_a_manifest_of_another_model_is_refused_though_the_database_vouches_for_it(folder, changes, why):
    trained = write_trained(folder, ModelPart.RANKING)
    with pytest.raises(TrainedModelError, match=f"RW-M14.*{why}"):
        read_model(folder / trained.id, manifest_hash=rewritten(folder, trained, **changes))


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"weights.json": "0" * 64, "a/b": "0" * 64}, "other files: a/b"),
        ({"../weights.json": "0" * 64}, r"other files: \.\."),
        ({"weights.json": "zero"}, "no SHA-256"),
        ([], "no JSON object"),
    ],
)
def test_a_manifest_that_names_other_files_is_refused(folder, files, why):
    trained = write_trained(folder, ModelPart.RANKING)
    manifest = json.loads((folder / trained.id / MANIFEST).read_bytes()) | {"files": files}
    place = folder / id_of(manifest)
    place.mkdir()
    text = json.dumps({**manifest, "id": place.name})
    (place / MANIFEST).write_text(text)
    with pytest.raises(TrainedModelError, match=f"RW-M14.*{why}"):
        read_model(place, manifest_hash=sha256(text.encode()).hexdigest())


def test_what_a_killed_training_left_is_deleted_and_nothing_else(folder):
    kept, lost = write_trained(folder, ModelPart.RANKING), write_trained(folder, ModelPart.MATCHER)
    for name in (registry.MAKING + "x1", registry.ASIDE + lost.id, "notes", "matcher-mine"):
        (folder / name).mkdir()
    (folder / "encoder-0000000000").symlink_to(folder / "notes")
    (folder / "stance-0000000000").write_text("a file")
    gone = clear_leftovers(folder, known=[kept.id])
    assert gone == sorted([registry.MAKING + "x1", registry.ASIDE + lost.id, lost.id])
    left = {path.name for path in folder.iterdir()}
    assert left == {kept.id, "notes", "matcher-mine", "encoder-0000000000", "stance-0000000000"}


def test_without_a_folder_there_is_nothing_to_delete(folder):
    assert clear_leftovers(folder, known=()) == []
