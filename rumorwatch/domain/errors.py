"""Everything that can go wrong and a person can do something about.

    RumorwatchError
    ├── UsageError            RW-U..  exit 2   a command was called with something it cannot use
    ├── SettingsError         RW-U..  exit 1   one of the workspace's .toml files is wrong
    ├── FileError             RW-F..  exit 1   a file of posts, claims, statements or pairs cannot be read
    ├── FeedError             RW-C..  (exit 1 when asked for alone) one feed failed; the others go on
    ├── StoreError            RW-S..  exit 3   the database cannot be used
    ├── HealthError           RW-U3.  exit 1   status or doctor found the workspace unwell
    ├── DeliveryError         RW-D..  exit 1   a channel did not take what it was to (a backlog exits 5)
    ├── ModelError            RW-M..  exit 1   a model cannot be loaded (a scan falls back and exits 4)
    ├── LearningError         RW-L..  exit 1   judgments or models cannot be used as they are
    └── LockedError           RW-S09  exit 75  another run holds the lock

One feed failing is a result (``Visit.error``), not an exception that travels. Text from feeds goes into a message only
through ``quoted``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
MAX_QUOTED = 120
"""Characters of outside text an error may show (safety.md, Errors)."""


def quoted(text: str, *, limit: int = MAX_QUOTED) -> str:
    """Return outside text made safe for one line of a terminal: escaped and cut to ``limit`` characters."""
    escaped = _CONTROL.sub(lambda match: f"\\u{ord(match.group()):04x}", text[: limit + 1])
    return escaped if len(escaped) <= limit else escaped[: limit - 1] + "…"


@dataclass(eq=False)
class RumorwatchError(Exception):
    """A known error: one line that says what failed, where, what was kept, what happens next and what to do."""

    code: str
    """``RW-`` and a letter with two digits, listed in docs/errors.md."""
    failed: str
    """What failed, where, and the number or limit."""
    kept: str = ""
    """What was kept, and what is not affected."""
    next: str = ""
    """What happens next by itself."""
    remedy: str = ""
    """What to do, with the name of the setting or command."""

    exit_code: ClassVar[int] = 1

    def __str__(self) -> str:
        """Return the whole error on one line."""
        parts = (part.rstrip(".") for part in (self.failed, self.kept, self.next, self.remedy) if part)
        return f"{self.code} {'. '.join(parts)}."


class UsageError(RumorwatchError):
    """A command was called with something it cannot use."""

    exit_code: ClassVar[int] = 2


class SettingsError(RumorwatchError):
    """A settings file is missing or says something we cannot use."""


class FileError(RumorwatchError):
    """A file that was named cannot be read as what it should be."""


class FeedError(RumorwatchError):
    """One feed could not be fetched or read; the others are not affected."""


class StoreError(RumorwatchError):
    """The database cannot be used as it is."""

    exit_code: ClassVar[int] = 3


class HealthError(RumorwatchError):
    """The workspace or the installation is not well; what was asked has been shown."""


class DeliveryError(RumorwatchError):
    """A channel did not take what it was given."""


class ModelError(RumorwatchError):
    """A model cannot be loaded."""


class LearningError(RumorwatchError):
    """Judgments or models cannot be used as they are."""


class LockedError(RumorwatchError):
    """Another run holds the workspace's lock."""

    exit_code: ClassVar[int] = 75
