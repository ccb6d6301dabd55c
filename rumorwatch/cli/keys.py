"""Keys: what a person types, one key or one line at a time.

From a terminal a key is enough; from a pipe, or what else is no terminal, each line is one. The terminal is put back as
it was after every key, so that nothing that ends the program leaves it changed.
"""

from __future__ import annotations

import os
import select
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import TYPE_CHECKING

from rumorwatch.domain.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

_AT_ONCE = 4_096
_ESCAPE = b"\x1b"
_ENDS = frozenset({b"", b"\x04", b"\x00"})
"""No more input, or Ctrl-D; one that was typed while whole lines were read comes as a zero (Linux, n_tty)."""
_SAME_KEY_S = 0.05
"""Seconds within which the bytes of one key come, over a slow line too; a person's next key takes longer."""


@dataclass(slots=True, kw_only=True)
class Keys:
    """What is typed, from a file descriptor."""

    descriptor: int
    is_terminal: bool
    _waiting: bytes = field(default=b"", init=False)
    """Read and not given out yet."""
    _is_over: bool = field(default=False, init=False)

    def key(self) -> str | None:
        """Return the next key, lines of a pipe whole; None: the input is over."""
        if not self.is_terminal:
            return self.line()
        with _one_at_a_time(self.descriptor):
            while True:
                typed = self._character()
                if typed == _ESCAPE:
                    self._pass_sequence()
                    continue
                if typed in _ENDS:
                    return None
                return typed.decode("utf-8", "replace")

    def line(self) -> str | None:
        """Return the next line without its end; None: the input is over."""
        while b"\n" not in self._waiting and not self._is_over:
            self._read()
        if not self._waiting:
            return None
        line, _, self._waiting = self._waiting.partition(b"\n")
        return line.decode("utf-8", "replace").rstrip("\r")

    def _pass_sequence(self) -> None:
        """Pass over what an arrow or a function key sends after Escape: it is no answer.

        ``[`` or ``O``, then parameters, then one byte from ``@`` to ``~`` (ECMA-48, 5.4). Escape alone sends nothing
        more.
        """
        if not self._has_more() or self._waiting[:1] not in {b"[", b"O"}:
            return
        self._waiting = self._waiting[1:]
        while self._has_more():
            byte, self._waiting = self._waiting[:1], self._waiting[1:]
            if b"@" <= byte <= b"~":
                return

    def _has_more(self) -> bool:
        """Return whether more has come, or comes at once, as the bytes of one key do."""
        if not self._waiting and select.select([self.descriptor], [], [], _SAME_KEY_S)[0]:
            self._read()
        return bool(self._waiting)

    def _character(self) -> bytes:
        """Return the bytes of one character of UTF-8; nothing: the input is over."""
        while not self._waiting and not self._is_over:
            self._read()
        size = _size_of(self._waiting[:1])
        while len(self._waiting) < size and not self._is_over:
            self._read()
        typed, self._waiting = self._waiting[:size], self._waiting[size:]
        return typed

    def _read(self) -> None:
        try:
            got = os.read(self.descriptor, _AT_ONCE)
        except OSError:  # a terminal whose other end is gone answers EIO
            got = b""
        self._is_over = not got
        self._waiting += got


def _size_of(first: bytes) -> int:
    """Return how many bytes a character has, by its first one."""
    if first < b"\xc0":
        return 1
    return 2 if first < b"\xe0" else 3 if first < b"\xf0" else 4


@contextmanager
def _one_at_a_time(descriptor: int) -> Iterator[None]:
    """Take keys without waiting for Enter and without showing them; Ctrl-C and Ctrl-Z work as ever."""
    import termios
    import tty

    before = termios.tcgetattr(descriptor)
    try:
        tty.setcbreak(descriptor, termios.TCSADRAIN)
        yield
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


def typed_keys() -> Keys:
    """Return what is typed on stdin.

    Raises:
        UsageError: RW-U71 stdin is closed: nobody can answer.
    """
    try:
        descriptor = sys.stdin.fileno() if sys.stdin is not None else -1
        os.fstat(descriptor)
    except (OSError, ValueError) as error:
        raise UsageError(
            code="RW-U71",
            failed="stdin is closed: nobody is here to answer",
            kept="Nothing was changed",
            remedy="Run it in a terminal, pipe lines into it, or add --json to see what would be asked",
        ) from error
    return Keys(descriptor=descriptor, is_terminal=_is_key_terminal(descriptor))


def _is_key_terminal(descriptor: int) -> bool:
    """Return whether single keys can be had: a terminal, and a system that has termios."""
    return os.isatty(descriptor) and find_spec("termios") is not None  # Windows has none
