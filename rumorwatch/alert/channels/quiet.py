"""Logs of libraries that would show secrets: URLs of receivers are tokens from end to end."""

from __future__ import annotations

import logging


def keep_quiet(*names: str) -> None:
    """Keep what these libraries log below a warning out of every log: httpx2 and urllib3 log whole URLs."""
    for name in names:
        logging.getLogger(name).setLevel(logging.WARNING)
