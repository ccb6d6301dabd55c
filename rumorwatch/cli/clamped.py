"""Texts of at most so many lines, whatever the width of their cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.measure import Measurement
from rich.text import Text

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult


@dataclass(frozen=True, slots=True, kw_only=True)
class Clamped:
    """A text cut after some lines, the last ending in an ellipsis when it was cut."""

    text: Text
    lines: int

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Wrap to the width at hand and cut."""
        wrapped = self.text.wrap(console, options.max_width, overflow="fold")
        if len(wrapped) > self.lines:
            last = wrapped[self.lines - 1]
            last.rstrip()
            last.truncate(max(1, options.max_width - 1))
            last.rstrip()
            last.append("…")
        yield Text("\n").join(list(wrapped)[: self.lines])

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """Measure as the whole text would."""
        return Measurement.get(console, options, self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentences:
    """As many sentences, from the first, as fit whole into some lines; the first is cut when it alone does not fit."""

    sentences: tuple[str, ...]
    lines: int

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Drop sentences from the end until the rest fits."""
        for count in range(len(self.sentences), 0, -1):
            text = self._joined(count)
            if count == 1 or len(text.wrap(console, options.max_width, overflow="fold")) <= self.lines:
                yield Clamped(text=text, lines=self.lines)
                return

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """Measure as all sentences together would."""
        return Measurement.get(console, options, self._joined(len(self.sentences)))

    def _joined(self, count: int) -> Text:
        return Text(" · ".join(self.sentences[:count]))
