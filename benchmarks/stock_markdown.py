"""A second reference: what a Textual developer would do first, `Markdown.get_stream` in an anchored scroll.

`python -m benchmarks.stock_markdown KIND`: Enter lets the answer stream in at the server's pace.
"""

from __future__ import annotations

import asyncio
import sys
import time

from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Footer, Input, Markdown, Static

from benchmarks.model_server import TOKENS_A_SECOND
from benchmarks.texts import answer, tokens


class Stock(App[None]):
    """Markdown, a line to type in, a footer."""

    CSS = "VerticalScroll { height: 1fr; }"

    def compose(self) -> ComposeResult:
        """Put them below each other."""
        yield Static("READY-MARK")
        with VerticalScroll(can_focus=False) as scroll:
            scroll.anchor()
            yield Markdown()
        yield Input()
        yield Footer()

    def on_mount(self) -> None:
        """Enter goes to the line."""
        self.query_one(Input).focus()

    def on_input_submitted(self) -> None:
        """Begin."""
        self.run_worker(self._stream())

    async def _stream(self) -> None:
        stream = Markdown.get_stream(self.query_one(Markdown))
        began = time.perf_counter()
        for number, token in enumerate(tokens(answer(sys.argv[1]))):
            await stream.write(token)
            await asyncio.sleep(max(began + number / TOKENS_A_SECOND - time.perf_counter(), 0))
        await stream.stop()


if __name__ == "__main__":
    Stock().run()
