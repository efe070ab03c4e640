"""Payments by Stripe: pages of its own for paying and for cards and invoices, webhooks, and its API to ask again.

The restricted key is used for requests and goes nowhere else. Amounts are whole cents on both sides.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import stripe

from javari_billing.engine.payment_facts import OpenedPage, Order, ReversalFacts, SessionFacts, SubscriptionFacts
from javari_billing.payments.provider import NotGenuine, PaymentEvent, ProviderFailed
from javari_billing.wire.values import MICRO

if TYPE_CHECKING:
    from stripe.params.checkout import SessionCreateParams

WINDOW: Final = 300
"""How many seconds a webhook's clock may differ from ours, to either side."""

_SESSION_EVENTS = {
    *("checkout.session.completed", "checkout.session.async_payment_succeeded"),
    *("checkout.session.async_payment_failed", "checkout.session.expired"),
}
_SUBSCRIPTION_EVENTS = {
    *("invoice.paid", "invoice.payment_failed"),
    *("customer.subscription.updated", "customer.subscription.deleted"),
}
_CHARGE_EVENTS = {"charge.dispute.created", "charge.dispute.closed", "refund.failed"}
"""About something that names its charge."""
_HARMLESS = {"won", "prevented", "warning_needs_response", "warning_under_review", "warning_closed"}
"""Disputes by which no money went back."""
_PORTAL_SECONDS = 300


@dataclass(frozen=True, slots=True)
class StripeKeys:
    """What a server needs to know of its Stripe account. Never printed."""

    api_key: str = field(repr=False)
    webhook_secrets: tuple[str, ...] = field(repr=False)
    """Several while one is replaced by the next."""
    api_base: str = "https://api.stripe.com"


class StripePayments:
    """Stripe as a provider."""

    name = "stripe"

    def __init__(self, keys: StripeKeys, public_address: str) -> None:
        self._secrets, self._public = keys.webhook_secrets, public_address.rstrip("/")
        line = stripe.RequestsClient(timeout=(5, 20))
        self._client = stripe.StripeClient(
            keys.api_key, base_addresses={"api": keys.api_base}, max_network_retries=2, http_client=line
        )

    def open_checkout(self, order: Order) -> OpenedPage:
        """A page of Checkout."""
        told = self._client.v1.checkout.sessions
        try:
            made = told.create(self._checkout(order), {"idempotency_key": f"javari-{order.id}"})
        except stripe.StripeError as error:
            raise _failed(error) from error
        if made.url is None:
            raise ProviderFailed("Stripe gave no address for the page.")
        return OpenedPage(session_id=made.id, url=made.url, expires_at=made.expires_at * 1000)

    def open_portal(self, order: Order) -> OpenedPage:
        """A page of the billing portal."""
        portal = self._client.v1.billing_portal.sessions
        address = f"{self._public}/paid?page={order.id}"
        try:
            made = portal.create(
                {"customer": order.customer or "", "return_url": address},
                {"idempotency_key": f"javari-{order.id}"},
            )
        except stripe.StripeError as error:
            raise _failed(error) from error
        return OpenedPage(session_id=made.id, url=made.url, expires_at=(made.created + _PORTAL_SECONDS) * 1000)

    def read_event(self, body: bytes, headers: Mapping[str, str]) -> PaymentEvent:
        """Only its names of things are taken from a webhook, and only from one that Stripe signed just now."""
        event = self._signed(body, headers.get("stripe-signature", ""))
        about: Any = event.data.object
        if event.type in _SESSION_EVENTS:
            return PaymentEvent("session", str(about["id"]))
        if event.type in _SUBSCRIPTION_EVENTS:
            return PaymentEvent("subscription", str(about["id"]))
        if event.type == "charge.refunded":
            return PaymentEvent("reversal", str(about["id"]))
        if event.type in _CHARGE_EVENTS and about["charge"] is not None:
            return PaymentEvent("reversal", _name(about["charge"]))
        return PaymentEvent("other")

    def session(self, session_id: str) -> SessionFacts:
        """Ask for a page of Checkout."""
        parts = ["subscription", "subscription.latest_invoice"]
        try:
            found = self._client.v1.checkout.sessions.retrieve(session_id, {"expand": parts})
        except stripe.StripeError as error:
            raise _failed(error) from error
        paid_for = found.subscription
        subscription = _subscription(paid_for) if isinstance(paid_for, stripe.Subscription) else None
        by_credit = found.payment_status == "no_payment_required" and subscription is not None
        is_paid = found.payment_status == "paid" or (by_credit and subscription is not None and subscription.is_paid)
        return SessionFacts(
            session_id=found.id,
            page_id=found.client_reference_id or "",
            state="paid" if is_paid else "ended" if found.status == "expired" else "open",
            price=found.amount_total or 0,
            currency=(found.currency or "").upper(),
            customer=_name(found.customer) or None,
            subscription=subscription,
        )

    def subscription(self, subject: str) -> SubscriptionFacts | None:
        """Ask for a subscription."""
        try:
            name = subject
            if subject.startswith("in_"):
                name = _of_invoice(self._client.v1.invoices.retrieve(subject))
            if not name:
                return None
            return _subscription(self._client.v1.subscriptions.retrieve(name, {"expand": ["latest_invoice"]}))
        except stripe.StripeError as error:
            raise _failed(error) from error

    def reversal(self, subject: str) -> ReversalFacts:
        """Ask for a charge, its disputes, and what it paid for."""
        api = self._client.v1
        try:
            charge = api.charges.retrieve(subject)
            back = charge.amount_refunded
            if charge.disputed:
                disputes = api.disputes.list({"charge": charge.id, "limit": 100}).data
                back = charge.amount if any(one.status not in _HARMLESS for one in disputes) else back
            intent = _name(charge.payment_intent)
            if not intent:
                return ReversalFacts(reversed=back, paid=charge.amount)
            pages = api.checkout.sessions.list({"payment_intent": intent, "limit": 1}).data
            if pages:
                return ReversalFacts(reversed=back, paid=charge.amount, session_id=pages[0].id)
            newest = self._newest_paid_by(intent)
            return ReversalFacts(reversed=back, paid=charge.amount, subscription_id=newest)
        except stripe.StripeError as error:
            raise _failed(error) from error

    def end_subscription(self, name: str) -> None:
        """Cancel it at once, without anything being paid back."""
        try:
            self._client.v1.subscriptions.cancel(name)
        except stripe.InvalidRequestError as error:
            if error.code != "resource_missing":
                raise _failed(error) from error
        except stripe.StripeError as error:
            raise _failed(error) from error

    def _checkout(self, order: Order) -> SessionCreateParams:
        address = f"{self._public}/paid?page={order.id}"
        known: SessionCreateParams = {"customer": order.customer} if order.customer else {}
        if order.kind == "credits":
            known = known or {"customer_creation": "always"}
            name, mode = f"{order.credits // MICRO} credits", "payment"
        else:
            known["subscription_data"] = {"metadata": {"javari_page": order.id}}
            name, mode = f"Plan {order.plan}", "subscription"
        every = {"recurring": {"interval": "year" if order.cycle == "annual" else "month"}}
        price: Any = {"currency": order.currency.lower(), "unit_amount": order.price, "product_data": {"name": name}}
        return {
            "mode": mode,
            "client_reference_id": order.id,
            "metadata": {"javari_page": order.id},
            "line_items": [{"quantity": 1, "price_data": price | (every if mode == "subscription" else {})}],
            "success_url": address,
            "cancel_url": address,
            **known,
        }

    def _signed(self, body: bytes, header: str) -> stripe.Event:
        for secret in self._secrets:
            try:
                event = self._client.construct_event(body, header, secret, WINDOW)
            except (ValueError, TypeError, RecursionError, stripe.SignatureVerificationError):
                continue
            # The SDK looks only at the past: a webhook that was signed for later could be kept for later.
            if _signed_at(header) <= time.time() + WINDOW:
                return event
        raise NotGenuine

    def _newest_paid_by(self, intent: str) -> str | None:
        """The subscription whose newest invoice was paid by this, if there is one."""
        paid = self._client.v1.invoice_payments.list(
            {"payment": {"type": "payment_intent", "payment_intent": intent}, "limit": 1}
        ).data
        if not paid:
            return None
        invoice = _name(paid[0].invoice)
        name = _of_invoice(self._client.v1.invoices.retrieve(invoice))
        if not name:
            return None
        return name if _name(self._client.v1.subscriptions.retrieve(name).latest_invoice) == invoice else None


def _subscription(found: stripe.Subscription) -> SubscriptionFacts:
    item: Any = found["items"].data[0]
    newest = found.latest_invoice
    is_live = found.status in {"active", "trialing", "past_due"}
    return SubscriptionFacts(
        id=found.id,
        page_id=_metadata(found).get("javari_page", ""),
        period_start=item.current_period_start * 1000,
        period_end=item.current_period_end * 1000,
        is_paid=isinstance(newest, stripe.Invoice) and newest.status == "paid",
        goes_on=is_live and not found.cancel_at_period_end and found.cancel_at is None,
        is_failing=found.status not in {"active", "trialing", "canceled"},
    )


def _metadata(found: stripe.Subscription) -> dict[str, str]:
    told: Any = found.metadata
    return dict(told.to_dict())


def _of_invoice(invoice: stripe.Invoice) -> str:
    """The name of the subscription that an invoice belongs to."""
    details = invoice.parent.subscription_details if invoice.parent is not None else None
    return "" if details is None else _name(details.subscription)


def _name(thing: Any) -> str:  # noqa: ANN401 - a name, or the whole thing where it was expanded
    if thing is None or isinstance(thing, str):
        return thing or ""
    return str(thing["id"])


def _signed_at(header: str) -> int:
    """The moment that the SDK has checked the signature with: the first one in the header."""
    parts = (part.split("=", 2) for part in header.split(","))
    return next(int(part[1]) for part in parts if part[0] == "t")


def _failed(error: stripe.StripeError) -> ProviderFailed:
    """What may be logged of an error: not its text, which may repeat a part of the key."""
    return ProviderFailed(
        f"{type(error).__name__} {error.http_status or ''} {error.code or ''} {error.request_id or ''}"
    )
