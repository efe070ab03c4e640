"""The sidebar: draws only what is in sight, in the right colours, at the right width, and nothing a terminal obeys."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from javari_tui.domain.blocks import BlockKind, SourceBlock
from javari_tui.domain.untrusted_text import is_clean
from javari_tui.themes import VARIABLE_DEFAULTS
from javari_tui.widgets.sidebar.code_paper import CodePaper
from javari_tui.widgets.sidebar.colouring import Colouring
from javari_tui.widgets.sidebar.sidebar import Sidebar
from javari_tui.widgets.sidebar.title import SidebarTitle
from javari_tui.widgets.sidebar.widths import LEAST, LEAST_CHAT, OVERLAY_BELOW, Widths
from javari_tui.widgets.transcript.code import colour
from javari_tui.widgets.transcript.line import Line, Look, Span
from javari_tui.widgets.transcript.wrapping import wrap_anywhere
from tests.widgets.transcript_rig import HOSTILE

CODE = 'def one():\n    """Two\n    lines."""\n    return 1  # done\n\n\nx = "é日本"'


class Rig(App[None]):
    """A sidebar beside something else."""

    AUTO_FOCUS = None

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return VARIABLE_DEFAULTS

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Static("chat")
            yield Sidebar()

    @property
    def sidebar(self) -> Sidebar:
        return self.query_one(Sidebar)

    def open(self, text: str, kind: BlockKind = BlockKind.CODE, *, title: str = "one.py") -> Sidebar:
        self.sidebar.fit(self.size.width)
        self.sidebar.add_class("-open")
        self.sidebar.show(SourceBlock(kind=kind, text=text, language="python", title=title))
        return self.sidebar

    def rows(self) -> list[str]:
        pane = self.sidebar.pane
        return [pane.render_line(y).text.rstrip() for y in range(pane.size.height)]


@given(st.integers(60, 400), st.integers(-50, 900), st.integers(60, 400))
def test_the_chat_and_the_sidebar_always_keep_their_least_width(columns: int, wanted: int, later: int) -> None:
    widths = Widths()
    widths.choose(columns, wanted)
    for now in (columns, later):
        width = widths.width(now)
        assert (width is None) == (now < OVERLAY_BELOW)
        assert width is None or LEAST <= width <= now - LEAST_CHAT
    if columns >= OVERLAY_BELOW and LEAST <= wanted <= columns - LEAST_CHAT:
        assert widths.width(columns) == wanted


def test_colours_made_by_need_are_those_of_the_whole() -> None:
    lines = CODE.split("\n")
    colouring = Colouring(lines, "python")
    alone = [list(colouring.spans(at)) for at in range(len(lines))]
    assert ["".join(span.text for span in spans) for spans in alone] == lines
    while colouring.advance(len(lines) - 1, 0.0):
        pass
    assert [list(colouring.spans(at)) for at in range(len(lines))] == colour(CODE, "python")
    assert alone[2] != colouring.spans(2), "a line within a long string is known only from what is before it"


@pytest.mark.parametrize(
    ("language", "code"), [("html+jinja", "<p>{{ x }}</p>\n" * 4000), ("", "x"), ("py", "x" * 5000)]
)
def test_what_would_take_long_to_colour_stays_plain(language: str, code: str) -> None:
    colouring = Colouring(code.split("\n"), language)
    assert not colouring.advance(0, 0.0)
    assert {span.look for span in colouring.spans(0)} == {("code",)}


@pytest.mark.parametrize("wrap", [True, False])
def test_every_row_of_wrapped_lines_is_there_once_and_knows_its_line(wrap: bool) -> None:
    paper = CodePaper("short\n" + "ab日本 " * 30 + "\n\nend\n", "")
    paper.fit(20, wrap=wrap)
    rows = [paper.row(y).text for y in range(paper.rows)]
    assert "".join(rows) == "".join(paper.lines)
    assert [paper.line_at(paper.row_of(line)) for line in range(4)] == [0, 1, 2, 3]
    assert [paper.margin(y).strip() for y in range(paper.rows) if paper.margin(y).strip()] == ["1", "2", "3", "4"]
    assert paper.rows == 4 or wrap


async def test_only_rows_in_sight_are_laid_out_of_something_long(monkeypatch: pytest.MonkeyPatch) -> None:
    wrapped: list[Sequence[Span]] = []

    def counting(spans: Sequence[Span], width: int, *, fill: Look = ()) -> list[Line]:
        wrapped.append(spans)
        return wrap_anywhere(spans, width, fill=fill)

    monkeypatch.setattr("javari_tui.widgets.sidebar.code_paper.wrap_anywhere", counting)
    app = Rig()
    async with app.run_test(size=(120, 20)) as pilot:
        sidebar = app.open("\n".join(f"line = {number}  # {'x' * (number % 90)}" for number in range(5_000)))
        await pilot.pause()
        assert app.rows()[0].split()[:2] == ["1", "line"]
        assert len(wrapped) < 100
        sidebar.pane.focus()
        await pilot.press("end")
        assert "5000 line = 4999" in "\n".join(app.rows())
        assert len(wrapped) < 200


async def test_the_line_at_the_top_stays_there_when_width_and_wrapping_change() -> None:
    app = Rig()
    async with app.run_test(size=(120, 12)) as pilot:
        sidebar = app.open("\n".join(f"{number} " + "word " * 20 for number in range(100)))
        await pilot.pause()
        sidebar.pane.focus()
        await pilot.press("pagedown", "pagedown", "pagedown")
        top = next(row.split()[:2] for row in app.rows() if row.split()[:1] != ["word"])
        sidebar.step_width(2)
        await pilot.pause()
        assert abs(int(app.rows()[0].split()[0]) - int(top[0])) <= 1
        sidebar.wrap = False
        await pilot.pause()
        assert abs(int(app.rows()[0].split()[0]) - int(top[0])) <= 1
        await pilot.press("right")
        assert app.rows()[0].split()[0].isdecimal(), "numbers stay when lines move to the side"


async def test_its_edge_can_be_dragged() -> None:
    app = Rig()
    async with app.run_test(size=(120, 12)) as pilot:
        sidebar = app.open("x = 1")
        await pilot.pause()
        before = sidebar.region
        await pilot.mouse_down(sidebar, offset=(0, 5))
        await pilot.hover(app.screen, offset=(before.x - 9, 5))
        await pilot.mouse_up(app.screen, offset=(before.x - 9, 5))
        await pilot.hover(app.screen, offset=(before.x - 20, 5))
        await pilot.pause()
        assert sidebar.region.width == before.width + 9


@pytest.mark.parametrize("wrap", [True, False])
async def test_the_mouse_selects_what_was_written(wrap: bool) -> None:
    app = Rig()
    async with app.run_test(size=(120, 12)) as pilot:
        sidebar = app.open("first 日本 line\n\tsecond = " + "x" * 60 + " end\nthird line")
        sidebar.wrap = wrap
        await pilot.pause()
        last = 3 if wrap else 2
        await pilot.mouse_down(sidebar.pane, offset=(9, 0))
        await pilot.hover(sidebar.pane, offset=(7, last))
        await pilot.mouse_up(sidebar.pane, offset=(7, last))
        await pilot.pause()
        assert app.screen.get_selected_text() == "日本 line\n\tsecond = " + "x" * 60 + " end\nthird"
        drawn = sidebar.pane.render_line(0)
        ground = app.screen.get_component_rich_style("screen--selection").bgcolor
        assert "".join(part.text for part in drawn if part.style and part.style.bgcolor == ground) == "日本 line"


async def test_nothing_hostile_is_drawn() -> None:
    app = Rig()
    async with app.run_test(size=(120, 20)) as pilot:
        for text in HOSTILE:
            for kind in (BlockKind.CODE, BlockKind.DOCUMENT):
                sidebar = app.open(text, kind, title=text)
                await pilot.pause()
                drawn = [
                    *app.rows(),
                    *(strip.text for strip in sidebar.title_line.render_lines(sidebar.title_line.size.region)),
                ]
                assert all(map(is_clean, drawn)), (text, drawn)


async def test_sizes_come_and_go_and_the_place_stays_as_the_reader_left_it() -> None:
    app = Rig()
    text = "".join(f"value_{number} = {'x' * (number * 7 % 90)}\n" for number in range(200))
    async with app.run_test(size=(120, 24)) as pilot:
        pane = app.open(text).pane
        await pilot.pause()
        for key, middle in (("home", 101), ("end", 0)):
            pane.action_edge(-1 if key == "home" else 1)
            pane.action_rows(middle)
            await pilot.pause()
            rows, top = app.rows(), pane.scroll_offset.y
            for size in ((160, 50), (110, 12), (120, 40), (120, 24)):
                await pilot.resize_terminal(*size)
                await pilot.pause()
                if key == "end":
                    assert pane.scroll_offset.y == pane.max_scroll_y
                else:
                    assert pane.paper is not None
                    assert pane.paper.line_at(pane.scroll_offset.y) == int(rows[0].split()[0]) - 1
            assert (app.rows(), pane.scroll_offset.y) == (rows, top)


async def test_a_wide_table_says_how_large_it_is_and_shows_its_other_columns() -> None:
    names = [f"long-column-{number}" for number in range(8)]
    source = "\n".join(["|".join(names), "|".join(["---"] * 8), *["|".join(["x"] * 8)] * 3])
    app = Rig()
    async with app.run_test(size=(80, 20)) as pilot:
        sidebar = app.open(source, BlockKind.DOCUMENT, title="column")
        await pilot.pause()
        assert "Table · 3 rows · 8 columns" in sidebar.query_one(SidebarTitle).render().plain
        assert "column-7" not in "\n".join(app.rows())
        sidebar.pane.focus()
        await pilot.press(*["right"] * 7)
        assert "column-7" in "\n".join(app.rows())


async def test_the_way_in_is_the_key_that_is_named_last_as_room_gets_short() -> None:
    app = Rig()
    async with app.run_test(size=(120, 20)) as pilot:
        app.open("a")
        title = app.sidebar.title_line
        title.keys = (("F4", "Close"), ("F6", "Go in"))
        for room, named in ((60, {"F4", "F6"}), (38, {"F6"}), (20, set())):
            title.styles.width = room
            await pilot.pause()
            assert set(str(title.render()).split()) & {"F4", "F6"} == named
