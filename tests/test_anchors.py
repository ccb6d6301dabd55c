"""The hashes of the manifests that ship are those of the manifests, and the training scripts keep them so."""

from __future__ import annotations

import json

from anchors import write_anchors, write_manifest

from rumorwatch.embed.bundled import ANCHORS, MANIFEST, models_dir, read_manifest


def test_every_model_that_ships_is_listed_with_its_hash(tmp_path):
    names = sorted(path.parent.name for path in models_dir().glob(f"*/{MANIFEST}"))
    kept = (models_dir() / ANCHORS).read_bytes()
    assert sorted(json.loads(kept)) == names
    for name in names:
        (tmp_path / name).mkdir()
        (tmp_path / name / MANIFEST).write_bytes((models_dir() / name / MANIFEST).read_bytes())
    write_anchors(tmp_path)
    assert (tmp_path / ANCHORS).read_bytes() == kept


def test_a_manifest_that_is_fitted_anew_is_listed_anew(tmp_path):
    write_manifest(tmp_path / "elsewhere", {"id": "a"})
    assert not (tmp_path / ANCHORS).exists()
    write_anchors(tmp_path)
    write_manifest(tmp_path / "elsewhere", {"id": "đ"})
    assert read_manifest("elsewhere", models=tmp_path) == {"id": "đ"}
    (tmp_path / "elsewhere" / MANIFEST).write_text('{"id": "e"}')
    assert "RW-M02" in fault(tmp_path)


def fault(models):
    try:
        read_manifest("elsewhere", models=models)
    except Exception as error:  # noqa: BLE001 - whatever is said
        return str(error)
    return ""
