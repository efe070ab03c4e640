"""What is left, and where it came from."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field

from javari_billing.wire.values import Amount, Balance, Count, Identifier, Moment, Name, Seq, Value

MAX_GRANTS: Final = 1000


class Grant(Value):
    """Credits that were given: bought, or part of a plan."""

    id: Identifier
    kind: Identifier
    amount_mcr: Amount
    remaining_mcr: Amount
    priority: Annotated[Count, Field(description="Lower ones are used up first, then those that expire sooner")]
    created_at: Moment
    expires_at: Moment | None = None
    note: Name | None = None


class AccountBalance(Value):
    """What an account has. `available = posted − held`, and may go down to `−overdraft_limit`."""

    account: Identifier
    plan: Name
    posted_mcr: Balance
    held_mcr: Amount
    available_mcr: Balance
    overdraft_limit_mcr: Annotated[Amount, Field(description="What may be used beyond it, offline for example")]
    grants: Annotated[tuple[Grant, ...], Field(max_length=MAX_GRANTS, description="In the order they are used up")]
    is_closed: bool = False
    as_of: Moment
    ledger_seq: Seq
    renews_at: Annotated[Moment | None, Field(description="When the plan gives its credits again")] = None
    cycle: Annotated[Literal["monthly", "annual"] | None, Field(description="How often the plan is paid for")] = None
    grace_until: Annotated[
        Moment | None, Field(description="Until when a plan that is unpaid or was cancelled goes on")
    ] = None
