"""Which addresses nobody outside may make us connect to."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumorwatch.collect.guard import Policy, why_forbidden, with_port
from rumorwatch.settings import Fetch

INSIDE = """
127.0.0.1 127.255.255.254 0.0.0.0 0.255.0.1 10.0.0.1 10.255.255.255 100.64.0.1 100.100.100.200 100.127.255.255
168.63.129.16 169.254.169.254 169.254.170.2 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.170 192.0.0.192 192.0.2.5
192.88.99.1 192.168.0.1 198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.250 240.0.0.1
255.255.255.255
:: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::ffff:0:127.0.0.1 64:ff9b::7f00:1
64:ff9b:1::a00:1 100::1 2001::1 2001:0:7f00:1:: 2001:10::1 2001:20::1 2001:db8::1 2002:7f00:1:: 2002:a00:1::1 3fff::1
4000::1 5f00::1 fc00::1 fd00:ec2::254 fd20:ce::254 fe80::1 fec0::1 ff02::1 ff0e::1
"""
PUBLIC = """
1.1.1.1 9.255.255.255 11.0.0.1 100.63.255.255 100.128.0.1 123.30.0.1 168.63.129.15 172.15.255.255 172.32.0.1 192.0.1.1
198.17.255.255 198.20.0.1 223.255.255.255 ::ffff:1.1.1.1 2001:200::1 2400:cb00::1 2606:4700::1111 3ffe::1
"""


@pytest.mark.parametrize("address", INSIDE.split())
def test_an_address_that_leads_inside_is_forbidden_with_a_reason(address):
    assert why_forbidden(ip_address(address))


@pytest.mark.parametrize("address", PUBLIC.split())
def test_a_public_address_is_free(address):
    assert why_forbidden(ip_address(address)) is None


@given(st.ip_addresses(v=4))
def test_a_mapped_address_is_judged_as_what_it_maps(address: IPv4Address):
    mapped = IPv6Address(f"::ffff:{address}")
    assert why_forbidden(mapped) == why_forbidden(address)


@given(st.ip_addresses())
def test_nothing_is_free_that_the_standard_library_calls_private(address):
    if not address.is_global or address.is_multicast:
        mapped = getattr(address, "ipv4_mapped", None)
        assert why_forbidden(address) is not None or (mapped is not None and mapped.is_global) or _is_exception(address)


def _is_exception(address: object) -> bool:
    # Python counts these as not global; they are AS112 and AMT relays in public space, and lead nowhere inside
    return str(address).startswith(("192.31.196.", "192.52.193.", "192.175.48.", "2620:4f:8000:"))


@pytest.mark.parametrize(
    ("entry", "host", "port", "own"),
    [
        ("intranet.example", "intranet.example", 80, True),
        ("intranet.example", "intranet.example", 9999, True),
        (" Intranet.Example. ", "intranet.example", 80, True),
        ("intranet.example:81", "intranet.example", 81, True),
        ("intranet.example:81", "intranet.example", 80, False),
        ("intranet.example", "x.intranet.example", 80, False),
        ("10.1.2.3", "10.1.2.3", 80, True),
        ("10.1.2.3:8000", "10.1.2.3", 8000, True),
        ("[fd00::5]:8000", "fd00::5", 8000, True),
        ("[fd00::5]", "fd00::5", 80, True),
        ("fd00:0::5", "fd00::5", 80, True),
        ("fd00::5", "fd00::5:80", 80, False),
    ],
)
def test_our_own_hosts_are_those_listed_with_the_port_listed(entry, host, port, own):
    assert Policy.of(Fetch(allow_hosts=(entry,))).is_own(host, port) is own


def test_an_ipv6_host_is_shown_in_brackets():
    assert (with_port("::1", 80), with_port("a.example", 80)) == ("[::1]:80", "a.example:80")


@pytest.mark.slow
def test_every_address_of_the_outside_list_is_forbidden(shared):
    listed = (shared / "hostile/strings/ssrf_addresses.txt").read_text().split()
    assert len(listed) > 40
    assert [address for address in listed if why_forbidden(ip_address(address)) is None] == []
