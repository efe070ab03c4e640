"""The figures as a table, with the change since the last time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from benchmarks.figures import Figure

_NOISE = 0.05
"""Changes up to this part of a figure are not worth a word."""


def table(figures: Sequence[Figure], last: Mapping[str, float]) -> str:
    """A Markdown table; `last` has what was judged of each figure the last time."""
    head = ("what", "measured", "reference", "ratio", "target", "", "since last")
    rows = [head, *(_row(figure, last.get(figure.name)) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    lines = [_line(row, widths) for row in rows]
    rule = [f"{'-' * (width - 1)}{':' if column in range(1, 5) else '-'}" for column, width in enumerate(widths)]
    return "\n".join([lines[0], _line(rule, widths), *lines[1:]])


def change(now: float, before: float | None) -> str:
    """How a figure moved."""
    if before is None or not before or now == float("inf"):
        return "—"
    part = now / before - 1
    return "same" if abs(part) <= _NOISE else f"{part:+.0%}"


def _row(figure: Figure, last: float | None) -> Sequence[str]:
    return (
        figure.name,
        _quantity(figure.measured, figure.unit),
        "—" if figure.reference is None else _quantity(figure.reference, figure.unit),
        "—" if figure.ratio is None else f"{figure.ratio:.2f}×",
        _target(figure),
        {True: "ok", False: "MISSED", None: ""}[figure.is_reached],
        change(figure.judged, last),
    )


def _target(figure: Figure) -> str:
    parts = [f"≤ {figure.most_ratio:g}×"] if figure.most_ratio is not None else []
    if figure.most is not None:
        parts.insert(0, f"≤ {figure.most:g} {figure.unit}")
    return ", ".join(parts) or "—"


def _quantity(value: float, unit: str) -> str:
    return "never" if value == float("inf") else f"{_number(value)} {unit}"


def _number(value: float) -> str:
    """Three figures that count."""
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (
        cell.rjust(width) if column in range(1, 5) else cell.ljust(width)
        for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return f"| {' | '.join(padded)} |"
