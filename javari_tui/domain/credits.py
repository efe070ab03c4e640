"""Credits: whole numbers of micro-credits, how they are rounded, and how they are written and read.

Rounding, once for all:

- A price comes to a whole number of micro-credits **once for each event, upwards** (`ceil_div`). Sums are sums of
  those, so that every way of adding them up gives the same.
- What is left is shown **downwards**, what something costs **upwards**: a figure on the screen promises nothing that is
  not there.
- What a person types is never rounded: more than six decimal digits are refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from javari_tui.i18n import SOURCE_LANGUAGE, language

MICRO = 1_000_000
"""Micro-credits in a credit."""
CREDITS_PER_DOLLAR = 100
"""A credit is a US cent: the one place that says so."""

_DIGITS = 6
_SIGNS = ".,'’ \u00a0\u202f"
"""What stands between the digits of an amount in some language."""
_LARGEST = 2**62
"""No sum of amounts a person can have passes what SQLite holds."""
_SHOWN_DIGITS = 2
"""Decimal digits of what something costs."""
_ROOM_DIGITS_BELOW = 10
"""Credits from which the digits of what is left tell nothing."""


@dataclass(frozen=True, slots=True, order=True)
class Credits:
    """An amount of credits, exact."""

    micro: int = 0

    def __post_init__(self) -> None:
        if type(self.micro) is not int:
            raise TypeError(f"micro-credits are whole numbers, not {self.micro!r}")
        if abs(self.micro) > _LARGEST:
            raise OverflowError(f"{self.micro} micro-credits")

    @classmethod
    def of(cls, whole: int) -> Credits:
        """So many whole credits."""
        return cls(whole * MICRO)

    @classmethod
    def sum(cls, amounts: Iterable[Credits]) -> Credits:
        """All amounts together."""
        return cls(sum(amount.micro for amount in amounts))

    def __add__(self, other: Credits) -> Credits:
        return Credits(self.micro + other.micro)

    def __sub__(self, other: Credits) -> Credits:
        return Credits(self.micro - other.micro)

    def __neg__(self) -> Credits:
        return Credits(-self.micro)

    def __bool__(self) -> bool:
        return self.micro != 0

    def __str__(self) -> str:
        return shown_cost(self)


NOTHING = Credits(0)


def ceil_div(amount: int, by: int) -> int:
    """A quotient rounded upwards, exactly."""
    return -(-amount // by)


def shown_left(amount: Credits) -> str:
    """What is left, for the screen: whole credits, rounded downwards, as the language in force writes them."""
    return _written(Decimal(amount.micro // MICRO), 0)


def shown_room(amount: Credits) -> str:
    """What is left where it is set against a cost: with two digits below ten credits, rounded downwards."""
    cent = MICRO // 10**_SHOWN_DIGITS
    if amount.micro >= _ROOM_DIGITS_BELOW * MICRO or amount.micro <= 0:
        return shown_left(amount)
    if amount.micro < cent:
        return "<" + shown_cost(Credits(cent))
    return shown_cost(Credits(amount.micro // cent * cent))


def shown_cost(amount: Credits) -> str:
    """What something costs, for the screen: two digits, rounded away from zero; no digits where they are zero."""
    rounding = ROUND_FLOOR if amount.micro < 0 else ROUND_CEILING
    rounded = _exact(amount).quantize(Decimal(1).scaleb(-_SHOWN_DIGITS), rounding=rounding)
    return _written(rounded, 0 if rounded == rounded.to_integral_value() else _SHOWN_DIGITS)


def plain(amount: Credits) -> str:
    """The exact amount for files and programs: a point, no groups, no zeros at the end."""
    text = f"{_exact(amount):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def read_credits(text: str) -> Credits:
    """An amount that a person typed in the language in force; ValueError when it is none, or is below zero."""
    from babel.numbers import NumberFormatError, parse_decimal  # noqa: PLC0415 - heavy, and few ever type an amount

    if not all(sign.isdecimal() or sign in _SIGNS for sign in text.strip()):
        raise ValueError(text)
    try:
        value = parse_decimal(text.strip(), locale=babel_locale(), strict=True)
    except NumberFormatError as error:
        raise ValueError(text) from error
    if not value.is_finite() or value < 0 or value.adjusted() > 12:
        raise ValueError(text)
    micro = value.scaleb(_DIGITS)
    if micro != micro.to_integral_value():
        raise ValueError(text)
    return Credits(int(micro))


def _exact(amount: Credits) -> Decimal:
    """The amount in credits, with all of its digits."""
    return Decimal(amount.micro).scaleb(-_DIGITS)


def _written(value: Decimal, digits: int) -> str:
    from babel.numbers import format_decimal  # noqa: PLC0415 - heavy

    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return format_decimal(value, format=pattern, locale=babel_locale())


def babel_locale() -> str:
    """The language in force as Babel knows it."""
    from babel.core import Locale, UnknownLocaleError  # noqa: PLC0415 - heavy

    try:
        return str(Locale.parse(language()))
    except (UnknownLocaleError, ValueError):
        return SOURCE_LANGUAGE
