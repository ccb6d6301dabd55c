from __future__ import annotations

import pytest

from rumorwatch.domain.errors import ModelError
from rumorwatch.embed.bundled import models_dir, read_manifest


def test_the_lexical_model_ships():
    assert (models_dir() / "lexical" / "MODEL_CARD.md").is_file()
    assert read_manifest("lexical")["id"] == "lexical-1"


def test_a_model_that_is_not_there_is_said_with_its_path(tmp_path):
    with pytest.raises(ModelError, match="RW-M01") as caught:
        read_manifest("nothing", models=tmp_path)
    assert str(tmp_path) in str(caught.value)


@pytest.mark.parametrize("content", [b"{", b"[]", b"\xff"])
def test_a_damaged_manifest_is_said(tmp_path, content):
    (tmp_path / "lexical").mkdir()
    (tmp_path / "lexical" / "manifest.json").write_bytes(content)
    with pytest.raises(ModelError, match="RW-M02"):
        read_manifest("lexical", models=tmp_path)
