"""A hold is its account's own, and what is refused leaves it as it was."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from javari_billing.engine.refusals import Refused
from tests.billing.bench import Bench


def test_nobody_else_ends_a_hold(bench: Bench) -> None:
    bench.grant(100)
    held = bench.hold(60)
    other = Bench(bench.ledgers, bench.clock)
    other.grant(100)
    attempts: list[Callable[[], object]] = [lambda: other.settle(held, other.event(5)), lambda: other.release(held)]
    for attempt in attempts:
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.problem.type.endswith("not-found")
    # Their own usage may name it: it is booked to them, and the hold stays.
    assert other.statuses(other.event(5, data={"hold": held.id})) == ["accepted"]
    assert (bench.balance().held_mcr, bench.balance().posted_mcr, other.balance().posted_mcr) == (60, 100, 95)
    assert bench.breaches() == other.breaches() == []
    assert bench.settle(held, bench.event(60)).state == "settled"


def test_an_event_that_is_refused_leaves_its_hold_for_the_next_one(bench: Bench) -> None:
    bench.grant(100)
    held = bench.hold(60)
    much = bench.event(101, data={"hold": held.id})
    assert bench.statuses(much) == ["rejected"]
    assert (bench.balance().held_mcr, bench.breaches()) == (60, [])
    # The rest of the balance is not enough for it: it is the hold that pays.
    assert bench.statuses(much, bench.event(70, data={"hold": held.id})) == ["rejected", "accepted"]
    assert (bench.balance().held_mcr, bench.balance().posted_mcr, bench.breaches()) == (0, 30, [])


def test_only_the_very_same_event_gets_the_answer_of_a_hold_again(bench: Bench) -> None:
    bench.grant(100)
    held, event = bench.hold(60), bench.event(50)
    first = bench.settle(held, event)
    assert bench.settle(held, event) == first
    other = event.model_copy(update={"data": event.data.model_copy(update={"amount_mcr": 51})})
    with pytest.raises(Refused) as refused:
        bench.settle(held, other)
    assert refused.value.problem.type.endswith("hold-ended")
    assert bench.balance().posted_mcr == 50
