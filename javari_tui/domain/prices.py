"""What a model's answer costs. Prices are data with dates: a past event is never priced again.

Whoever writes an event down keeps the amount and the `version` of the list that it was priced by.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from fnmatch import fnmatchcase
from typing import Any

from javari_tui.domain.credits import CREDITS_PER_DOLLAR, MICRO, Credits, ceil_div
from javari_tui.domain.model_records import GUIDE, ModelRef, Usage
from javari_tui.domain.turn_actions import Action

_MILLION = 1_000_000
_KINDS = ("input", "output", "cache_read", "cache_write")

Millions = tuple[int, int, int, int]
"""Micro-credits for a million tokens: uncached input, output, read from the cache, written into it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What a model takes for one kind of action while it holds."""

    model: str
    """`provider/model`, where `*` stands for anything unless it is exact."""
    action: Action | None
    """None: every action that has no price of its own."""
    valid_from: datetime
    millions: Millions
    above_tokens: int | None = None
    """A prompt of more tokens than this is charged whole by `millions_above`."""
    millions_above: Millions = (0, 0, 0, 0)
    is_exact: bool = False
    """The name is that of one model, whatever is in it."""

    def fits(self, name: str) -> bool:
        """Whether a model is meant."""
        return name == self.model if self.is_exact else fnmatchcase(name, self.model)

    def cost(self, usage: Usage) -> Credits:
        """What so many tokens cost, rounded upwards once."""
        is_above = self.above_tokens is not None and usage.prompt > self.above_tokens
        millions = self.millions_above if is_above else self.millions
        tokens = (usage.input, usage.output, usage.cache_read, usage.cache_write)
        total = sum(max(count, 0) * price for count, price in zip(tokens, millions, strict=True))
        return Credits(ceil_div(total, _MILLION))

    def output_for(self, amount: Credits, prompt_tokens: int) -> int | None:
        """How many tokens of answer an amount pays for above its uncached prompt; None: any number."""
        is_above = self.above_tokens is not None and prompt_tokens > self.above_tokens
        read, written, *_ = self.millions_above if is_above else self.millions
        if written == 0:
            return None
        return max(0, (amount.micro * _MILLION - prompt_tokens * read) // written)


@dataclass(frozen=True, slots=True)
class Quote:
    """What an event comes to by one version of the list."""

    amount: Credits
    version: str
    is_known: bool = True
    """False where the list does not have the model: it is written down at 0 and told as such."""
    is_free: bool = False
    """It costs nothing whatever any list says of the model."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What an answer may come to before it is asked for."""

    least: Credits
    """The prompt and the shortest answer worth asking for."""
    most: Credits
    """The prompt and the longest answer allowed."""
    version: str
    is_known: bool = True


SHORTEST_ANSWER = 64
"""Tokens of answer below which nothing is asked: a short answer fits, and less is cut and worth nothing."""


@dataclass(frozen=True, slots=True)
class PriceList:
    """Every price there was and is."""

    version: str
    prices: tuple[Price, ...]

    def price(self, model: ModelRef, action: Action, at: datetime) -> Price | None:
        """What held at a time: the action's own before that for all, the exact name before a pattern, the newest."""
        name = str(model)
        found = [
            price
            for price in self.prices
            if price.valid_from <= at and price.action in (None, action) and price.fits(name)
        ]
        return max(found, key=_weight, default=None)

    def quote(self, model: ModelRef, action: Action, usage: Usage, at: datetime, *, is_local: bool = False) -> Quote:
        """What so much use costs; models on machines of the user's own and the Guide cost nothing."""
        if is_free(model, is_local=is_local):
            return Quote(Credits(), self.version, is_free=True)
        price = self.price(model, action, at)
        if price is None:
            return Quote(Credits(), self.version, is_known=False)
        return Quote(price.cost(usage), self.version)

    def estimate(
        self, model: ModelRef, prompt_tokens: int, answer_tokens: int, at: datetime, *, is_local: bool = False
    ) -> Estimate:
        """What an answer may come to, whatever it will turn out to be: the dearest action counts."""
        shortest = min(SHORTEST_ANSWER, answer_tokens)

        def dearest(output: int) -> Credits:
            usage = Usage(input=prompt_tokens, output=output)
            return max(self.quote(model, action, usage, at, is_local=is_local).amount for action in Action)

        known = is_free(model, is_local=is_local) or self.price(model, Action.CHAT, at) is not None
        return Estimate(dearest(shortest), dearest(answer_tokens), self.version, known)

    def longest_answer(
        self, model: ModelRef, prompt_tokens: int, amount: Credits, at: datetime, *, is_local: bool = False
    ) -> int | None:
        """How many tokens of answer an amount that is held pays for; None: it is no limit."""
        if is_free(model, is_local=is_local):
            return None
        prices = [price for action in Action if (price := self.price(model, action, at)) is not None]
        lengths = [length for price in prices if (length := price.output_for(amount, prompt_tokens)) is not None]
        return min(lengths, default=None)


def is_free(model: ModelRef, *, is_local: bool) -> bool:
    """Whether an answer costs nothing whatever it is."""
    return is_local or model.provider == GUIDE


def read_price_list(text: str) -> PriceList:
    """The list of a TOML text. ValueError, KeyError or TypeError when it is none: it ships with Javari."""
    import tomllib  # noqa: PLC0415 - wanted once, when the ledger opens

    data = tomllib.loads(text, parse_float=_exact_dollars)
    prices = tuple(_price(item) for item in data["price"])
    if len({_key(price) for price in prices}) != len(prices):
        raise ValueError("two prices for the same model and action begin at the same time")
    return PriceList(version=str(data["version"]), prices=prices)


def _price(item: Mapping[str, Any]) -> Price:
    day = item["from"]
    above = item.get("above")
    return Price(
        model=item["model"],
        action=Action(item["action"]) if "action" in item else None,
        valid_from=datetime(day.year, day.month, day.day, tzinfo=UTC),
        millions=_millions(item),
        above_tokens=None if above is None else int(above["tokens"]),
        millions_above=(0, 0, 0, 0) if above is None else _millions(above),
    )


def _millions(item: Mapping[str, Any]) -> Millions:
    read, written, hit, kept = (_micro_for_million(item[kind]) for kind in _KINDS)
    return read, written, hit, kept


def _micro_for_million(dollars: Any) -> int:  # noqa: ANN401 - an int, or what `_exact_dollars` gave
    """Dollars as exact micro-credits; a price finer than that is refused rather than rounded."""
    micro = Decimal(dollars) * CREDITS_PER_DOLLAR * MICRO
    if micro < 0 or micro != micro.to_integral_value():
        raise ValueError(f"{dollars} dollars are no whole number of micro-credits")
    return int(micro)


def _exact_dollars(text: str) -> Any:  # noqa: ANN401 - what tomllib shall put in the place of a float
    return Decimal(text)


def _key(price: Price) -> tuple[str, Action | None, datetime]:
    return price.model, price.action, price.valid_from


def _weight(price: Price) -> tuple[bool, bool, int, datetime]:
    """Which of several prices counts: the larger."""
    return price.action is not None, "*" not in price.model, len(price.model), price.valid_from
