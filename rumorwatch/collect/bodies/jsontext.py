"""JSON from outside, read so that nothing in it can surprise."""

from __future__ import annotations

import json

_MAX_DIGITS = 1000
"""Longer numbers stay text; Python refuses them over 4,300 digits."""


def load_json(text: str) -> object:
    """Return one JSON value; NaN and infinity become None, numbers too long to be numbers stay text.

    Raises:
        ValueError: It is no JSON, or nested too deep.
    """
    try:
        loaded: object = _DECODER.decode(text)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    return loaded


def _whole(digits: str) -> int | str:
    return int(digits) if len(digits) < _MAX_DIGITS else digits


_DECODER = json.JSONDecoder(parse_int=_whole, parse_constant=lambda _: None, strict=False)
