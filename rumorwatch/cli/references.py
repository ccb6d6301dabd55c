"""What ``claims`` and ``statements`` share: one row from options, files in, files out, and ids nobody knows."""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeVar

from rumorwatch.cli.display import plural, shown
from rumorwatch.cli.output import say
from rumorwatch.domain.errors import FileError, UsageError, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from rich.table import Table

    from rumorwatch.collect.references import References
    from rumorwatch.collect.tables.referencerows import Cells

FORMATS = ("jsonl", "csv", "tsv", "xlsx")
"""Formats of claims and statements; claims can also be ``jsonld`` (ClaimReview)."""
_ID_CELLS = 32
_T = TypeVar("_T")


def from_options(read: Callable[[Cells], _T], options: Mapping[str, object]) -> _T:
    """Return the claim or statement that options describe, read as a row of a file would be.

    Args:
        read: Turns cells into it.
        options: Values by key; None for what was not given.

    Raises:
        UsageError: RW-U26, a value cannot be used.
    """
    from zoneinfo import ZoneInfo

    from rumorwatch.collect.tables.referencerows import Cells, KeyProblem

    try:
        return read(Cells(values=options, zone=ZoneInfo("UTC"), notes=Counter()))
    except KeyProblem as problem:
        raise UsageError(
            code="RW-U26",
            failed=f"--{problem.key.replace('_', '-')}: {problem.why}",
            kept="Nothing was stored",
            remedy="Mend the value; --help says what each option takes",
        ) from problem


def refuse_known(noun: str, name: str, known: object, *, replace: bool) -> None:
    """Stop when something is stored under this id already and is not to be replaced.

    Raises:
        UsageError: RW-U25.
    """
    if known is not None and not replace:
        raise UsageError(
            code="RW-U25",
            failed=f'there is a {noun} "{quoted(name)}" already',
            kept="It was left as it is",
            remedy=f"Choose another id, or add --replace; `rumorwatch {noun}s show ID` shows what is stored",
        )


def not_found(noun: str, name: str, *, code: str, stored: int) -> UsageError:
    """Return the error for an id that names no claim (RW-U21) or statement (RW-U22)."""
    return UsageError(
        code=code,
        failed=f'no {noun} "{quoted(name)}" in use among {stored}',
        remedy=f"`rumorwatch {noun}s list --all` shows every id",
    )


@contextmanager
def named_as(file: Path, form: str | None) -> Iterator[Path]:
    """Yield a path to the same file whose ending says the format, for readers that go by the ending."""
    if form is None:
        yield file
        return
    with TemporaryDirectory(prefix="rumorwatch-") as folder:
        link = Path(folder) / f"{file.name}.{form}"
        link.symlink_to(file.absolute())
        yield link


def read_file(read: Callable[..., References[_T]], file: Path, form: str | None) -> References[_T]:
    """Read a file of claims or statements, keeping the good rows; what was odd is said on stderr.

    Raises:
        FileError: The file holds nothing that can be used.
    """
    from rumorwatch.cli.progress import progress

    with named_as(file, form) as path, progress(f"reading {file.name}", total=None):
        references = read(path, keep_good=True)
    for note in references.notes:
        say(f"{shown(file.name)}: {note}")
    for row in references.bad:
        say(f"{shown(file.name)}, line {row.line}: {row.reason}; left out")
    return references


def tell_imported(noun: str, references: References[_T], *, new: int, replaced: int, file: Path) -> None:
    """Say what an import did.

    Raises:
        FileError: RW-U27, rows were left out.
    """
    unchanged = len(references) - new - replaced
    say(f"{plural(len(references), noun)}: {new} new, {replaced} replaced, {unchanged} unchanged")
    if references.bad:
        raise FileError(
            code="RW-U27",
            failed=f"{plural(len(references.bad), 'row')} of {quoted(str(file))} cannot be used and were left out",
            kept=f"The other {len(references)} are stored",
            remedy="Mend the lines named above and import the file again: what is stored stays unchanged",
        )


def write_file(
    write: Callable[[Path, Sequence[_T]], int], found: Sequence[_T], file: Path | None, form: str | None
) -> int:
    """Write claims or statements to a file, or to stdout (JSONL unless said otherwise); return how many.

    Raises:
        FileError: The file cannot be written, or its ending says no format.
    """
    if file is not None and form is None:
        return write(file, found)
    with TemporaryDirectory(prefix="rumorwatch-") as folder:
        made = Path(folder) / f"export.{form or FORMATS[0]}"
        count = write(made, found)
        if file is None:
            sys.stdout.flush()
            with made.open("rb") as ready:
                shutil.copyfileobj(ready, sys.stdout.buffer)
            sys.stdout.buffer.flush()
        else:
            from rumorwatch.collect.tables.writing import replaced

            with replaced(file) as place, made.open("rb") as ready:
                shutil.copyfileobj(ready, place)
    return count


def keep_ids_whole(made: Table, ids: Sequence[str]) -> None:
    """Give the first column room for ids of usual length, so that they can be copied."""
    made.columns[0].min_width = min(_ID_CELLS, max(map(len, ids), default=0))


def facts_table(facts: Sequence[tuple[str, str | None]]) -> Table:
    """Return names and values for a person, without the values that are not there."""
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, value in facts:
        if value:
            grid.add_row(name, Text(shown(value)))
    return grid
