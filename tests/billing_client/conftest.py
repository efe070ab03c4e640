"""A real server in a process of its own, and everything else that a test of the client needs."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import Connection as Ledger

from javari_billing.engine.accounts import make_key, open_account
from javari_billing.engine.database import Ledgers
from javari_billing.wire.endpoints import SCOPES
from javari_tui import paths
from javari_tui.billing.exchange import Waiting
from javari_tui.domain.secret import Secret
from javari_tui.services.billing.access import Access
from javari_tui.services.billing.account import AccountService
from javari_tui.services.billing.connection import Connection
from javari_tui.services.disk import DiskThread
from javari_tui.storage.accounts import AccountStore
from javari_tui.storage.database import Database
from javari_tui.storage.outbox import Outbox
from javari_tui.vault.tokens import TokenStore
from tests.billing.server import Served
from tests.billing_client.file_keyring import FileKeyring

SOON = Waiting(connect=2, silence=0.3, whole=0.6)
"""For servers that do not answer."""


class Holder:
    """Somebody with a token."""

    def __init__(self, *tokens: str) -> None:
        self.tokens = [Secret(token) for token in tokens or ("jva_one_token",)]
        self.refused: list[Secret | None] = []

    async def token(self, *, refused: Secret | None = None) -> Secret:
        """The next one."""
        self.refused.append(refused)
        return self.tokens.pop(0) if len(self.tokens) > 1 else self.tokens[0]


@dataclass(frozen=True)
class Endpoint:
    """A server with an account, and whoever has its key."""

    url: str
    account: str
    key: str
    served: Served

    async def decide(self, code: str, answer: str = "allow") -> None:
        """Fill in the page."""
        async with httpx2.AsyncClient() as browser:
            form = {"code": code, "key": self.key, "answer": answer}
            assert (await browser.post(f"{self.url}/device", data=form)).status_code == 200


def open_one(address: str) -> tuple[str, str]:
    """A new account on a server's disk, with a key of it."""
    ledgers, now = Ledgers.open(address), time.time_ns() // 1_000_000

    def work(connection: Ledger) -> tuple[str, str]:
        account = open_account(connection, "Ada", plan="Free", now=now)
        return account, make_key(connection, account, SCOPES, now=now)

    try:
        return ledgers.write(work)
    finally:
        ledgers.close()


@pytest.fixture(scope="session")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    """One for all tests."""
    served = Served(f"sqlite:///{tmp_path_factory.mktemp('endpoint') / 'billing.db'}")
    account, key = open_one(served.address)
    served.start()
    yield Endpoint(served.url, account, key, served)
    served.kill()


@dataclass
class Machine:
    """The services that sign in, of one Javari; `address` is what its settings say."""

    service: AccountService
    access: Access
    connection: Connection
    accounts: AccountStore
    disk: DiskThread
    keyring: FileKeyring


MakeMachine = Callable[..., Awaitable[Machine]]


@pytest.fixture
async def machine(tmp_path: Path) -> AsyncIterator[MakeMachine]:
    """Makes a Javari, with a home and a keyring of its own unless they are named."""
    async with AsyncExitStack() as stack:

        async def make(address: str, *, home: str = "home", key: str = "", sleep: object = None) -> Machine:
            folders = paths.folders({"JAVARI_HOME": str(tmp_path / home)})
            disk, keyring = DiskThread(), FileKeyring(tmp_path / "keyring")
            database = await disk.run(Database.open, folders.database, backups=folders.backups, keep=5)
            access = Access(TokenStore(find=lambda: keyring, patience=60), folders.state, key=key)
            connection, accounts = Connection(lambda: address, access), AccountStore(database)
            more = {} if sleep is None else {"sleep": sleep}
            service = AccountService(connection, access, accounts, Outbox(database), disk, **more)  # type: ignore[arg-type]
            stack.push_async_callback(disk.close, database.close)
            stack.push_async_callback(service.close)
            await service.read()
            return Machine(service, access, connection, accounts, disk, keyring)

        yield make
