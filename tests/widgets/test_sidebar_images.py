"""Pictures in the sidebar: exact in half blocks, told of where they cannot be drawn, read off the interface's loop."""

from __future__ import annotations

import asyncio
import base64
import re
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyte
import pytest
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import LayoutUpdate
from textual.geometry import Offset, Region, Size
from textual.strip import Strip

from javari_tui.domain.blocks import BlockKind, SourceBlock
from javari_tui.domain.images import FittedImage, ImageFacts, ImageForm
from javari_tui.screens.chat.images_beside import ImagesBeside
from javari_tui.settings import Images
from javari_tui.terminal.guard import safe_text
from javari_tui.terminal.images.asking import CELL_QUESTION, NAME_QUESTION
from javari_tui.terminal.images.kitty import QUESTION, style_of, through_tmux, transmission
from javari_tui.terminal.output.thin import ThinOutput
from javari_tui.terminal.placeholders import OURS, placeholders
from javari_tui.widgets.sidebar.image_paper import ImagePaper
from javari_tui.widgets.sidebar.image_rows import in_half_blocks
from javari_tui.widgets.sidebar.pane import Pane
from tests.image_files import RED, png, two_by_two
from tests.pty_javari import javari_at_pty
from tests.real_terminal import wait_until
from tests.widgets.test_sidebar import Rig

GROUND = Style(bgcolor="#102030")
CLEAR = b"\x01\x02\x03\0"


def dots(width: int, height: int, data: bytes) -> FittedImage:
    facts = ImageFacts(format="PNG", width=width, height=height, size=99, moves=False)
    rows = -(-height // 2)
    return FittedImage(
        facts=facts, form=ImageForm.DOTS, columns=width, rows=rows, width=width, height=height, data=data
    )


def colours(segments: list[Segment]) -> list[tuple[str, str, str]]:
    """Each cell with its two colours."""
    cells = []
    for text, style, _control in segments:
        ink, ground = (part.name if part else "" for part in ((style and style.color), (style and style.bgcolor)))
        cells += [(sign, ink if sign != " " else "", ground) for sign in text]
    return cells


def test_two_points_stand_in_each_cell() -> None:
    four = b"\xff\0\0\xff" + b"\0\xff\0\xff" + b"\0\0\xff\xff" + b"\0\xff\0\xff"
    assert colours(in_half_blocks(dots(2, 2, four), 0, GROUND)) == [("▀", "#ff0000", "#0000ff"), (" ", "", "#00ff00")]


def test_what_is_clear_shows_the_ground_and_what_is_half_clear_is_mixed_with_it() -> None:
    half = b"\xff\xff\xff\x80"
    image = dots(3, 3, (CLEAR * 2 + half) + (b"\0\0\0\xff" + CLEAR + half) + b"\0\0\0\xff" * 3)
    assert colours(in_half_blocks(image, 0, GROUND)) == [
        ("▄", "#000000", "#102030"),
        (" ", "", "#102030"),
        (" ", "", "#878f97"),
    ]
    assert colours(in_half_blocks(image, 1, GROUND)) == [("▀", "#000000", "#102030")] * 3


def screens(image: FittedImage, system: ColorSystem) -> tuple[pyte.Screen, pyte.Screen]:
    """The same picture, drawn thinly after other things and moved, and as stock output writes it."""
    # Rich remembers a style's codes for the first console that asks: each has a ground of its own.
    size, ground = Size(12, 9), Style(bgcolor=f"#10203{int(system)}")
    over = Strip([Segment("over it", Style(bgcolor="#ffffff"))])
    rows = [Strip(in_half_blocks(image, y, ground)).adjust_cell_length(12, ground) for y in range(image.rows)]
    empty = Strip([Segment(" " * 12, ground)])
    pictures = [
        [empty] * 9,
        rows[:6] + [empty] * 3,
        [rows[0], over.adjust_cell_length(12, ground), *rows[2:6], *[empty] * 3],
        [empty] * 2 + rows[:6] + [empty],
    ]
    thin, stock = pyte.Screen(12, 9), pyte.Screen(12, 9)
    output, stream = ThinOutput(system, erases=True), pyte.Stream(thin)
    for picture in pictures:
        output.take(LayoutUpdate([[strip] for strip in picture], Region(0, 0, 12, 9)), size)
        stream.feed(re.sub(r"\x1b\]8;;\x1b\\", "", output.frame(Offset(0, 0), synchronised=False)))
    names: dict[ColorSystem, Any] = {ColorSystem.TRUECOLOR: "truecolor", ColorSystem.EIGHT_BIT: "256"}
    console = Console(color_system=names.get(system, "standard"), force_terminal=True)
    for y, strip in enumerate(pictures[-1]):
        pyte.Stream(stock).feed(f"\x1b[{y + 1}H" + strip.render(console))
    return thin, stock


@pytest.mark.parametrize("system", [ColorSystem.TRUECOLOR, ColorSystem.EIGHT_BIT, ColorSystem.STANDARD])
def test_thin_output_of_a_picture_looks_like_stock_output(system: ColorSystem) -> None:
    data = b"".join(bytes((x * 20, y * 20, 7 * (x ^ y), 255)) for y in range(12) for x in range(12))
    thin, stock = screens(dots(12, 12, data), system)
    assert thin.display == stock.display
    assert [[cell(thin, x, y) for x in range(12)] for y in range(9)] == [
        [cell(stock, x, y) for x in range(12)] for y in range(9)
    ]


def cell(screen: pyte.Screen, x: int, y: int) -> tuple[str, str, str]:
    """What is to be seen of a cell."""
    char = screen.buffer[y][x]
    return char.data, char.fg if char.data != " " else "", char.bg


def test_a_picture_is_sent_in_small_pieces_that_ask_for_no_answer() -> None:
    pieces = list(transmission(0x123456, b"\x89PNG" + bytes(7000), 30, 12))
    assert pieces[0].startswith("\x1b_Ga=T,U=1,q=2,f=100,t=d,i=1193046,c=30,r=12,m=1;")
    found = [re.fullmatch(r"\x1b_G([^;]*);([A-Za-z0-9+/=]*)\x1b\\", piece) for piece in pieces]
    assert all(match and len(match[2]) <= 4096 and "q=2" in match[1] for match in found)
    assert [match[1][-3:] for match in found if match] == ["m=1", "m=1", "m=0"]
    assert base64.b64decode("".join(match[2] for match in found if match)) == b"\x89PNG" + bytes(7000)
    assert through_tmux("\x1b_Gq=2\x1b\\") == "\x1bPtmux;\x1b\x1b_Gq=2\x1b\x1b\\\x1b\\"


def test_only_our_own_cells_are_drawn_by_the_terminal() -> None:
    cells = placeholders(3, 4)
    assert safe_text(cells, "unicode", style_of(0x123456)) == cells
    assert safe_text(f"a{cells}b", "unicode", Style(color="#123456")) == "a    b"
    assert safe_text(f"a{cells}\x1b[31m", "unicode", GROUND + OURS.clear_meta_and_links()) == "a    [31m"
    output = ThinOutput(ColorSystem.TRUECOLOR, erases=True)
    mine, other = Segment(cells, style_of(0x123456)), Segment(cells, Style(color="#123456"))
    update = LayoutUpdate([[Strip([mine])], [Strip([other])]], Region(0, 0, 4, 2))
    output.take(update, Size(4, 2))
    written = output.frame(Offset(0, 0), synchronised=False)
    assert written.count(cells) == 1 and written.count("\U0010eeee") == 4
    assert "38;2;18;52;86" in written


class Pictures(Rig):
    """A sidebar whose pictures are read as on the chat screen."""

    images: Images = Images.AUTO

    def on_mount(self) -> None:
        settings = SimpleNamespace(settings=SimpleNamespace(images=self.images))

        async def services() -> SimpleNamespace:
            return SimpleNamespace(settings=settings)

        line = SimpleNamespace(frame_seconds=0.05)
        page: Any = SimpleNamespace(
            app=self, screen=self.screen, sidebar=self.sidebar, services=services, transcript=line
        )
        self.beside = ImagesBeside(page)

    def on_pane_wanted(self, event: Pane.Wanted) -> None:
        self.run_worker(self.beside.read(event.paper), group="image", exclusive=True)

    def open_picture(self, file: Path) -> ImagePaper:
        self.sidebar.fit(self.size.width)
        self.sidebar.add_class("-open")
        self.sidebar.show(SourceBlock(kind=BlockKind.IMAGE, text="what it shows", path=str(file), title=file.name))
        paper = self.sidebar.pane.paper
        assert isinstance(paper, ImagePaper)
        return paper


async def test_a_picture_is_fitted_again_when_the_size_changes_and_the_newest_size_wins(tmp_path: Path) -> None:
    file = tmp_path / "wide.png"
    file.write_bytes(png(400, 100, [RED * 400] * 100))
    app = Pictures()
    async with app.run_test(size=(140, 30)) as pilot:
        paper = app.open_picture(file)
        paper.fit(40, wrap=True)
        assert [paper.row(y).text for y in range(3)] == ["Reading the picture…", "", "what it shows"]
        await wait_for(lambda: paper.is_there)
        await pilot.pause()
        assert paper.facts() == ("PNG", "400×100", f"{file.stat().st_size} B", "")
        first = picture_size(app)
        assert first == (53, 7)
        for columns in (130, 120, 110):
            app.sidebar.fit(columns)
            await pilot.pause()
        await wait_for(lambda: picture_size(app) == (41, 5))
        assert "what it shows" in "\n".join(app.rows())


def picture_size(app: Pictures) -> tuple[int, int]:
    """Columns and rows that are red."""
    pane, red = app.sidebar.pane, []
    for y in range(pane.size.height):
        cells = colours(list(pane.render_line(y)))
        red.append(sum("#ff0000" in cell for cell in cells))
    return max(red), sum(count > 0 for count in red)


async def wait_for(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not is_so():
            await asyncio.sleep(0.01)


async def test_where_nothing_can_be_drawn_it_is_told_of(tmp_path: Path) -> None:
    file = tmp_path / "[red]x.png"
    file.write_bytes(two_by_two())
    app = Pictures()
    app.images = Images.NONE
    async with app.run_test(size=(160, 30)) as pilot:
        paper = app.open_picture(file)
        await wait_for(lambda: paper.is_there)
        await pilot.pause()
        shown = " ".join(" ".join(app.rows()).split())
        assert f"A picture (PNG) of 2×2 pixels, {file.stat().st_size} B." in shown
        assert "It cannot be drawn here." in shown
        assert "[red]x.png" in shown.replace(" ", "")


async def test_a_file_that_is_none_says_so_in_its_place(tmp_path: Path) -> None:
    app = Pictures()
    async with app.run_test(size=(140, 30)) as pilot:
        paper = app.open_picture(tmp_path / "gone.png")
        await wait_for(lambda: paper.is_there)
        await pilot.pause()
        assert "gone.png cannot be opened." in app.rows()[0]


APP = """
    import sys
    from pathlib import Path
    from javari_tui.terminal import guard
    from javari_tui.terminal.display import ThinDisplay
    from javari_tui.terminal.driver import JavariDriver
    from javari_tui.domain.blocks import BlockKind, SourceBlock
    from tests.widgets.test_sidebar_images import Pictures

    class Shows(Pictures, ThinDisplay):
        def on_ready(self):
            guard.install()
            self.use_thin_output()
            self.open_picture(Path(sys.argv[1]))
        def on_key(self, event):
            if event.key == "n":
                self.sidebar.show(SourceBlock(kind=BlockKind.CODE, text="SOMETHING ELSE"))
            elif event.key == "l":
                self.draw_anew()
            elif event.key == "q":
                self.exit()
            else:
                self.notify(f"KEY {event.key}")

    Shows(driver_class=JavariDriver).run()
"""


def test_a_terminal_that_draws_gets_it_once_its_cells_and_a_word_when_it_is_gone(tmp_path: Path) -> None:
    script, file = tmp_path / "shows.py", tmp_path / "x.png"
    script.write_text(textwrap.dedent(APP))
    file.write_bytes(png(300, 200, [bytes(x * y % 251 for x in range(900)) for y in range(200)]))
    environ = {"TERM": "xterm-kitty", "COLORTERM": "truecolor"}
    command = (sys.executable, str(script), str(file))
    with javari_at_pty(None, command=command, environ=environ, columns=140, rows=30) as terminal:
        wait_until(lambda: NAME_QUESTION + CELL_QUESTION in terminal.output, lambda: terminal.output)
        terminal.type(b"\x1bP>|kitty(0.4")
        terminal.type(b"0.1)\x1b\\\x1b[6;20;10t\x1b[?62c")
        wait_until(lambda: QUESTION in terminal.output, lambda: terminal.output)
        terminal.type(b"\x1b_Gi=31;OK\x1b\\\x1b[?62c")
        wait_until(lambda: "\U0010eeee" in terminal.output, lambda: terminal.output)
        sent = re.findall(r"\x1b_G([^;\x1b]*);([^\x1b]*)\x1b\\", terminal.output)[1:]
        number = re.search(r"a=T,U=1,q=2,f=100,t=d,i=(\d+),c=30,r=10,m=\d", sent[0][0])
        assert number is not None, sent[0][0]
        assert base64.b64decode("".join(data for _keys, data in sent)).startswith(b"\x89PNG")
        shown = int(number[1])
        assert f"38;2;{shown >> 16};{shown >> 8 & 255};{shown & 255}" in terminal.output
        wait_until(lambda: terminal.output.count("\U0010eeee") >= 300, lambda: terminal.output)
        assert terminal.output.count("\U0010eeee") == 300
        terminal.type("l")
        wait_until(lambda: terminal.output.count(f"a=T,U=1,q=2,f=100,t=d,i={shown},") == 2, lambda: terminal.output)
        terminal.type("n")
        wait_until(lambda: f"\x1b_Ga=d,d=I,q=2,i={shown}\x1b\\" in terminal.output, lambda: terminal.output)
        assert "KEY" not in terminal.screen
        terminal.type("q")
        assert terminal.wait_end() == 0
