from __future__ import annotations

import math

import pytest

from benchmarks.figures import Figure, middle, p95


def test_p95_is_a_value_that_was_measured_and_few_exceed_it() -> None:
    assert p95([float(number) for number in range(100, 0, -1)]) == 95
    assert p95([3.0, 1.0, 2.0]) == 3.0
    assert p95([*[1.0] * 19, math.inf]) == 1.0
    assert p95([*[1.0] * 18, math.inf, math.inf]) == math.inf


def test_the_middle_is_a_median_so_one_slow_run_does_not_count() -> None:
    assert middle(["a", "bb", "c" * 100], lambda run: float(len(run))) == 2


@pytest.mark.parametrize(
    ("measured", "reference", "most", "most_ratio", "reached"),
    [
        (30, None, 30, None, True),
        (30.1, None, 30, None, False),
        (20, 10, None, 2, True),
        (21, 10, None, 2, False),
        (39, 10, 40, 2, False),  # both must hold
        (19, 10, 18, 2, False),
        (5, None, None, 2, False),  # nothing to compare with is no success
        (math.inf, 10, None, 2, False),
        (5, 10, None, None, None),
    ],
)
def test_a_figure_is_reached_when_all_its_targets_are(
    measured: float, reference: float | None, most: float | None, most_ratio: float | None, reached: bool | None
) -> None:
    figure = Figure(name="x", unit="ms", measured=measured, reference=reference, most=most, most_ratio=most_ratio)
    assert figure.is_reached is reached


def test_days_are_compared_by_the_ratio_where_one_is_aimed_at() -> None:
    assert Figure(name="x", unit="ms", measured=30, reference=20, most_ratio=2).judged == 1.5
    assert Figure(name="x", unit="ms", measured=30, reference=20, most=40).judged == 30
