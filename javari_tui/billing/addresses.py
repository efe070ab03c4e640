"""Which addresses are spoken to and shown: https, and plain http only on this machine."""

from __future__ import annotations

from javari_tui.domain.billing_errors import AddressRefused, BillingError, BillingTrouble
from javari_tui.domain.server_addresses import is_here, is_private, parts_of, server_address


def endpoint_of(address: str) -> str:
    """The address of an endpoint as it is used everywhere, without a slash at its end. BillingError: it is none."""
    if not address.strip():
        raise BillingError(BillingTrouble.NOT_SET)
    endpoint = server_address(address)
    if endpoint is None:
        raise AddressRefused(address)
    return endpoint


def is_loopback(address: str) -> bool:
    """Whether an address is on this machine."""
    parts = parts_of(address)
    return parts is not None and is_here(parts)


def may_be_shown(page: str, endpoint: str) -> bool:
    """Whether the address of a page may be shown and opened: one on this machine only where the endpoint is too."""
    parts = parts_of(page)
    if parts is None or not is_private(parts):
        return False
    return is_loopback(endpoint) or not is_here(parts)
