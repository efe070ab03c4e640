"""Where payments are taken: pages are opened, and what was paid for is given once, however often somebody says so.

Everything here waits for the provider and belongs into a thread. No transaction is open while it waits.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping

from javari_billing.engine.database import Ledgers
from javari_billing.engine.orders import (
    begin_page,
    page_not_opened,
    page_of_session,
    page_opened,
    page_row,
    settle_page,
)
from javari_billing.engine.refusals import Refused, refuse
from javari_billing.engine.reversing import reverse_purchase
from javari_billing.engine.subscriptions import (
    end_if_over,
    ended_at_provider,
    follow_subscription,
    overdue,
    reverse_plan,
    subscription_row,
)
from javari_billing.payments.provider import PaymentEvent, Payments, ProviderFailed
from javari_billing.wire.plans import CheckoutRequest, PaymentPage

_LOG = logging.getLogger("javari_billing")


class Desk:
    """The ledgers and a provider."""

    def __init__(self, ledgers: Ledgers, payments: Payments, credit_cents: int = 1) -> None:
        self.payments = payments
        self._ledgers, self._credit_cents = ledgers, credit_cents

    def open_page(self, account_id: str, request: CheckoutRequest | None, key: str) -> PaymentPage:
        """The page for paying, or without a request that for cards and invoices; one for each key."""
        now, payments = self._ledgers.clock(), self.payments
        found = self._ledgers.write(
            lambda connection: begin_page(
                connection,
                account_id,
                request,
                key=key,
                provider=payments.name,
                credit_cents=self._credit_cents,
                now=now,
            )
        )
        if isinstance(found, PaymentPage):
            return found
        try:
            opened = payments.open_portal(found) if request is None else payments.open_checkout(found)
        except ProviderFailed as error:
            _LOG.warning("%s was not opened: %s", found.id, error)
            self._ledgers.write(lambda connection: page_not_opened(connection, found.id))
            raise refuse("unavailable", "The provider of payments does not answer.") from error
        return self._ledgers.write(lambda connection: page_opened(connection, found.id, opened))

    def hear(self, body: bytes, headers: Mapping[str, str]) -> None:
        """Do what a webhook is about; `NotGenuine` when it is none, `ProviderFailed` when it should come again."""
        event = self.payments.read_event(body, headers)
        self.act(event)

    def act(self, event: PaymentEvent) -> None:
        """Look anew at what something is about."""
        if event.kind == "session":
            self.fulfil(event.subject)
        elif event.kind == "subscription":
            self.follow(event.subject)
        elif event.kind == "reversal":
            self.reverse(event.subject)

    def fulfil(self, session_id: str) -> None:
        """Give what a page was opened for when the provider says it is paid: once, of all that try, at any time."""
        with self._ledgers.reading() as connection:
            page = page_of_session(connection, self.payments.name, session_id)
        if page is None or page.state == "paid" or page.kind == "portal":
            return
        facts, now = self.payments.session(session_id), self._ledgers.clock()
        try:
            self._ledgers.write(lambda connection: settle_page(connection, page.id, facts, now=now))
        except Refused as refused:
            # Sending it again would not help: somebody has to look at it.
            _LOG.error("%s is not given: %s", page.id, refused.problem.detail or refused.problem.title)
            return
        self.look_after_plans(account_id=page.account_id)

    def fulfil_page(self, page_id: str) -> str:
        """The same by our own name for the page; in which state it is then."""
        state = self._page_state(page_id)
        if state is None or state[0] == "paid" or state[1] is None:
            return "" if state is None else state[0]
        self.fulfil(state[1])
        state = self._page_state(page_id)
        return "" if state is None else state[0]

    def follow(self, subject: str) -> None:
        """Bring a plan to what its subscription is now."""
        looked_at = self._ledgers.clock()
        facts = self.payments.subscription(subject)
        if facts is None:
            return
        with self._ledgers.reading() as connection:
            known = subscription_row(connection, self.payments.name, facts.id)
            page = page_row(connection, facts.page_id)
        if known is None and page is not None and page.session_id is not None:
            # Its page was paid, and that has not come to us yet.
            self.fulfil(page.session_id)
        name, now = self.payments.name, self._ledgers.clock()
        self._ledgers.write(lambda one: follow_subscription(one, name, facts, looked_at=looked_at, now=now))
        self.look_after_plans(account_id=None if known is None else known.account_id)

    def reverse(self, subject: str) -> None:
        """Take back what was bought with a payment that went back."""
        facts, name = self.payments.reversal(subject), self.payments.name
        if facts.session_id is not None:
            session_id = facts.session_id
            self.fulfil(session_id)
            now = self._ledgers.clock()
            self._ledgers.write(lambda one: reverse_purchase(one, name, session_id, facts.reversed, now=now))
        elif facts.subscription_id is not None and facts.reversed:
            subscription, now = facts.subscription_id, self._ledgers.clock()
            self.follow(subscription)
            prices = {"reversed_price": facts.reversed, "paid_price": facts.paid}
            self._ledgers.write(lambda one: reverse_plan(one, name, subscription, now=now, **prices))
            self.look_after_plans()

    def look_after_plans(self, *, account_id: str | None = None) -> None:
        """End what is over, after asking the provider once more; and at the provider what is paid for no longer."""
        now, name = self._ledgers.clock(), self.payments.name
        with self._ledgers.reading() as connection:
            rows = overdue(connection, name, now=now)
        for row in rows:
            if account_id not in {None, row.account_id}:
                continue
            try:
                if row.provider == name:
                    self._ask_again(row.id, is_replaced=row.state == "replaced")
            except ProviderFailed as error:
                _LOG.warning("subscription %s: %s", row.id, error)
                continue
            self._end_if_over(row.account_id)

    def _end_if_over(self, account_id: str) -> None:
        now = self._ledgers.clock()
        self._ledgers.write(lambda connection: end_if_over(connection, account_id, now=now))

    def _ask_again(self, subscription: str, *, is_replaced: bool) -> None:
        name, looked_at = self.payments.name, self._ledgers.clock()
        if is_replaced:
            self.payments.end_subscription(subscription)
            self._ledgers.write(lambda one: ended_at_provider(one, name, subscription))
            return
        facts = self.payments.subscription(subscription)
        if facts is not None:
            self._ledgers.write(lambda one: follow_subscription(one, name, facts, looked_at=looked_at, now=looked_at))

    def _page_state(self, page_id: str) -> tuple[str, str | None] | None:
        with self._ledgers.reading() as connection:
            page = page_row(connection, page_id)
        return None if page is None or page.provider != self.payments.name else (page.state, page.session_id)
