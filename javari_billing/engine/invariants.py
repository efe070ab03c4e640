"""What must always hold, in one place, and the check of it over what the database holds.

`javari-billing verify` runs the check; the tests run it after every history.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection, Row, select

from javari_billing.engine.books import COUNTERPARTS, GrantLeft, entry_hash
from javari_billing.engine.payment_proofs import PAYMENT_INVARIANTS, payment_breaches
from javari_billing.engine.reading import account_row
from javari_billing.engine.tables import ACCOUNTS, ENTRIES, GRANTS, HOLDS, PRICES
from javari_billing.wire.ledger import GENESIS
from javari_billing.wire.plans import Price, amount_of
from javari_billing.wire.usage import UsageData, UsageEvent

INVARIANTS: Final = {
    "I1": "The balance is the sum of the ledger's entries, at every number.",
    "I2": "What one book gets another one gives: all books together hold nothing.",
    "I3": "Every event, by its source and id, has at most one entry.",
    "I4": "Every event that was acknowledged is in the ledger; none is lost.",
    "I5": "What is available never falls below the overdraft limit, whoever spends at once.",
    "I6": "A hold is settled by at most what it holds, or by more only when that was available.",
    "I7": "A hold ends exactly once: settled, released or expired.",
    "I8": "The numbers of the ledger rise without a gap, and its chain of hashes holds.",
    "I9": "Whatever order events arrive in, and however often, the ledger's sum is the same.",
    "I10": "A change of prices never changes what was booked before.",
    "I11": "Every amount is rounded up once, by less than one micro-credit.",
    "I12": "Grants are used up in one order: priority, expiry, age; what expires makes an entry.",
    "I13": "A correction is a new entry: nothing in the ledger is changed or deleted.",
    "I14": "When all is quiet, the client shows what the server has available.",
    "I15": "A jump of a clock changes no amount.",
    "I16": "Sending everything again into an empty server makes the same sums.",
    "I17": "Two clients of one account read the same sums at the same number.",
    **PAYMENT_INVARIANTS,
}


@dataclass(frozen=True, slots=True)
class Breach:
    """Where an invariant does not hold."""

    invariant: str
    account_id: str
    detail: str


@dataclass(slots=True)
class _Replay:
    """An account's ledger, gone through from its beginning."""

    account: Row[Any]
    prices: dict[tuple[str, str, str], Price]
    grants: dict[int, Row[Any]]
    posted: int = 0
    seq: int = 0
    last_hash: str = GENESIS
    left: dict[int, GrantLeft] = field(default_factory=dict)
    events: set[tuple[str, str]] = field(default_factory=set)
    settled: dict[str, Row[Any]] = field(default_factory=dict)

    def step(self, entry: Row[Any]) -> Iterator[Breach]:
        """Look at the next entry."""
        self.seq += 1
        self.posted += entry.amount
        if entry.posted != self.posted:
            yield self.breach("I1", f"entry {entry.seq} says {entry.posted}, the sum is {self.posted}")
        if entry.counterpart != COUNTERPARTS.get(entry.kind):
            yield self.breach("I2", f"entry {entry.seq} is a {entry.kind} from {entry.counterpart}")
        if entry.seq != self.seq or entry.hash != entry_hash(self.last_hash, dict(entry._mapping)):
            yield self.breach("I8", f"entry {entry.seq} does not follow from the one before it")
        self.seq, self.last_hash = entry.seq, entry.hash
        if entry.kind == "usage":
            yield from self._usage(entry)
        elif entry.kind in {"expiry", "reversal"}:
            self._burn(self.left[entry.grant_seq], -entry.amount)
        else:
            self._grant(entry)

    def breach(self, invariant: str, detail: str) -> Breach:
        """Something that does not hold."""
        return Breach(invariant, self.account.id, detail)

    def _usage(self, entry: Row[Any]) -> Iterator[Breach]:
        name = (entry.source, entry.event_id)
        if name in self.events:
            yield self.breach("I3", f"{entry.source} {entry.event_id} is booked twice")
        self.events.add(name)
        if entry.hold_id is not None:
            if entry.hold_id in self.settled:
                yield self.breach("I7", f"{entry.hold_id} is settled twice")
            self.settled[entry.hold_id] = entry
        event = UsageEvent.model_validate_json(entry.content)
        if event.content_hash() != entry.event_hash or event.data.amount_mcr != -entry.amount:
            yield self.breach("I13", f"entry {entry.seq} is not what its event says")
        if self._priced_wrongly(event.data):
            yield self.breach("I10", f"entry {entry.seq} is not what its price list says")
        self._use_up(-entry.amount)

    def _use_up(self, amount: int) -> None:
        for grant in sorted(self.left.values(), key=lambda grant: grant.turn):
            taken = min(amount, grant.remaining)
            self._burn(grant, taken)
            amount -= taken

    def _grant(self, entry: Row[Any]) -> None:
        row = self.grants[entry.grant_seq]
        before = self.posted - entry.amount
        remaining = entry.amount - min(entry.amount, max(0, -before))
        self.left[row.seq] = GrantLeft(row.seq, remaining, row.priority, row.expires_at)

    @staticmethod
    def _burn(grant: GrantLeft, amount: int) -> None:
        grant.remaining -= amount

    def _priced_wrongly(self, data: UsageData) -> bool:
        price = self.prices.get((data.price_version, data.model or "", data.action))
        due = price and amount_of(price, input_tokens=data.input_tokens, output_tokens=data.output_tokens)
        return due is not None and due != data.amount_mcr


def verify(connection: Connection, account_id: str | None = None) -> Iterator[Breach]:
    """Everything that does not hold, of one account or of all."""
    prices = {
        (row.version, row.model, row.action): Price(
            version=row.version, model=row.model, input_mcr=row.input_price, output_mcr=row.output_price
        )
        for row in connection.execute(select(PRICES))
    }
    wanted = [account_id] if account_id is not None else connection.execute(select(ACCOUNTS.c.id)).scalars().all()
    for one in wanted:
        yield from _verify(connection, one, prices)


def _verify(connection: Connection, account_id: str, prices: dict[tuple[str, str, str], Price]) -> Iterator[Breach]:
    account = account_row(connection, account_id)
    rows = connection.execute(select(GRANTS).where(GRANTS.c.account_id == account_id))
    replay = _Replay(account, prices, {row.seq: row for row in rows})
    entries = select(ENTRIES).where(ENTRIES.c.account_id == account_id).order_by(ENTRIES.c.seq)
    for entry in connection.execute(entries):
        yield from replay.step(entry)
    yield from _ends(replay)
    holds = connection.execute(select(HOLDS).where(HOLDS.c.account_id == account_id)).all()
    yield from _holds(replay, holds)
    for invariant, detail in payment_breaches(connection, account):
        yield replay.breach(invariant, detail)


def _ends(replay: _Replay) -> Iterator[Breach]:
    """The sums that are kept beside the ledger against those that follow from it."""
    account = replay.account
    if account.posted != replay.posted:
        yield replay.breach("I1", f"the balance is {account.posted}, the sum of the ledger {replay.posted}")
    if (account.ledger_seq, account.last_hash) != (replay.seq, replay.last_hash):
        yield replay.breach("I8", "the ledger does not end where the account says")
    if account.posted - account.held + account.overdraft_limit < 0:
        yield replay.breach("I5", f"{account.posted} is posted and {account.held} held")
    for seq, row in replay.grants.items():
        left = replay.left.get(seq)
        if left is None or left.remaining != row.remaining:
            yield replay.breach("I12", f"grant {seq} has {row.remaining} left, by the ledger {left}")


def _holds(replay: _Replay, holds: Sequence[Row[Any]]) -> Iterator[Breach]:
    held = sum(row.amount for row in holds if row.state == "held")
    if held != replay.account.held:
        yield replay.breach("I7", f"{replay.account.held} is held, by the holds {held}")
    for row in holds:
        entry = replay.settled.pop(row.id, None)
        told = None if entry is None else (entry.seq, -entry.amount)
        expected = (row.seq, row.settled) if row.state == "settled" else None
        if told != expected:
            yield replay.breach("I7", f"{row.id} is {row.state} as {expected}, by the ledger {told}")
    for hold_id in replay.settled:
        yield replay.breach("I7", f"{hold_id} is settled and not known")
