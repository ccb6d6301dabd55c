"""Progress on stderr: a bar where a person watches, nothing where a program does."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def progress(noun: str, *, total: int | None, quiet: bool = False) -> Iterator[Callable[[int], None]]:
    """Show a bar that counts ``noun`` up to ``total`` (None: unknown); yield what advances it by a number."""
    if quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(noun, total=total)
        yield lambda step: bar.advance(task, step)


@contextmanager
def stages(*, quiet: bool = False) -> Iterator[Callable[[str], None]]:
    """Show what is done next, and for how long; yield what is told each stage. A line each where nobody watches."""
    if quiet:
        yield lambda _: None
        return
    if not sys.stderr.isatty():
        yield lambda stage: print(stage, file=sys.stderr)  # noqa: T201 - talk, as say does
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda stage: bar.update(task, description=stage)
