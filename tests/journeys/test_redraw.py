"""What something else wrote over the screen is put right: on a key, after another size, after a stop."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.pty_javari import PtyJavari, javari_at_pty
from tests.real_terminal import wait_until


def _is_whole(javari: PtyJavari) -> bool:
    rows = javari.screen.splitlines()
    return bool(re.match(" ◆ Javari", rows[0])) and "F1 Help" in rows[-1]


@pytest.mark.parametrize("output", ["thin", "stock"])
def test_the_screen_is_written_anew_when_it_must_be(own_home: Path, output: str) -> None:
    with javari_at_pty(own_home, environ={"JAVARI_OUTPUT": output}) as javari:
        javari.wait_ready()
        javari.type("hello")
        javari.wait_for("hello")
        for columns in (80, 90):
            javari.wait_quiet(0.1)
            javari.forget_screen()
            if columns == 80:
                javari.type("\x0c")
            else:
                javari.resize(columns, 24)
            wait_until(lambda: _is_whole(javari) and "hello" in javari.screen, lambda: javari.screen)


def test_a_letter_costs_few_bytes_unless_stock_output_is_asked_for(own_home: Path) -> None:
    cost = {}
    for output in ("thin", "stock"):
        with javari_at_pty(own_home, environ={"JAVARI_OUTPUT": output}) as javari:
            javari.wait_ready()
            javari.type("x")
            javari.wait_for("▌ x")
            javari.wait_quiet(0.3)
            before = len(javari.raw)
            javari.type("y")
            javari.wait_for("xy")
            javari.wait_quiet(0.3)
            cost[output] = len(javari.raw) - before
    assert cost["thin"] <= 60 < cost["stock"]
