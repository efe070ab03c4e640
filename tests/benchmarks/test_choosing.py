from __future__ import annotations

import argparse

import pytest

from benchmarks.__main__ import PARTS, SHORT_NAMES, chosen


def test_parts_come_in_their_usual_order_and_short_names_stand_for_several() -> None:
    assert chosen("keys,start") == ["start", "keys"]
    assert chosen("scale") == ["long", "list", "search"]
    assert chosen("stream,keys") == ["answers", "keys"]
    assert {name for names in SHORT_NAMES.values() for name in names} <= PARTS.keys()


def test_an_unknown_part_is_refused() -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="nonsense"):
        chosen("start,nonsense")
