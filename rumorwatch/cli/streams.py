"""stdout and stderr as the commands need them: UTF-8, there, and with a known end when nobody takes what is printed."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from io import BufferedWriter, FileIO, TextIOWrapper
from typing import TYPE_CHECKING

import click

from rumorwatch.domain.errors import RumorwatchError

if TYPE_CHECKING:
    from typing_extensions import Buffer

_STDOUT, _STDERR = 1, 2
_WHY = {errno.ENOSPC: "is full", errno.EBADF: "is closed"}


class Output(FileIO):
    """The file behind stdout; it remembers why it took no more, which the layers above it forget."""

    lost: OSError | None = None

    def write(self, data: Buffer, /) -> int:
        """Write what can be written.

        Raises:
            OSError: Nothing can.
        """
        try:
            return super().write(data)
        except OSError as error:
            self.lost = error
            raise


def prepare() -> None:
    """Make both streams UTF-8 whatever the locale says, and put something in the place of one that is closed.

    A number left free would go to the next file opened: what C code prints would land in the database. Output to a
    closed stdout fails where it is printed, talk to a closed stderr is dropped.
    """
    lines = sys.stdout is not None and (sys.stdout.isatty() or bool(os.environ.get("PYTHONUNBUFFERED")))
    if sys.stdout is None:
        _open_as(_STDOUT, os.O_RDONLY)
    raw = Output(_STDOUT, "w", closefd=False)
    sys.stdout = TextIOWrapper(BufferedWriter(raw), encoding="utf-8", errors="backslashreplace", line_buffering=lines)
    if sys.stderr is None:
        _open_as(_STDERR, os.O_WRONLY)
        sys.stderr = open(_STDERR, "w", closefd=False)  # noqa: SIM115 - lives as long as we do
    if isinstance(sys.stderr, TextIOWrapper):
        sys.stderr.reconfigure(encoding="utf-8", errors="backslashreplace")


def lost_output() -> OSError | None:
    """Return why stdout does not take what is printed, or None."""
    raw = getattr(getattr(sys.stdout, "buffer", None), "raw", None)
    return raw.lost if isinstance(raw, Output) else None


def finish(code: int) -> int:
    """Hand over what is printed and not yet written; return the exit code, 1 with RW-X02 said when that cannot be.

    A reader that left (head, less) has what it wanted: that is no error.
    """
    with suppress(OSError):  # lost_output() has it
        sys.stdout.flush()
    lost = lost_output()
    if lost is None:
        return code
    # Let what is still unwritten go nowhere: Python would complain of it at exit.
    _open_as(_STDOUT, os.O_WRONLY)
    if isinstance(lost, BrokenPipeError):
        return code
    error = RumorwatchError(
        code="RW-X02",
        failed=f"stdout {_WHY.get(lost.errno or 0, 'cannot be written')} ({lost.strerror}): output is missing",
        kept="What was stored stays",
        remedy="Make room there or send the output elsewhere, and run the command again",
    )
    click.echo(str(error), err=True)
    return code or error.exit_code


def _open_as(number: int, mode: int) -> None:
    opened = os.open(os.devnull, mode)
    if opened != number:
        os.dup2(opened, number)
        os.close(opened)
    os.set_inheritable(number, True)
