"""The run log: one JSON object a line, with ids, counts, codes and durations; no post, author, token or address.

The file is opened for each run and appended to, so that logrotate may move it away or cut it between two runs.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from rumorwatch.watch.runs import Line

_MODE = 0o640
"""Its owner writes, its group may read: those who collect logs."""


def append(path: Path, lines: Iterable[Line], **known: object) -> None:
    """Append lines to the log.

    Args:
        path: Made where it is not there.
        lines: What to log.
        known: What each line says too, such as the run's id.

    Raises:
        OSError: The file cannot be opened or written.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, _MODE)
    with open(descriptor, "a", encoding="utf-8") as file:  # noqa: PTH123 - a descriptor, made with its mode
        log = structlog.wrap_logger(
            structlog.WriteLogger(file),
            processors=[
                structlog.processors.add_log_level,
                # The machine's time, also in a recorded workspace: it is laid beside other logs.
                structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
                structlog.processors.JSONRenderer(ensure_ascii=False, separators=(",", ":")),
            ],
            wrapper_class=structlog.BoundLogger,
            cache_logger_on_first_use=False,
        ).bind(**known)
        for level, event, values in lines:
            getattr(log, level)(event, **values)
