"""What tests of collecting share."""

from __future__ import annotations

import pytest
from hypothesis import settings

from collect.loopback import LineParser, Loopback, serving

settings.register_profile("untimed", deadline=None)  # a benchmark is not a test: a busy machine fails none
settings.load_profile("untimed")


@pytest.fixture
def server() -> Loopback:
    with serving() as loopback:
        yield loopback


@pytest.fixture
def tls_server() -> Loopback:
    with serving(tls=True) as loopback:
        yield loopback


@pytest.fixture
def parser() -> LineParser:
    return LineParser()
