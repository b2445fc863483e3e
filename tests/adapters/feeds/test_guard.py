"""Which addresses a feed may lead to."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.feeds.guard import Guard, PrivateAddressError, is_public

PRIVATE = """
0.0.0.0 10.0.0.1 100.64.0.1 127.0.0.1 127.255.255.254 169.254.169.254 172.16.0.1 192.0.0.8 192.0.2.1
192.88.99.1 192.168.1.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255
:: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:192.168.0.1 64:ff9b::7f00:1 64:ff9b:1::1 100::1 2001::1 2001:db8::1
2002:7f00:1:: 3fff::1 fc00::1 fd12::1 fe80::1 fe80::1%eth0 fec0::1 ff02::1 ff0e::1
""".split()


@pytest.mark.parametrize("address", PRIVATE)
def test_what_is_not_the_open_internet_is_refused(address: str) -> None:
    assert not Guard.of(()).admits(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.215.14", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_the_open_internet_is_admitted(address: str) -> None:
    assert Guard.of(()).admits(address)


def test_what_is_allowed_is_admitted_and_no_more() -> None:
    guard = Guard.of(["127.0.0.1", " 10.0.0.0/8", "::1", "Feeds.Home.Arpa."])
    for address in ("127.0.0.1", "10.255.0.1", "::1", "::ffff:10.0.0.1", "8.8.8.8"):
        assert guard.admits(address)
    for address in ("127.0.0.2", "::2", "fd00::1"):
        assert not guard.admits(address)
    assert guard.trusts("feeds.home.arpa")
    assert not guard.trusts("home.arpa")


def test_the_socket_is_where_it_is_decided() -> None:
    with pytest.raises(PrivateAddressError):
        Guard.of(()).socket((2, 1, 6, "", ("127.0.0.1", 80)))
    Guard.of(["127.0.0.1"]).socket((2, 1, 6, "", ("127.0.0.1", 80))).close()


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_no_more_public_in_an_ipv6_one(address: IPv4Address) -> None:
    guard = Guard.of(())
    assert guard.admits(f"::ffff:{address}") == is_public(address)
    assert not guard.admits(str(IPv6Address("64:ff9b::") + int(address)))
    assert not guard.admits(str(IPv6Address(int(address))))
