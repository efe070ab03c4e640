"""Who is told of changes, and what they are told. The envelope and its headers are those of Standard Webhooks."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field

from javari_billing.wire.values import Address, Amount, Balance, Identifier, Moment, Name, Seq, Value

EventName = Literal["balance.changed", "grant.created", "plan.changed"]
EVENTS: Final[tuple[EventName, ...]] = ("balance.changed", "grant.created", "plan.changed")
MAX_ENDPOINTS: Final = 10


class WebhookEndpointRequest(Value):
    """An address that is to be told. The same address again changes what it is told of."""

    url: Address
    events: Annotated[tuple[EventName, ...], Field(min_length=1, max_length=len(EVENTS))] = EVENTS


class WebhookEndpoint(Value):
    """An address that is told of an account's changes."""

    id: Identifier
    url: Address
    events: Annotated[tuple[Identifier, ...], Field(max_length=20)]
    created_at: Moment
    failing_since: Annotated[Moment | None, Field(description="Since when it took nothing")] = None
    disabled_at: Annotated[Moment | None, Field(description="Since when it is told nothing any more")] = None
    secret: Annotated[
        str | None, Field(max_length=100, description="For checking `v1`; told when it is made, and never again")
    ] = None


class WebhookEndpoints(Value):
    """All addresses of an account."""

    endpoints: Annotated[tuple[WebhookEndpoint, ...], Field(max_length=MAX_ENDPOINTS)]


class ChangedBalance(Value):
    """`data` of `balance.changed`: how it stands now; several changes may be told as one."""

    account: Identifier
    posted_mcr: Balance
    held_mcr: Amount
    available_mcr: Balance
    ledger_seq: Seq


class CreatedGrant(Value):
    """`data` of `grant.created`."""

    account: Identifier
    grant: Identifier
    kind: Identifier
    amount_mcr: Amount
    expires_at: Moment | None = None
    note: Name | None = None
    ledger_seq: Seq


class ChangedPlan(Value):
    """`data` of `plan.changed`."""

    account: Identifier
    plan: Name
    previous: Name
    cycle: Literal["monthly", "annual"] | None = None


class Message(Value):
    """What is sent. `webhook-id` is the same each time it is tried."""

    type: EventName
    timestamp: Moment
    data: ChangedBalance | CreatedGrant | ChangedPlan
