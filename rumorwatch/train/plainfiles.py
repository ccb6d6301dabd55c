"""Files of models, read as what they should be: plain, of bounded length, and never waited for."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def read_file(path: Path, *, most_bytes: int) -> bytes:
    """Return a whole file.

    A pipe in its place would be waited for without end, a link leads anywhere, a device never ends.

    Raises:
        OSError: It cannot be read, or is a link.
        ValueError: It is no plain file, or longer than ``most_bytes``.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(descriptor, "rb") as file:  # noqa: PTH123 - the file is open already
        check_plain(os.fstat(descriptor), most_bytes=most_bytes)
        stored = file.read(most_bytes + 1)
    if len(stored) > most_bytes:
        raise ValueError(f"over {most_bytes:,} bytes")
    return stored


def check_plain(found: os.stat_result, *, most_bytes: int) -> None:
    """Check that a plain file of bounded length was found.

    Raises:
        ValueError: It is something else, or longer.
    """
    if not stat.S_ISREG(found.st_mode):
        raise ValueError("no plain file")
    if found.st_size > most_bytes:
        raise ValueError(f"{found.st_size:,} bytes, over {most_bytes:,}")
