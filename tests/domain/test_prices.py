from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from javari_tui.domain.credits import CREDITS_PER_DOLLAR, MICRO, Credits
from javari_tui.domain.model_records import GUIDE, ModelRef, Usage
from javari_tui.domain.prices import PriceList, read_price_list
from javari_tui.domain.turn_actions import Action
from javari_tui.services.ledger.price_list import shipped_prices

NOW = datetime(2026, 11, 23, tzinfo=UTC)
OPUS = ModelRef("anthropic", "claude-opus-5-5")
HAIKU = ModelRef("anthropic", "claude-haiku-5-5")
SONNET = ModelRef("anthropic", "claude-sonnet-5-5")

TOKENS = st.integers(0, 3_000_000)

_LIST = """
version = "one"
[[price]]
model = "m/*"
from = 2026-01-01
input = 1
output = 3
cache_read = 0.1
cache_write = 1.25
[[price]]
model = "m/*"
from = 2026-06-01
input = 2
output = 6
cache_read = 0.2
cache_write = 2.5
[[price]]
model = "m/*"
action = "file_analysis"
from = 2026-01-01
input = 5
output = 30
cache_read = 0.5
cache_write = 6.25
[[price]]
model = "m/dear"
from = 2026-01-01
input = 100
output = 100
cache_read = 100
cache_write = 100
"""


def _cost(prices: PriceList, name: str, action: Action, at: datetime) -> int:
    return prices.quote(ModelRef("m", name), action, Usage(output=1_000_000), at).amount.micro // MICRO


def test_what_a_maker_lists_is_what_an_answer_costs() -> None:
    quote = shipped_prices().quote(OPUS, Action.CHAT, Usage(input=10_000, output=1_000, cache_read=5_000), NOW)

    assert quote.amount.micro == (10_000 * 4 + 1_000 * 20) * 100 + 5_000 * 20
    assert quote.version == "2026-11-22"


def test_a_long_prompt_is_charged_whole_by_its_own_price() -> None:
    prices = shipped_prices()

    at_limit = prices.quote(HAIKU, Action.CHAT, Usage(input=90_000, cache_read=10_000, output=100), NOW).amount
    above = prices.quote(HAIKU, Action.CHAT, Usage(input=90_000, cache_read=10_001, output=100), NOW).amount

    assert at_limit.micro == 90_000 * 10 + 10_000 + 100 * 50
    assert above.micro == 90_000 * 50 + 10_001 * 5 + 100 * 250


def test_the_price_of_the_day_counts_and_an_actions_own_and_an_exact_name_before_that() -> None:
    prices = read_price_list(_LIST)
    may, june = datetime(2026, 5, 31, 23, 59, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)

    assert _cost(prices, "x", Action.CHAT, may) == 3 * CREDITS_PER_DOLLAR
    assert _cost(prices, "x", Action.CHAT, june) == 6 * CREDITS_PER_DOLLAR
    assert _cost(prices, "x", Action.FILE_ANALYSIS, june) == 30 * CREDITS_PER_DOLLAR
    assert _cost(prices, "dear", Action.CHAT, june) == 100 * CREDITS_PER_DOLLAR
    assert not prices.quote(ModelRef("m", "x"), Action.CHAT, Usage(output=1), datetime(2025, 1, 1, tzinfo=UTC)).is_known


def test_the_guide_and_local_models_cost_nothing_and_an_unknown_model_says_so() -> None:
    prices, usage = shipped_prices(), Usage(input=10**6, output=10**6)

    guide = prices.quote(ModelRef(GUIDE, GUIDE), Action.CHAT, usage, NOW)
    local = prices.quote(OPUS, Action.CHAT, usage, NOW, is_local=True)
    unknown = prices.quote(ModelRef("someone", "new"), Action.CHAT, usage, NOW)

    assert (guide.amount, guide.is_known) == (Credits(), True) == (local.amount, local.is_known)
    assert (unknown.amount, unknown.is_known) == (Credits(), False)


@given(prompt=TOKENS, answer=st.integers(1, 200_000), amount=st.integers(0, 10**10).map(Credits))
def test_the_longest_answer_is_what_an_amount_pays_for_and_not_a_token_more(
    prompt: int, answer: int, amount: Credits
) -> None:
    prices = shipped_prices()
    estimate = prices.estimate(HAIKU, prompt, answer, NOW)
    length = prices.longest_answer(HAIKU, prompt, amount, NOW)
    assert length is not None

    def cost(output: int) -> Credits:
        return prices.quote(HAIKU, Action.CHAT, Usage(input=prompt, output=output), NOW).amount

    assert estimate.most == cost(answer)
    assert cost(length) <= amount or length == 0
    assert cost(length + 1) > amount


def test_an_estimate_counts_the_dearest_action() -> None:
    prices = read_price_list(_LIST)
    model = ModelRef("m", "x")

    assert prices.estimate(model, 0, 1_000_000, NOW).most == Credits.of(30 * CREDITS_PER_DOLLAR)
    assert prices.longest_answer(model, 0, Credits.of(30 * CREDITS_PER_DOLLAR), NOW) == 1_000_000


@given(parts=st.lists(st.tuples(TOKENS, TOKENS), min_size=1, max_size=5))
def test_rounding_is_at_most_one_unit_for_each_event_and_always_upwards(parts: list[tuple[int, int]]) -> None:
    prices = shipped_prices()
    # Written at 12.5 micro-credits a token.
    whole = [
        prices.quote(HAIKU, Action.CHAT, Usage(cache_write=written, output=output), NOW).amount.micro
        for written, output in parts
    ]
    exact = [
        (125 * written + 500 * output) / 10 if written <= 100_000 else (625 * written + 2500 * output) / 10
        for written, output in parts
    ]

    assert all(0 <= rounded - true < 1 for rounded, true in zip(whole, exact, strict=True))


def test_every_price_that_ships_is_whole_and_its_list_says_from_when_it_is() -> None:
    prices = shipped_prices()

    assert len(prices.prices) > 50
    assert all(min(price.millions) >= 0 and price.millions[1] > 0 for price in prices.prices)
    assert all(
        price.valid_from <= datetime.fromisoformat(prices.version).replace(tzinfo=UTC) for price in prices.prices
    )
    before = prices.quote(SONNET, Action.CHAT, Usage(cache_read=1000), datetime(2026, 10, 6, tzinfo=UTC))
    assert before.amount.micro == 2 * prices.quote(SONNET, Action.CHAT, Usage(cache_read=1000), NOW).amount.micro


@pytest.mark.parametrize(
    ("was", "becomes"), [("input = 1\n", "input = 0.000000001\n"), ("2026-06-01", "2026-01-01"), ("input = 1\n", "")]
)
def test_a_list_with_a_mistake_is_refused(was: str, becomes: str) -> None:
    with pytest.raises((ValueError, KeyError)):
        read_price_list(_LIST.replace(was, becomes, 1))
