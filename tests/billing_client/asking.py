"""Asking one question of a server that says what the test wants."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from javari_tui.billing.client import BillingClient
from javari_tui.billing.exchange import Exchange
from javari_tui.domain.billing_errors import BillingError
from tests.billing_client.conftest import Holder
from tests.billing_client.says import Reply, Says, says

BALANCE: dict[str, Any] = {
    **{"account": "acct_1", "plan": "Pro", "posted_mcr": 10, "held_mcr": 4, "available_mcr": 6},
    **{"overdraft_limit_mcr": 0, "grants": [], "as_of": "2026-11-23T10:00:00.5Z", "ledger_seq": 7},
}


async def ask(reply: Reply, question: Callable[[BillingClient], Any], *tokens: str) -> tuple[Any, Says, Holder]:
    """What becomes of one question."""
    async with says(reply) as server:
        exchange, holder = Exchange(server.url), Holder(*tokens)
        try:
            return await question(BillingClient(exchange, holder)), server, holder
        finally:
            await exchange.close()


async def refused(reply: Reply, question: Callable[[BillingClient], Any]) -> BillingError:
    """The error that becomes of it."""
    with pytest.raises(BillingError) as caught:
        await ask(reply, question)
    return caught.value
