"""What the server wants of whoever takes the money."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from javari_billing.engine.payment_facts import OpenedPage, Order, ReversalFacts, SessionFacts, SubscriptionFacts


@dataclass(frozen=True, slots=True)
class PaymentEvent:
    """What a genuine webhook is about. What became of it is asked for anew: webhooks come late, twice, in any order."""

    kind: Literal["session", "subscription", "reversal", "other"]
    subject: str = ""
    """The provider's name for it."""


class NotGenuine(Exception):
    """A webhook that does not come from the provider, or not now."""


class ProviderFailed(Exception):
    """The provider did not answer, or not as it should; the same may succeed later."""


class Payments(Protocol):
    """A provider of payments. Everything may be called several times, and at once."""

    @property
    def name(self) -> str:
        """What its pages and subscriptions are kept under."""

    def open_checkout(self, order: Order) -> OpenedPage:
        """Open the page on which an order is paid; the same order again is the same page."""

    def open_portal(self, order: Order) -> OpenedPage:
        """Open the page for cards and invoices of a customer."""

    def read_event(self, body: bytes, headers: Mapping[str, str]) -> PaymentEvent:
        """What a webhook is about, or `NotGenuine`."""

    def session(self, session_id: str) -> SessionFacts:
        """What became of a page."""

    def subscription(self, subject: str) -> SubscriptionFacts | None:
        """How a subscription stands, by its own name or that of an invoice of it."""

    def reversal(self, subject: str) -> ReversalFacts:
        """What went back of a payment."""

    def end_subscription(self, name: str) -> None:
        """Let a subscription be paid no longer; also when it has ended already."""
