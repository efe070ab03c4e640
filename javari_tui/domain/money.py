"""Money as the language in force writes it."""

from __future__ import annotations

import re
from decimal import Decimal

from javari_tui.domain.credits import babel_locale
from javari_tui.domain.untrusted_text import clean

_CURRENCY = re.compile(r"[A-Z]{3}")
_MONTHS = 12


def money_text(amount: int, currency: str) -> str:
    """An amount in the smallest unit of a currency, for the screen."""
    from babel.numbers import format_currency, format_decimal, get_currency_precision  # noqa: PLC0415 - heavy

    if not _CURRENCY.fullmatch(currency):
        return f"{format_decimal(Decimal(amount).scaleb(-2), locale=babel_locale())} {clean(currency)}".strip()
    value = Decimal(amount).scaleb(-get_currency_precision(currency))
    return format_currency(value, currency, locale=babel_locale())


def saved_percent(monthly: int, annual: int) -> int:
    """How much less a year costs than twelve months, rounded downwards; 0 where it costs no less."""
    whole = monthly * _MONTHS
    return max(0, (whole - annual) * 100 // whole) if whole > 0 else 0
