"""The guard: which addresses of the internet we may connect to, and which hosts are our own.

An explicit list, because ``ipaddress.is_global`` lets 16 of 46 addresses through that lead inside (NAT64, 6to4, Teredo
and others). For IPv6 the list is turned round: only the space that is handed out to the public, minus what is
embedded or documentation in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rumorwatch.settings import Fetch

Address = IPv4Address | IPv6Address

_FORBIDDEN_V4 = tuple(
    (IPv4Network(network), why)
    for network, why in (
        ("0.0.0.0/8", "this network (RFC 791)"),
        ("10.0.0.0/8", "private (RFC 1918)"),
        ("100.64.0.0/10", "inside a provider (RFC 6598)"),
        ("127.0.0.0/8", "this machine (RFC 1122)"),
        ("168.63.129.16/32", "a cloud's host agent"),
        ("169.254.0.0/16", "link-local, where clouds keep their secrets (RFC 3927)"),
        ("172.16.0.0/12", "private (RFC 1918)"),
        ("192.0.0.0/24", "protocol assignments (RFC 6890)"),
        ("192.0.2.0/24", "documentation (RFC 5737)"),
        ("192.88.99.0/24", "a 6to4 relay (RFC 7526)"),
        ("192.168.0.0/16", "private (RFC 1918)"),
        ("198.18.0.0/15", "for benchmarks (RFC 2544)"),
        ("198.51.100.0/24", "documentation (RFC 5737)"),
        ("203.0.113.0/24", "documentation (RFC 5737)"),
        ("224.0.0.0/4", "multicast (RFC 5771)"),
        ("240.0.0.0/4", "reserved (RFC 1112)"),
    )
)
_PUBLIC_V6 = IPv6Network("2000::/3")
_FORBIDDEN_V6 = tuple(
    (IPv6Network(network), why)
    for network, why in (
        ("2001::/23", "protocol assignments, Teredo among them (RFC 2928)"),
        ("2001:db8::/32", "documentation (RFC 3849)"),
        ("2002::/16", "6to4, which wraps any other address (RFC 3056)"),
        ("3fff::/20", "documentation (RFC 9637)"),
    )
)


def why_forbidden(address: Address) -> str | None:
    """Return why nobody outside may make us connect there, or None when it is a public address."""
    if isinstance(address, IPv4Address):
        return next((why for network, why in _FORBIDDEN_V4 if address in network), None)
    if address.ipv4_mapped is not None:
        return why_forbidden(address.ipv4_mapped)
    if address not in _PUBLIC_V6:
        return "not in the public space of IPv6 (RFC 4291)"
    return next((why for network, why in _FORBIDDEN_V6 if address in network), None)


def literal_address(host: str) -> Address | None:
    """Return the address a host part spells, or None when it is a name. Only the plain spelling is an address."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def with_port(host: str, port: int) -> str:
    """Return ``host:port``, an IPv6 address in brackets."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Whom the administrator lets us talk to."""

    ports: frozenset[int]
    hosts: frozenset[str]
    """Lower-case ``host`` (any port) or ``host:port`` of our own hosts."""

    @classmethod
    def of(cls, fetch: Fetch) -> Policy:
        """Return the policy the settings describe."""
        return cls(ports=frozenset(fetch.ports), hosts=frozenset(_entry(entry) for entry in fetch.allow_hosts))

    def is_own(self, host: str, port: int) -> bool:
        """Whether the administrator listed it: it may have a private address and any port listed with it."""
        return host in self.hosts or with_port(host, port) in self.hosts


def _entry(entry: str) -> str:
    name = entry.strip().lower()
    if name.startswith("[") and name.endswith("]"):
        name = name[1:-1]
    host, colon, port = name.rpartition(":")
    if colon and port.isdigit() and not host.endswith(":") and (":" not in host or host.startswith("[")):
        return f"{host.rstrip('.')}:{int(port)}"
    address = literal_address(name)
    return str(address) if address is not None else name.rstrip(".")
