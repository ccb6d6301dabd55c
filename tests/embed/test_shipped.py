from __future__ import annotations

import json

import pytest

from rumorwatch.domain.errors import ModelError
from rumorwatch.embed.bundled import models_dir
from rumorwatch.embed.shipped import SHIPPED, ModelKind, read_shipped
from standins import write_static

LIMIT_MB, LIMIT_TOGETHER_MB = 40, 80
THERE = [name for name in SHIPPED if (models_dir() / name).is_dir()]


@pytest.fixture
def model(tmp_path):
    return read_shipped("static", models=write_static(tmp_path / "static").parent)


@pytest.mark.parametrize("name", SHIPPED)
def test_what_ships_is_sound_has_a_card_and_is_of_its_kind(name):
    if name not in THERE:
        pytest.skip(f"models/{name} is not in this checkout")
    model = read_shipped(name)
    assert model.kind == name
    assert model.faults() == []
    assert model.data
    assert (model.folder / "MODEL_CARD.md").is_file()


def test_what_ships_is_small():
    sizes = [path.stat().st_size / 1e6 for name in THERE for path in (models_dir() / name).rglob("*") if path.is_file()]
    assert max(sizes) < LIMIT_MB
    assert sum(sizes) < LIMIT_TOGETHER_MB


def test_the_model_id_changes_with_any_file_and_reads_none(model):
    changed = json.loads((model.folder / "manifest.json").read_text())
    changed["files"]["tokenizer.json"] = "0" * 64
    (model.folder / "manifest.json").write_text(json.dumps(changed))
    for path in changed["files"]:
        (model.folder / path).unlink()
    assert read_shipped("static", models=model.folder.parent).model_id != model.model_id


def test_a_manifest_is_read_whole(model):
    assert model.kind is ModelKind.STATIC
    assert model.languages == ("vi", "en", "zh")
    assert [data.licence for data in model.data] == ["CC0-1.0"]
    assert set(model.files) == {"model.safetensors", "tokenizer.json"}


@pytest.mark.parametrize(
    ("key", "value"),
    [("id", None), ("kind", "huge"), ("data", [{}]), ("dimensions", -1), ("max_tokens", "many"), ("files", [1])],
)
def test_a_manifest_that_lacks_something_is_said(model, key, value):
    manifest = json.loads((model.folder / "manifest.json").read_text())
    if value is None:
        del manifest[key]
    else:
        manifest[key] = value
    (model.folder / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(ModelError, match="RW-M02") as caught:
        read_shipped("static", models=model.folder.parent)
    assert str(model.folder) in str(caught.value)


def test_every_fault_is_named_not_only_the_first(model):
    (model.folder / "tokenizer.json").unlink()
    (model.folder / "model.safetensors").write_bytes(b"x")
    assert [fault.split()[0] for fault in model.faults()] == ["model.safetensors", "tokenizer.json"]
    with pytest.raises(ModelError, match="RW-M07"):
        model.verify()
