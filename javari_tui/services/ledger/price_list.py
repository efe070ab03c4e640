"""The prices there are: those that ship with Javari, and those of an account's endpoint."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from javari_tui.domain.billing import Catalogue, OfferedPrice
from javari_tui.domain.prices import Price, PriceList, read_price_list
from javari_tui.domain.turn_actions import Action

PRICES = Path(__file__).with_name("prices.toml")
_ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)
_ACTIONS = {action.value: action for action in Action}


@cache
def shipped_prices() -> PriceList:
    """The list as it was when this Javari was made; read once."""
    return read_price_list(PRICES.read_text(encoding="utf-8"))


def offered_prices(catalogue: Catalogue) -> PriceList | None:
    """What an endpoint counts by; None where it takes what this machine says."""
    if catalogue.price_version is None or not catalogue.prices:
        return None
    prices = tuple(_price(offered) for offered in catalogue.prices if offered.action in _ACTIONS)
    return PriceList(catalogue.price_version, prices)


def _price(offered: OfferedPrice) -> Price:
    """It knows no caches: all that is sent is input. A chat's price is for every action without one of its own.

    Names are those of single models: the endpoint knows no patterns either.
    """
    action = _ACTIONS[offered.action]
    return Price(
        model=offered.model,
        action=None if action is Action.CHAT else action,
        valid_from=_ALWAYS,
        millions=(offered.input_mcr, offered.output_mcr, offered.input_mcr, offered.input_mcr),
        is_exact=True,
    )
