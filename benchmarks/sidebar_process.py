"""Shows one thing beside the chat in a process of its own, and prints as JSON what that took.

`python -m benchmarks.sidebar_process file|diff|json|stock-file|stock-diff|stock-json FILE`
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Static, TextArea

from javari_tui.domain.blocks import BlockKind, SourceBlock
from javari_tui.themes import VARIABLE_DEFAULTS

if TYPE_CHECKING:
    from javari_tui.widgets.sidebar.sidebar import Sidebar

SIZE = (140, 40)
BEAT = 0.002
"""Seconds between two heartbeats."""
PATIENCE = 60.0


class Bench(App[None]):
    """Something beside nothing."""

    AUTO_FOCUS = None

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Colours that the stylesheet names."""
        return VARIABLE_DEFAULTS

    def compose(self) -> ComposeResult:
        """Where the chat would be."""
        with Horizontal():
            yield Static("chat")


class Watch:
    """What passes between two moments: time, processor time, and the longest that nothing else had its turn."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._beating = asyncio.create_task(self._beat())
        self._began, self._cpu = time.perf_counter(), time.process_time()

    async def _beat(self) -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(BEAT)
            self.longest = max(self.longest, time.perf_counter() - began - BEAT)

    async def end(self) -> dict[str, float]:
        """Milliseconds of each."""
        took, cpu = time.perf_counter() - self._began, time.process_time() - self._cpu
        await asyncio.sleep(BEAT * 2)
        self._beating.cancel()
        return {"wall": took * 1000, "cpu": cpu * 1000, "held": self.longest * 1000}


@asynccontextmanager
async def running() -> AsyncIterator[tuple[Bench, Pilot[None]]]:
    """The app, with nothing shown yet."""
    app = Bench()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        gc.collect()
        gc.freeze()  # as Javari does when it has started
        yield app, pilot


async def drawn(widget: Widget) -> None:
    """Wait until a widget is on the screen as it is now."""
    done = asyncio.Event()
    widget.call_after_refresh(done.set)
    await done.wait()


async def until(condition: Callable[[], object]) -> None:
    """Wait until something is true."""
    end = time.perf_counter() + PATIENCE
    while not condition():
        if time.perf_counter() > end:
            raise TimeoutError
        await asyncio.sleep(0.001)


async def ours(kind: str, file: Path) -> dict[str, dict[str, float]]:
    """The sidebar, opened for the first time; then scrolled, searched, and turned to something else."""
    found: dict[str, dict[str, float]] = {}
    async with running() as (app, _pilot):
        watch = Watch()
        from javari_tui.services.files.showing import show_file  # noqa: PLC0415 - a part of what is measured
        from javari_tui.widgets.sidebar.sidebar import Sidebar  # noqa: PLC0415

        found["import"] = await watch.end()
        watch = Watch()
        sidebar = Sidebar()
        await app.query_one(Horizontal).mount(sidebar)
        sidebar.fit(SIZE[0])
        sidebar.add_class("-open")
        sidebar.show(await asyncio.to_thread(show_file, str(file), file.parent))
        await drawn(sidebar.pane)
        if kind == "json":
            await until(lambda: sidebar.pane.paper is not None and sidebar.pane.paper.rows > 1)
            await drawn(sidebar.pane)
        found["open"] = await watch.end()
        for name, work in (("scroll", _scroll), ("search", _search), ("leave", _leave)):
            watch = Watch()
            await work(sidebar)
            found[name] = await watch.end()
    return found


async def _scroll(sidebar: Sidebar) -> None:
    """Thirty pages, then to the end."""
    for _page in range(30):
        sidebar.pane.action_pages(1)
        await drawn(sidebar.pane)
    sidebar.pane.action_edge(1)
    await drawn(sidebar.pane)


async def _search(sidebar: Sidebar) -> None:
    """All of it, for what is nowhere."""
    sidebar.ask_line.ask_words()
    sidebar.ask_line.field.value = "words that are nowhere in it"
    await asyncio.sleep(0.01)
    await until(lambda: not sidebar.ask_line.search.told().endswith("…"))


async def _leave(sidebar: Sidebar) -> None:
    """Something else is shown, and the memory given back."""
    sidebar.show(SourceBlock(kind=BlockKind.CODE, text="else\n", title="else"))
    await drawn(sidebar.pane)
    await asyncio.sleep(0.5)


async def stock(kind: str, file: Path) -> dict[str, dict[str, float]]:
    """Textual's own text area with the same; of JSON what Python needs to read it, with nothing drawn."""
    async with running() as (app, _pilot):
        watch = Watch()
        text = file.read_text()
        if kind == "json":
            json.loads(text)
        else:
            area = TextArea(text, read_only=True, show_line_numbers=True)
            await app.query_one(Horizontal).mount(area)
            await drawn(area)
        return {"open": await watch.end()}


def main() -> None:
    """What the arguments say."""
    kind, file = sys.argv[1], Path(sys.argv[2])
    work = stock(kind.removeprefix("stock-"), file) if kind.startswith("stock-") else ours(kind, file)
    print(json.dumps(asyncio.run(work)))


if __name__ == "__main__":
    main()
