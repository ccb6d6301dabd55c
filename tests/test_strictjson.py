"""JSON that decides something is read in one way or not at all."""

from __future__ import annotations

import pytest

from rumorwatch.strictjson import read_json, table_of


@pytest.mark.parametrize(
    ("stored", "why"),
    [
        (b'{"a": NaN}', "NaN"),
        (b'{"a": -Infinity}', "Infinity"),
        (b'{"a": 1e999}', "no finite number"),
        (b'{"a": 1, "a": 2}', "stands twice"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "nested too deeply"),
        (b"\xff", "utf-8"),
        (b"", "Expecting value"),
        (b"1" * 5_000, "digits"),
        (b" " * 2_000_000, "over 1,000,000"),
    ],
)
def test_what_is_no_plain_json_is_refused(stored, why):
    with pytest.raises(ValueError, match=why):
        read_json(stored, most_bytes=1_000_000)


def test_plain_json_is_read_as_it_is():
    assert read_json('{"a": [1, 2.5, "đ", null, true]}'.encode(), most_bytes=50) == {"a": [1, 2.5, "đ", None, True]}


def test_only_an_object_is_a_table():
    with pytest.raises(ValueError, match="constants is no JSON object"):
        table_of([1], what="constants")
