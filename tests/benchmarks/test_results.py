from __future__ import annotations

import json
import math
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.results import keep, last_judged, processor

WHEN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_a_result_holds_the_figures_every_run_the_machine_and_the_revision(tmp_path: Path) -> None:
    figure = Figure(name="x", unit="ms", measured=3, reference=2, most_ratio=2)
    file = keep(tmp_path / "results", WHEN, [figure], runs=3, raw={"part": {"runs": [1.0, math.inf]}})
    assert file.name == "20260102T030405Z.json"
    kept = json.loads(file.read_text())
    assert kept["figures"] == [
        {
            "name": "x",
            "unit": "ms",
            "measured": 3,
            "reference": 2,
            "most": None,
            "most_ratio": 2,
            "ratio": 1.5,
            "judged": 1.5,
        }
    ]
    assert kept["raw"] == {"part": {"runs": [1.0, None]}}
    assert kept["runs"] == 3
    assert kept["machine"]["cores"] >= 1
    assert set(kept["machine"]) >= {"python", "system", "processor", "memory_mib", "load"}
    assert isinstance(kept["revision"], str)


def test_each_figure_is_compared_with_the_last_time_that_it_was_measured(tmp_path: Path) -> None:
    assert last_judged(tmp_path) == {}
    days = [{"a": 1.0, "b": 2.0}, {"a": 3.0}, {"b": math.inf}]
    for day, values in enumerate(days, start=1):
        figures = [Figure(name=name, unit="ms", measured=value) for name, value in values.items()]
        keep(tmp_path, WHEN.replace(day=day), figures, runs=1, raw={})
    assert last_judged(tmp_path) == {"a": 3.0, "b": 2.0}


def test_the_processor_is_named() -> None:
    assert (
        processor("processor\t: 0\nmodel name\t: Some CPU @ 2 GHz\nmodel name\t: Some CPU @ 2 GHz\n")
        == "Some CPU @ 2 GHz"
    )
    assert not processor("Features: fp")
