"""What the server does by itself, again and again, while it runs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from sqlalchemy.exc import SQLAlchemyError

from javari_billing.payments.desk import Desk
from javari_billing.payments.provider import ProviderFailed
from javari_billing.server.workers import Workers

_LOG = logging.getLogger("javari_billing")
_SECONDS = 60


class Rounds:
    """Looks after plans that end. Of several servers each does: what is done once stays done."""

    def __init__(self, workers: Workers, desk: Desk | None) -> None:
        self._workers, self._desk = workers, desk

    @asynccontextmanager
    async def going(self) -> AsyncIterator[None]:
        """A block in which the rounds are made."""
        tasks = [asyncio.create_task(self._plans(self._desk))] if self._desk is not None else []
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task

    async def _plans(self, desk: Desk) -> None:
        while True:
            try:
                await self._workers.outside(desk.look_after_plans)
            except (SQLAlchemyError, ProviderFailed):
                _LOG.exception("looking after the plans")
            await asyncio.sleep(_SECONDS)
