"""What the engine promises, one promise at a time, on a database on the disk."""

from __future__ import annotations

import random
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from javari_billing.engine.accounts import bearer_of, close_account, make_key, revoke_keys
from javari_billing.engine.database import Ledgers
from javari_billing.engine.prices import add_price_list, catalogue
from javari_billing.engine.reading import reconcile
from javari_billing.engine.refusals import DatabaseUnusable, Refused
from javari_billing.engine.tables import Row
from javari_billing.wire.plans import Price
from javari_billing.wire.reconcile import DayDigest, ReconcileRequest, xor_of
from tests.billing.bench import Bench, Clock

DAY = 86_400_000


def reason(verdicts: object) -> str | None:
    """The last word of the first verdict's problem."""
    problem = verdicts.results[0].problem  # type: ignore[attr-defined]
    return None if problem is None else str(problem.type).rsplit(":", 1)[1]


def test_the_tables_are_those_that_the_migrations_make(bench: Bench) -> None:
    with bench.ledgers.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Row.metadata) == []


def test_every_commit_is_on_the_disk_and_nobody_else_reads_the_file(address: str, bench: Bench, tmp_path: Path) -> None:
    with bench.ledgers.reading() as connection:
        settings = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")]
    assert settings == ["wal", 2]
    fresh = tmp_path / "folder" / "fresh.db"
    Ledgers.open(f"sqlite:///{fresh}").close()
    assert stat.S_IMODE(fresh.stat().st_mode) == 0o600


def test_a_database_of_a_newer_version_is_refused_unharmed(address: str, bench: Bench) -> None:
    with bench.ledgers.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'b9999'"))
    with pytest.raises(DatabaseUnusable, match="b9999"):
        Ledgers.open(address)


@pytest.mark.parametrize("change", ["UPDATE ledger_entries SET amount = 9", "DELETE FROM ledger_entries"])
def test_the_database_itself_refuses_to_change_the_ledger(bench: Bench, change: str) -> None:
    bench.grant(5)
    with pytest.raises(DBAPIError, match="only added to"), bench.ledgers.engine.begin() as connection:
        connection.execute(text(change))
    assert bench.breaches() == []


def test_the_database_itself_refuses_to_be_overspent(bench: Bench) -> None:
    bench.grant(5)
    with pytest.raises(DBAPIError, match="accounts_never_overspent"), bench.ledgers.engine.begin() as connection:
        connection.execute(text("UPDATE accounts SET held = 6"))


@pytest.mark.parametrize(
    ("invariant", "change"),
    [
        ("I1", "UPDATE accounts SET posted = posted + 1"),
        ("I2", "UPDATE ledger_entries SET counterpart = 'elsewhere' WHERE seq = 1"),
        ("I3", "UPDATE ledger_entries SET event_id = 'event-0' WHERE seq = 4"),
        ("I7", "UPDATE holds SET settled = 1"),
        ("I7", "UPDATE accounts SET held = 3"),
        ("I8", "UPDATE ledger_entries SET at = at + 1 WHERE seq = 2"),
        ("I8", "DELETE FROM ledger_entries WHERE seq = 4"),
        ("I12", "UPDATE grants SET remaining = remaining - 1 WHERE remaining > 0"),
        ("I13", "UPDATE ledger_entries SET content = replace(content, '\"m\"', '\"n\"') WHERE seq = 2"),
    ],
)
def test_whatever_is_tampered_with_is_found(bench: Bench, invariant: str, change: str) -> None:
    bench.grant(100)
    bench.report(bench.event(10))
    bench.settle(bench.hold(20), bench.event(15))
    bench.report(bench.event(1))
    assert bench.breaches() == []
    with bench.ledgers.engine.begin() as connection:
        for line in ("DROP TRIGGER ledger_entries_no_update", "DROP TRIGGER ledger_entries_no_delete"):
            connection.execute(text(line))
        connection.execute(text("DROP INDEX ledger_entries_one_event"))
        connection.execute(text(change))
    assert invariant in {breach.invariant for breach in bench.breaches()}


def test_an_event_is_booked_once_for_ever(bench: Bench) -> None:
    bench.grant(100)
    event = bench.event(7)
    assert bench.statuses(event, event) == ["accepted", "duplicate"]
    bench.clock.now += 1000 * DAY
    assert bench.statuses(event) == ["duplicate"]
    (verdict,) = bench.report(bench.event(8, name=event.id, time=event.time)).results
    assert (verdict.status, verdict.stored_hash) == ("conflict", event.content_hash())
    assert bench.balance().posted_mcr == 93


def test_what_cannot_be_booked_is_told_and_changes_nothing(bench: Bench) -> None:
    bench.grant(100)
    late, early = bench.event(1), bench.event(1)
    bench.clock.now += 400 * DAY + 1
    assert reason(bench.report(late)) == "timestamp-out-of-range"
    bench.clock.now -= 400 * DAY + 300_002
    assert reason(bench.report(early)) == "timestamp-out-of-range"
    bench.clock.now += 1
    assert bench.statuses(early) == ["accepted"]
    assert reason(bench.report(bench.event(1, subject="acct_other"))) == "subject-mismatch"
    poor = bench.event(100)
    assert reason(bench.report(poor)) == "insufficient-credits"
    bench.grant(1)
    assert bench.statuses(poor) == ["accepted"]
    assert bench.balance().posted_mcr == 0


def test_grants_are_used_in_their_turn_and_what_expires_is_an_entry(bench: Bench) -> None:
    soon, later = bench.clock.now + DAY, bench.clock.now + 2 * DAY
    bench.grant(10, note="last", priority=1)
    bench.grant(10, note="open end")
    bench.grant(10, note="later", expires_at=later)
    bench.grant(10, note="soon", expires_at=soon)
    assert [grant.note for grant in bench.balance().grants] == ["soon", "later", "open end", "last"]
    bench.report(bench.event(4))
    held = bench.hold(33)
    bench.clock.now = later
    bench.release(held)
    told = bench.balance()
    assert [(grant.note, grant.remaining_mcr) for grant in told.grants] == [("open end", 10), ("last", 10)]
    assert [entry.kind for entry in bench.entries()] == [*["grant"] * 4, "usage", "expiry", "expiry"]


def test_credits_that_are_held_when_they_expire_can_still_be_settled(bench: Bench) -> None:
    bench.grant(50, expires_at=bench.clock.now + 1000)
    held = bench.hold(30)
    bench.clock.now += 1000
    assert bench.balance().posted_mcr == 30
    assert bench.settle(held, bench.event(25)).state == "settled"
    assert bench.balance().posted_mcr == 0
    assert bench.breaches() == []


def test_the_same_key_gives_the_same_hold_and_never_another(bench: Bench) -> None:
    bench.grant(50)
    first = bench.hold(30, key="one")
    assert bench.hold(30, key="one") == first
    with pytest.raises(Refused) as refused:
        bench.hold(31, key="one")
    assert refused.value.problem.status == 422
    assert bench.balance().held_mcr == 30


def test_no_credits_are_spent_twice_by_many_at_once(bench: Bench) -> None:
    bench.grant(1000)

    def one(number: int) -> bool:
        try:
            bench.hold(100, key=f"client-{number}")
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(one, range(24))) == 10
    assert (bench.balance().available_mcr, bench.breaches()) == (0, [])


def test_the_order_of_delivery_changes_no_sum(bench: Bench) -> None:
    """Also what is sent again whole into another, empty ledger comes to the same."""
    bench.grant(1000)
    events = [bench.event(amount) for amount in range(20)]
    shuffled = events * 2
    random.Random(7).shuffle(shuffled)
    bench.report(*events)
    fresh = Bench(Ledgers.open("sqlite://", clock=bench.clock), bench.clock)
    fresh.grant(1000)
    moved = [event.model_copy(update={"subject": fresh.account}) for event in shuffled]
    for start in range(0, len(moved), 7):
        fresh.report(*moved[start : start + 7])
    assert fresh.balance().posted_mcr == bench.balance().posted_mcr == 1000 - sum(range(20))


def test_a_new_price_list_leaves_old_usage_as_it_was(bench: Bench) -> None:
    def add(version: str, price: int) -> None:
        row = Price(version=version, model="m", input_mcr=price, output_mcr=0)
        bench.ledgers.write(lambda connection: add_price_list(connection, [row], valid_from=bench.clock()))
        bench.clock.now += 1

    bench.grant(1000)
    add("1", 1_000_000)
    before = bench.event(7, data={"in": 7})
    add("2", 3_000_000)
    assert bench.statuses(before) == ["accepted"]
    assert bench.statuses(bench.event(21, data={"in": 7, "price_version": "2"})) == ["accepted"]
    assert reason(bench.report(bench.event(7, data={"in": 7, "price_version": "2"}))) == "price-mismatch"
    assert reason(bench.report(bench.event(7, data={"price_version": "3"}))) == "plan-outdated"
    assert bench.statuses(bench.event(0, data={"model": "local"})) == ["accepted"]
    with bench.ledgers.reading() as connection:
        told = catalogue(connection, now=bench.clock())
    assert (told.price_version, [plan.name for plan in told.plans][:2]) == ("2", ["Free", "Starter"])
    assert bench.breaches() == []
    with pytest.raises(Refused):
        add("1", 2)


def test_days_that_differ_are_told_with_their_ids(bench: Bench) -> None:
    bench.grant(100)
    events = [bench.event(amount) for amount in (3, 4)]
    bench.report(*events)
    day = events[0].time.date().isoformat()

    def ask(digest: DayDigest) -> list[tuple[str, ...]]:
        request = ReconcileRequest(source="javari/test", first_day=day, last_day=day, days=(digest,))
        with bench.ledgers.reading() as connection:
            return [found.ids for found in reconcile(connection, bench.account, request).differing]

    ids = tuple(event.id for event in events)
    assert ask(DayDigest(day=day, count=2, sum_mcr=7, xor=xor_of(ids))) == []
    assert ask(DayDigest(day=day, count=1, sum_mcr=3, xor=xor_of(ids[:1]))) == [ids]


def test_a_closed_account_is_read_only(bench: Bench) -> None:
    bench.grant(5)
    bench.ledgers.write(lambda connection: close_account(connection, bench.account, now=bench.clock()))
    for attempt in (lambda: bench.report(bench.event(1)), lambda: bench.hold(1)):
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.problem.status == 403
    assert bench.balance().is_closed


def test_keys_are_good_until_they_end_or_are_revoked(bench: Bench) -> None:
    def made(ttl: int | None = None) -> str:
        scopes = ["usage:write"]
        return bench.ledgers.write(lambda one: make_key(one, bench.account, scopes, now=bench.clock(), ttl=ttl))

    def is_good(key: str) -> bool:
        with bench.ledgers.reading() as connection:
            return bearer_of(connection, key, now=bench.clock()) is not None

    short, long = made(ttl=1000), made()
    assert [is_good(key) for key in (short, long, "jvk_other")] == [True, True, False]
    bench.clock.now += 1000
    assert [is_good(key) for key in (short, long)] == [False, True]
    bench.ledgers.write(lambda connection: revoke_keys(connection, bench.account, now=bench.clock()))
    assert not is_good(long)
    with bench.ledgers.reading() as connection:
        kept = [str(row) for row in connection.execute(text("SELECT * FROM access_keys"))]
    assert not [row for row in kept if short in row or long in row]


def test_a_clock_that_jumps_changes_no_amount(bench: Bench) -> None:
    bench.grant(100)
    for jump in (0, -DAY, DAY, -3600_000):
        bench.clock.now = Clock().now + jump
        assert bench.statuses(bench.event(10)) == ["accepted"]
    assert bench.balance().posted_mcr == 60
    assert bench.breaches() == []
