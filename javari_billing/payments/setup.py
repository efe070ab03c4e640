"""Which provider takes the payments of a server, by its options and its environment."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from javari_billing.engine.database import Ledgers
from javari_billing.payments.desk import Desk
from javari_billing.payments.provider import Payments
from javari_billing.payments.stripe_provider import StripeKeys, StripePayments
from javari_billing.payments.trial_provider import TrialPayments

CHOICES: Final = ("auto", "none", "test", "stripe")
_KEY, _SECRETS, _BASE = (
    "JAVARI_BILLING_STRIPE_KEY",
    "JAVARI_BILLING_STRIPE_WEBHOOK_SECRET",
    "JAVARI_BILLING_STRIPE_API",
)


class NotSetUp(Exception):
    """What was chosen needs something that is not there."""


def chosen(payments: str, *, host: str, public_address: str | None) -> str:
    """What `auto` means: the test provider where only this machine reaches the server, else none."""
    if payments == "stripe" and public_address is None and not is_loopback(host):
        raise NotSetUp("Payments by Stripe need --public-address: people are sent back there.")
    if payments != "auto":
        return payments
    public = host if public_address is None else urlsplit(public_address).hostname or ""
    return "test-here" if is_loopback(host) and is_loopback(public) else "none"


def is_loopback(host: str) -> bool:
    """Whether a host is this machine itself."""
    try:
        return host == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def desk_of(
    payments: str, ledgers: Ledgers, public_address: str, environ: Mapping[str, str], *, credit_cents: int = 1
) -> Desk | None:
    """The desk with a provider, or none."""
    if payments == "none":
        return None
    is_stripe = payments == "stripe"
    provider = _stripe(environ, public_address) if is_stripe else TrialPayments(ledgers, public_address)
    return Desk(ledgers, provider, credit_cents)


def _stripe(environ: Mapping[str, str], public_address: str) -> Payments:
    key, secrets = environ.get(_KEY, "").strip(), tuple(environ.get(_SECRETS, "").split())
    if not key or not secrets:
        raise NotSetUp(f"Payments by Stripe need {_KEY} and {_SECRETS} in the environment.")
    base = environ.get(_BASE, "").rstrip("/") or "https://api.stripe.com"
    return StripePayments(StripeKeys(key, secrets, base), public_address)
