"""The balance as it is shown, put together from what is known: pure, and the same for the same."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from javari_tui.domain.balance_view import BalanceState, BalanceView
from javari_tui.domain.billing import EndpointBalance
from javari_tui.domain.credits import NOTHING, Credits
from javari_tui.domain.spending import Balance

STALE_AFTER = timedelta(minutes=5)
"""How old the endpoint's figure may be before its age is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFacts:
    """What is known of the account that is signed in."""

    mirror: EndpointBalance | None = None
    """What the endpoint told last; None: never anything."""
    learned_at: datetime | None = None
    """When it told, by this machine's clock."""
    is_answering: bool = True
    """False: the last try to reach it failed."""
    pending: int = 0
    pending_amount: Credits = NOTHING
    """What of the use is not known there yet; what is in quarantine too."""
    held: Credits = NOTHING
    """For answers that are being written."""
    quarantined: int = 0
    disagrees: bool = False
    """Both ledgers had different events when they were compared last."""
    difference: Credits = NOTHING
    needs_sign_in: bool = False
    offline_allowance: Credits = NOTHING

    @property
    def offline_room(self) -> Credits | None:
        """What may still be used until the endpoint takes what is not sent; None: it does, so this is no limit."""
        if self.is_answering and not self.needs_sign_in:
            return None
        return Credits(max(0, (self.offline_allowance - self.pending_amount - self.held).micro))


def local_view(balance: Balance) -> BalanceView:
    """The view without an account: this machine's own ledger says it all."""
    is_empty = balance.available.micro <= 0
    return BalanceView(
        state=BalanceState.EXHAUSTED if is_empty else BalanceState.LOCAL,
        available=balance.available,
        total=balance.total,
        renews_at=balance.renews_at,
    )


def account_view(balance: Balance, facts: AccountFacts, now: datetime) -> BalanceView:
    """The view with an account. The ledger follows the endpoint, so what it has is what can be spent."""
    view = BalanceView(
        is_local=False,
        pending=facts.pending,
        pending_amount=facts.pending_amount,
        offline_allowance=facts.offline_allowance,
        difference=facts.difference,
        quarantined=facts.quarantined,
        needs_sign_in=facts.needs_sign_in,
    )
    mirror = facts.mirror
    if mirror is None:
        return view
    view = replace(
        view,
        available=balance.available,
        total=Credits.sum(grant.amount for grant in mirror.grants),
        plan=mirror.plan,
        as_of=facts.learned_at,
        offline_used=NOTHING if facts.is_answering else facts.pending_amount,
        renews_at=mirror.renews_at,
        grace_until=mirror.grace_until,
        is_closed=mirror.is_closed,
    )
    return replace(view, state=_state(view, facts, now))


def _state(view: BalanceView, facts: AccountFacts, now: datetime) -> BalanceState:
    """The state that says most."""
    holds = (
        (BalanceState.DISAGREES, facts.disagrees or facts.quarantined > 0),
        (BalanceState.EXHAUSTED, view.available is not None and view.available.micro <= 0),
        (BalanceState.OFFLINE, not facts.is_answering),
        (BalanceState.STALE, _is_stale(facts.learned_at, now)),
        (BalanceState.PENDING, facts.pending > 0),
    )
    return next((state for state, is_so in holds if is_so), BalanceState.FRESH)


def _is_stale(learned_at: datetime | None, now: datetime) -> bool:
    """Whether the figure is old; one from the future tells nothing of its age."""
    return learned_at is None or abs(now - learned_at) > STALE_AFTER
