from __future__ import annotations

import pytest

from javari_tui.domain.tokens import estimate_tokens


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("", 0, 0),
        ("The quick brown fox jumps over the lazy dog.", 8, 14),
        ("def add(a: int, b: int) -> int:\n    return a + b\n", 10, 22),
        ("请解释一下什么是递归函数", 8, 18),
        ("Объясните, что такое рекурсия", 8, 22),
        ("\ud800", 1, 1),
    ],
)
def test_estimate_is_near_what_tokenizers_count(text: str, least: int, most: int) -> None:
    assert least <= estimate_tokens(text) <= most
