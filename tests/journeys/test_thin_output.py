"""Thin output shows what stock output shows, cell by cell with colours, whatever happens on the screen."""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from rich.color import ColorSystem
from rich.console import Console, RenderableType
from textual._compositor import CompositorUpdate
from textual.screen import Screen

from javari_tui.domain.models import Finished, StopReason, TextPiece
from javari_tui.providers.scripted import Hold
from javari_tui.terminal.display import ThinDisplay
from javari_tui.terminal.output.thin import ThinOutput
from tests.journeys.conftest import Javari
from tests.journeys.person import Person
from tests.side_by_side import SideBySide, first_difference, side_by_side

SIZES = ((80, 24), (120, 40), (60, 15), (100, 30))
SESSIONS = 60 if "JAVARI_TEST_LONG" in os.environ else 3
STEPS = 30

WORDS = (
    "plain",
    "**bold**",
    "`code`",
    "*leaning*",
    "日本語",
    "한국어",
    "[link](http://x.example/a)",
    "naïve",
    "שלום",
    "🎉",
    "“q”",
)
BLOCKS = (
    "# Heading\n\n",
    "- one\n- two\n  - three\n\n",
    "```python\ndef f(x):\n    return x + 1  # 注釈\n\nprint(f(2))\n```\n\n",
    "| a | b |\n|---|--:|\n| 日本 | 2 |\n| x | 30000 |\n\n",
    "> quoted\n> more\n\n",
    "---\n\n",
    "1. first\n2. second\n\n",
)
KEYS = (
    *(
        "pageup",
        "pagedown",
        "up",
        "down",
        "tab",
        "shift+tab",
        "escape",
        "home",
        "end",
        "enter",
        "ctrl+home",
        "ctrl+end",
    ),
    *("f1", "f2", "f4", "f6", "f9", "ctrl+o", "ctrl+n", "ctrl+p", "v", "ctrl+j", "backspace", "space", "left", "right"),
)
"""Keys that open and close windows and pages, scroll, fold, write and take back."""


class Recorder:
    """Gives every update to the terminals: as stock Textual writes it, and as we do, with and without erasing."""

    def __init__(self, terminals: SideBySide) -> None:
        self._terminals = terminals
        self._console = Console(color_system="truecolor", force_terminal=True, legacy_windows=False)
        self._outputs = {
            name: ThinOutput(ColorSystem.TRUECOLOR, erases=erases)
            for name, erases in (("thin", False), ("erasing", True))
        }

    def forget(self) -> None:
        """The terminals have another size."""
        for output in self._outputs.values():
            output.forget()

    def in_place(self) -> Callable[[ThinDisplay, Screen[Any], RenderableType | None], None]:
        """A function, which as a class's attribute becomes a method."""

        def display(app: ThinDisplay, screen: Screen[Any], renderable: RenderableType | None) -> None:
            self.display(app, screen, renderable)

        return display

    def display(self, app: ThinDisplay, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """In the place of the app's own last step."""
        if app._batch_count or not isinstance(renderable, CompositorUpdate):
            return
        cursor = app.screen.outer_size.clamp_offset(app.cursor_position)
        self._terminals.write("stock", renderable.render_segments(self._console).replace("\n", "\r\n"))
        for name, output in self._outputs.items():
            output.take(renderable, app.size)
            self._terminals.write(name, output.frame(cursor, synchronised=False))


def answer(chance: random.Random) -> Iterator[Any]:
    """An answer of everything Markdown knows, some pieces a frame."""
    for _ in range(40):
        text = (
            chance.choice(BLOCKS)
            if chance.random() < 0.25
            else " ".join(chance.choices(WORDS, k=6)) + chance.choice(" \n")
        )
        yield TextPiece(text)
        yield Hold(lambda: asyncio.sleep(0.004))
    yield Finished(StopReason.END)


async def step(person: Person, chance: random.Random, terminals: SideBySide, recorder: Recorder) -> str:
    """Something that happens; says what it was."""
    kind = chance.random()
    if kind < 0.1:
        columns, rows = chance.choice(SIZES)
        terminals.resize(columns, rows)
        recorder.forget()
        await person.pilot.resize_terminal(columns, rows)
        return f"resized to {columns} by {rows}"
    if kind < 0.35:
        text = " ".join(chance.choices(WORDS, k=4))
        await person.type(text)
        return f"typed {text!r}"
    if kind < 0.5:
        await person.press("enter")
        return "pressed enter"
    key = chance.choice(KEYS)
    await person.press(key)
    return f"pressed {key}"


@pytest.mark.parametrize("seed", range(SESSIONS))
async def test_thin_output_shows_what_stock_output_shows(
    javari: Javari, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance = random.Random(seed)
    columns, rows = SIZES[seed % len(SIZES)]
    with side_by_side(columns, rows, "stock", "thin", "erasing") as terminals:
        recorder = Recorder(terminals)
        monkeypatch.setattr(ThinDisplay, "_display", recorder.in_place())
        async with javari(lambda _request: tuple(answer(chance)), size=(columns, rows)) as person:
            for number in range(STEPS):
                done = await step(person, chance, terminals, recorder)
                shown = terminals.cells()
                for name, grounds in (("thin", True), ("erasing", False)):
                    difference = first_difference(shown["stock"], shown[name], grounds=grounds)
                    assert not difference, f"{name}, seed {seed}, step {number}, {done}: {difference}"
            assert not first_difference(terminals.drawn("stock"), terminals.drawn("erasing"))
        assert terminals.written["erasing"] <= terminals.written["thin"] < terminals.written["stock"] / 3
