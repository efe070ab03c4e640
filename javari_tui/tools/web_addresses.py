"""A URL taken apart strictly, and the addresses behind its host, each of them checked."""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urljoin, urlsplit

from javari_tui.domain.errors import ToolRefused
from javari_tui.domain.untrusted_text import reveal
from javari_tui.i18n import N_
from javari_tui.tools.addresses import Address, read_address

MOST_URL = 4096

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""The addresses of a host, as text."""

_HOST = re.compile(r"[a-z0-9]([a-z0-9._-]*[a-z0-9])?\.?|[0-9a-f:.]*:[0-9a-f:.]*")
_UNWRITABLE = re.compile(r"[\x00-\x20\x7f-\xa0\\\ud800-\udfff]")
_LONGEST_NAME = 80
"""Characters of a path that is taken for a page's name."""
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class WebAddress:
    """Where a URL leads."""

    scheme: str
    host: str
    """In the form of the network: ASCII, small letters; an IPv6 address without brackets."""
    port: int
    target: str
    """Path and query."""

    @property
    def authority(self) -> str:
        """Host and port as the server wants to be called."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The whole of it; what is after a `#` stays here."""
        return f"{self.scheme}://{self.authority}{self.target}"

    @property
    def site(self) -> str:
        """What a user can trust of it: the host, and how it is reached where that is not the usual way."""
        name = replace(self, host=self.host.rstrip(".")).authority
        return name if self.scheme == "https" else f"{self.scheme}://{name}"

    @property
    def has_own_port(self) -> bool:
        """Whether the port is another than its scheme's."""
        return self.port != _PORTS[self.scheme]

    @property
    def carries_data(self) -> bool:
        """Whether it has room for more than the name of a page."""
        return "?" in self.target or len(self.target) > _LONGEST_NAME

    def at(self, address: str) -> str:
        """The URL with the address in the place of the host: nobody looks the name up again."""
        host = f"[{address}]" if ":" in address else address
        return f"{self.scheme}://{host}:{self.port}{self.target}"


def read_url(text: str, base: WebAddress | None = None) -> WebAddress:
    """Take a URL apart; one without a scheme is taken for https, one of a redirect leads on from `base`."""
    shown = reveal(text)[:200]
    if len(text) > MOST_URL or _UNWRITABLE.search(text):
        raise ToolRefused(N_("“{url}” is no address of a page."), url=shown)
    whole = urljoin(base.url, text) if base is not None else text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(whole)
        port = parts.port
        host = _ascii(parts.hostname or "")
    except ValueError as error:
        raise ToolRefused(N_("“{url}” is no address of a page."), url=shown) from error
    if parts.scheme not in _PORTS:
        raise ToolRefused(N_("Only http and https addresses are fetched, not “{url}”."), url=shown)
    if parts.username is not None or parts.password is not None:
        raise ToolRefused(N_("“{url}” holds a name or a password; such addresses are not fetched."), url=shown)
    if not _HOST.fullmatch(host) or port == 0:
        raise ToolRefused(N_("“{url}” is no address of a page."), url=shown)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return WebAddress(parts.scheme, host, port or _PORTS[parts.scheme], target)


async def checked_addresses(
    where: WebAddress, allows: Callable[[Address], bool], resolve: Resolve | None = None
) -> list[str]:
    """The addresses of a host, looked up once; ToolRefused when one of them may not be connected to."""
    try:
        found = await (resolve or look_up)(where.host, where.port)
        addresses = [read_address(text) for text in found]
    except (OSError, ValueError) as error:
        raise ToolRefused(N_("There is no “{host}” on the network."), host=where.host) from error
    if not addresses:
        raise ToolRefused(N_("There is no “{host}” on the network."), host=where.host)
    if not all(allows(address) for address in addresses):
        raise ToolRefused(N_("“{host}” is not on the public internet, so nothing is fetched from it."), host=where.host)
    return [str(address) for address in addresses]


async def look_up(host: str, port: int) -> list[str]:
    """Ask the system's resolver."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _ascii(host: str) -> str:
    """A host's name as the network writes it."""
    return host if host.isascii() else host.encode("idna").decode("ascii").lower()
