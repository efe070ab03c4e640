"""One Javari's ledger and sender, the real server, and a line between them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import Connection

from javari_billing.engine.accounts import give_credits, make_key, open_account
from javari_billing.engine.database import Ledgers
from javari_billing.engine.reading import ledger_page
from javari_billing.wire.endpoints import SCOPES
from javari_tui.billing.client import BillingClient
from javari_tui.billing.exchange import Exchange
from javari_tui.domain.balance_view import BalanceView
from javari_tui.domain.billing import Account
from javari_tui.domain.billing_errors import BillingError, BillingTrouble
from javari_tui.domain.secret import Secret
from javari_tui.services.billing.books import SyncBooks
from javari_tui.services.billing.sync import Sync
from javari_tui.services.disk import DiskThread
from javari_tui.services.stored import Stored
from javari_tui.storage.accounts import AccountStore
from javari_tui.storage.database import Database
from javari_tui.storage.outbox import put_into_outbox
from javari_tui.storage.stored_values import now
from tests.billing.server import Served, usage
from tests.storage.ledger_bench import charge, wish


class Endpoint:
    """The server, and its database beside it."""

    def __init__(self, file: Path) -> None:
        self.served = Served(f"sqlite:///{file}")
        self.served.start()
        self.ledgers = Ledgers.open(self.served.address)

    def account(self, credits: int = 1_000_000) -> tuple[str, str]:
        """A new account with so many micro-credits, and its key."""

        def make(connection: Connection) -> tuple[str, str]:
            time = self.ledgers.clock()
            account = open_account(connection, "Ada", plan="Free", now=time, renews=False)
            give_credits(connection, account, credits, now=time)
            return account, make_key(connection, account, SCOPES, now=time, label="test")

        return self.ledgers.write(make)

    def grant(self, account: str, credits: int) -> None:
        """Give an account more."""
        self.ledgers.write(lambda one: give_credits(one, account, credits, now=self.ledgers.clock()))

    def booked(self, account: str) -> list[tuple[str, int]]:
        """What was used by its ledger: ids and amounts, as often as they stand there."""
        found, after = [], 0
        while True:
            with self.ledgers.reading() as connection:
                page = ledger_page(connection, account, after=after, limit=500)
            found += [(one.event_id, -one.amount_mcr) for one in page.entries if one.event_id is not None]
            if not page.has_more:
                return found
            after = page.entries[-1].seq

    def hear_of(self, key: str, account: Account | None, name: str, amount: int) -> None:
        """A use of a machine that the machine itself does not know any more, as when a backup was put back there."""
        assert account is not None
        batch = usage(account.id, name, amount=amount)
        batch["events"][0]["source"] = account.source
        with self.served.client(key) as client:
            (verdict,) = client.post("/v1/usage", json=batch).json()["results"]
        assert verdict["status"] == "accepted"

    def close(self) -> None:
        """End it."""
        self.ledgers.close()
        self.served.kill()


class Key:
    """A key as the bearer; None once the server refused it."""

    def __init__(self, key: str) -> None:
        self.key = Secret(key)

    async def token(self, *, refused: Secret | None = None) -> Secret:
        """The key."""
        if refused is not None:
            raise BillingError(BillingTrouble.SIGNED_OUT)
        return self.key


class Shown:
    """Whoever shows the balance: counts, and does what a test wants after every batch."""

    def __init__(self) -> None:
        self.listeners: list[Callable[[BalanceView], None]] = []
        self.after: Callable[[], Awaitable[None]] | None = None

    async def refresh(self) -> BalanceView:
        if self.after is not None:
            await self.after()
        return BalanceView()

    def listen(self, listener: Callable[[BalanceView], None]) -> Callable[[], None]:
        self.listeners.append(listener)
        return lambda: self.listeners.remove(listener)


class Machine:
    """The database of one machine, and what sends from it."""

    def __init__(self, folder: Path, url: str, account: str, key: str) -> None:
        self.database = Database.open(folder / "data" / "javari.db", backups=folder / "backups")
        self.disk, self.shown, self.account, self.key = DiskThread(), Shown(), account, Key(key)
        self.stored = Stored.over(self.database, self.disk)
        self.accounts, self.ahead = AccountStore(self.database), timedelta()
        self.exchange = Exchange(url)
        self.client = BillingClient(self.exchange, self.key)
        self.accounts.sign_in(account, url)
        self.sync = Sync(
            self.stored, self.shown, lambda _account: self.client, books=SyncBooks(self.stored, time=self.now)
        )

    def now(self) -> datetime:
        """The time by this machine's clock, which may be wrong."""
        return now() + self.ahead

    def use(self, *costs: int) -> None:
        """Answers that cost so much."""
        ledger = self.stored.ledger
        for cost in costs:
            hold = ledger.hold(wish(0, least=0), at=self.now())
            ledger.settle(hold.id, charge(cost), at=self.now())

    def use_many(self, count: int) -> None:
        """So many events that wait, as they are in the outbox: the ledger itself would take seconds for them."""
        self.use(1)
        with self.database.writing() as session:
            plain = self.database.plain(session)
            event, user, body = plain.execute("SELECT event, user_id, body FROM usage_outbox").fetchone()
            columns = "user_id, credits_used, action_type, session_id, question_id, message_id, model, price_version"
            rest = f"{columns}, is_estimated, metadata, created_at"
            for number in range(count - 1):
                name = f"many-{number:05}"
                plain.execute(
                    f"INSERT INTO credits_usage (event, {rest}) SELECT ?, {rest} FROM credits_usage WHERE event = ?",
                    (name, event),
                )
                put_into_outbox(plain, user, name, body.replace(event, name), self.now())

    def counts(self) -> tuple[int, int, int, int]:
        """Events that wait, are known there, wait for the user, stay here."""
        found = self.stored.outbox.counts()
        return found["pending"], found["acked"], found["quarantined"], found["kept"]

    def available(self) -> int:
        """What this machine says is left."""
        return self.stored.ledger.balance().available.micro

    async def close(self) -> None:
        """End it."""
        await self.sync.close()
        await self.exchange.close()
        await self.disk.close(self.database.close)


class Proxy:
    """A line to a server: it counts requests, and loses answers where it is told to."""

    def __init__(self, target: str) -> None:
        self.target, self.url, self.requests, self.lose = urlsplit(target), "", list[str](), ""
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Listen."""
        self._server = await asyncio.start_server(self._take, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def close(self) -> None:
        """Cut every line."""
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        there, back = await asyncio.open_connection(self.target.hostname, self.target.port)
        lost = asyncio.Event()
        tasks = [
            asyncio.create_task(self._up(reader, back, lost)),
            asyncio.create_task(self._down(there, writer, lost)),
        ]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in tasks:
                one.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            for end in (writer, back):
                end.close()

    async def _up(self, reader: asyncio.StreamReader, back: asyncio.StreamWriter, lost: asyncio.Event) -> None:
        while piece := await reader.read(1 << 16):
            if b" HTTP/1.1\r\n" in piece:
                line = piece.partition(b" HTTP/1.1\r\n")[0].decode()
                self.requests.append(line)
                if self.lose and self.lose in line:
                    lost.set()
            back.write(piece)
            await back.drain()

    async def _down(self, there: asyncio.StreamReader, writer: asyncio.StreamWriter, lost: asyncio.Event) -> None:
        while piece := await there.read(1 << 16):
            if lost.is_set():
                self.lose = ""
                return  # the server has done it, and nobody hears of that
            writer.write(piece)
            await writer.drain()
