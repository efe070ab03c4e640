"""The built-in provider for trying things out: its pages are the server's own, its money is none.

Plans that were paid on one of its pages renew by themselves until they are cancelled.
"""

from __future__ import annotations

from collections.abc import Mapping

from javari_billing.engine.database import Ledgers
from javari_billing.engine.payment_facts import (
    OpenedPage,
    Order,
    ReversalFacts,
    SessionFacts,
    SessionState,
    SubscriptionFacts,
)
from javari_billing.engine.periods import months_after, period_at
from javari_billing.engine.trial_payments import Trial, cancel, open_trial, trial
from javari_billing.payments.provider import NotGenuine, PaymentEvent, ProviderFailed

_DAY = 86_400_000
_STATES: dict[str, SessionState] = {"paid": "paid", "refunded": "paid", "failed": "ended"}
_SUBSCRIPTION = "sub_"


class TrialPayments:
    """The test provider."""

    name = "test"

    def __init__(self, ledgers: Ledgers, public_address: str) -> None:
        self._ledgers, self._public = ledgers, public_address.rstrip("/")

    def open_checkout(self, order: Order) -> OpenedPage:
        """A page of the server's own."""
        name = self._ledgers.write(lambda connection: open_trial(connection, order.id))
        return OpenedPage(
            session_id=name,
            url=f"{self._public}/test-payments/{name}",
            expires_at=self._ledgers.clock() + _DAY,
        )

    def open_portal(self, order: Order) -> OpenedPage:
        """Such a page too."""
        return self.open_checkout(order)

    def read_event(self, body: bytes, headers: Mapping[str, str]) -> PaymentEvent:
        """There is nobody who could send one."""
        raise NotGenuine

    def session(self, session_id: str) -> SessionFacts:
        """What was pressed on a page."""
        found = self._trial(session_id)
        page = found.page
        return SessionFacts(
            session_id=session_id,
            page_id=page.id,
            state=_STATES.get(found.state, "open"),
            price=page.price,
            currency=page.currency,
            customer=f"test:{page.account_id}",
            subscription=self._subscription(found) if page.kind == "plan" else None,
        )

    def subscription(self, subject: str) -> SubscriptionFacts | None:
        """How a plan stands that was paid on a page."""
        return self._subscription(self._trial(subject.removeprefix(_SUBSCRIPTION)))

    def reversal(self, subject: str) -> ReversalFacts:
        """Whether the payment on a page was refunded."""
        found = self._trial(subject)
        back = found.page.price if found.state == "refunded" else 0
        if found.page.kind == "plan":
            name = _SUBSCRIPTION + subject if back else None
            return ReversalFacts(reversed=back, paid=found.page.price, subscription_id=name)
        return ReversalFacts(reversed=back, paid=found.page.price, session_id=subject)

    def end_subscription(self, name: str) -> None:
        """Let a plan be paid for no longer."""
        now, session_id = self._ledgers.clock(), name.removeprefix(_SUBSCRIPTION)
        self._ledgers.write(lambda connection: cancel(connection, session_id, now=now))

    def _trial(self, session_id: str) -> Trial:
        with self._ledgers.reading() as connection:
            found = trial(connection, session_id)
        if found is None:
            raise ProviderFailed("There is no such page.")
        return found

    def _subscription(self, found: Trial) -> SubscriptionFacts | None:
        if found.paid_at is None:
            return None
        until = found.cancelled_at or self._ledgers.clock()
        start, end = period_at(found.paid_at, until)
        if found.page.cycle == "annual":
            years = 0
            while months_after(found.paid_at, 12 * (years + 1)) <= until:
                years += 1
            start, end = (months_after(found.paid_at, 12 * count) for count in (years, years + 1))
        return SubscriptionFacts(
            id=_SUBSCRIPTION + found.session_id,
            page_id=found.page.id,
            period_start=start,
            period_end=end,
            is_paid=True,
            goes_on=found.cancelled_at is None,
        )
