"""One account, opened for one transaction: what changes is gathered here and written once, at its end."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, func, insert, literal_column, select, update

from javari_billing.engine.plan_months import month_now
from javari_billing.engine.refusals import refuse
from javari_billing.engine.tables import ACCOUNTS, ENTRIES, GRANTS, HOLDS
from javari_billing.engine.trips import Question, Statement, Values, Write, ask, tell
from javari_billing.wire.ledger import chain_hash
from javari_billing.wire.values import MAX_AMOUNT, moment_of, rfc3339

COUNTERPARTS = {
    **{"grant": "issued", "plan": "issued", "purchase": "issued", "reversal": "issued"},
    **{"refund": "spent", "usage": "spent", "expiry": "expired"},
}
"""Which book the same amount is taken from, so that all books together always hold nothing."""

_NO_EVENT: dict[str, Any] = dict.fromkeys(
    (
        *("grant_seq", "source", "event_id", "event_time", "event_hash", "price_version", "model", "action"),
        *("hold_id", "note", "content"),
    )
)

_ONE: BindParameter[Any] = bindparam("one")
_ACCOUNT = Statement(select(ACCOUNTS).where(ACCOUNTS.c.id == _ONE).with_for_update())
_CHANGED_ACCOUNT = Statement(
    update(ACCOUNTS).where(ACCOUNTS.c.id == _ONE),
    *("posted", "held", "ledger_seq", "last_hash", "version", "next_due", "renews_at"),
)
_NEW_ENTRY, _NEW_GRANT = Statement(insert(ENTRIES), rows_of=ENTRIES), Statement(insert(GRANTS))
_CHANGED_GRANT = Statement(
    update(GRANTS).where(GRANTS.c.account_id == _ONE, GRANTS.c.seq == bindparam("which")), "remaining"
)
_GRANTS_LEFT = Statement(
    select(GRANTS.c.seq, GRANTS.c.remaining, GRANTS.c.priority, GRANTS.c.expires_at).where(
        GRANTS.c.account_id == _ONE, GRANTS.c.remaining > literal_column("0")
    )
)


@dataclass(slots=True)
class GrantLeft:
    """A grant with something left."""

    seq: int
    remaining: int
    priority: int
    expires_at: int | None

    @property
    def turn(self) -> tuple[int, int, int]:
        """When it is used up: by priority, then by what expires first, then by age."""
        return (self.priority, MAX_AMOUNT if self.expires_at is None else self.expires_at, self.seq)


class Book:
    """An account with nobody else at it. Whoever changes something calls `write` when all is done.

    What is due was done, and written whole, when it is opened: who then finds nothing to do may simply go. Nothing else
    is written before `write`. The answers to `questions` are as true as the account itself: they come with it, behind
    its lock.
    """

    def __init__(
        self, connection: Connection, account_id: str, now: int, *questions: Question, spends: bool = False
    ) -> None:
        mine = {"one": account_id}
        wanted = (*questions, (_GRANTS_LEFT, mine)) if spends else questions
        found, *self.answers = ask(connection, (_ACCOUNT, mine), *wanted)
        if not found:
            raise refuse("not-found", "There is no such account.")
        row = found[0]
        self.connection, self.account_id, self.now = connection, account_id, now
        self.plan: str = row.plan
        self.is_closed: bool = row.is_closed
        self.posted: int = row.posted
        self.held: int = row.held
        self.overdraft_limit: int = row.overdraft_limit
        self.seq: int = row.ledger_seq
        self.last_hash: str = row.last_hash
        self.next_due: int | None = row.next_due
        self.plan_since: int | None = row.plan_since
        self.renews_at: int | None = row.renews_at
        self.plan_ends_at: int | None = row.plan_ends_at
        self._entries: list[dict[str, Any]] = []
        self._left: list[GrantLeft] | None = _in_turn(self.answers.pop()) if spends else None
        self._more: list[Write] = []
        self._touched: dict[int, GrantLeft] = {}
        self._version: int = row.version
        self._opened_at: int = row.created_at
        self.is_changed = False
        if self.next_due is not None and self.next_due <= now:
            self._do_what_is_due()
            self.write()
            self.answers = ask(connection, *questions) if questions else []

    @property
    def available(self) -> int:
        """What was posted and is not held."""
        return self.posted - self.held

    def can_spend(self, amount: int) -> bool:
        """Whether so much may be used or held."""
        return self.available + self.overdraft_limit >= amount

    def hold(self, amount: int, until: int) -> None:
        """Set credits aside."""
        self.held += amount
        self._due_at(until)
        self.is_changed = True

    def let_go(self, amount: int) -> None:
        """Set aside no longer."""
        self.held -= amount
        self.is_changed = True

    def give(self, amount: int, *, kind: str = "grant", **fields: Any) -> int:  # noqa: ANN401 - columns of a grant
        """Add credits; what was overdrawn is paid back from them first. The number of the entry."""
        if not 0 < amount <= MAX_AMOUNT - max(self.posted, 0):
            raise refuse("limit-exceeded")
        owed = max(0, -self.posted)
        seq = self.enter(kind, amount, grant_seq=self.seq + 1, note=fields.get("note"))
        remaining = amount - min(amount, owed)
        row = {"account_id": self.account_id, "seq": seq, "kind": kind, "amount": amount, "remaining": remaining}
        defaults = {"priority": 0, "expires_at": None, "note": None, "reference": None}
        left = self._grants()
        self.also(_NEW_GRANT, row | defaults | fields | {"created_at": self.now})
        if remaining:
            left.append(GrantLeft(seq, remaining, fields.get("priority", 0), fields.get("expires_at")))
            left.sort(key=lambda grant: grant.turn)
        if fields.get("expires_at") is not None:
            self._due_at(fields["expires_at"])
        return seq

    def spend(self, amount: int, **fields: Any) -> int:  # noqa: ANN401 - columns of an entry
        """Use credits up, grant by grant in their turn, and then what may be overdrawn. The number of the entry."""
        rest = amount
        while rest and self._grants():
            grant = self._grants()[0]
            taken = min(rest, grant.remaining)
            self._take(grant, taken)
            rest -= taken
        return self.enter("usage", -amount, **fields)

    def take_back(self, amount: int, *, first: int | None = None, others: bool = True, note: str | None = None) -> int:
        """Take credits back, an entry for each grant: of the grant `first`, then of the `others` in their turn.

        Never what is held, and never below nothing. How much it was.
        """
        rest = wanted = min(amount, max(0, self.available))
        mine = [grant for grant in self._grants() if others or grant.seq == first]
        for grant in sorted(mine, key=lambda grant: grant.seq != first):
            gone = min(rest, grant.remaining)
            if gone:
                self._take(grant, gone)
                self.enter("reversal", -gone, grant_seq=grant.seq, note=note)
                rest -= gone
        return wanted - rest

    def enter(self, kind: str, amount: int, **fields: Any) -> int:  # noqa: ANN401 - as above
        """Put an entry behind the others; its number."""
        self.seq += 1
        self.posted += amount
        entry = _NO_EVENT | fields | {"account_id": self.account_id, "seq": self.seq, "kind": kind, "amount": amount}
        entry |= {"counterpart": COUNTERPARTS[kind], "posted": self.posted, "at": self.now}
        entry["hash"] = self.last_hash = entry_hash(self.last_hash, entry)
        self._entries.append(entry)
        self.is_changed = True
        return self.seq

    def also(self, statement: Statement, row: Values) -> None:
        """Write this row too."""
        self._more.append((statement, [row]))
        self.is_changed = True

    def write(self) -> None:
        """Write what was gathered."""
        if not self.is_changed:
            return
        writes = list(self._more)
        if self._entries:
            writes.append((_NEW_ENTRY, self._entries))
        if self._touched:
            writes.append((_CHANGED_GRANT, self._changed_grants()))
        values = {"posted": self.posted, "held": self.held, "ledger_seq": self.seq, "last_hash": self.last_hash}
        values |= {"version": self._version + 1, "next_due": self.next_due, "renews_at": self.renews_at}
        tell(self.connection, *writes, (_CHANGED_ACCOUNT, [values | {"one": self.account_id}]))
        self._entries, self._more, self._touched = [], [], {}
        self._version += 1
        self.is_changed = False

    def _changed_grants(self) -> list[Values]:
        touched = self._touched.values()
        return [{"one": self.account_id, "which": grant.seq, "remaining": grant.remaining} for grant in touched]

    def _grants(self) -> list[GrantLeft]:
        """Those with something left, in their turn."""
        if self._left is None:
            (rows,) = ask(self.connection, (_GRANTS_LEFT, {"one": self.account_id}))
            self._left = _in_turn(rows)
        return self._left

    def _take(self, grant: GrantLeft, amount: int) -> None:
        grant.remaining -= amount
        self._touched[grant.seq] = grant
        if not grant.remaining:
            self._grants().remove(grant)

    def _due_at(self, moment: int) -> None:
        self.next_due = moment if self.next_due is None else min(self.next_due, moment)

    def _do_what_is_due(self) -> None:
        """End the holds whose time is over, then the grants. What is still held outlives its grant until that ends."""
        open_here = (HOLDS.c.account_id == self.account_id) & (HOLDS.c.state == "held")
        over = open_here & (HOLDS.c.expires_at <= self.now)
        freed = self.connection.execute(select(func.sum(HOLDS.c.amount)).where(over)).scalar_one_or_none()
        if freed:
            self.connection.execute(update(HOLDS).where(over).values(state="expired", ended_at=self.now))
            self.held -= int(freed)
        for grant in list(self._grants()):
            gone = min(grant.remaining, max(0, self.available))
            if grant.expires_at is not None and grant.expires_at <= self.now and gone:
                self._take(grant, gone)
                self.enter("expiry", -gone, grant_seq=grant.seq)
        self._renew()
        ends = [grant.expires_at for grant in self._grants() if grant.expires_at is not None]
        first = self.connection.execute(select(func.min(HOLDS.c.expires_at)).where(open_here)).scalar_one_or_none()
        renewal = self.renews_at if self._goes_on else None
        others = [int(moment) for moment in (first, renewal) if moment is not None]
        self.next_due = min([*ends, *others], default=None)
        self.is_changed = True

    @property
    def _goes_on(self) -> bool:
        """Whether the plan has another month: not when it ends before that begins."""
        ends = self.plan_ends_at
        return ends is None or self.renews_at is None or self.renews_at < ends

    def _renew(self) -> None:
        """Give the credits of the month that has begun; for months in which nobody came there is nothing to give."""
        if self.renews_at is None or self.plan_since is None or self.renews_at > self.now:
            return
        if self.is_closed or not self._goes_on:
            return
        moments = {"opened_at": self._opened_at, "since": self.plan_since, "now": self.now}
        month = month_now(self.connection, self.account_id, self.plan, **moments)
        self.renews_at = month.ends_at
        amount = min(month.credits, MAX_AMOUNT - max(self.posted, 0))
        if amount:
            self.give(amount, kind="plan", expires_at=month.ends_at, note=self.plan, reference=month.reference)


def _in_turn(rows: list[Any]) -> list[GrantLeft]:
    return sorted((GrantLeft(*row) for row in rows), key=lambda grant: grant.turn)


def entry_hash(previous: str, entry: dict[str, Any]) -> str:
    """The hash of a row of the ledger, which is that of the same entry on the wire."""
    grant, event_time = entry["grant_seq"], entry["event_time"]
    return chain_hash(
        *(previous, entry["seq"], entry["kind"], entry["amount"], entry["counterpart"], entry["posted"]),
        *(_written(entry["at"]), None if grant is None else grant_id(grant), entry["source"]),
        *(entry["event_id"], None if event_time is None else _written(event_time), entry["event_hash"]),
        *(entry["price_version"], entry["model"], entry["action"], entry["hold_id"], entry["note"]),
    )


@lru_cache(maxsize=64)
def _written(stamp: int) -> str:
    """A moment as it goes into a hash; all entries of one request have the same."""
    return rfc3339(moment_of(stamp))


def grant_id(seq: int) -> str:
    """How a grant is called outside."""
    return f"grant_{seq}"
