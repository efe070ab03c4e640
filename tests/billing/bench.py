"""What the tests of the engine stand on: a ledger on the disk or in memory, a clock to turn, events to send."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any, TypeVar

from sqlalchemy import Connection

from javari_billing.engine.accounts import give_credits, open_account
from javari_billing.engine.database import Ledgers
from javari_billing.engine.holding import release, reserve
from javari_billing.engine.invariants import Breach, verify
from javari_billing.engine.reading import balance, bring_up_to_date, ledger_page
from javari_billing.engine.usage import report, settle
from javari_billing.wire.balance import AccountBalance
from javari_billing.wire.holds import Hold, HoldRequest
from javari_billing.wire.ledger import LedgerEntry
from javari_billing.wire.usage import UsageEvent, UsageVerdicts
from javari_billing.wire.values import moment_of

T = TypeVar("T")

START = 1_780_000_000_000
"""When the tests' clocks begin."""


@dataclass
class Clock:
    """Time that passes only when told."""

    now: int = START

    def __call__(self) -> int:
        """Milliseconds since 1970."""
        return self.now


@dataclass
class Bench:
    """One account, and what is done with it."""

    ledgers: Ledgers
    clock: Clock
    plan: str = "Free"
    renews: bool = False
    account: str = ""
    _numbers: Any = field(default_factory=count)

    def __post_init__(self) -> None:
        self.account = self.account or self.ledgers.write(
            lambda connection: open_account(connection, "Ada", plan=self.plan, now=self.clock(), renews=self.renews)
        )

    def event(self, amount: int, *, name: str = "", **more: Any) -> UsageEvent:  # noqa: ANN401 - fields of it
        """Something that was used."""
        data = {"amount_mcr": amount, "price_version": "1", "model": "m", **more.pop("data", {})}
        whole = {
            "id": name or f"event-{next(self._numbers)}",
            "source": "javari/test",
            "type": "llm.tokens",
            "time": moment_of(self.clock()),
            "subject": self.account,
        }
        return UsageEvent.model_validate(whole | more | {"data": data})

    def report(self, *events: UsageEvent) -> UsageVerdicts:
        """Send a batch."""
        return self._do(lambda connection: report(connection, self.account, events, now=self.clock()))

    def statuses(self, *events: UsageEvent) -> list[str]:
        """Send a batch, and tell only the verdicts."""
        return [verdict.status for verdict in self.report(*events).results]

    def grant(self, amount: int, **more: Any) -> str:  # noqa: ANN401 - as above
        """Give credits."""
        return self._do(lambda connection: give_credits(connection, self.account, amount, now=self.clock(), **more))

    def hold(self, amount: int, key: str = "", ttl: int = 900) -> Hold:
        """Set credits aside."""
        request = HoldRequest(amount_max_mcr=amount, ttl_s=ttl)
        key = key or f"key-{next(self._numbers)}"
        return self._do(lambda connection: reserve(connection, self.account, request, key=key, now=self.clock()))[0]

    def settle(self, hold: Hold, event: UsageEvent) -> Hold:
        """End a hold by usage."""
        return self._do(lambda connection: settle(connection, self.account, hold.id, event, now=self.clock()))[0]

    def release(self, hold: Hold) -> Hold:
        """End a hold without any."""
        return self._do(lambda connection: release(connection, self.account, hold.id, now=self.clock()))

    def balance(self) -> AccountBalance:
        """What is left."""
        bring_up_to_date(self.ledgers, self.account)
        with self.ledgers.reading() as connection:
            return balance(connection, self.account, now=self.clock())

    def entries(self) -> list[LedgerEntry]:
        """The ledger, page by page."""
        found: list[LedgerEntry] = []
        while True:
            with self.ledgers.reading() as connection:
                page = ledger_page(connection, self.account, after=len(found), limit=3)
            found += page.entries
            if not page.has_more:
                return found

    def breaches(self) -> list[Breach]:
        """What does not hold."""
        with self.ledgers.reading() as connection:
            return list(verify(connection, self.account))

    def _do(self, work: Callable[[Connection], T]) -> T:
        return self.ledgers.write(work)
