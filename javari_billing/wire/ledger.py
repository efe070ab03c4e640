"""The ledger as pages of entries, each chained to the one before by its hash, so that any reader can check it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Annotated, Final

from pydantic import Field

from javari_billing.wire.values import Balance, Digest, Identifier, Moment, Name, Seq, Value, rfc3339

MAX_PAGE: Final = 500

GENESIS: Final = "0" * 64
"""What stands before the first entry."""


class LedgerEntry(Value):
    """One change of the balance. Nothing is ever changed or taken away: a correction is another entry."""

    seq: Seq
    kind: Annotated[
        Identifier, Field(description="`grant`, `plan`, `purchase`, `usage`, `expiry`, `reversal`, or a later one")
    ]
    amount_mcr: Annotated[Balance, Field(description="What was added, or below zero taken")]
    counterpart: Annotated[Identifier, Field(description="The book that the same amount was taken from")]
    posted_mcr: Annotated[Balance, Field(description="The balance after it")]
    at: Moment
    grant: Annotated[Identifier | None, Field(description="The grant it made or ended")] = None
    source: Identifier | None = None
    event_id: Identifier | None = None
    event_time: Moment | None = None
    event_hash: Digest | None = None
    price_version: Identifier | None = None
    model: Name | None = None
    action: Identifier | None = None
    hold: Identifier | None = None
    note: Name | None = None
    hash: Digest

    def chained_to(self, previous: str) -> str:
        """The hash that it must have after an entry with the hash `previous`."""
        event_time = None if self.event_time is None else rfc3339(self.event_time)
        return chain_hash(
            previous,
            *(self.seq, self.kind, self.amount_mcr, self.counterpart, self.posted_mcr, rfc3339(self.at), self.grant),
            *(self.source, self.event_id, event_time, self.event_hash, self.price_version, self.model, self.action),
            *(self.hold, self.note),
        )


class LedgerPage(Value):
    """Entries in a row. A full page never changes any more."""

    account: Identifier
    prev_hash: Annotated[Digest, Field(description="The hash of the entry before the first one here")]
    entries: Annotated[tuple[LedgerEntry, ...], Field(max_length=MAX_PAGE)]
    has_more: bool


def chain_hash(previous: str, *fields: str | int | None) -> str:
    """SHA-256 over a JSON array, without spaces and in ASCII: the previous hash, then the fields of `LedgerEntry`.

    The fields stand in the order in which the class names them, without `hash`; what an entry has not is null.
    """
    return hashlib.sha256(json.dumps([previous, *fields], separators=(",", ":")).encode()).hexdigest()


def first_broken(entries: Iterable[LedgerEntry], previous: str = GENESIS, after: int = 0) -> int | None:
    """The number of the first entry that does not follow from the one before it, if there is one."""
    for number, entry in enumerate(entries, start=after + 1):
        if entry.seq != number or entry.hash != entry.chained_to(previous):
            return number
        previous = entry.hash
    return None
