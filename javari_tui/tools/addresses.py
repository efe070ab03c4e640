"""Which addresses a tool may connect to: those of the public internet, and no others."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address

_GLOBAL_UNICAST = IPv6Network("2000::/3")
_ROUNDABOUT = (
    IPv6Network("2002::/16"),  # 6to4
    IPv6Network("2001::/23"),  # Teredo, ORCHID and other special ones
    IPv6Network("2001:db8::/32"),
    IPv6Network("3fff::/20"),
)
"""They lie within the public range, but lead to an IPv4 address written in them, or nowhere."""
_SPECIAL = (IPv4Network("192.88.99.0/24"), IPv4Network("192.0.0.0/24"))
"""6to4 relays, and what the protocols themselves use."""


def is_public(address: Address) -> bool:
    """Whether an address is one of the public internet, by whatever way it is written.

    NAT64 (`64:ff9b::/96`), IPv4-compatible and site-local addresses are outside of the public range.
    """
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        is_ordinary = address in _GLOBAL_UNICAST and not any(address in network for network in _ROUNDABOUT)
        return is_ordinary and address.is_global and not address.scope_id
    is_ordinary = address.is_global and not address.is_multicast and not address.is_reserved
    return is_ordinary and not any(address in network for network in _SPECIAL)


def read_address(text: str) -> Address:
    """An address as the resolver writes it; a zone after `%` stays with it."""
    return ip_address(text)
