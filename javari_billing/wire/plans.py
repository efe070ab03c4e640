"""The catalogue: plans, and the price list that usage is counted by."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field

from javari_billing.wire.values import Address, Amount, Currency, Identifier, Moment, Name, Sentence, Value

MAX_PLANS: Final = 100
MAX_PRICES: Final = 2000

PER_TOKENS: Final = 1_000_000
"""Prices are for so many tokens."""


class Plan(Value):
    """What can be subscribed to. Prices are in the smallest unit of the currency."""

    name: Name
    tier: Annotated[Identifier, Field(description="`free`, `starter`, `pro`, `enterprise`, or a later one")]
    credits_per_month_mcr: Amount
    price_monthly: Amount
    price_annual: Amount
    currency: Currency = "USD"
    features: Annotated[tuple[Sentence, ...], Field(max_length=50)] = ()
    is_popular: bool = False
    overdraft_limit_mcr: Amount = 0


class Price(Value):
    """What one model costs for one action, in micro-credits for each million of tokens."""

    version: Identifier
    model: Name
    action: Identifier = "chat"
    input_mcr: Amount
    output_mcr: Amount


class Catalogue(Value):
    """All plans on offer, and the price list in force."""

    version: Identifier
    valid_from: Moment
    plans: Annotated[tuple[Plan, ...], Field(max_length=MAX_PLANS)]
    price_version: Identifier | None = None
    prices: Annotated[tuple[Price, ...], Field(max_length=MAX_PRICES)] = ()


class CheckoutRequest(Value):
    """What is to be paid for: a plan, or credits."""

    plan: Name | None = None
    cycle: Literal["monthly", "annual"] = "monthly"
    credits_mcr: Amount | None = None


class PaymentPage(Value):
    """The address of a page where the user pays or looks after cards and invoices."""

    id: Identifier
    url: Address
    expires_at: Moment


class Received(Value):
    """A webhook was taken; there is nothing more to say to it."""

    received: bool = True


def amount_of(price: Price, *, input_tokens: int, output_tokens: int) -> int:
    """What some tokens cost, always rounded up, once for each event: at most one micro-credit too much."""
    exact = input_tokens * price.input_mcr + output_tokens * price.output_mcr
    return -(-exact // PER_TOKENS)
