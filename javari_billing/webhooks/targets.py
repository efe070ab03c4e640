"""Whom a webhook may be sent to: addresses of the public internet alone, as they are when it is sent.

Whoever registers an address must not reach what only this server reaches. So the name is resolved here, every address
it has must be public, and the connection goes to the address that was looked at.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_SPECIAL = tuple(
    ipaddress.ip_network(one)
    for one in ("192.0.0.0/24", "192.88.99.0/24", "64:ff9b:1::/48", "2001::/23", "3fff::/20", "5f00::/16")
)
"""For special purposes (RFC 6890 and after it), and not known as such by every Python; clouds answer on some."""
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_RESOLVE_SECONDS = 5


class NotAllowed(Exception):
    """An address that nothing is sent to."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes: the address to connect to, and the name that is asked for there."""

    url: str
    host: str
    name: str


def check(url: str, *, allow_private: bool) -> SplitResult:
    """Look at an address as it is written; `NotAllowed` says why not."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise NotAllowed("This is no address.") from error
    if parts.scheme != "https" and not (allow_private and parts.scheme == "http"):
        raise NotAllowed("The address must begin with https://.")
    if parts.username is not None or parts.password is not None or not parts.hostname or port == 0:
        raise NotAllowed("The address must have a host, and no name or password.")
    # Only a name of the usual kind: what resolvers read as numbers (0x7f.1, 2130706433) is resolved and looked at.
    if not allow_private:
        literal = _literal(parts.hostname)
        if literal is not None and not is_public(literal):
            raise NotAllowed("The address is not on the public internet.")
        if parts.hostname.rstrip(".").endswith(("localhost", ".local", ".internal")):
            raise NotAllowed("The address is not on the public internet.")
    return parts


async def resolve(url: str, *, allow_private: bool) -> Target:
    """The address to connect to, when all that the name has are allowed."""
    parts = check(url, allow_private=allow_private)
    assert parts.hostname is not None
    port = parts.port or (443 if parts.scheme == "https" else 80)
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(_RESOLVE_SECONDS):
            found = await loop.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, TimeoutError) as error:
        raise NotAllowed("The name of the host is not known.") from error
    addresses = [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    if not addresses or not (allow_private or all(is_public(address) for address in addresses)):
        raise NotAllowed("The address is not on the public internet.")
    first = addresses[0]
    shown = f"[{first}]" if first.version == 6 else str(first)
    default = port == (443 if parts.scheme == "https" else 80)
    name = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    rest = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    host = name if default else f"{name}:{port}"
    return Target(f"{parts.scheme}://{shown}:{port}{rest}", host, parts.hostname)


def is_public(address: _Address) -> bool:
    """Whether an address, and every one that is written inside it, belongs to the public internet."""
    if isinstance(address, ipaddress.IPv6Address):
        inside = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            inside = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inside is not None:
            return is_public(inside)
        if address.teredo is not None or address.is_site_local:
            return False
    if any(address.version == one.version and address in one for one in _SPECIAL):
        return False
    special = address.is_multicast or address.is_reserved or address.is_loopback or address.is_link_local
    return address.is_global and not special and not address.is_unspecified


def _literal(host: str) -> _Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
