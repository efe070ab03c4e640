"""Monstrous messages are right, or cut with a notice; never slow."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from javari_tui.widgets.transcript.body import Body
from javari_tui.widgets.transcript.chunker import Chunker
from javari_tui.widgets.transcript.glyphs import Page


def _deep_list(levels: int) -> str:
    return "\n".join("  " * level + "- x" for level in range(levels))


EXTREMES: dict[str, Callable[[], str]] = {
    "one line of a megabyte": lambda: "x" * 1_000_000,
    "one line of a megabyte in words": lambda: "word " * 200_000,
    "one wide line of a megabyte": lambda: "漢" * 330_000,
    "a line of brackets": lambda: "[" * 100_000,
    "a line of stars": lambda: "*a _b " * 20_000,
    "a table of 10,000 rows": lambda: "| a | b |\n|---|---|\n" + "| 1 | **2** |\n" * 10_000,
    "a fence of 50,000 lines": lambda: "```python\n" + "x = 1\n" * 50_000 + "```\n",
    "one line of code of a megabyte": lambda: "```python\n" + "x" * 1_000_000 + "\n```\n",
    "quotes 10,000 deep": lambda: ">" * 10_000 + " x",
    "quotes 10,000 deep with spaces": lambda: "> " * 10_000 + "x",
    "bullets 10,000 deep": lambda: "- " * 10_000 + "x",
    "lists 1,000 deep": lambda: _deep_list(1_000),
    "a megabyte of short lines": lambda: "word word\n" * 100_000,
    "100,000 blank lines": lambda: "a\n" + "\n" * 100_000 + "b",
    "1,000 columns": lambda: "|a" * 1_000 + "|\n" + "|-" * 1_000 + "|\n" + "|b" * 1_000 + "|\n",
    "brackets and parentheses": lambda: "[a](" * 20_000,
    "backticks of all lengths": lambda: " ".join("`" * n for n in range(400)),
    "50,000 definitions": lambda: "\n".join(f"[{n}]: http://x.example/{n}" for n in range(50_000)),
}


@pytest.mark.parametrize("name", EXTREMES)
def test_extremes_are_cut_into_blocks_that_are_never_slow(name: str) -> None:
    text = EXTREMES[name]()
    body = Body(text, is_open=False)
    page = Page(80)
    slowest = 0.0
    for block in [*body.blocks[:3], *body.blocks[-3:]]:
        began = time.process_time()
        lines = block.lines(page)
        slowest = max(slowest, time.process_time() - began)
        assert all(line.cells <= 80 for line in lines)
        assert len(lines) < 12_000
    assert slowest < 2.0, f"a block took {slowest:.2f} s"
    shown = " ".join(line.text for block in body.blocks[-2:] for line in block.lines(page))
    if "megabyte" in name and "short" not in name:
        assert "Too long to show whole" in shown
    if "deep" in name:
        assert "as it was written" in shown or "Too long to show whole" in shown


def test_a_block_that_grows_for_ever_goes_on_in_others() -> None:
    chunker = Chunker()
    for _number in range(2_000):
        chunker.take("some words of an endless paragraph that somebody pasted")
    assert len(chunker.chunks) > 10
    assert all(chunk.length < 9_000 for chunk in chunker.chunks)
    assert "\n".join(chunk.source for chunk in chunker.chunks).count("\n") == 1_999
