"""The guard against private addresses: what a feed names must not reach our own network.

It sits at the socket, where the address is final: a resolver is not asked for literal addresses
and may answer differently the second time.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from aiohttp.connector import AddrInfoType

# What ``is_global`` lets pass in one of the Pythons we run on, although it is not the open internet
# or hides an IPv4 address.
_NOT_PUBLIC = tuple(
    ip_network(network)
    for network in (
        "64:ff9b::/96",  # NAT64, RFC 6052
        "64:ff9b:1::/48",  # local NAT64, RFC 8215
        "2002::/16",  # 6to4, RFC 3056
        "2001::/32",  # Teredo, RFC 4380
        "::/96",  # IPv4-compatible, RFC 4291
        "fec0::/10",  # site-local, RFC 3879
        "3fff::/20",  # documentation, RFC 9637
        "192.0.0.0/24",  # protocol assignments, RFC 6890
        "192.88.99.0/24",  # 6to4 relays, RFC 7526
    )
)


class PrivateAddressError(OSError):
    """A connection to an address that is not public was refused."""


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address is one of the open internet's."""
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not any(address in network for network in _NOT_PUBLIC)
    )


@dataclass(frozen=True, slots=True)
class Guard:
    """Opens sockets to public addresses and to those that are allowed by name or number."""

    networks: tuple[IPv4Network | IPv6Network, ...] = ()
    hosts: frozenset[str] = frozenset()

    @classmethod
    def of(cls, allow: Iterable[str]) -> Guard:
        """A guard that also allows these addresses (``127.0.0.1``, ``::1``), networks
        (``10.0.0.0/8``) and host names (``feeds.home.arpa``)."""
        networks: list[IPv4Network | IPv6Network] = []
        hosts: set[str] = set()
        for item in (one.strip() for one in allow):
            try:
                networks.append(ip_network(item, strict=False))
            except ValueError:
                hosts.add(_bare(item))
        return cls(tuple(networks), frozenset(hosts - {""}))

    def trusts(self, host: str) -> bool:
        """Whether whatever this name leads to is allowed."""
        return _bare(host) in self.hosts

    def admits(self, address: str) -> bool:
        """Whether a connection to this address, as the resolver gave it, is allowed."""
        number = ip_address(address.partition("%")[0])
        if isinstance(number, IPv6Address) and number.ipv4_mapped is not None:
            number = number.ipv4_mapped
        return any(number in network for network in self.networks) or is_public(number)

    def socket(self, info: AddrInfoType) -> socket.socket:
        """A socket for aiohttp's connector; raises PrivateAddressError."""
        family, kind, protocol, _, address = info
        if not self.admits(str(address[0])):
            # No address in the text: where all that are tried say the same it stays one error.
            raise PrivateAddressError("not a public address")
        return socket.socket(family=family, type=kind, proto=protocol)


def _bare(host: str) -> str:
    return host.lower().rstrip(".")
