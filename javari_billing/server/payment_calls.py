"""The requests about payments. They wait for the provider, so they are no single transaction as all others are."""

from __future__ import annotations

from fastapi import Request

from javari_billing.engine.refusals import refuse
from javari_billing.payments.desk import Desk
from javari_billing.payments.provider import NotGenuine, ProviderFailed
from javari_billing.server.calls import Call, read_body
from javari_billing.server.operations import Reply
from javari_billing.server.workers import Workers
from javari_billing.wire.plans import CheckoutRequest, Received


class PaymentCalls:
    """Pages for paying, and the provider's webhooks."""

    def __init__(self, workers: Workers, desk: Desk | None) -> None:
        self._workers, self._desk = workers, desk

    @property
    def now(self) -> int:
        """Milliseconds since 1970."""
        return self._workers.now

    async def open_page(self, call: Call) -> tuple[Reply, int]:
        """A page for paying, or for cards and invoices; with it where the account's ledger stands."""
        account_id, seq = await self._workers.bearer(call)
        desk = self._ready()
        request = call.read(CheckoutRequest) if call.body is not None else None
        page = await self._workers.outside(lambda: desk.open_page(account_id, request, call.idempotency_key))
        return Reply(page), seq

    async def hear(self, request: Request) -> Reply:
        """A webhook. What is not genuine learns nothing; what cannot be done now is asked to come again."""
        desk = self._ready()
        body, headers = await read_body(request), dict(request.headers)
        try:
            await self._workers.outside(lambda: desk.hear(body, headers))
        except NotGenuine as error:
            raise refuse("malformed") from error
        except ProviderFailed as error:
            raise refuse("unavailable") from error
        return Reply(Received())

    def _ready(self) -> Desk:
        if self._desk is None:
            raise refuse("payments-not-set-up")
        return self._desk
