"""docs/settings.md says what settings.py says."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import annotated_types
import pytest

from rumorwatch.settings import Settings

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

PAGE = (Path(__file__).parents[2] / "docs" / "settings.md").read_text("utf-8")
ROWS = {
    row[0]: row[1:]
    for row in re.findall(r"^\| `([a-z_]+\.[a-z_0-9]+)` \| (.+?) \| (.+?) \| (.+) \|$", PAGE, re.MULTILINE)
}


def keys() -> list[tuple[str, FieldInfo]]:
    return [
        (f"{table}.{key}", field)
        for table, of in Settings.model_fields.items()
        for key, field in of.default.__class__.model_fields.items()
    ]


def written(value: Any) -> str:
    return "none" if value is None else f"`{json.dumps(value, ensure_ascii=False)}`"


@pytest.mark.parametrize(("name", "field"), keys(), ids=lambda value: value if isinstance(value, str) else "")
def test_every_key_is_listed_with_its_default_and_range(name: str, field: FieldInfo) -> None:
    assert name in ROWS
    unit, default, text = ROWS[name]
    assert default == written(field.default)
    assert text.strip()
    said = unit.replace(",", "")
    for bound in field.metadata:
        match bound:
            case annotated_types.Gt(gt=limit):
                assert f"above {limit:g}" in said
            case annotated_types.Ge(ge=limit):
                assert re.search(rf"\b{limit:g} to", said)
            case annotated_types.Le(le=limit):
                assert said.endswith(f"to {limit:g}") or f"to {limit:.0f}" in said
            case _:
                pass


def test_no_key_is_listed_that_does_not_exist() -> None:
    assert set(ROWS) == {name for name, _ in keys()}
