from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from javari_tui.domain.chat import Role
from javari_tui.domain.credits import Credits
from javari_tui.domain.errors import NotFound
from javari_tui.domain.plans import FREE_PLAN, PlanTier, period_at
from javari_tui.domain.spending import Caps, GrantSource, Limit, Room
from javari_tui.domain.spending_errors import HoldEnded, SpendingRefused
from javari_tui.storage.connections import connect
from javari_tui.storage.database import Database
from javari_tui.storage.ledger import LedgerStore
from javari_tui.storage.ledger_audit import audit
from javari_tui.storage.outbox import Outbox
from tests.storage.conftest import Kept
from tests.storage.ledger_bench import START, charge, signed_in, wish

MONTHLY = FREE_PLAN.credits_per_month


def test_a_new_machine_has_the_free_plan(ledger: LedgerStore, database: Database) -> None:
    balance = ledger.balance(at=START)

    assert (balance.available, balance.total, balance.tier) == (MONTHLY, MONTHLY, PlanTier.FREE)
    assert balance.renews_at == datetime(2026, 12, 23, 12, tzinfo=UTC)
    assert [grant.expires_at for grant in balance.grants] == [balance.renews_at]
    assert audit(database) == ()


def test_what_an_answer_used_is_taken_and_the_rest_of_its_hold_given_back(
    ledger: LedgerStore, database: Database
) -> None:
    hold = ledger.hold(wish(5_000), at=START)
    assert (ledger.balance(at=START).held, ledger.balance(at=START).posted) == (Credits(5_000), MONTHLY)

    receipt = ledger.settle(hold.id, charge(1_200), at=START)

    balance = ledger.balance(at=START)
    assert (balance.held, MONTHLY - balance.available, receipt.charged) == (Credits(), Credits(1_200), Credits(1_200))
    assert not any(Outbox(database).counts().values()), "nobody is told without an account"
    assert audit(database) == ()


def test_an_answer_that_cost_more_than_its_hold_takes_what_is_free_and_nothing_below_zero(
    ledger: LedgerStore, database: Database
) -> None:
    mine, other = ledger.hold(wish(100), at=START), ledger.hold(wish(MONTHLY.micro - 300), at=START)

    more = ledger.settle(mine.id, charge(250), at=START)
    too_much = ledger.settle(ledger.hold(wish(10), at=START).id, charge(9_999), at=START)

    assert (more.charged, more.uncovered) == (Credits(250), Credits())
    assert (too_much.charged, too_much.cost, too_much.uncovered) == (Credits(50), Credits(9_999), Credits(9_949))
    assert ledger.balance(at=START).available == Credits()
    ledger.release(other.id, at=START)
    assert audit(database) == ()


def test_an_answer_is_taken_once_and_the_very_same_again_gives_the_same_receipt(ledger: LedgerStore) -> None:
    hold = ledger.hold(wish(500), at=START)
    receipt = ledger.settle(hold.id, charge(100), at=START)

    assert ledger.settle(hold.id, charge(100), at=START + timedelta(days=3)) == receipt
    with pytest.raises(HoldEnded):
        ledger.settle(hold.id, charge(101), at=START)
    assert not ledger.release(hold.id, at=START)
    assert MONTHLY - ledger.balance(at=START).available == Credits(100)


def test_a_hold_that_was_given_back_cannot_be_settled(ledger: LedgerStore) -> None:
    hold = ledger.hold(wish(500), at=START)

    assert ledger.release(hold.id, at=START)
    assert not ledger.release(hold.id, at=START)
    with pytest.raises(HoldEnded):
        ledger.settle(hold.id, charge(1), at=START)
    with pytest.raises(NotFound):
        ledger.release(99, at=START)
    assert ledger.balance(at=START).available == MONTHLY


def test_a_hold_is_what_is_affordable_and_refused_below_the_least(ledger: LedgerStore) -> None:
    everything = ledger.hold(wish(MONTHLY.micro - 10), at=START)

    assert ledger.hold(wish(500, least=10), at=START).amount == Credits(10)
    with pytest.raises(SpendingRefused) as refused:
        ledger.hold(wish(500, least=10), at=START)
    assert refused.value.limit is Limit.BALANCE
    assert "top up" in refused.value.cure
    assert ledger.hold(wish(0, least=0), at=START).amount == Credits()
    assert everything.amount == MONTHLY - Credits(10)


@pytest.mark.parametrize(
    ("caps", "limit"),
    [
        (Caps(message=Credits(100)), Limit.MESSAGE),
        (Caps(chat=Credits(100)), Limit.CHAT),
        (Caps(day=Credits(100)), Limit.DAY),
        (Caps(month=Credits(100)), Limit.MONTH),
    ],
)
def test_a_cap_counts_what_was_spent_and_what_is_held_and_is_hard(
    ledger: LedgerStore, caps: Caps, limit: Limit
) -> None:
    ledger.settle(ledger.hold(wish(60), caps, at=START).id, charge(50), at=START)
    ledger.hold(wish(30), caps, at=START)

    assert ledger.room(wish(90), caps, at=START) == Room(limit, Credits(20))
    assert ledger.room(wish(90), at=START) == Room(Limit.BALANCE, MONTHLY - Credits(80))
    with pytest.raises(SpendingRefused) as refused:
        ledger.hold(wish(90, least=21), caps, at=START)
    assert (refused.value.limit, refused.value.room) == (limit, Credits(20))
    assert "limit" in refused.value.title and "{" not in str(refused.value)
    assert ledger.hold(wish(90), caps, at=START).amount == Credits(20)
    elsewhere = {"message": {"question": 9}, "chat": {"chat": 9}}.get(limit.value, {})
    later = START + {"day": timedelta(days=1), "month": timedelta(days=10)}.get(limit.value, timedelta())
    assert ledger.hold(wish(70, **elsewhere), caps, at=later).amount == Credits(70)


def test_what_expires_first_is_used_first_and_what_was_bought_last(ledger: LedgerStore, database: Database) -> None:
    ledger.grant("top", Credits(500), GrantSource.TOP_UP, at=START)
    ledger.grant("soon", Credits(500), GrantSource.GIFT, expires_at=START + timedelta(days=1), priority=0, at=START)
    assert not ledger.grant("top", Credits(500), GrantSource.TOP_UP, at=START)

    ledger.settle(ledger.hold(wish(800), at=START).id, charge(800), at=START)

    left = {grant.source: grant.amount - grant.remaining for grant in ledger.balance(at=START).grants}
    assert left == {GrantSource.PLAN: Credits(300), GrantSource.TOP_UP: Credits(0)}
    assert audit(database) == ()


def test_a_grant_ends_in_time_but_what_is_held_of_it_stays_until_its_answer_ends(
    ledger: LedgerStore, database: Database
) -> None:
    hold = ledger.hold(wish(700), at=START)
    later = START + timedelta(days=40)

    balance = ledger.balance(at=later)
    assert (balance.available, balance.held, balance.posted) == (MONTHLY, Credits(700), MONTHLY + Credits(700))

    ledger.settle(hold.id, charge(600), at=later)

    balance = ledger.balance(at=later)
    assert (balance.available, balance.posted, balance.total) == (MONTHLY, MONTHLY, MONTHLY)
    assert audit(database) == ()


def test_months_are_given_once_however_the_clock_goes(ledger: LedgerStore, database: Database) -> None:
    days = (0, 31, 31, 400, 32, 0, -300, 400, 31)

    for day in days:
        time = START + timedelta(days=day)
        assert timedelta() <= ledger.balance(at=time).renews_at - time <= timedelta(days=31)

    with closing(connect(database.file)) as connection:
        given = connection.execute("SELECT uid FROM credit_grants ORDER BY id").fetchall()
    assert given == [("plan:1:0",), ("plan:1:1",), ("plan:1:13",)]
    assert audit(database) == ()


def test_a_month_that_is_too_short_ends_on_its_last_day() -> None:
    began = datetime(2026, 1, 31, 10, tzinfo=UTC)

    assert period_at(began, datetime(2026, 2, 28, 9, tzinfo=UTC)).number == 0
    assert period_at(began, datetime(2026, 2, 28, 10, tzinfo=UTC)).starts_at == datetime(2026, 2, 28, 10, tzinfo=UTC)
    assert period_at(began, datetime(2026, 3, 31, 10, tzinfo=UTC)).number == 2


def test_message_ledger_and_outbox_are_on_disk_together_or_not_at_all(kept: Kept) -> None:
    signed_in(kept.database)
    ledger, chat = LedgerStore(kept.database), kept.chats.create()
    hold = ledger.hold(wish(500), at=START)

    with pytest.raises(RuntimeError, match="power"), kept.database.writing():
        kept.messages.add(chat_id=chat.id, parent_id=None, role=Role.USER, text="gone")
        ledger.settle(hold.id, charge(100), at=START)
        raise RuntimeError("power cut")

    assert kept.messages.all_of(chat.id) == ()
    assert ledger.balance(at=START).held == Credits(500)
    assert Outbox(kept.database).counts()["pending"] == 0
    with kept.database.writing():
        kept.messages.add(chat_id=chat.id, parent_id=None, role=Role.USER, text="there")
        ledger.settle(hold.id, charge(100), at=START)
    assert len(kept.messages.all_of(chat.id)) == Outbox(kept.database).counts()["pending"] == 1
    assert audit(kept.database) == ()


def test_a_refusal_inside_a_larger_transaction_undoes_only_itself(kept: Kept) -> None:
    ledger, chat = LedgerStore(kept.database), kept.chats.create()

    with kept.database.writing():
        kept.messages.add(chat_id=chat.id, parent_id=None, role=Role.USER, text="stays")
        with pytest.raises(SpendingRefused):
            ledger.hold(wish(10**18, least=10**18), at=START)

    assert len(kept.messages.all_of(chat.id)) == 1
    assert audit(kept.database) == ()
