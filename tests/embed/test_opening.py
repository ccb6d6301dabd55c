from __future__ import annotations

from pathlib import Path

import pytest

from rumorwatch.domain.errors import ModelError
from rumorwatch.embed.opening import Source, here, located, open_encoder, source_of


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("lexical", Source.SHIPPED),
        ("mini", Source.SHIPPED),
        ("./mini", Source.FOLDER),
        ("somewhere", Source.FOLDER),
        ("mine/of", Source.FOLDER),
        ("mine/fo", Source.FOLDER),
        ("/mine/of", Source.FOLDER),
        ("../mine", Source.FOLDER),
        ("a/b/c", Source.FOLDER),
        ("organization/model-1.5_x", Source.HUB),
        ("organization/", Source.FOLDER),
        ("https://e.example/a", Source.FOLDER),
        ("organization/mô-hình", Source.FOLDER),
    ],
)
def test_a_name_tells_where_its_model_comes_from_and_a_folder_goes_before_a_hub(tmp_path, name, source):
    (tmp_path / "mine" / "of").mkdir(parents=True)
    (tmp_path / "mini").mkdir()
    assert source_of(name, base=tmp_path) is source


def test_only_folders_are_relative_to_something(tmp_path):
    names = [located(name, base=tmp_path) for name in ("static", "organization/model", "mine", "/mine")]
    assert names == ["static", "organization/model", str(tmp_path / "mine"), "/mine"]


def test_a_shipped_model_that_is_not_there_is_said(tmp_path):
    with pytest.raises(ModelError, match="RW-M01"):
        open_encoder("mini", models=tmp_path)


def test_a_folder_is_here_or_not(tmp_path):
    (tmp_path / "mine").mkdir()
    assert here("mine", base=tmp_path) == tmp_path / "mine"
    assert here("other", base=Path()) is None
