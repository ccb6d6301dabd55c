"""What tests of collecting share."""

from __future__ import annotations

import pytest

from collect.loopback import LineParser, Loopback, serving


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
