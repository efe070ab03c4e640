"""The ledger: credits are set aside before an answer is asked for, and taken once when it is there.

Every method is one transaction, or a part of the one that is open: message, ledger and outbox are on disk together or
not at all. `at` is the time; the clock's where none is given.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from javari_tui.domain.billing import EndpointBalance
from javari_tui.domain.credits import Credits
from javari_tui.domain.errors import NotFound
from javari_tui.domain.spending import (
    Balance,
    Caps,
    Charge,
    GrantSource,
    Hold,
    HoldState,
    HoldWish,
    Receipt,
    Room,
)
from javari_tui.domain.spending_errors import AccountDecides, HoldEnded
from javari_tui.storage.balance_reads import read_balance
from javari_tui.storage.database import Database
from javari_tui.storage.ledger_following import follow
from javari_tui.storage.ledger_grants import (
    BOUGHT_PRIORITY,
    NewGrant,
    bring_up_to_date,
    give,
    is_up_to_date,
    take_from_free,
)
from javari_tui.storage.ledger_holds import (
    find_hold,
    free_parts,
    insert_hold,
    open_holds,
    parts_of,
    write_end,
)
from javari_tui.storage.ledger_limits import affordable, room_for
from javari_tui.storage.ledger_reads import read_receipt
from javari_tui.storage.ledger_usage import write_usage
from javari_tui.storage.mirror_reads import is_account
from javari_tui.storage.sqlite_library import sqlite
from javari_tui.storage.stored_values import now
from javari_tui.storage.users import ledger_user_id

Estimating = Callable[[Hold], Charge | None]
"""What an answer whose process died came to, by what is on disk of it; None: nothing."""


class LedgerStore:
    """Writes the ledger of the account that is signed in, else that of this machine's local profile."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def balance(self, *, at: datetime | None = None) -> Balance:
        """What is there now, with what is due done first."""
        time, user = at or now(), ledger_user_id(self._database)
        with self._database.reading() as session:
            plain = self._database.plain(session)
            if is_up_to_date(plain, user, time):
                return read_balance(plain, user)
        with self._database.writing() as session:
            plain = self._database.plain(session)
            bring_up_to_date(plain, user, time)
            return read_balance(plain, user)

    def hold(self, wish: HoldWish, caps: Caps | None = None, *, at: datetime | None = None) -> Hold:
        """Set credits aside: as much of the wish as is affordable. SpendingRefused when that is not enough."""
        time = at or now()
        with self._database.writing() as session:
            # Inside, as a transaction of its own would cost a fifth of all.
            plain, user = self._database.plain(session), ledger_user_id(self._database)
            bring_up_to_date(plain, user, time)
            amount = affordable(plain, user, wish, caps or Caps(), time)
            hold = Hold(
                id=0,
                uid=uuid.uuid4().hex,
                amount=amount,
                state=HoldState.OPEN,
                price_version=wish.price_version,
                model=wish.model,
                chat_id=wish.chat_id,
                question_id=wish.question_id,
                message_id=wish.message_id,
                created_at=time,
            )
            parts = take_from_free(plain, user, amount.micro)
            number = insert_hold(plain, user, hold, parts, self._database.writers.token())
            return replace(hold, id=number)

    def room(self, wish: HoldWish, caps: Caps | None = None, *, at: datetime | None = None) -> Room:
        """What there would be room for: to warn near a cap, and to tell before a send what it would meet."""
        time = at or now()
        self.balance(at=time)  # what is due is done, and mostly nothing is
        with self._database.reading() as session:
            plain, user = self._database.plain(session), ledger_user_id(self._database)
            return room_for(plain, user, wish, caps or Caps(), time)

    def settle(self, hold_id: int, charge: Charge, *, at: datetime | None = None) -> Receipt:
        """Take what an answer came to, once: the same again gives the same receipt and changes nothing.

        What is less than the hold is given back. What is more is taken from what is free; the rest of it is written
        down and nobody pays it, so that the balance is never below zero. HoldEnded when the hold was ended otherwise.
        """
        time = at or now()
        with self._database.writing() as session:
            plain = self._database.plain(session)
            hold, user = find_hold(plain, hold_id)
            if hold.state is not HoldState.OPEN:
                return self._written_before(plain, hold, charge)
            write_end(plain, hold_id, HoldState.SETTLED, time)
            parts = parts_of(plain, hold_id)
            taken = _shares(parts, charge.cost.micro)
            missing = charge.cost.micro - sum(taken.values())
            if missing:
                bring_up_to_date(plain, user, time)
                taken = _joined(taken, take_from_free(plain, user, missing))
            free_parts(plain, parts)
            write_usage(plain, user, hold, charge, taken=taken, at=time)
            return read_receipt(plain, hold.uid)

    def release(self, hold_id: int, *, at: datetime | None = None) -> bool:
        """Give credits back that were set aside; False when the hold had ended before."""
        return self._give_back(hold_id, HoldState.RELEASED, at or now())

    def end_abandoned(self, estimate: Estimating, *, at: datetime | None = None) -> tuple[Receipt, ...]:
        """End the holds of processes that died: what had come of their answers is charged as an estimate, once."""
        time = at or now()
        with self._database.reading() as session:
            found = open_holds(self._database.plain(session))
        # Looked at only now: whoever began later has no hold among those.
        living = self._database.writers.living() if found else frozenset()
        receipts = []
        for hold, writer in found:
            if writer not in living:
                receipts.append(self._end_abandoned(hold, estimate, time))
        return tuple(receipt for receipt in receipts if receipt is not None)

    def grant(
        self,
        uid: str,
        amount: Credits,
        source: GrantSource,
        *,
        expires_at: datetime | None = None,
        priority: int = BOUGHT_PRIORITY,
        at: datetime | None = None,
    ) -> bool:
        """Give credits; False when these, by their name, were given before. A refund is a grant too.

        AccountDecides while an account is signed in: its endpoint gives.
        """
        if amount.micro <= 0:
            raise ValueError("a grant gives something")
        time = at or now()
        new = NewGrant(uid=uid, source=source, amount=amount.micro, expires_at=expires_at, priority=priority)
        with self._database.writing() as session:
            plain, user = self._database.plain(session), ledger_user_id(self._database)
            if is_account(plain, user):
                raise AccountDecides
            bring_up_to_date(plain, user, time)
            return give(plain, user, new, time)

    def follow(self, balance: EndpointBalance, *, at: datetime | None = None) -> Credits:
        """Bring the account's ledger to what its endpoint says, less what it does not know of yet; the difference.

        The same figures twice are written once. Nothing is done for another account than the one signed in.
        """
        with self._database.writing() as session:
            plain, user = self._database.plain(session), ledger_user_id(self._database)
            return Credits(follow(plain, user, balance, at or now()))

    def _end_abandoned(self, hold: Hold, estimate: Estimating, time: datetime) -> Receipt | None:
        with self._database.writing() as session:
            plain = self._database.plain(session)
            # Another window may have ended it meanwhile.
            if find_hold(plain, hold.id)[0].state is not HoldState.OPEN:
                return None
            charge = estimate(hold)
            if charge is None:
                self._give_back(hold.id, HoldState.EXPIRED, time)
                return None
            return self.settle(hold.id, replace(charge, is_estimated=True), at=time)

    def _give_back(self, hold_id: int, state: HoldState, time: datetime) -> bool:
        with self._database.writing() as session:
            plain = self._database.plain(session)
            if find_hold(plain, hold_id)[0].state is not HoldState.OPEN:
                return False
            write_end(plain, hold_id, state, time)
            free_parts(plain, parts_of(plain, hold_id))
            return True

    def _written_before(self, plain: sqlite.Connection, hold: Hold, charge: Charge) -> Receipt:
        """The receipt of a hold that was settled by the very same."""
        try:
            receipt = read_receipt(plain, hold.uid)
        except NotFound as error:
            raise HoldEnded(detail=f"hold {hold.id} is {hold.state}") from error
        written = Charge(
            cost=receipt.cost,
            action=receipt.action,
            usage=receipt.usage,
            is_estimated=receipt.is_estimated,
            is_priced=receipt.is_priced,
        )
        if written != charge:
            raise HoldEnded(detail=f"hold {hold.id} was settled otherwise")
        return receipt


def _shares(parts: dict[int, int], amount: int) -> dict[int, int]:
    """How much of each part an amount takes, in their order."""
    taken: dict[int, int] = {}
    for grant, part in parts.items():
        share = min(part, amount)
        if share:
            taken[grant] = share
        amount -= share
    return taken


def _joined(one: dict[int, int], other: dict[int, int]) -> dict[int, int]:
    """Two amounts of each grant together."""
    return {grant: one.get(grant, 0) + other.get(grant, 0) for grant in {**one, **other}}
