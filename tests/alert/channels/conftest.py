from __future__ import annotations

import socket

import pytest


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names under .test lead to loopback, so that a receiver is not this machine by its name."""
    ask = socket.getaddrinfo

    def answer(host, *args, **more):
        return ask("127.0.0.1" if str(host).endswith(".test") else host, *args, **more)

    monkeypatch.setattr(socket, "getaddrinfo", answer)
