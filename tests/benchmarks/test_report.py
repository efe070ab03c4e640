from __future__ import annotations

import math

import pytest

from benchmarks.figures import Figure
from benchmarks.report import change, table

FIGURES = [
    Figure(name="CPU per token", unit="ms", measured=0.3555, reference=0.1681, most_ratio=2),
    Figure(name="key echo", unit="ms", measured=12.34, reference=10, most=40, most_ratio=2),
    Figure(name="bytes", unit="B", measured=863.2, most=30),
    Figure(name="memory", unit="MiB", measured=5),
    Figure(name="stock", unit="ms", measured=math.inf, reference=1),
]


def test_the_table_names_value_reference_ratio_target_verdict_and_change() -> None:
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in table(FIGURES, {"CPU per token": 4.2, "bytes": 860.0}).splitlines()
    ]
    assert cells[0] == ["what", "measured", "reference", "ratio", "target", "", "since last"]
    assert cells[2:] == [
        ["CPU per token", "0.36 ms", "0.17 ms", "2.11×", "≤ 2×", "MISSED", "-50%"],
        ["key echo", "12.3 ms", "10.0 ms", "1.23×", "≤ 40 ms, ≤ 2×", "ok", "—"],
        ["bytes", "863 B", "—", "—", "≤ 30 B", "MISSED", "same"],
        ["memory", "5.00 MiB", "—", "—", "—", "", "—"],
        ["stock", "never", "1.00 ms", "inf×", "—", "", "—"],
    ]


def test_every_line_of_the_table_is_as_wide_as_the_others() -> None:
    assert len({len(line) for line in table(FIGURES, {}).splitlines()}) == 1


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (1.0, None, "—"),
        (1.0, 0.0, "—"),
        (math.inf, 2.0, "—"),
        (1.04, 1.0, "same"),
        (0.96, 1.0, "same"),
        (1.5, 1.0, "+50%"),
        (0.25, 1.0, "-75%"),
    ],
)
def test_a_change_is_told_beyond_the_noise(now: float, before: float | None, expected: str) -> None:
    assert change(now, before) == expected
