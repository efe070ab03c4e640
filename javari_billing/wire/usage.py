"""Usage: batches of events in the shape of CloudEvents, answered by one verdict for each event."""

from __future__ import annotations

import hashlib
from typing import Annotated, Final, Literal

from pydantic import Field

from javari_billing.wire.problems import Problem
from javari_billing.wire.values import Amount, Count, Digest, Identifier, Moment, Name, Seq, Value

MAX_EVENTS: Final = 500
MAX_BYTES: Final = 1 << 20


class UsageData(Value):
    """What was used, and what it costs by the price list that was in force then."""

    amount_mcr: Amount
    price_version: Identifier
    model: Name | None = None
    action: Annotated[Identifier, Field(description="`chat`, `code_generation`, `file_analysis`, or a later one")] = (
        "chat"
    )
    input_tokens: Annotated[Count, Field(alias="in")] = 0
    output_tokens: Annotated[Count, Field(alias="out")] = 0
    hold: Annotated[Identifier | None, Field(description="The hold that this event settles")] = None
    estimated: Annotated[bool, Field(description="The provider told no usage, so the client counted")] = False


class UsageEvent(Value):
    """One use. `source` and `id` together name it for ever."""

    specversion: Literal["1.0"] = "1.0"
    id: Identifier
    source: Identifier
    type: Annotated[Identifier, Field(description="Types that are not known are booked like any other")]
    time: Moment
    subject: Identifier
    data: UsageData

    def content(self) -> bytes:
        """What of it must not change when it is sent again, always written the same way."""
        return self.model_dump_json(by_alias=True).encode()

    def content_hash(self) -> str:
        """SHA-256 of its content."""
        return hash_of(self.content())


def hash_of(content: bytes) -> str:
    """SHA-256 of the content of an event."""
    return hashlib.sha256(content).hexdigest()


class UsageBatch(Value):
    """What is sent at once."""

    events: Annotated[tuple[UsageEvent, ...], Field(min_length=1, max_length=MAX_EVENTS)]


class Verdict(Value):
    """What became of one event.

    `accepted` and `duplicate` mean that it is in the ledger, at `seq`; `conflict` that something else is there under
    its id; `rejected` that it is not in the ledger, for the reason in `problem`.
    """

    id: Identifier
    source: Identifier
    status: Literal["accepted", "duplicate", "conflict", "rejected"]
    seq: Seq | None = None
    stored_hash: Digest | None = None
    problem: Problem | None = None


class UsageVerdicts(Value):
    """One verdict for each event, in the order they were sent."""

    ledger_seq: Seq
    results: Annotated[tuple[Verdict, ...], Field(max_length=MAX_EVENTS)]
