"""Which addresses of servers are spoken to: https, and plain http only on this machine."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

from javari_tui.i18n import N_

RULE = N_("It begins with https://, or with http:// on this machine.")
_LONGEST = 2000
_WRITTEN = re.compile(r"[!-~]+\Z")
"""No blanks, no control codes, no letters that look like others."""


def server_address(address: str) -> str | None:
    """The address of a server as it is used everywhere, without a slash at its end; none when it is no such one."""
    parts = parts_of(address.strip())
    if parts is None or parts.query or parts.fragment or not is_private(parts):
        return None
    return f"{parts.scheme}://{parts.netloc.lower()}{parts.path.rstrip('/')}"


def parts_of(address: str) -> SplitResult | None:
    """The parts of an address that could be one; none with a user's name in it, which could pass for the host."""
    if len(address) > _LONGEST or not _WRITTEN.match(address):
        return None
    try:
        parts = urlsplit(address)
        is_address = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not is_address or "@" in parts.netloc or "\\" in address:
        return None
    return parts


def is_private(parts: SplitResult) -> bool:
    """Whether nobody on the way can read along."""
    return parts.scheme == "https" or is_here(parts)


def is_here(parts: SplitResult) -> bool:
    """Whether it is on this machine."""
    host = parts.hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
