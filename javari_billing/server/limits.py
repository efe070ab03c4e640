"""How much one caller, and all together, may ask at once. Counted in whole milliseconds, in each process."""

from __future__ import annotations

import hashlib
import ipaddress
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from fastapi import Request


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one process."""

    at_once: int = 256
    each_second: int = 100
    in_a_row: int = 500
    callers: int = 10_000


class Buckets:
    """One bucket a caller: it fills with time, and every request takes from it."""

    def __init__(self, limits: Limits, clock: Callable[[], int]) -> None:
        self._limits, self._clock = limits, clock
        self._full = limits.in_a_row * 1000
        self._left: OrderedDict[str, tuple[int, int]] = OrderedDict()

    def wait(self, caller: str) -> int:
        """Take a request from the bucket of a caller; when it is empty, how many seconds until there is one again."""
        now = self._clock()
        left, since = self._left.pop(caller, (self._full, now))
        left = min(self._full, left + max(0, now - since) * self._limits.each_second)
        empty = left < 1000
        self._left[caller] = (left if empty else left - 1000, now)
        if len(self._left) > self._limits.callers:
            self._left.popitem(last=False)
        return -(-(1000 - left) // (self._limits.each_second * 1000)) if empty else 0


def caller_of(request: Request, *, is_known: Callable[[str], bool] | None = None) -> str:
    """Who asks: the key, where it is one that was good before; else the address, for keys are easily made up.

    `is_known` tells of a key whether it was; None: no key is looked at.
    """
    key = bearer_in(request)
    if is_known is not None and key and is_known(key):
        return hashlib.sha256(key.encode("latin-1", "replace")).hexdigest()
    return _network_of(request.client.host if request.client else "")


def bearer_in(request: Request) -> str:
    """The key or token that comes with a request; empty where there is none."""
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    return key.strip() if scheme.lower() == "bearer" else ""


def _network_of(host: str) -> str:
    """An address, or of version 6 the network of it: everybody there has as many addresses as they like."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is None:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return host
