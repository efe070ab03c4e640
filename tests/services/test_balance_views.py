"""The figure that is shown: whose it is, how true it is, and what the account leaves to be used."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from javari_tui.domain.balance_view import BalanceState
from javari_tui.domain.billing import Catalogue, EndpointBalance, EndpointGrant, OfferedPrice
from javari_tui.domain.credits import Credits
from javari_tui.domain.models import Usage
from javari_tui.domain.plans import PlanTier
from javari_tui.domain.spending import Balance, Limit
from javari_tui.domain.spending_errors import AccountDecides, BalanceUnknown, SpendingRefused
from javari_tui.providers.scripted import saying
from javari_tui.services.ledger.balance_views import AccountFacts, account_view, local_view
from javari_tui.storage.accounts import AccountStore
from tests.services.javari import Javari, Opener
from tests.services.paid import IN, OUT, make_paid, receipts, stored_of

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
LEFT = Credits.of(100)
TOLD = EndpointBalance(
    account="acct_1",
    plan="Pro",
    posted=LEFT,
    held=Credits(),
    available=LEFT,
    overdraft_limit=Credits(),
    ledger_seq=7,
    as_of=NOW,
    grants=(
        EndpointGrant(id="g", kind="plan", amount=Credits.of(500), remaining=LEFT, created_at=NOW - timedelta(days=3)),
    ),
)
HERE = Balance(posted=LEFT, held=Credits.of(10), total=Credits.of(500), tier=PlanTier.PRO, renews_at=NOW)
FRESH = AccountFacts(mirror=TOLD, learned_at=NOW - timedelta(seconds=30), offline_allowance=Credits.of(50))


def test_without_account_this_machine_says_it_all() -> None:
    view = local_view(HERE)
    assert (view.state, view.available, view.is_local) == (BalanceState.LOCAL, Credits.of(90), True)
    assert local_view(replace(HERE, held=LEFT)).state is BalanceState.EXHAUSTED


def test_what_was_never_told_is_unknown_and_not_nothing() -> None:
    view = account_view(replace(HERE, posted=Credits(), held=Credits()), replace(FRESH, mirror=None), NOW)
    assert (view.state, view.available) == (BalanceState.UNKNOWN, None)


@pytest.mark.parametrize(
    ("changed", "state"),
    [
        ({}, BalanceState.FRESH),
        ({"pending": 3}, BalanceState.PENDING),
        ({"pending": 3, "learned_at": NOW - timedelta(minutes=6)}, BalanceState.STALE),
        ({"learned_at": NOW + timedelta(hours=1)}, BalanceState.STALE),
        ({"is_answering": False, "learned_at": NOW - timedelta(minutes=6)}, BalanceState.OFFLINE),
        ({"disagrees": True, "is_answering": False}, BalanceState.DISAGREES),
        ({"quarantined": 1}, BalanceState.DISAGREES),
    ],
)
def test_the_state_that_says_most_is_shown(changed: dict[str, Any], state: BalanceState) -> None:
    view = account_view(HERE, replace(FRESH, **changed), NOW)
    assert (view.state, view.available, view.total, view.plan) == (state, Credits.of(90), Credits.of(500), "Pro")


def test_used_up_says_more_than_offline() -> None:
    facts = replace(FRESH, is_answering=False, pending_amount=Credits.of(7))
    view = account_view(replace(HERE, held=LEFT), facts, NOW)
    assert (view.state, view.offline_used) == (BalanceState.EXHAUSTED, Credits.of(7))


async def _signed_in(javari: Javari, told: EndpointBalance | None = TOLD) -> AccountStore:
    stored = stored_of(javari.services)
    accounts = AccountStore(stored.database)
    await javari.services.sync.close()

    def sign_in() -> None:
        accounts.sign_in("acct_1", "https://billing.example")
        if told is not None:
            accounts.write_mirror(told)
            stored.ledger.follow(told)

    await stored.disk.run(sign_in)
    await javari.services.ledger.refresh()
    return accounts


async def test_account_has_its_own_figure_and_gets_nothing_of_this_machines_budget(opener: Opener) -> None:
    javari = make_paid(await opener([saying("Hello.", usage=Usage(input=1_000, output=200))]))
    await _signed_in(javari)
    assert javari.services.ledger.view.available == LEFT
    chat_id = await javari.ask("Hi")
    view = javari.services.ledger.view
    assert (view.state, view.pending) == (BalanceState.PENDING, 1)
    assert view.available == LEFT - view.pending_amount == LEFT - Credits(1_000 * IN + 200 * OUT)
    assert len(await javari.services.ledger.receipts((await javari.path(chat_id))[-1].id)) == 1
    with pytest.raises(AccountDecides):
        await javari.services.ledger.add_budget()
    accounts = AccountStore(stored_of(javari.services).database)
    await stored_of(javari.services).disk.run(accounts.sign_out)
    assert (await javari.services.ledger.refresh()).available == Credits.of(1_000)


async def test_nothing_is_used_before_the_endpoint_told_what_is_left(opener: Opener) -> None:
    javari = make_paid(await opener([saying("Hello.")]))
    await _signed_in(javari, None)
    with pytest.raises(BalanceUnknown):
        await javari.services.conversation.send(None, "Hi")


async def test_offline_no_more_than_the_allowance_is_used(opener: Opener) -> None:
    javari = make_paid(await opener([saying("Hello.", usage=Usage(output=800))]))
    accounts, stored = await _signed_in(javari), stored_of(javari.services)
    javari.services.settings.set("credits.offline_allowance", "5")
    offline = replace(await stored.disk.run(accounts.sync_state), failures=1, trouble="unreachable")
    await stored.disk.run(partial(accounts.write_sync_state, offline))
    chat_id = await javari.ask("Hi")
    assert javari.requests()[0].max_output_tokens < 5_000_000 // OUT
    with pytest.raises(SpendingRefused) as refused:
        await javari.services.conversation.send(chat_id, "Again " * 1000)
    assert (refused.value.limit, refused.value.room) == (Limit.OFFLINE, Credits.of(1))
    assert javari.services.ledger.view.offline_used == Credits.of(4)
    await stored.disk.run(partial(accounts.write_sync_state, replace(offline, failures=0, trouble="")))
    await javari.ask("Again", chat_id)


async def test_price_list_of_the_endpoint_holds_for_what_comes_after_it(opener: Opener) -> None:
    javari = make_paid(await opener([saying("Hello.", usage=Usage(input=10, output=10, cache_read=5))]))
    del javari.services.conversation._desk.spending.figures.prices
    accounts, stored = await _signed_in(javari), stored_of(javari.services)
    offered = OfferedPrice(model="scripted/script", action="chat", input_mcr=7_000_000, output_mcr=9_000_000)
    catalogue = Catalogue(version="v", plans=(), price_version="theirs", prices=(offered,))
    await stored.disk.run(partial(accounts.write_catalogue, "https://billing.example", catalogue))
    await javari.services.ledger.refresh()
    (receipt,) = await receipts(javari.services, await javari.ask("Hi"))
    assert (receipt.price_version, receipt.charged) == ("theirs", Credits(15 * 7 + 10 * 9))
