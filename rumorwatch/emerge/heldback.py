"""What is held back: posts of classes that are no rumor, of which people audit a sample."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from rumorwatch.emerge.bar import BARRED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from rumorwatch.domain.posts import Post
    from rumorwatch.domain.readings import Reading


def sample_of_held(
    read: Sequence[tuple[Post, Reading]], *, number: int, day: date
) -> tuple[Sequence[tuple[Post, Reading]], int]:
    """Return a sample of what was held back, and how many posts were.

    The sample is drawn by a hash of day and key: the same for all who ask on that day, and nobody chooses it.
    """
    held = [(post, reading) for post, reading in read if reading.post_class in BARRED]
    drawn = sorted(held, key=lambda one: sha256(f"{day.isoformat()}|{one[0].key}".encode()).digest())
    return drawn[:number], len(held)
