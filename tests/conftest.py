"""What every folder of tests may use: nouns made with few words, and where the outside data lies."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings

# The same examples on every run, and no assertion on time: a busy machine fails no test.
settings.register_profile("project", deadline=None, derandomize=True)
settings.load_profile("project")

SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 10, 7, 19, 0, tzinfo=UTC)


@pytest.fixture
def shared() -> Path:
    """Outside data beside the checkout; tests over it skip when it is absent."""
    if not SHARED.is_dir():
        pytest.skip("no outside data beside the checkout")
    return SHARED
