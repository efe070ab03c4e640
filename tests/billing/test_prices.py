"""What an answer costs: the app and the server come to the same, by the list that was in force when it was given."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from javari_billing.engine.prices import CLOCKS, OUTLASTS, add_price_list, due_by
from javari_billing.engine.refusals import Refused
from javari_billing.wire.plans import Price
from javari_billing.wire.usage import UsageData
from javari_tui.domain.billing import Catalogue, OfferedPrice
from javari_tui.domain.credits import Credits
from javari_tui.domain.model_records import GUIDE, ModelRef, Usage
from javari_tui.domain.spending import Charge, Hold, HoldState
from javari_tui.domain.turn_actions import Action
from javari_tui.services.ledger.price_list import offered_prices
from javari_tui.storage.ledger_usage import event_body
from tests.billing.bench import Bench

NOW = datetime(2026, 6, 1, tzinfo=UTC)
LISTED = (
    ("a/both", "chat", 1_000_000, 2_000_000),
    ("a/both", "code_generation", 3_000_000, 5_000_000),
    ("a/chat", "chat", 1_500_001, 7_000_003),
    ("a/code", "code_generation", 4_000_000, 4_000_000),
    ("a/*", "chat", 9_000_000, 9_000_000),
    ("a/[cd]hat", "chat", 8_000_000, 8_000_000),
    ("a/both", "dreaming", 6_000_000, 6_000_000),
    (f"{GUIDE}/guide", "chat", 1_000_000, 1_000_000),
)
CHAT, CODE, FILE = Action.CHAT, Action.CODE_GENERATION, Action.FILE_ANALYSIS
PLAIN, CACHED = Usage(input=10, output=3), Usage(input=10, output=3, cache_read=100, cache_write=7)


@pytest.mark.parametrize(
    ("model", "action", "usage", "is_local", "due"),
    [
        ("a/both", CHAT, PLAIN, False, 16),
        ("a/both", CODE, PLAIN, False, 45),
        ("a/both", FILE, PLAIN, False, 16),
        ("a/both", CODE, CACHED, False, 366),
        ("a/both", CODE, CACHED, True, 0),
        ("a/chat", CHAT, PLAIN, False, 37),
        ("a/chat", CODE, CACHED, False, 197),
        ("a/code", CODE, PLAIN, False, 52),
        ("a/code", CHAT, PLAIN, False, 0),
        ("a/*", CHAT, PLAIN, False, 117),
        ("a/other", CHAT, PLAIN, False, 0),
        ("a/dhat", FILE, PLAIN, False, 0),
        (f"{GUIDE}/guide", CHAT, PLAIN, False, 0),
    ],
)
def test_the_app_charges_what_the_server_finds_due(
    model: str, action: Action, usage: Usage, is_local: bool, due: int
) -> None:
    offered = (
        OfferedPrice(model=name, action=what, input_mcr=read, output_mcr=put) for name, what, read, put in LISTED
    )
    prices = offered_prices(Catalogue(version="c", plans=(), price_version="1", prices=tuple(offered)))
    assert prices is not None
    quote = prices.quote(ModelRef(*model.split("/")), action, usage, NOW, is_local=is_local)
    charge = Charge(cost=quote.amount, action=action, usage=usage, is_free=quote.is_free)
    told = UsageData.model_validate(json.loads(event_body(_hold(model), charge, NOW.isoformat()))["data"])
    listed = {
        (name, what): Price(version="1", model=name, action=what, input_mcr=read, output_mcr=put)
        for name, what, read, put in LISTED
    }
    assert (told.amount_mcr, due_by(listed, told)) == (due, due)


def test_the_longest_name_of_a_local_model_is_one_that_the_server_takes() -> None:
    charge = Charge(cost=Credits(), action=CHAT, usage=PLAIN, is_free=True)
    UsageData.model_validate(json.loads(event_body(_hold("a/" + 98 * "b"), charge, NOW.isoformat()))["data"])


def test_a_price_of_an_older_list_counts_only_for_its_own_time(bench: Bench) -> None:
    def add(version: str, price: int, model: str = "m") -> None:
        row = Price(version=version, model=model, input_mcr=price, output_mcr=0)
        bench.ledgers.write(lambda connection: add_price_list(connection, [row], valid_from=bench.clock()))

    def told(version: str, due: int) -> str:
        verdict = bench.report(bench.event(due, data={"in": 1, "price_version": version})).results[0]
        return verdict.status if verdict.problem is None else verdict.problem.type.rsplit(":", 1)[1]

    bench.grant(1000)
    add("cheap", 1_000_000)
    late = bench.event(1, data={"in": 1, "price_version": "cheap"})
    bench.clock.now += 10 * OUTLASTS
    add("dear", 9_000_000)
    changed = bench.clock.now
    bench.clock.now = changed + OUTLASTS - 1
    assert told("cheap", 1) == "accepted"
    bench.clock.now = changed + OUTLASTS
    assert (told("cheap", 1), told("dear", 9)) == ("plan-outdated", "accepted")
    # What was used while it was in force stays right, whenever it comes.
    assert bench.statuses(late) == ["accepted"]
    bench.clock.now = changed - CLOCKS
    assert told("dear", 9) == "accepted"
    bench.clock.now = changed - CLOCKS - 1
    assert told("dear", 9) == "plan-outdated"
    with pytest.raises(Refused, match="contract"):
        add("mine", 1, model="local/a/b")


def _hold(model: str) -> Hold:
    return Hold(
        id=1,
        uid="1",
        amount=Credits(1),
        state=HoldState.OPEN,
        price_version="1",
        model=ModelRef(*model.split("/")),
        chat_id=1,
        question_id=1,
        message_id=1,
        created_at=NOW,
    )
