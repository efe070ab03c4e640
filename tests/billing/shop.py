"""A shop with one customer: a desk with the real SDK, Stripe's API beside it, and an account whose clock is turned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from javari_billing.payments.desk import Desk
from javari_billing.wire.plans import CheckoutRequest, PaymentPage
from javari_billing.wire.values import MICRO
from tests.billing.bench import Bench
from tests.billing.stripe_api import StripeApi, signed

SECRET = "whsec_of_the_tests"


@dataclass
class Shop:
    """An account, a desk, and Stripe behind it."""

    bench: Bench
    api: StripeApi
    desk: Desk
    keys: Iterator[int] = field(default_factory=count)

    def order(self, **wish: Any) -> PaymentPage:  # noqa: ANN401 - fields of the request
        """Open a page."""
        return self.desk.open_page(self.bench.account, CheckoutRequest(**wish), f"key-{next(self.keys)}")

    def buy(self, **wish: Any) -> str:  # noqa: ANN401 - as above
        """Open a page and pay on it; Stripe's name for it. Nobody has told the server yet."""
        name = self.order(**wish).url.rpartition("/")[2]
        self.api.pay(name, start=self.bench.clock.now // 1000)
        return name

    def tell(self, kind: str, thing: Any, **when: int) -> None:  # noqa: ANN401 - JSON
        """Send a webhook."""
        self.desk.hear(*_lower(signed(kind, thing, SECRET, **when)))

    def completed(self, name: str) -> None:
        """Tell that a page was paid."""
        self.tell("checkout.session.completed", {"id": name, "object": "checkout.session"})

    def kinds(self) -> list[tuple[str, int]]:
        """The ledger in whole credits."""
        return [(entry.kind, entry.amount_mcr // MICRO) for entry in self.bench.entries()]


def _lower(told: tuple[bytes, dict[str, str]]) -> tuple[bytes, dict[str, str]]:
    return told[0], {name.lower(): value for name, value in told[1].items()}
