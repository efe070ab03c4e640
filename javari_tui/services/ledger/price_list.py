"""The prices that ship with Javari."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from javari_tui.domain.prices import PriceList, read_price_list

PRICES = Path(__file__).with_name("prices.toml")


@cache
def shipped_prices() -> PriceList:
    """The list as it was when this Javari was made; read once."""
    return read_price_list(PRICES.read_text(encoding="utf-8"))
