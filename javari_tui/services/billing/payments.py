"""Pages where the user pays: the same page for the same wish until it was given out."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable

from javari_tui.domain.billing import PaymentPage
from javari_tui.domain.billing_errors import BillingError, BillingTrouble

_TRIES = 3
_LONGEST_WAIT = 5.0
"""Seconds: somebody sits and waits."""


class PaymentPages:
    """Remembers the key of each wish that was not answered yet, so that asking again orders nothing twice."""

    def __init__(self) -> None:
        self._keys: dict[object, str] = {}

    async def ask(self, wish: object, ask: Callable[[str], Awaitable[PaymentPage]]) -> PaymentPage:
        """The page for a wish. What could not be asked is asked again with the same key, now and when wished again."""
        key = self._keys.setdefault(wish, secrets.token_urlsafe(18))
        for last in (False,) * (_TRIES - 1) + (True,):
            try:
                page = await ask(key)
            except BillingError as error:
                if error.trouble is not BillingTrouble.UNREACHABLE:
                    self._keys.pop(wish, None)
                    raise
                if last or (error.retry_after or 0) > _LONGEST_WAIT:
                    raise
                await asyncio.sleep(0.3 if error.retry_after is None else error.retry_after)
            else:
                self._keys.pop(wish, None)
                return page
        raise AssertionError  # the last try returns or raises
