"""The line to the endpoint that the settings name: one, made anew when its address changes."""

from __future__ import annotations

from collections.abc import Callable

from javari_tui.billing.addresses import endpoint_of
from javari_tui.billing.client import BillingClient
from javari_tui.billing.exchange import Exchange
from javari_tui.domain.billing_errors import BillingError
from javari_tui.services.billing.access import Access


class Connection:
    """What speaks with the endpoint of now."""

    def __init__(self, address: Callable[[], str], access: Access) -> None:
        """`address` gives what the settings say, which may be nothing."""
        self._address, self._access = address, access
        self._exchange: Exchange | None = None
        self._old: list[Exchange] = []

    @property
    def endpoint(self) -> str:
        """The address of the endpoint; empty where none, or none that may be spoken to, is set."""
        try:
            return endpoint_of(self._address())
        except BillingError:
            return ""

    def exchange(self) -> Exchange:
        """The line itself. BillingError NOT_SET: there is no address."""
        endpoint = endpoint_of(self._address())
        if self._exchange is None or self._exchange.endpoint != endpoint:
            if self._exchange is not None:
                self._old.append(self._exchange)  # somebody may still wait for an answer on it
            self._exchange = Exchange(endpoint)
            self._client = BillingClient(self._exchange, self._access.at(self._exchange))
        return self._exchange

    def client(self) -> BillingClient:
        """Who asks. BillingError NOT_SET: there is no address."""
        self.exchange()
        return self._client

    async def close(self) -> None:
        """Give back connections."""
        lines, self._exchange, self._old = [*self._old, self._exchange], None, []
        for line in lines:
            if line is not None:
                await line.close()
