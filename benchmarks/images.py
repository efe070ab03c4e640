"""Pictures in the sidebar: from opening one of 4,000×3,000 points until it stands there, and what keys feel of it."""

from __future__ import annotations

import asyncio
import random
import resource
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

from PIL import Image
from textual.app import App, ComposeResult

from benchmarks.figures import Figure, middle
from benchmarks.parts import Measured, Plan
from javari_tui.domain.blocks import BlockKind, SourceBlock
from javari_tui.screens.chat.images_beside import ImagesBeside
from javari_tui.settings import Images, Settings
from javari_tui.themes import VARIABLE_DEFAULTS
from javari_tui.widgets.sidebar.image_paper import ImagePaper
from javari_tui.widgets.sidebar.pane import Pane
from javari_tui.widgets.sidebar.sidebar import Sidebar

SIZE = (4000, 3000)
COLUMNS, ROWS = 140, 40
_LOOK = 0.002


class Opened(NamedTuple):
    """What a picture cost, in milliseconds."""

    wall: float
    reading: float
    """Processor time of the process that reads it."""
    drawing: float
    """Processor time of the interface."""
    waited: float
    """By which the interface's loop was at worst later than it was asked to be."""


class Shows(App[None]):
    """A sidebar whose pictures are read as on the chat screen."""

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Ours."""
        return dict(VARIABLE_DEFAULTS)

    def compose(self) -> ComposeResult:
        """Only the sidebar."""
        yield Sidebar()

    def on_mount(self) -> None:
        """As it is beside a chat."""

        async def services() -> SimpleNamespace:
            return SimpleNamespace(settings=SimpleNamespace(settings=Settings(images=Images.BLOCKS)))

        sidebar = self.query_one(Sidebar)
        line = SimpleNamespace(frame_seconds=0.05)
        page: Any = SimpleNamespace(app=self, screen=self.screen, sidebar=sidebar, services=services, transcript=line)
        self.beside = ImagesBeside(page)
        sidebar.fit(COLUMNS)
        sidebar.add_class("-open")

    def on_pane_wanted(self, event: Pane.Wanted) -> None:
        """Read it."""
        self.run_worker(self.beside.read(event.paper), group="image", exclusive=True)

    async def opened(self, file: Path) -> float:
        """Milliseconds until the picture is drawn."""
        began, drawn = time.perf_counter(), asyncio.Event()
        sidebar = self.query_one(Sidebar)
        sidebar.show(SourceBlock(kind=BlockKind.IMAGE, text="", path=str(file), title=file.name))
        paper = sidebar.pane.paper
        assert isinstance(paper, ImagePaper)
        while not paper.is_there:
            await asyncio.sleep(_LOOK)
        self.call_after_refresh(drawn.set)
        await drawn.wait()
        return (time.perf_counter() - began) * 1000


async def longest_wait(until: asyncio.Event) -> float:
    """Milliseconds by which the loop was at worst later than it was asked to be."""
    worst = 0.0
    while not until.is_set():
        began = time.perf_counter()
        with suppress(TimeoutError):
            await asyncio.wait_for(until.wait(), _LOOK)
        worst = max(worst, time.perf_counter() - began - _LOOK)
    return worst * 1000


async def shown(files: list[Path], rounds: int) -> dict[str, list[Opened]]:
    """What each file cost, each time."""
    app, found = Shows(), dict[str, list[Opened]]()
    async with app.run_test(size=(COLUMNS, ROWS)) as pilot:
        for number in range(rounds):
            for file in files:
                new = file.with_stem(str(number))  # what was shown before need not be read again
                new.hardlink_to(file)
                over, children, own = asyncio.Event(), _children(), time.process_time()
                waiting = asyncio.ensure_future(longest_wait(over))
                wall = await app.opened(new)
                over.set()
                waited = await waiting
                drawing = (time.process_time() - own) * 1000
                found.setdefault(file.suffix, []).append(Opened(wall, _children() - children, drawing, waited))
                await pilot.pause()
    return found


async def idle(rounds: int) -> list[Opened]:
    """The same loop when nothing is done: what the machine itself makes it wait."""
    found = []
    for _ in range(rounds):
        over = asyncio.Event()
        waiting = asyncio.ensure_future(longest_wait(over))
        await asyncio.sleep(0.3)
        over.set()
        found.append(Opened(0, 0, 0, await waiting))
    return found


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (used.ru_utime + used.ru_stime) * 1000


def bare(file: Path) -> Opened:
    """What Pillow alone takes to open a picture and make it small."""
    began, own = time.perf_counter(), time.process_time()
    with Image.open(file) as image:
        image.thumbnail((53, 72))
        image.convert("RGBA").tobytes()
    return Opened((time.perf_counter() - began) * 1000, (time.process_time() - own) * 1000, 0, 0)


def made(folder: Path) -> list[Path]:
    """The same picture, much like a photograph, in two formats."""
    small = Image.frombytes("RGB", (500, 375), random.Random(5).randbytes(500 * 375 * 3))
    large = small.resize(SIZE, Image.Resampling.BICUBIC)
    files = [folder / "large.jpg", folder / "large.png"]
    for file in files:
        large.save(file)
    return files


def images(plan: Plan) -> Measured:
    """The part of the benchmark."""
    rounds = max(plan.runs, 3)
    with tempfile.TemporaryDirectory(prefix="javari-pictures-") as folder:
        files = made(Path(folder))
        alone = {file.suffix: [bare(file) for _ in range(rounds)] for file in files}
        times, nothing = asyncio.run(shown(files, rounds)), asyncio.run(idle(rounds))
    figures = [
        figure
        for suffix, opened in times.items()
        for figure in _figures(suffix[1:].upper(), opened, alone[suffix], nothing)
    ]
    return Measured(figures, {"images": times, "images by Pillow alone": alone, "idle": nothing})


def _figures(name: str, opened: list[Opened], alone: list[Opened], nothing: list[Opened]) -> list[Figure]:
    return [
        Figure(
            name=f"open a {name} of 4,000×3,000 (Pillow alone: open, make small)",
            unit="ms",
            measured=middle(opened, lambda run: run.wall),
            reference=middle(alone, lambda run: run.wall),
            most=1000,
        ),
        Figure(
            name=f"processor time to read it: {name} (Pillow alone)",
            unit="ms",
            measured=middle(opened, lambda run: run.reading),
            reference=middle(alone, lambda run: run.reading),
        ),
        Figure(
            name=f"processor time of the interface: {name}",
            unit="ms",
            measured=middle(opened, lambda run: run.drawing),
            most=60,
        ),
        Figure(
            name=f"the longest that a key waits meanwhile: {name} (in an idle loop)",
            unit="ms",
            measured=middle(opened, lambda run: run.waited),
            reference=middle(nothing, lambda run: run.waited),
        ),
    ]
