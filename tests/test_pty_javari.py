"""The screen that tests read at a raw terminal, where the library that draws it gives up."""

from __future__ import annotations

import pyte
import pytest

from tests.pty_javari import Screen


@pytest.mark.parametrize(
    ("column", "line"), [(1, "^👤bc   "), (2, "a^ bc   "), (3, "a ^bc   "), (4, "a👤^c   ")], ids=str
)
def test_half_of_a_wide_character_reads_as_a_space(column: int, line: str) -> None:
    screen = Screen(8, 1)
    pyte.Stream(screen).feed(f"a👤bc\x1b[{column}G^")
    assert screen.display == [line]
