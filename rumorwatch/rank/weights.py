"""The weights of the ranking: one versioned file, read once, checked when read."""

from __future__ import annotations

import json
import math
import sys
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from rumorwatch.domain.claims import Topic
from rumorwatch.domain.errors import FileError, quoted
from rumorwatch.domain.rumors import Level

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_SCALE = 100
"""Points of a priority go from 0 to this (domain.md, Priority)."""
_NEGLIGIBLE = 1e-9
_ABOVE: Mapping[str, float] = {
    "full_at": 0,
    "velocity_window_h": 0,
    "stale_after_days": 0,
    "full_at.channels": 1,
    "full_at.languages": 1,
}
"""What a number has to be above: what is divided by, or is a span. Channels and languages count from the second on, so
that their share divides by what they are full at less 1. All others are 0 or more."""
_MOST: Mapping[str, float] = {
    "points": _SCALE,
    "gap": 1,
    "harm": 1,
    "velocity_window_h": 8_784,
    "stale_after_days": 36_525,
}
"""What a number is at most: the scale, a whole share, and spans of a year and a hundred, which no date goes beyond."""
_TOLD = 5
"""Faults of a file that are named; more say no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What each factor is worth, and where it is full; docs/ranking.md gives the reason of every number."""

    version: str
    points: Mapping[str, float]
    """Most points a factor can give; they add up to 100."""
    full_at: Mapping[str, float]
    """The amount from which on a factor gives all its points."""
    velocity_window_h: float
    gap: Mapping[str, float]
    """Share of the gap's points for ``none``, ``contradicted``, ``expired``, ``stale``, ``answered``."""
    stale_after_days: float
    harm: Mapping[Topic, float]
    levels: Mapping[Level, float]
    """Lowest points of a level; below all of them it is ``monitor``."""
    monitor_sources: float
    monitor_velocity_per_h: float
    """Fewer sources and slower than this: ``monitor``, whatever the points."""


@cache
def load_weights() -> Weights:
    """Return the shipped weights.

    Raises:
        ValueError: The file's points do not add up to 100, which would break the scale; a fault of the package.
    """
    read = _shipped()
    if abs(sum(read["points"].values()) - _SCALE) > _NEGLIGIBLE:
        message = f"weights {read['version']}: points add up to {sum(read['points'].values())}, not {_SCALE}"
        raise ValueError(message)
    return _weights_of(read)


def read_weights(path: Path) -> Weights:
    """Return the weights of a file that has the keys of the shipped one (``rumorwatch/rank/weights.json``).

    Raises:
        FileError: RW-F01 it cannot be opened; RW-F24 it is no JSON, a key is missing or unknown, a value is out of its
            range, or the points do not add up to 100; the first faults are named.
    """
    try:
        read = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise FileError(
            code="RW-F01",
            failed=f'weights file "{path}" cannot be opened: {error.strerror or error}',
            remedy="Check the path and its permissions",
        ) from error
    except (ValueError, RecursionError) as error:  # no UTF-8, no JSON, or JSON of a thousand brackets
        raise _unusable(path, [f"it is no JSON: {quoted(str(error))}"]) from error
    return weights_from(read, path=path)


def weights_from(read: Any, *, path: Path) -> Weights:  # noqa: ANN401 - any JSON value
    """Return the weights that were read of a file, which has the keys of the shipped one.

    Raises:
        FileError: RW-F24 a key is missing or unknown, a value is out of its range, or the points do not add up to 100.
    """
    faults = list(_faults(read, like=_shipped()))
    if faults:
        raise _unusable(path, faults)
    return _weights_of(read)


def as_json(weights: Weights, *, source: str) -> dict[str, object]:
    """Return the weights as a file holds them, with the keys and the order of the shipped one; read_weights reads it.

    Args:
        weights: What is to be written.
        source: Says where the numbers come from, in words.
    """
    return {
        "version": weights.version,
        "source": source,
        "points": dict(weights.points),
        "full_at": dict(weights.full_at),
        "velocity_window_h": weights.velocity_window_h,
        "gap": dict(weights.gap),
        "stale_after_days": weights.stale_after_days,
        "harm": {topic.value: share for topic, share in weights.harm.items()},
        "levels": {level.value: points for level, points in weights.levels.items()},
        "monitor_below": {"sources": weights.monitor_sources, "velocity_per_h": weights.monitor_velocity_per_h},
    }


def _unusable(path: Path, faults: list[str]) -> FileError:
    more = f"; and {len(faults) - _TOLD} more" if len(faults) > _TOLD else ""
    return FileError(
        code="RW-F24",
        failed=f'weights file "{path}" cannot be used: {"; ".join(faults[:_TOLD])}{more}',
        remedy="Copy rumorwatch/rank/weights.json and change its numbers; docs/ranking.md explains each",
    )


def _faults(read: Any, *, like: Mapping[str, Any]) -> Iterator[str]:  # noqa: ANN401 - any JSON value
    """Yield what is wrong with a file of weights, the first first."""
    faults = list(_misshapen(read, like=like, where=""))
    yield from faults
    if faults:
        return
    total = math.fsum(read["points"].values())
    if abs(total - _SCALE) > _NEGLIGIBLE:
        yield f"points: they add up to {total:.12g}, not {_SCALE}"
    levels = [read["levels"][name] for name in (Level.HIGH, Level.MEDIUM, Level.LOW)]
    if levels != sorted(levels, reverse=True):
        yield "levels: high needs no fewer points than medium, and medium than low"


def _misshapen(read: Any, *, like: Any, where: str) -> Iterator[str]:  # noqa: ANN401 - any JSON values
    """Yield where a value is not what the shipped file has in its place: the same keys, text, or a number in range."""
    if isinstance(like, dict):
        if not isinstance(read, dict):
            yield f"{where or 'the file'}: is no table of keys"
            return
        yield from (f"{_under(where, name)}: is missing" for name in like if name not in read and name != "source")
        yield from (f"{quoted(_under(where, name))}: is no key of weights" for name in read if name not in like)
        for name in (name for name in like if name in read):
            yield from _misshapen(read[name], like=like[name], where=_under(where, name))
    elif isinstance(like, str):
        if not isinstance(read, str) or not read.strip():
            yield f"{where}: is no text"
        elif where == "version" and not read.isprintable():  # it is stored and shown with every alert
            yield f"{where}: holds line breaks or unreadable characters"
    elif isinstance(read, bool) or not isinstance(read, int | float) or not abs(read) <= sys.float_info.max:
        yield f"{where}: is no number"
    else:
        yield from _out_of_range(read, where=where)


def _out_of_range(number: float, *, where: str) -> Iterator[str]:
    table = where.partition(".")[0]
    above, most = _ABOVE.get(where, _ABOVE.get(table)), _MOST.get(table)
    if above is not None and number <= above:
        yield f"{where}: is {number:.12g}, and has to be above {above:g}"
    elif number < 0:
        yield f"{where}: is {number:.12g}, below 0"
    elif most is not None and number > most:
        yield f"{where}: is {number:.12g}, and has to be {most:g} at most"


def _under(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name


def _shipped() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(resources.files("rumorwatch.rank").joinpath("weights.json").read_text("utf-8"))
    return read


def _weights_of(read: Mapping[str, Any]) -> Weights:
    return Weights(
        version=read["version"],
        points=read["points"],
        full_at=read["full_at"],
        velocity_window_h=read["velocity_window_h"],
        gap=read["gap"],
        stale_after_days=read["stale_after_days"],
        harm={Topic(name): share for name, share in read["harm"].items()},
        levels={Level(name): points for name, points in read["levels"].items()},
        monitor_sources=read["monitor_below"]["sources"],
        monitor_velocity_per_h=read["monitor_below"]["velocity_per_h"],
    )
