"""Money: exact, as the language writes it."""

from __future__ import annotations

import pytest

from javari_tui import i18n, paths
from javari_tui.domain.money import money_text, saved_percent


@pytest.mark.parametrize(
    ("language", "amount", "currency", "text"),
    [
        ("en", 1_900, "USD", "$19.00"),
        ("es", 123_456, "EUR", "1.234,56\N{NO-BREAK SPACE}€"),
        ("en", 1_900, "JPY", "¥1,900"),
        ("en", 2**53 - 1, "USD", "$90,071,992,547,409.91"),
        ("qps", 5, "USD", "$0.05"),
        ("en", 150, "\x1b[31mx", "1.5 x"),
    ],
)
def test_money_is_written_as_the_language_writes_it(language: str, amount: int, currency: str, text: str) -> None:
    i18n.use_language(language, paths.shipped("locales"))
    assert money_text(amount, currency) == text


def test_what_a_year_saves_is_never_said_too_high() -> None:
    assert [saved_percent(900, 9_000), saved_percent(1_000, 10_800), saved_percent(1_000, 12_000)] == [16, 10, 0]
    assert [saved_percent(0, 0), saved_percent(0, 500), saved_percent(100, 5_000), saved_percent(100, 0)] == [
        0,
        0,
        0,
        100,
    ]
