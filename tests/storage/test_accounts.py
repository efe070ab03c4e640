from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from javari_tui.domain.billing import Catalogue, EndpointGrant, OfferedPlan, OfferedPrice
from javari_tui.domain.credits import Credits
from javari_tui.domain.errors import StorageError
from javari_tui.domain.plans import FREE_PLAN, PlanTier
from javari_tui.domain.spending import EntryKind, GrantSource
from javari_tui.domain.spending_errors import AccountDecides
from javari_tui.domain.sync_state import SyncState
from javari_tui.storage.accounts import AccountStore
from javari_tui.storage.database import Database
from javari_tui.storage.ledger import LedgerStore
from javari_tui.storage.ledger_audit import audit
from javari_tui.storage.ledger_reads import LedgerReader
from javari_tui.storage.outbox import Outbox
from javari_tui.storage.users import ledger_user_id, local_user_id
from tests.storage.ledger_bench import START, charge, signed_in, told, wish

ENDPOINT = "https://billing.example"
MONTHLY = FREE_PLAN.credits_per_month


def test_an_account_has_its_own_ledger_and_the_local_profile_gets_its_own_back(
    ledger: LedgerStore, database: Database
) -> None:
    ledger.settle(ledger.hold(wish(500), at=START).id, charge(100), at=START)
    accounts = signed_in(database, 5_000)

    ledger.settle(ledger.hold(wish(500), at=START).id, charge(70), at=START)

    assert ledger_user_id(database) != local_user_id(database)
    assert (ledger.balance(at=START).available, Outbox(database).unsent()) == (Credits(4_930), Credits(70))
    assert [entry.kind for entry in LedgerReader(database).page().entries] == [EntryKind.USAGE, EntryKind.SYNC]
    with pytest.raises(AccountDecides):
        ledger.grant("more", Credits(1), GrantSource.TOP_UP, at=START)
    accounts.sign_out()
    assert ledger.balance(at=START).available == MONTHLY - Credits(100)
    assert not any(Outbox(database).counts().values())
    accounts.sign_in("acct_1", ENDPOINT)
    assert Outbox(database).counts()["pending"] == 1
    assert audit(database) == ()


def test_the_same_account_again_has_all_it_had_and_another_has_nothing_of_it(database: Database) -> None:
    accounts = AccountStore(database)
    first = accounts.sign_in("acct_1", ENDPOINT + "/", at=START)
    assert accounts.needs_sign_in(True)
    other = accounts.sign_in("acct_1", "https://elsewhere.example", at=START)
    assert accounts.mirror() is None

    again = accounts.sign_in("acct_1", ENDPOINT, at=START)

    assert again == first
    assert accounts.current() == first
    assert (other.user_id, other.source) != (first.user_id, first.source)
    with pytest.raises(StorageError, match="never changes"), database.writing() as session:
        database.plain(session).execute("UPDATE accounts SET source = 'other'")


def test_what_an_endpoint_told_is_there_again_as_it_was(database: Database) -> None:
    accounts = signed_in(database)
    grant = EndpointGrant(
        id="g_1", kind="plan", amount=Credits(900), remaining=Credits(800), created_at=START, expires_at=START, note="ñ"
    )
    balance = replace(
        told(-5, 3, grants=(grant,)), overdraft_limit=Credits(9), is_closed=True, renews_at=START, grace_until=START
    )
    plan = OfferedPlan(
        *(), name="Pro", tier="pro", credits_per_month=Credits(2**53 - 1), price_monthly=1, price_annual=2,
        currency="USD", features=("one", "two"), is_popular=True,
    )  # fmt: skip
    price = OfferedPrice(model="a/b", action="chat", input_mcr=3, output_mcr=2**53 - 1)
    catalogue = Catalogue(version="v1", plans=(plan,), price_version="p1", prices=(price,), learned_at=START)
    state = SyncState(clock_offset=timedelta(seconds=-3), highest_seq=7, disagrees=True, difference=Credits(-4))

    assert accounts.write_mirror(balance, etag='W/"3"', at=START)
    accounts.write_catalogue(ENDPOINT, catalogue, etag='"x"', at=START)
    accounts.write_sync_state(state)

    mirror = accounts.mirror()
    assert mirror is not None
    assert (mirror.balance, mirror.etag, mirror.learned_at) == (balance, 'W/"3"', START)
    assert accounts.catalogue(ENDPOINT) == (catalogue, '"x"')
    assert accounts.sync_state() == state
    assert not accounts.write_mirror(told(1, 9, account="acct_2")), "an answer that came after another signed in"


def test_the_ledger_follows_its_endpoint_and_never_below_what_is_held(ledger: LedgerStore, database: Database) -> None:
    signed_in(database, 1_000)
    hold = ledger.hold(wish(600), at=START)

    assert ledger.follow(told(400, 2, plan="Pro"), at=START) == Credits(-400)
    assert (ledger.balance(at=START).posted, ledger.balance(at=START).tier) == (Credits(600), PlanTier.PRO)
    ledger.settle(hold.id, charge(700), at=START)

    assert ledger.balance(at=START).available == Credits()
    assert Outbox(database).unsent() == Credits(700), "the endpoint is told the full cost"
    assert ledger.follow(told(900, 3), at=START) == Credits(200)
    assert ledger.follow(told(5, 9, account="acct_2"), at=START) == Credits()
    assert audit(database) == ()


def test_an_answer_that_ends_after_another_account_signed_in_is_charged_to_whoever_asked(
    ledger: LedgerStore, database: Database
) -> None:
    hold = ledger.hold(wish(500), at=START)
    accounts = signed_in(database, 1_000)

    ledger.settle(hold.id, charge(100), at=START)

    assert ledger.balance(at=START).available == Credits(1_000)
    accounts.sign_out()
    assert ledger.balance(at=START).available == MONTHLY - Credits(100)


def test_an_answer_of_the_endpoint_that_is_older_than_what_was_sent_changes_nothing(
    ledger: LedgerStore, database: Database
) -> None:
    signed_in(database, 1_000)
    ledger.settle(ledger.hold(wish(0, least=0), at=START).id, charge(70), at=START)
    (event,) = Outbox(database).lease(1, timedelta(minutes=1), at=START)
    assert Outbox(database).ack(event.event, 5)

    assert not ledger.follow(told(1_000, 4), at=START)
    assert not ledger.follow(told(930, 5), at=START)


def test_what_waits_for_the_user_is_not_given_back_by_the_endpoint_that_does_not_know_it(
    ledger: LedgerStore, database: Database
) -> None:
    signed_in(database, 1_000)
    ledger.settle(ledger.hold(wish(0, least=0), at=START).id, charge(70), at=START)
    (event,) = Outbox(database).lease(1, timedelta(minutes=1), at=START)
    assert Outbox(database).quarantine(event.event, "conflict")

    assert not ledger.follow(told(1_000, 4), at=START)

    assert ledger.balance(at=START).available == Credits(930)
