"""Which addresses are spoken to and shown: https, and plain http only on this machine."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

from javari_tui.domain.billing_errors import BillingError, BillingTrouble

_LONGEST = 2000
_WRITTEN = re.compile(r"[!-~]+\Z")
"""No blanks, no control codes, no letters that look like others."""


def endpoint_of(address: str) -> str:
    """The address of an endpoint as it is used everywhere, without a slash at its end. BillingError: it is none."""
    if not address.strip():
        raise BillingError(BillingTrouble.NOT_SET)
    parts = _parts(address.strip())
    if parts is None or parts.query or parts.fragment or not _is_private(parts):
        raise BillingError(BillingTrouble.NOT_SET, detail=address.strip()[:200])
    return f"{parts.scheme}://{parts.netloc.lower()}{parts.path.rstrip('/')}"


def is_loopback(address: str) -> bool:
    """Whether an address is on this machine."""
    parts = _parts(address)
    return parts is not None and _is_here(parts)


def may_be_shown(page: str, endpoint: str) -> bool:
    """Whether the address of a page may be shown and opened: one on this machine only where the endpoint is too."""
    parts = _parts(page)
    if parts is None or not _is_private(parts):
        return False
    return is_loopback(endpoint) or not _is_here(parts)


def _parts(address: str) -> SplitResult | None:
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


def _is_private(parts: SplitResult) -> bool:
    return parts.scheme == "https" or _is_here(parts)


def _is_here(parts: SplitResult) -> bool:
    host = parts.hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
