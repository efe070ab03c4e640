"""What is ordered of a provider of payments, and what a provider says became of it when it is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SessionState = Literal["open", "paid", "ended"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a page is opened for. Prices are in the smallest unit of the currency."""

    id: str
    account_id: str
    kind: str
    """`credits`, `plan`, or `portal`: nothing is paid for there."""
    plan: str | None = None
    cycle: str | None = None
    credits: int = 0
    price: int = 0
    currency: str = "USD"
    customer: str | None = None
    """Who the provider knows the account as, when something was paid before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedPage:
    """A page at the provider."""

    session_id: str
    url: str
    expires_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionFacts:
    """A subscription as the provider has it now."""

    id: str
    page_id: str
    """The order it came from."""
    period_start: int
    period_end: int
    is_paid: bool
    """Whether the period it is in was paid for."""
    goes_on: bool
    """Whether another period follows."""
    is_failing: bool = False
    """Whether a payment was tried in vain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFacts:
    """A page for paying as the provider has it now."""

    session_id: str
    page_id: str
    state: SessionState
    price: int
    currency: str
    customer: str | None = None
    subscription: SubscriptionFacts | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReversalFacts:
    """What of a payment went back to who paid, in all: refunds, and disputes that are not won."""

    reversed: int
    paid: int
    session_id: str | None = None
    """The page on which it was paid, for what is paid once."""
    subscription_id: str | None = None
    """The subscription whose newest period it paid."""
