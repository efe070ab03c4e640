"""Where a request to the test provider's pages comes from, as far as it tells."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from fastapi import Request

from javari_billing.payments.setup import is_loopback

_HERE: Final = {"", "none", "same-origin"}
"""What a browser says of a request that no other site made."""
_FORWARDED: Final = {"forwarded", "via", "x-real-ip"}
"""What a proxy adds, beside all that begins with `x-forwarded-`."""


class Visits:
    """Who may look at the pages, and whose presses of their buttons count."""

    def __init__(self, public_address: str, *, only_here: bool) -> None:
        """`only_here`: they are for this machine alone."""
        self._public, self._only_here = urlsplit(public_address).netloc, only_here

    def is_welcome(self, request: Request) -> bool:
        """Whether the pages are there for who asks. A proxy on this machine may rewrite the host, so none is let in."""
        if not self._only_here:
            return True
        peer = request.client.host if request.client else ""
        is_direct = not any(name in _FORWARDED or name.startswith("x-forwarded-") for name in request.headers)
        return is_direct and is_loopback(peer) and is_loopback(request.url.hostname or "")

    def is_own(self, request: Request) -> bool:
        """Whether no other site made the request, by both things that browsers say of it."""
        if request.headers.get("sec-fetch-site", "") not in _HERE:
            return False
        origin = request.headers.get("origin")
        if origin is None:
            return True
        try:
            parts = urlsplit(origin)
        except ValueError:
            return False
        return parts.scheme in {"http", "https"} and parts.netloc in {request.headers.get("host"), self._public}
