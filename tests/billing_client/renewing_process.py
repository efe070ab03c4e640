"""A Javari that wants an access token when it is told to. Run as a program: address, account, folder of its state."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

from javari_tui.billing.client import BillingClient
from javari_tui.billing.exchange import Exchange
from javari_tui.domain.billing import Account
from javari_tui.services.billing.access import Access
from javari_tui.vault.tokens import TokenStore


async def main(address: str, account: str, state: str) -> None:
    """Say that it is ready, wait, ask."""
    access, exchange = Access(TokenStore(patience=30), Path(state)), Exchange(address)
    now = datetime.now(UTC)
    access.account = Account(id=account, endpoint=address, user_id=2, source="javari/test", signed_in_at=now)
    await access.look()
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    told = await BillingClient(exchange, access.at(exchange)).balance()
    print(told.value.account if told else "", flush=True)
    await exchange.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
