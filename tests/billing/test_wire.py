"""The contract reads whole numbers and clean texts, and nothing that only looks like them."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from javari_billing.wire.balance import AccountBalance
from javari_billing.wire.holds import HoldRequest
from javari_billing.wire.ledger import GENESIS, LedgerEntry, first_broken
from javari_billing.wire.plans import Plan, Price, amount_of
from javari_billing.wire.problems import TYPES, Problem, problem
from javari_billing.wire.reconcile import xor_of
from javari_billing.wire.usage import UsageBatch, UsageEvent
from javari_billing.wire.values import MAX_AMOUNT, milliseconds, moment_of

EVENT = {
    "specversion": "1.0",
    "id": "01J0000000000000000000ULID",
    "source": "javari/dev-7f3c/inst-2",
    "type": "llm.tokens",
    "time": "2026-11-22T14:03:09.120Z",
    "subject": "acct_1",
    "data": {"model": "m", "in": 812, "out": 204, "price_version": "2026-11-01", "amount_mcr": 4120, "hold": "h_9"},
}


def event(**data: object) -> str:
    """The event as JSON, with something else in its data."""
    return json.dumps(EVENT | {"data": EVENT["data"] | data})  # type: ignore[operator]


def test_an_event_is_read_whole_and_what_is_unknown_in_it_is_ignored() -> None:
    read = UsageEvent.model_validate_json(json.dumps(EVENT | {"later": [1.5]}))
    assert (read.data.input_tokens, read.data.output_tokens, read.data.amount_mcr) == (812, 204, 4120)
    assert read.time == datetime(2026, 11, 22, 14, 3, 9, 120_000, tzinfo=UTC)
    assert read.content_hash() == UsageEvent.model_validate_json(json.dumps(EVENT)).content_hash()


@pytest.mark.parametrize("amount", [1.0, 4120.5, 1e30, -1, MAX_AMOUNT + 1, 10**400, "4120", True, None, [1]])
def test_an_amount_is_a_whole_number_that_every_reader_reads_exactly(amount: object) -> None:
    with pytest.raises(ValidationError) as caught:
        UsageEvent.model_validate_json(event(amount_mcr=amount))
    assert caught.value.errors()[0]["loc"] == ("data", "amount_mcr")


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e2", "4120.0"])
def test_numbers_that_json_readers_differ_on_are_refused(number: str) -> None:
    with pytest.raises(ValidationError):
        HoldRequest.model_validate_json(f'{{"amount_max_mcr": {number}}}')


@pytest.mark.parametrize(
    "change",
    [
        {"id": "a\nb"},
        {"id": ""},
        {"id": "x" * 101},
        {"source": "\x1b]52;c;eA==\x07"},
        {"time": "2026-11-22T14:03:09"},
        {"time": 1_700_000_000},
        {"specversion": "2.0"},
    ],
)
def test_ids_and_times_that_are_not_clean_are_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        UsageEvent.model_validate_json(json.dumps(EVENT | change))


@pytest.mark.parametrize("name", ["Pro\x1b[31m", "Pro\u202e", "Pro\u200b", "Pro\U000e0041", "", "x" * 101])
def test_a_plan_has_a_name_that_a_terminal_can_show(name: str) -> None:
    plan = {"name": name, "tier": "pro", "credits_per_month_mcr": 1, "price_monthly": 1, "price_annual": 1}
    with pytest.raises(ValidationError):
        Plan.model_validate_json(json.dumps(plan))


def test_a_batch_is_neither_empty_nor_endless() -> None:
    for events in ([], [EVENT] * 501):
        with pytest.raises(ValidationError):
            UsageBatch.model_validate_json(json.dumps({"events": events}))
    assert len(UsageBatch.model_validate_json(json.dumps({"events": [EVENT] * 500})).events) == 500


def test_the_same_moment_written_with_another_zone_is_the_same_event() -> None:
    first = UsageEvent.model_validate_json(json.dumps(EVENT))
    other = UsageEvent.model_validate_json(json.dumps(EVENT | {"time": "2026-11-22T15:03:09.120+01:00"}))
    assert first.content_hash() == other.content_hash()
    changed = UsageEvent.model_validate_json(event(amount_mcr=4121))
    assert first.content_hash() != changed.content_hash()


@given(st.integers(min_value=-62_135_596_800_000, max_value=253_402_300_799_999))
def test_moments_survive_as_whole_milliseconds(stamp: int) -> None:
    assert milliseconds(moment_of(stamp)) == stamp


@given(st.integers(0, 2**31 - 1), st.integers(0, 2**31 - 1), st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_price_is_rounded_up_once_and_by_less_than_one(tokens: int, more: int, dear: int, cheap: int) -> None:
    price = Price(version="1", model="m", input_mcr=dear, output_mcr=cheap)
    exact = tokens * dear + more * cheap
    assert 0 <= amount_of(price, input_tokens=tokens, output_tokens=more) * 1_000_000 - exact < 1_000_000


@given(st.lists(st.text(min_size=1), unique=True), st.randoms())
def test_the_digest_of_ids_knows_no_order(ids: list[str], random: object) -> None:
    assert xor_of(ids) == xor_of(reversed(ids))
    assert xor_of([]) == "0" * 16
    if ids:
        assert xor_of(ids) != xor_of(ids[1:])


def entries(count: int) -> list[LedgerEntry]:
    """A sound ledger."""
    made: list[LedgerEntry] = []
    for seq in range(1, count + 1):
        plain = LedgerEntry(
            seq=seq,
            kind="grant",
            amount_mcr=1,
            counterpart="issued",
            posted_mcr=seq,
            at=datetime(2026, 1, 1, tzinfo=UTC),
            hash=GENESIS,
        )
        previous = made[-1].hash if made else GENESIS
        made.append(plain.model_copy(update={"hash": plain.chained_to(previous)}))
    return made


def test_a_changed_missing_or_moved_entry_breaks_the_chain() -> None:
    sound = entries(5)
    assert first_broken(sound) is None
    assert first_broken(sound[2:], sound[1].hash, after=2) is None
    changed = [*sound[:2], sound[2].model_copy(update={"amount_mcr": 2}), *sound[3:]]
    assert first_broken(changed) == 3
    assert first_broken([*sound[:2], *sound[3:]]) == 3
    assert first_broken([sound[1], sound[0]]) == 1


def test_every_problem_is_told_with_its_status_and_whether_to_try_again() -> None:
    for name, kind in TYPES.items():
        told = problem(name, available_mcr=-5)
        assert told == Problem.model_validate_json(told.model_dump_json(exclude_none=True))
        assert (told.type, told.status) == (f"urn:javari:problem:{name}", kind.status)
    assert TYPES["insufficient-credits"].retryable
    assert not TYPES["event-conflict"].retryable


def test_a_balance_may_be_below_nothing_but_what_is_held_may_not() -> None:
    told = {
        "account": "acct_1",
        "plan": "Free",
        "posted_mcr": -1,
        "held_mcr": 0,
        "available_mcr": -1,
        "overdraft_limit_mcr": 5,
        "grants": [],
        "as_of": "2026-01-01T00:00:00Z",
        "ledger_seq": 1,
    }
    assert AccountBalance.model_validate_json(json.dumps(told)).available_mcr == -1
    with pytest.raises(ValidationError):
        AccountBalance.model_validate_json(json.dumps(told | {"held_mcr": -1}))
