from __future__ import annotations

import asyncio
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

import pytest

from javari_billing.engine.accounts import close_account
from javari_tui.domain.billing import SyncReport
from javari_tui.domain.billing_errors import BillingError, BillingTrouble
from javari_tui.domain.secret import Secret
from javari_tui.storage.ledger_audit import audit
from tests.services.billing.machine import Endpoint, Machine, Proxy

Machines = Callable[..., Machine]


class Ahead(datetime):
    """A clock that goes two days ahead."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        """The wrong time."""
        return datetime.now(tz) + timedelta(days=2)


async def test_what_was_used_offline_is_sent_in_few_requests_and_the_balance_follows(
    endpoint: Endpoint, proxy: Proxy, machines: Machines
) -> None:
    machine = machines(endpoint, proxy.url)
    machine.use_many(5_000)

    report = await machine.sync.sync_now()

    assert (report.sent, report.accepted, machine.counts()) == (5_000, 5_000, (0, 5_000, 0, 0))
    assert len(proxy.requests) == report.requests <= 11
    assert Counter(Counter(dict(endpoint.booked(machine.account))).values()) == {1: 5_000}
    assert len(endpoint.booked(machine.account)) == 5_000
    assert machine.available() == 1_000_000 - 5_000


async def test_an_answer_that_was_lost_is_a_duplicate_the_next_time(
    endpoint: Endpoint, proxy: Proxy, machines: Machines
) -> None:
    machine = machines(endpoint, proxy.url)
    await machine.sync.sync_now()
    machine.use(100, 200)
    proxy.lose = "/v1/usage"

    with pytest.raises(BillingError) as caught:
        await machine.sync.sync_now()

    assert caught.value.trouble is BillingTrouble.UNREACHABLE
    state = await machine.sync.state()
    assert (machine.counts()[0], state.failures, state.trouble) == (2, 1, "unreachable")
    assert machine.available() == 1_000_000 - 300
    report = await machine.sync.sync_now()
    assert (report.duplicates, machine.counts()) == (2, (0, 2, 0, 0))
    assert sum(amount for _event, amount in endpoint.booked(machine.account)) == 300
    assert (machine.available(), (await machine.sync.state()).failures) == (1_000_000 - 300, 0)
    assert audit(machine.database) == ()


async def test_two_processes_on_one_file_send_each_event_once(endpoint: Endpoint, machines: Machines) -> None:
    account, url = endpoint.account(), endpoint.served.url
    one, two = (machines(endpoint, url, account=account) for _ in range(2))
    one.use_many(1_200)

    reports = await asyncio.gather(one.sync.sync_now(), two.sync.sync_now())

    assert sum(report.accepted for report in reports) == 1_200
    assert sum(report.duplicates for report in reports) == 0
    await one.sync.sync_now()
    assert one.counts() == (0, 1_200, 0, 0)
    assert len(endpoint.booked(one.account)) == 1_200
    assert one.available() == two.available() == 1_000_000 - 1_200


async def test_a_server_that_is_killed_between_batches_loses_and_doubles_nothing(
    tmp_path: Path, machines: Machines
) -> None:
    endpoint = Endpoint(tmp_path / "billing.db")
    machine = machines(endpoint, endpoint.served.url)
    machine.use_many(1_600)
    port = int(endpoint.served.url.rpartition(":")[2])

    async def kill() -> None:
        machine.shown.after = None
        await asyncio.to_thread(endpoint.served.kill)

    machine.shown.after = kill
    try:
        with pytest.raises(BillingError):
            await machine.sync.sync_now()
        assert 0 < machine.counts()[1] < 1_600
        await asyncio.to_thread(endpoint.served.start, port)
        await machine.sync.sync_now()

        assert machine.counts() == (0, 1_600, 0, 0)
        assert len(endpoint.booked(machine.account)) == 1_600
        await _put_back_in_time(endpoint, machine, port)
    finally:
        endpoint.close()


async def _put_back_in_time(endpoint: Endpoint, machine: Machine, port: int) -> None:
    """Somebody puts an old copy of the server's database back: what it forgot is sent again, and told."""
    file = Path(endpoint.served.address.removeprefix("sqlite:///"))
    endpoint.ledgers.close()
    old = file.with_name("old.db")
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("VACUUM INTO ?", (str(old),))
    machine.use(70)
    await machine.sync.sync_now()
    await asyncio.to_thread(endpoint.served.kill)
    for name in file.parent.glob(f"{file.name}*"):
        name.unlink()
    old.rename(file)
    await asyncio.to_thread(endpoint.served.start, port)
    endpoint.ledgers = type(endpoint.ledgers).open(endpoint.served.address)

    machine.use(30)
    await machine.sync.sync_now()

    state = await machine.sync.state()
    assert state.went_back_at is not None
    assert (state.disagrees, machine.counts()) == (False, (0, 1_602, 0, 0))
    assert sum(amount for _event, amount in endpoint.booked(machine.account)) == 1_600 + 100
    assert machine.available() == 1_000_000 - 1_700


async def test_an_event_that_is_something_else_there_waits_for_the_user(endpoint: Endpoint, machines: Machines) -> None:
    machine = machines(endpoint, endpoint.served.url)
    machine.use(100, 200)
    await machine.sync.sync_now()
    with machine.database.writing() as session:
        plain = machine.database.plain(session)
        (event,) = plain.execute("SELECT event FROM usage_outbox ORDER BY id").fetchone()
        changed = "state = 'pending', leased_until = NULL, body = replace(body, 'opus', 'octopus')"
        plain.execute(f"UPDATE usage_outbox SET {changed} WHERE event = ?", (event,))

    report = await machine.sync.sync_now()

    (waiting,) = await machine.sync.quarantined()
    assert (report.quarantined, waiting.event, waiting.problem) == (1, event, "event-conflict")
    await machine.sync.send_again(waiting)
    assert machine.counts() == (1, 1, 0, 0)
    await machine.sync.sync_now()
    await machine.sync.keep_here(waiting)
    assert machine.counts() == (0, 1, 0, 1)
    assert machine.available() == 1_000_000 - 300, "what the endpoint says counts"
    comparison = await machine.sync.reconcile()
    assert comparison.differing == ()


async def test_a_wrong_clock_is_corrected_by_what_was_measured_and_nothing_is_dropped(
    endpoint: Endpoint, machines: Machines
) -> None:
    machine = machines(endpoint, endpoint.served.url)
    machine.ahead = timedelta(days=2)
    machine.use(100)
    machine.ahead = timedelta()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("javari_tui.billing.exchange.datetime", Ahead)
        machine.ahead = timedelta(days=2)
        report = await machine.sync.sync_now()
    assert (report.accepted, machine.counts()) == (1, (0, 1, 0, 0))
    state = await machine.sync.state()
    assert state.clock_offset is not None
    assert abs(state.clock_offset + timedelta(days=2)) < timedelta(minutes=1)

    machine.ahead = timedelta(days=-1_000)
    machine.use(50)
    machine.ahead = timedelta()
    await machine.sync.sync_now()

    (waiting,) = await machine.sync.quarantined()
    assert waiting.problem == "timestamp-out-of-range"
    assert (await machine.sync.reconcile()).differing == ()


async def test_what_there_are_no_credits_for_waits_for_a_top_up(endpoint: Endpoint, machines: Machines) -> None:
    machine = machines(endpoint, endpoint.served.url, account=endpoint.account(100))
    await machine.sync.sync_now()
    machine.use(150)

    report = await machine.sync.sync_now()

    assert (report.kept, machine.counts(), machine.available()) == (1, (1, 0, 0, 0), 0)
    endpoint.grant(machine.account, 100)
    await machine.sync.sync_now()
    await machine.sync.sync_now()
    assert (machine.counts(), machine.available()) == ((0, 1, 0, 0), 50)
    assert audit(machine.database) == ()


async def test_one_event_that_is_not_understood_does_not_hold_up_the_others(
    endpoint: Endpoint, machines: Machines
) -> None:
    machine = machines(endpoint, endpoint.served.url)
    machine.use(1, 2, 3, 4, 5)
    with machine.database.writing() as session:
        changed = """UPDATE usage_outbox SET body = replace(body, '"one"', '""') WHERE id = 3"""
        machine.database.plain(session).execute(changed)

    report = await machine.sync.sync_now()

    assert (report.accepted, machine.counts()) == (4, (0, 4, 1, 0))
    (waiting,) = await machine.sync.quarantined()
    assert (waiting.problem, waiting.amount.micro) == ("malformed", 3)


async def test_a_closed_account_can_still_be_read_and_what_was_used_is_kept(
    endpoint: Endpoint, machines: Machines
) -> None:
    machine = machines(endpoint, endpoint.served.url)
    machine.use(5)
    endpoint.ledgers.write(lambda one: close_account(one, machine.account, now=endpoint.ledgers.clock()))

    with pytest.raises(BillingError) as caught:
        await machine.sync.sync_now()

    assert caught.value.trouble is BillingTrouble.CLOSED
    mirror = machine.accounts.mirror()
    assert mirror is not None
    assert mirror.balance.is_closed
    assert (machine.counts(), (await machine.sync.state()).trouble) == ((1, 0, 0, 0), "closed")


async def test_a_refused_key_stops_sending_and_keeps_everything(endpoint: Endpoint, machines: Machines) -> None:
    machine = machines(endpoint, endpoint.served.url)
    good, machine.key.key = machine.key.key, Secret("jvk_wrong")
    machine.use(5)

    with pytest.raises(BillingError) as caught:
        await machine.sync.sync_now()

    assert caught.value.trouble is BillingTrouble.SIGNED_OUT
    account = machine.accounts.current()
    assert account is not None
    assert account.needs_sign_in
    machine.key.key = good
    assert (await machine.sync.sync_now()).accepted == 1
    account = machine.accounts.current()
    assert account is not None
    assert not account.needs_sign_in


async def test_it_sends_by_itself_and_without_an_account_there_is_nothing_to_do(
    endpoint: Endpoint, machines: Machines
) -> None:
    machine = machines(endpoint, endpoint.served.url)
    machine.accounts.sign_out()
    assert await machine.sync.sync_now() == SyncReport()
    assert (await machine.sync.reconcile()).days == 0
    machine.accounts.sign_in(machine.account, endpoint.served.url)
    machine.sync.start()
    await machine.disk.run(machine.use, 10)
    machine.sync.wake()

    async with asyncio.timeout(20):
        while await machine.disk.run(machine.counts) != (0, 1, 0, 0):
            await asyncio.sleep(0.01)
        while await machine.disk.run(machine.available) != 1_000_000 - 10:
            await asyncio.sleep(0.01)

    await machine.sync.close()
