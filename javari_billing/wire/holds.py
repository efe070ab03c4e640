"""Holds: credits set aside before a request is sent to a model. A hold ends exactly once."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field

from javari_billing.wire.usage import UsageEvent
from javari_billing.wire.values import MAX_AMOUNT, Amount, Identifier, Moment, Seq, Value

MAX_TTL_SECONDS: Final = 3600

HoldState = Literal["held", "settled", "released", "expired"]


class HoldRequest(Value):
    """How much to set aside at most, and for how long."""

    amount_max_mcr: Annotated[int, Field(ge=1, le=MAX_AMOUNT)]
    ttl_s: Annotated[int, Field(ge=1, le=MAX_TTL_SECONDS)] = 900


class Hold(Value):
    """Credits set aside, or how that ended."""

    id: Identifier
    state: HoldState
    amount_max_mcr: Amount
    settled_mcr: Amount | None = None
    seq: Annotated[Seq | None, Field(description="Where in the ledger it was settled")] = None
    created_at: Moment
    expires_at: Moment
    ended_at: Moment | None = None


class SettleRequest(Value):
    """The usage event that settles the hold; `data.hold` may be left out, or names this hold."""

    event: UsageEvent
