"""Plots as SVG by hand: bars with marks over time, and lines of shares.

A plot stands alone as a file and inside a page: it brings its own style, for light, dark and print, loads nothing, and
says to screen readers what it shows. Colors are of Okabe and Ito's set, which people with any kind of color vision tell
apart; lines differ in their dashes too. A library would draw more than four plots need: pygal is LGPL and puts scripts
into its files, matplotlib weighs 30 MB.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from enum import StrEnum
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WIDTH = 760
"""Of every plot, in pixels at its own size."""
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 24, 36, 50
"""Margins around the drawing area; above it come the title and a row a mark."""
_AREA = 180
"""Height of the drawing area."""
_ROW = 17
"""Height of a line of text."""
_FEW = 31
"""Points of a line up to which each is drawn as a dot, too."""
_MAX_TICKS = 5
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What may not stand in XML in any form."""
_STYLE = """
.rw{font:13px system-ui,"Noto Sans","Noto Sans CJK SC",sans-serif}
.rw .ground{fill:#fff}.rw text{fill:#1f2328}.rw .title{font-weight:600;font-size:14px}.rw .quiet{fill:#57606a}
.rw .grid{stroke:#d8dee4}.rw .axis{stroke:#6e7781}.rw line,.rw path{fill:none}
.rw .plain{fill:#7f8a96}.rw .early{fill:#0072b2}.rw .late{fill:#d55e00}
.rw .first{stroke:#1f2328}.rw .alerted{stroke:#0072b2}.rw .doubted{stroke:#d55e00}.rw .peak{stroke:#009e73}
.rw .mark{stroke-width:2}.rw .doubted{stroke-dasharray:2 3}.rw .peak{stroke-dasharray:8 4}
.rw .dot{stroke-width:5;stroke-linecap:round;stroke-dasharray:none}
@media screen and (prefers-color-scheme:dark){
.rw .ground{fill:#0d1117}.rw text{fill:#e6edf3}.rw .quiet{fill:#9da7b3}
.rw .grid{stroke:#30363d}.rw .axis{stroke:#8b949e}.rw .early{fill:#56b4e9}.rw .late{fill:#e69f00}
.rw .first{stroke:#e6edf3}.rw .alerted{stroke:#56b4e9}.rw .doubted{stroke:#e69f00}.rw .peak{stroke:#2bd9a4}}
"""


class Ink(StrEnum):
    """How a bar, mark or line is drawn; named after what it is for."""

    PLAIN = "plain"
    EARLY = "early"
    LATE = "late"
    FIRST = "first"
    ALERTED = "alerted"
    DOUBTED = "doubted"
    PEAK = "peak"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A moment beside bars."""

    label: str
    at: float
    """In bars from the left edge of the first; beyond the last it is drawn at the edge."""
    ink: Ink


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A place on the horizontal axis."""

    at: float
    """In bars, or points, from the left."""
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Shares one after another."""

    label: str
    shares: Sequence[float | None]
    """0 to 1; None: there is none yet."""
    ink: Ink


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a plot says in words; any of it may hold outside text."""

    name: str
    """Letters and hyphens: its file's name, and what makes its ids its own in a page of several."""
    title: str
    description: str
    """For those who cannot see it."""
    across: str
    """What the horizontal axis counts."""
    up: str
    """What the vertical axis counts."""


def bar_plot(
    wording: Wording,
    heights: Sequence[int],
    *,
    ticks: Sequence[Tick],
    marks: Sequence[Mark] = (),
    inks: Sequence[Ink] = (),
    numbered: bool = False,
) -> str:
    """Return the SVG of bars.

    Args:
        wording: What it says.
        heights: Of the bars, 0 or more, from left to right.
        ticks: On the horizontal axis.
        marks: Moments; each has a row of its own for its label, in their order.
        inks: Of each bar; empty: plain.
        numbered: With the height above each bar.
    """
    scale = _scale_for(max(heights, default=0))
    frame = _Frame(rows=len(marks), across=max(1, len(heights)), up=scale[-1])
    drawn = [*frame.grid(scale, [str(number) for number in scale])]
    gap = 0.2 if frame.x(1) - frame.x(0) > _ROW else 0.0
    for at, height in enumerate(heights):
        left, right, top = frame.x(at + gap / 2), frame.x(at + 1 - gap / 2), frame.y(height)
        ink = inks[at] if inks else Ink.PLAIN
        if height:
            drawn.append(_rect(left, top, max(right - left, 0.8), frame.bottom - top, ink))
        if numbered:
            drawn.append(_text((left + right) / 2, top - 5, str(height), anchor="middle"))
    drawn += [piece for row, mark in enumerate(marks) for piece in _marked(mark, row, frame)]
    return _svg(wording, frame, [*drawn, *_across(ticks, frame)])


def line_plot(wording: Wording, lines: Sequence[Line], *, ticks: Sequence[Tick]) -> str:
    """Return the SVG of lines of shares, from 0 to 100 %, each with its name and last share in a row above.

    Args:
        wording: What it says.
        lines: As long as each other.
        ticks: On the horizontal axis.
    """
    points = max((len(line.shares) for line in lines), default=1)
    frame = _Frame(rows=len(lines), across=max(1, points - 1), up=1)
    scale = (0, 0.25, 0.5, 0.75, 1)
    drawn = [*frame.grid(scale, [f"{share:.0%}" for share in scale])]
    for row, line in enumerate(lines):
        known = [(frame.x(at), frame.y(share)) for at, share in enumerate(line.shares) if share is not None]
        path = " ".join(f"{'L' if at else 'M'}{x:.1f} {y:.1f}" for at, (x, y) in enumerate(known))
        if path:
            drawn.append(f'<path class="mark {line.ink}" d="{path}"/>')
        if len(known) <= _FEW:
            drawn += [f'<path class="dot {line.ink}" d="M{x:.1f} {y:.1f}h0"/>' for x, y in known]
        last = next((f"{share:.1%}" for share in reversed(line.shares) if share is not None), "none")
        y = _TOP + row * _ROW + _ROW / 2
        drawn.append(_line(_LEFT, y, _LEFT + 28, y, f"mark {line.ink}"))
        drawn.append(_text(_LEFT + 36, y + 4, f"{line.label}: {last} at the end"))
    return _svg(wording, frame, [*drawn, *_across(ticks, frame)])


def even_ticks(labels: Sequence[str], *, most: int = _MAX_TICKS) -> Sequence[Tick]:
    """Return some of the labels, evenly apart, as ticks; the first among them."""
    step = max(1, math.ceil(len(labels) / most))
    return [Tick(at=at, label=labels[at]) for at in range(0, len(labels), step)]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """Where things are: the drawing area, and what its edges stand for."""

    rows: int
    across: float
    up: float

    @property
    def bottom(self) -> float:
        return _TOP + self.rows * _ROW + 12 + _AREA

    @property
    def height(self) -> float:
        return self.bottom + _BOTTOM

    def x(self, at: float) -> float:
        return _LEFT + (WIDTH - _LEFT - _RIGHT) * min(max(at, 0), self.across) / self.across

    def y(self, at: float) -> float:
        return self.bottom - _AREA * at / self.up

    def grid(self, scale: Sequence[float], labels: Sequence[str]) -> Iterator[str]:
        """Yield the lines across, each with what it stands for."""
        for number, label in zip(scale, labels, strict=True):
            yield _line(_LEFT, self.y(number), WIDTH - _RIGHT, self.y(number), "grid" if number else "axis")
            yield _text(_LEFT - 8, self.y(number) + 4, label, anchor="end", kind="quiet")


def _scale_for(most: int) -> Sequence[int]:
    """Return whole numbers from 0 up to one not below ``most``, 1, 2 or 5 times a power of ten apart."""
    power = 10 ** max(0, len(str(most)) - 2)
    step = next(times * power for times in (1, 2, 5, 10, 20, 50) if times * power * _MAX_TICKS >= most)
    return range(0, max(1, math.ceil(most / step)) * step + 1, step)


def _marked(mark: Mark, row: int, frame: _Frame) -> Iterator[str]:
    """Yield the line of a mark from its label down to the axis."""
    x, y = frame.x(mark.at), _TOP + row * _ROW + _ROW / 2
    is_left = x < WIDTH / 2
    yield _line(x, y, x, frame.bottom, f"mark {mark.ink}")
    label = mark.label if mark.at <= frame.across else f"{mark.label}, beyond the right edge"
    yield _text(x + (6 if is_left else -6), y + 4, label, anchor="start" if is_left else "end")


def _across(ticks: Sequence[Tick], frame: _Frame) -> Iterator[str]:
    for tick in ticks:
        x = frame.x(tick.at)
        yield _line(x, frame.bottom, x, frame.bottom + 4, "axis")
        yield _text(x, frame.bottom + 18, tick.label, anchor="middle", kind="quiet")


def _svg(wording: Wording, frame: _Frame, drawn: Sequence[str]) -> str:
    name, height, middle = escape(wording.name), round(frame.height), (_LEFT + WIDTH - _RIGHT) / 2
    size = f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
    named = f'role="img" aria-labelledby="{name}-title {name}-description"'
    turned = f'transform="translate(16 {frame.bottom - _AREA / 2:.1f}) rotate(-90)"'
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="rw" {size} {named}>',
            f'<title id="{name}-title">{_told(wording.title)}</title>',
            f'<desc id="{name}-description">{_told(wording.description)}</desc>',
            f"<style>{_STYLE}</style>",
            f'<rect class="ground" width="{WIDTH}" height="{height}"/>',
            _text(_LEFT, 20, wording.title, kind="title"),
            *drawn,
            _text(middle, height - 8, wording.across, anchor="middle", kind="quiet"),
            f'<text class="quiet" text-anchor="middle" {turned}>{_told(wording.up)}</text>',
            "</svg>",
        )
    )


def _rect(x: float, y: float, width: float, height: float, kind: str) -> str:
    return f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"/>'


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _text(x: float, y: float, text: str, *, anchor: str = "start", kind: str = "") -> str:
    kind = f' class="{kind}"' if kind else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{kind}>{_told(text)}</text>'


def _told(text: str) -> str:
    """Return outside text as it may stand in XML and in HTML."""
    return escape(_NO_XML.sub("", text))
