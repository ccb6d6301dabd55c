"""JSON of files that decide something: bounded, without what JSON has no words for, and never read in two ways."""

from __future__ import annotations

import json
from typing import Any, NoReturn

_SHOWN = 40
"""Digits of a number that a message shows."""


def read_json(stored: bytes, *, most_bytes: int) -> Any:  # noqa: ANN401 - any JSON value
    """Return the value of a JSON file.

    Args:
        stored: The file.
        most_bytes: Length that it may have.

    Raises:
        ValueError: It is longer than that, not UTF-8, not JSON, nested a thousand deep, has ``NaN``, ``Infinity`` or a
            number that no float holds, or names a key twice.
    """
    if len(stored) > most_bytes:
        raise ValueError(f"{len(stored):,} bytes, over {most_bytes:,}")
    try:
        text = stored.decode("utf-8")
        return json.loads(text, parse_constant=_no_number, parse_float=_finite, object_pairs_hook=_once)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def table_of(value: object, *, what: str) -> dict[str, Any]:
    """Return a JSON value that has to be an object.

    Raises:
        ValueError: It is something else.
    """
    if not isinstance(value, dict):
        raise ValueError(f"{what} is no JSON object")  # noqa: TRY004 - what is read is wrong, not the call
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _finite(digits: str) -> float:
    number = float(digits)
    if not abs(number) < float("inf"):
        raise ValueError(f"{digits[:_SHOWN]} is no finite number")
    return number


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")
