"""Targets: a URL taken apart once, checked, and used for the request as it was checked.

The parts are handed to the connection one by one, so no second parser can read the same URL in another way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from rumorwatch.collect.faults import FEED, Code, Fault, shown_url
from rumorwatch.collect.guard import Address, Policy, literal_address, why_forbidden, with_port
from rumorwatch.domain.errors import quoted

MAX_URL = 4096
"""Characters; servers refuse longer ones (RFC 9110, 4.1 asks for 8,000 octets at most)."""
_DEFAULT_PORTS = {"http": 80, "https": 443}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_NAME = re.compile(r"(?!-)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*")
_NUMBER = re.compile(r"([0-9]+|0x[0-9a-f]*)")
_MAX_NAME = 253
_PATH_SAFE = "!$%&'()*+,/:;=@~-._"
_QUERY_SAFE = _PATH_SAFE + "?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where one request goes."""

    scheme: str
    host: str
    """Lower-case ASCII name, or an address in its plain spelling without brackets."""
    port: int
    path: str
    """Path and query as sent, ASCII."""
    address: Address | None
    """When the URL names no host but an address."""

    @property
    def host_key(self) -> str:
        """Return the host as politeness knows it, with the port when it is not the scheme's own."""
        own = self.port == _DEFAULT_PORTS[self.scheme]
        return self._bare_host if own else with_port(self.host, self.port)

    @property
    def url(self) -> str:
        """Return the whole URL."""
        return f"{self.scheme}://{self.host_key}{self.path}"

    @property
    def _bare_host(self) -> str:
        return f"[{self.host}]" if ":" in self.host else self.host

    def sibling(self, path: str) -> Target:
        """Return another path on the same server."""
        return Target(scheme=self.scheme, host=self.host, port=self.port, path=path, address=self.address)


def read_target(url: str, *, base: Target | None = None) -> Target:
    """Take a URL apart.

    Args:
        url: As listed, or as a Location header gave it.
        base: What a relative URL is relative to.

    Raises:
        Fault: RW-C01 when it is no URL we fetch.
    """
    if len(url) > MAX_URL or _CONTROL.search(url):
        raise _unusable(url, f"longer than {MAX_URL} characters or with control characters")
    try:
        parts = urlsplit(urljoin(base.url, url) if base else url.strip())
        port = parts.port
    except ValueError as error:
        raise _unusable(url, str(error)) from error
    if parts.scheme not in _DEFAULT_PORTS:
        raise _unusable(url, f"its scheme {quoted(parts.scheme)!r} is not http or https")
    if "@" in parts.netloc:
        raise _unusable(url, "it carries a user name; only sources open to everyone are read")
    host, address = _read_host(parts.hostname or "", url)
    path = quote(parts.path or "/", safe=_PATH_SAFE)
    if parts.query:
        path += "?" + quote(parts.query, safe=_QUERY_SAFE)
    chosen = port if port is not None else _DEFAULT_PORTS[parts.scheme]
    return Target(scheme=parts.scheme, host=host, port=chosen, path=path, address=address)


def check_target(target: Target, policy: Policy, *, via: Target | None = None) -> None:
    """Let a target pass, or say why not. Names are checked again when their addresses are known.

    A redirect gets no privilege: neither an address that leads inside, however listed, nor one of our own hosts
    unless it comes from one. Otherwise any public feed could steer us at the servers of the house.

    Args:
        target: Where the request would go.
        policy: What the administrator allows.
        via: What redirected us; None for an address that was listed.

    Raises:
        Fault: RW-C02 or RW-C03.
    """
    place = with_port(target.host, target.port)
    own = policy.is_own(target.host, target.port)
    why = why_forbidden(target.address) if target.address is not None else None
    if via is not None and (why or (own and not policy.is_own(via.host, via.port))):
        raise Fault(
            Code.FORBIDDEN,
            f"redirected to {shown_url(target.url)}, which is {why or 'a host of our own'}; refused before connecting",
            f'If it is yours: make that address the feed\'s url, and fetch.allow_hosts = ["{place}"]',
        )
    if why and not own:
        raise Fault(
            Code.FORBIDDEN,
            f"the address {target.host} is {why}; refused before connecting",
            f'If it is yours: fetch.allow_hosts = ["{place}"]',
        )
    if target.port not in policy.ports and not own:
        ports = ", ".join(str(port) for port in sorted(policy.ports))
        raise Fault(
            Code.PORT,
            f"port {target.port} is not one of {ports}; refused before connecting",
            f'If this feed really lives there: fetch.allow_hosts = ["{place}"], or fetch.ports',
        )


def _read_host(host: str, url: str) -> tuple[str, Address | None]:
    name = host if host.isascii() else _to_ascii(host, url)
    name = name.lower().removesuffix(".")
    address = literal_address(name)
    if address is not None:
        if getattr(address, "scope_id", None):
            raise _unusable(url, "its address has a zone")
        return str(address), address
    if _NUMBER.fullmatch(name.rpartition(".")[2]):
        # 2130706433, 0177.0.0.1, 127.1 and 0x7f.1 are all 127.0.0.1 to the C library: nobody writes a feed so
        raise _unusable(url, f"{quoted(name)} is an odd spelling of an address")
    if len(name) > _MAX_NAME or not _NAME.fullmatch(name):
        raise _unusable(url, "it names no host")
    return name, None


def _to_ascii(host: str, url: str) -> str:
    import idna  # 20 ms, and few hosts need it

    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError as error:
        raise _unusable(url, "its host is no name of the internet") from error


def _unusable(url: str, why: str) -> Fault:
    return Fault(
        Code.URL, f"the address {shown_url(url)} cannot be fetched: {why}", f"Correct feeds.{FEED}.url in feeds.toml"
    )
