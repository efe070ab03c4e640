"""The threads that work on the database, so that the server goes on answering meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TypeVar

from sqlalchemy import Connection

from javari_billing.engine.accounts import bearer_of
from javari_billing.engine.database import Ledgers
from javari_billing.engine.reading import account_row, bring_up_to_date
from javari_billing.engine.refusals import refuse
from javari_billing.server.bearers import Bearers
from javari_billing.server.calls import Call
from javari_billing.server.operations import Operation, Reply

_T = TypeVar("_T")


class Workers:
    """SQLite lets one write at a time: one thread does, so that none waits for a lock. PostgreSQL takes several."""

    def __init__(self, ledgers: Ledgers) -> None:
        self._ledgers = ledgers
        self._bearers = Bearers()
        is_sqlite = ledgers.engine.dialect.name == "sqlite"
        self._writers = ThreadPoolExecutor(1 if is_sqlite else 8, thread_name_prefix="writer")
        self._readers = ThreadPoolExecutor(2, thread_name_prefix="reader")
        self._outside = ThreadPoolExecutor(8, thread_name_prefix="outside")

    @property
    def now(self) -> int:
        """Milliseconds since 1970."""
        return self._ledgers.clock()

    async def carry_out(self, operation: Operation, call: Call) -> tuple[Reply, int | None]:
        """Do what is asked, in one transaction; with it where the ledger of the account stands then."""

        def work(connection: Connection) -> tuple[Reply, int | None]:
            known = self._known(connection, call)
            reply = operation.do(connection, known)
            if reply.seq is not None or not known.account:
                return reply, reply.seq
            return reply, account_row(connection, known.account).ledger_seq

        if operation.writes:
            return await self.write(work)
        if call.endpoint.scope:
            await self._run(self._readers, lambda: self._bring_up_to_date(call))
        return await self._run(self._readers, lambda: self._read(work))

    async def write(self, work: Callable[[Connection], _T]) -> _T:
        """Do some work in a transaction of its own."""
        return await self._run(self._writers, lambda: self._ledgers.write(work))

    async def read(self, work: Callable[[Connection], _T]) -> _T:
        """Look at one state of the database."""
        return await self._run(self._readers, lambda: self._read(work))

    async def bearer(self, call: Call) -> tuple[str, int]:
        """Whose key it is, and where that account's ledger stands."""

        def look(connection: Connection) -> tuple[str, int]:
            known = self._known(connection, call)
            return known.account, account_row(connection, known.account).ledger_seq

        return await self.read(look)

    def was_good(self, key: str) -> bool:
        """Whether a key was somebody's when it came last."""
        return self._bearers.was_good(key)

    async def outside(self, work: Callable[[], _T]) -> _T:
        """Do what waits for somebody else."""
        return await self._run(self._outside, work)

    def close(self) -> None:
        """Let what was begun end."""
        self._outside.shutdown()
        self._writers.shutdown()
        self._readers.shutdown()

    def _read(self, work: Callable[[Connection], _T]) -> _T:
        with self._ledgers.reading() as connection:
            return work(connection)

    def _bring_up_to_date(self, call: Call) -> None:
        bring_up_to_date(self._ledgers, self._read(lambda connection: self._known(connection, call)).account)

    def _known(self, connection: Connection, call: Call) -> Call:
        """The call with whose it is, when its key allows it."""
        scope = call.endpoint.scope
        if scope is None:
            # Whoever signs out, here or there, is out at once.
            self._bearers.forget()
            return call
        bearer = self._bearers.find(call.key, call.now) or self._bearers.keep(
            call.key, bearer_of(connection, call.key, now=call.now), call.now
        )
        if bearer is None:
            raise refuse("unauthenticated")
        if scope not in bearer.scopes:
            raise refuse("scope-missing", f"The key needs the scope {scope}.")
        return replace(call, account=bearer.account_id)

    @staticmethod
    async def _run(pool: ThreadPoolExecutor, work: Callable[[], _T]) -> _T:
        return await asyncio.get_running_loop().run_in_executor(pool, work)
