"""An app without a screen, as a process of its own: it spends as fast as it can, and sends in the background.

`python -m tests.billing.spending_app FOLDER NOTES PAUSE`, with the server's address and a key in the environment. Each
use is noted in the file NOTES once its transaction is over: whatever happens to the process then, that use counts.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import random
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from javari_tui.domain.spending import Charge, Hold
from javari_tui.domain.spending_errors import SpendingRefused
from javari_tui.paths import folders
from javari_tui.services.billing.account import AccountService
from javari_tui.services.billing.making import make_billing
from javari_tui.services.billing.sync import Sync
from javari_tui.services.disk import DiskThread
from javari_tui.services.keys.redaction import Redactor
from javari_tui.services.ledger.figures import Figures
from javari_tui.services.ledger.making import make_spending
from javari_tui.services.stored import Stored
from javari_tui.settings import SettingsStore
from javari_tui.storage.accounts import AccountStore
from javari_tui.storage.database import Database
from javari_tui.storage.users import local_user_id
from tests.storage.ledger_bench import charge, wish

HELD = 50_000


class NoProviders:
    """Nothing is answered here, so no model is local."""

    def infos(self) -> tuple[()]:
        """None."""
        return ()


@dataclass(frozen=True, slots=True)
class App:
    """The parts of the app that credits go through."""

    stored: Stored
    figures: Figures
    account: AccountService
    sync: Sync


@asynccontextmanager
async def opened(home: Path, environ: Mapping[str, str]) -> AsyncIterator[App]:
    """Open one, as the app does: what dead processes held is paid first."""
    places, disk = folders({"JAVARI_HOME": str(home)}), DiskThread()
    database = await disk.run(Database.open, places.database, backups=places.backups)
    await disk.run(local_user_id, database)
    stored, settings = Stored.over(database, disk), SettingsStore.load(places.config_file, environ)
    figures = make_spending(stored, settings, NoProviders()).figures  # type: ignore[arg-type]
    signed_in = AccountStore(database).current()
    billing = make_billing(settings, environ, places, stored, Redactor.of_environment(environ), account=signed_in)
    sync = billing.sync(stored, figures)
    try:
        await disk.run(stored.ledger.end_abandoned, left_open)
        yield App(stored, figures, billing.account, sync)
    finally:
        await sync.close()
        await billing.account.close()
        await disk.close(database.close)


def left_open(hold: Hold) -> Charge | None:
    """What somebody who died had come to: something, or nothing."""
    return charge(HELD // 2, estimated=True) if hold.id % 2 else None


async def spend(app: App, notes: int, pause: float) -> None:
    """Until the process ends."""
    ledger, run = app.stored.ledger, app.stored.disk.run
    for number in itertools.count():
        try:
            hold = await run(ledger.hold, wish(HELD, message=number))
        except SpendingRefused:
            await asyncio.sleep(0.02)  # the balance is not known yet
            continue
        # Less than was held, as much, and more.
        receipt = await run(ledger.settle, hold.id, charge(random.choice((HELD // 3, HELD, HELD * 2))))
        os.write(notes, f"{receipt.event} {receipt.cost.micro}\n".encode())
        await app.figures.refresh()
        await asyncio.sleep(pause)


async def main(home: Path, notes: Path, pause: float) -> None:
    """Spend and send."""
    async with opened(home, os.environ) as app:
        app.account.start()
        app.sync.start()
        while app.account.account is None:
            await asyncio.sleep(0.02)  # what is used before the account is known is nobody's but this machine's
        await spend(app, os.open(notes, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), pause)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3])))
