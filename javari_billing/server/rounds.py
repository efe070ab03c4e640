"""What the server does by itself, again and again; of several servers each does, and what is done stays done."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from sqlalchemy import Connection

from javari_billing.engine.outbox import Parcel, delivered, has_news, lend, make_messages
from javari_billing.payments.desk import Desk
from javari_billing.server.workers import Workers
from javari_billing.webhooks.sending import Sender
from javari_billing.webhooks.signing import headers_of

_LOG = logging.getLogger("javari_billing")
_PLANS_SECONDS, _WEBHOOKS_SECONDS = 60, 1


class Rounds:
    """Looks after plans that end, and sends webhooks."""

    def __init__(self, workers: Workers, desk: Desk | None, *, allow_private: bool = False) -> None:
        self._workers, self._desk, self._allow_private = workers, desk, allow_private
        self._sender: Sender | None = None

    @asynccontextmanager
    async def going(self) -> AsyncIterator[None]:
        """A block in which the rounds are made."""
        tasks = [asyncio.create_task(_again(self._tell, _WEBHOOKS_SECONDS))]
        if self._desk is not None:
            tasks.append(asyncio.create_task(_again(self._look_after_plans, _PLANS_SECONDS)))
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
            if self._sender is not None:
                await self._sender.close()

    async def _look_after_plans(self) -> None:
        assert self._desk is not None
        await self._workers.outside(self._desk.look_after_plans)

    async def _tell(self) -> None:
        """Make the messages for what is new, and send those whose time has come."""
        now = self._workers.now
        if not await self._workers.read(lambda connection: has_news(connection, now=now)):
            return

        def work(connection: Connection) -> list[Parcel]:
            make_messages(connection, now=now)
            return lend(connection, now=now)

        # A sender loads the certificates of the world, so there is none before something is to be sent.
        self._sender = self._sender or Sender(allow_private=self._allow_private)
        sender = self._sender
        await asyncio.gather(*(self._send(sender, parcel) for parcel in await self._workers.write(work)))

    async def _send(self, sender: Sender, parcel: Parcel) -> None:
        at = self._workers.now // 1000
        headers = headers_of(parcel.id, parcel.body, at=at, shared=parcel.shared, seeds=parcel.seeds)
        done = await sender.send(parcel.url, headers, parcel.body)
        now, taken, gone = self._workers.now, done.is_taken, done.is_gone
        await self._workers.write(lambda one: delivered(one, parcel, taken=taken, gone=gone, told=done.told, now=now))


async def _again(do: Callable[[], Awaitable[None]], seconds: int) -> None:
    while True:
        try:
            await do()
        except Exception:  # noqa: BLE001 - the last resort: it is logged, and the next round may go better
            _LOG.exception("a round failed")
        await asyncio.sleep(seconds)
