from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from benchmarks import __main__ as bench
from benchmarks.__main__ import PARTS, SHORT_NAMES, chosen
from benchmarks.figures import Figure
from benchmarks.parts import Measured, Plan


def test_parts_come_in_their_usual_order_and_short_names_stand_for_several() -> None:
    assert chosen("keys,start") == ["start", "keys"]
    assert chosen("scale") == ["long", "list", "search"]
    assert chosen("stream,keys") == ["answers", "keys"]
    assert {name for names in SHORT_NAMES.values() for name in names} <= PARTS.keys()


def test_an_unknown_part_is_refused() -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="nonsense"):
        chosen("start,nonsense")


def test_what_was_measured_is_kept_when_a_later_part_breaks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def breaks(_plan: Plan) -> Measured:
        raise SystemExit("The answer never came")

    whole = Measured([Figure(name="first picture", unit="ms", measured=1, most=2)])
    monkeypatch.setattr(bench, "PARTS", {"start": lambda _plan: whole, "keys": breaks})
    monkeypatch.setattr(bench, "RESULTS", tmp_path)
    monkeypatch.setattr("signal.signal", lambda *_: None)
    with pytest.raises(SystemExit, match="never came"):
        bench.main(["--only", "start,keys"])
    assert "first picture" in capsys.readouterr().out
    assert len(list(tmp_path.glob("*.json"))) == 1
