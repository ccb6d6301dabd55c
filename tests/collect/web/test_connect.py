"""Names are looked up once, every address is checked, and the checked address is connected to."""

from __future__ import annotations

import asyncio
import socket
import threading

import httpcore2
import pytest

from rumorwatch.collect.faults import Code, Fault
from rumorwatch.collect.guard import Policy
from rumorwatch.collect.web import connect
from rumorwatch.collect.web.connect import GuardedBackend, look_up
from rumorwatch.settings import Fetch


class Names:
    """A DNS that answers what it is told, one answer a question, the last for ever."""

    def __init__(self, *answers: list[str] | OSError) -> None:
        self.answers = list(answers)
        self.questions = 0

    async def __call__(self, host: str, port: int) -> list[str]:  # noqa: ARG002
        answer = self.answers[min(self.questions, len(self.answers) - 1)]
        self.questions += 1
        if isinstance(answer, OSError):
            raise answer
        return answer


class Wire(httpcore2.AsyncNetworkBackend):
    """Notes where it was to connect; dead addresses refuse."""

    def __init__(self, *, dead: tuple[str, ...] = ()) -> None:
        self.dead = dead
        self.tried: list[str] = []

    async def connect_tcp(self, host, port, **_):  # noqa: ARG002 - as the wire does
        self.tried.append(host)
        if host in self.dead:
            raise httpcore2.ConnectError("refused") from ConnectionRefusedError(111, "Connection refused")
        return httpcore2.AsyncMockStream([])


def connect_to(host: str, names: Names, wire: Wire, *, allow: tuple[str, ...] = ()) -> None:
    backend = GuardedBackend(Policy.of(Fetch(allow_hosts=allow)), resolve=names, inner=wire)
    asyncio.run(backend.connect_tcp(host, 80))


def test_a_name_that_changes_its_answer_gains_nothing():
    names, wire = Names(["93.184.216.34"], ["127.0.0.1"]), Wire()
    connect_to("rebinding.example", names, wire)
    assert (wire.tried, names.questions) == (["93.184.216.34"], 1)


@pytest.mark.parametrize(
    "addresses",
    [
        ["10.0.0.1"],
        ["93.184.216.34", "127.0.0.1"],
        ["::1"],
        ["::ffff:169.254.169.254"],
        ["64:ff9b::7f00:1"],
        ["nonsense"],
    ],
)
def test_a_name_that_leads_inside_is_refused_before_connecting(addresses):
    wire = Wire()
    with pytest.raises(Fault) as caught:
        connect_to("inside.example", Names(addresses), wire)
    assert caught.value.code is Code.FORBIDDEN
    assert 'fetch.allow_hosts = ["inside.example:80"]' in caught.value.remedy
    assert wire.tried == []


def test_a_listed_name_may_lead_inside():
    wire = Wire()
    connect_to("inside.example", Names(["10.0.0.1"]), wire, allow=("inside.example",))
    assert wire.tried == ["10.0.0.1"]


def test_an_address_needs_no_lookup():
    names, wire = Names(["10.0.0.1"]), Wire()
    connect_to("93.184.216.34", names, wire)
    assert (wire.tried, names.questions) == (["93.184.216.34"], 0)


def test_a_dead_address_is_passed_over():
    wire = Wire(dead=("2606:4700::1",))
    connect_to("two.example", Names(["2606:4700::1", "93.184.216.34"]), wire)
    assert wire.tried == ["2606:4700::1", "93.184.216.34"]


def test_a_host_nobody_answers_at_is_a_fault_with_the_systems_reason():
    wire = Wire(dead=("93.184.216.34",))
    with pytest.raises(Fault, match=r"no connection to 93\.184\.216\.34:80: Connection refused") as caught:
        connect_to("dead.example", Names(["93.184.216.34"]), wire)
    assert caught.value.code is Code.CONNECT


@pytest.mark.parametrize("answer", [socket.gaierror(-2, "Name or service not known"), []])
def test_a_name_without_an_address_is_a_fault_of_dns(answer):
    with pytest.raises(Fault) as caught:
        connect_to("none.example", Names(answer), Wire())
    assert caught.value.code is Code.DNS


def test_the_system_knows_this_machine():
    assert "127.0.0.1" in asyncio.run(look_up("localhost", 80))


def test_a_name_that_cannot_be_encoded_is_a_fault_of_dns():
    with pytest.raises(Fault) as caught:
        asyncio.run(GuardedBackend(Policy.of(Fetch())).connect_tcp("a" * 70 + ".example", 80))
    assert caught.value.code is Code.DNS


def test_a_lookup_that_hangs_does_not_outlive_its_deadline(monkeypatch):
    hanging = threading.Event()

    def hang(*_: object, **__: object) -> list[object]:
        hanging.wait()
        return []

    async def with_deadline() -> None:
        async with asyncio.timeout(0.01):
            await look_up("slow.example", 80)

    monkeypatch.setattr(connect.socket, "getaddrinfo", hang)
    with pytest.raises(TimeoutError):
        asyncio.run(with_deadline())
    hanging.set()
