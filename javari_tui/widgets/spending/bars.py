"""Bars and columns by eighths of a cell, or with plain signs where there is no Unicode. Whole numbers only."""

from __future__ import annotations

from collections.abc import Sequence

from javari_tui.terminal.glyphs import glyphs_in_force

_ACROSS = " ▏▎▍▌▋▊▉█"
_UPWARDS = " ▁▂▃▄▅▆▇█"
_PLAIN_UPWARDS = " ...:::##"
_EIGHTHS = 8


def is_plain() -> bool:
    """Whether only ASCII may be drawn."""
    return glyphs_in_force() == "ascii"


def bar(amount: int, most: int, width: int) -> str:
    """A bar of at most so many cells; what is not nothing is always to be seen."""
    if width <= 0:
        return ""
    eighths = _eighths(amount, most, width)
    whole, rest = divmod(eighths, _EIGHTHS)
    if is_plain():
        return "#" * max(whole, int(eighths > 0))
    return "█" * whole + (_ACROSS[rest] if rest else "")


def meter(amount: int, most: int, width: int) -> str:
    """A bar with its end marked: how much of something there is."""
    if is_plain():
        filled = bar(amount, most, width - 2)
        return f"[{filled}{'-' * (width - 2 - len(filled))}]"
    filled = bar(amount, most, width)
    return filled + "░" * (width - len(filled))


def columns(amounts: Sequence[int], height: int, wide: int = 1, gap: int = 0) -> list[str]:
    """Columns beside each other, as rows from the top down; each is so many cells wide."""
    most = max(amounts, default=0)
    signs = _PLAIN_UPWARDS if is_plain() else _UPWARDS
    eighths = [_eighths(amount, most, height) for amount in amounts]
    rows = []
    for row in range(height - 1, -1, -1):
        levels = (min(max(part - row * _EIGHTHS, 0), _EIGHTHS) for part in eighths)
        rows.append((" " * gap).join(signs[level] * wide for level in levels))
    return rows


def _eighths(amount: int, most: int, cells: int) -> int:
    """How much of so many cells an amount takes: nothing for nothing, else at least an eighth of one."""
    if amount <= 0 or most <= 0:
        return 0
    return max(1, min(amount, most) * cells * _EIGHTHS // most)
