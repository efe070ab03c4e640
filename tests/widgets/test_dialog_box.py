"""Small windows: as high as what is in them, never higher than the screen, their last line always in sight."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from javari_tui.widgets.choice_list import ChoiceList
from javari_tui.widgets.dialog_box import DialogBox


class Windows(App[None]):
    """One window with so many rows, in a scrolling part or in a list."""

    CSS = """
    DialogBox { width: 40; height: auto; max-height: 90%; padding: 1 2; }
    #last { margin: 1 0 0 0; }
    """

    def __init__(self, rows: int, *, in_a_list: bool) -> None:
        super().__init__()
        self._rows, self._in_a_list = [f"row {number}" for number in range(rows)], in_a_list

    def compose(self) -> ComposeResult:
        with DialogBox():
            yield Static("title")
            if self._in_a_list:
                yield ChoiceList(*self._rows, classes="dialog--scrolls")
            else:
                with VerticalScroll(classes="dialog--scrolls"):
                    yield Static(Content("\n".join(self._rows)))
            yield Static("last", id="last")


@pytest.mark.parametrize("in_a_list", [True, False])
@pytest.mark.parametrize(("rows", "height"), [(1, 6), (5, 10), (13, 18), (14, 18), (500, 18)])
async def test_the_last_line_is_always_in_sight(rows: int, height: int, in_a_list: bool) -> None:
    app = Windows(rows, in_a_list=in_a_list)
    async with app.run_test(size=(60, 20)):
        box, last = app.query_one(DialogBox), app.query_one("#last")
        assert box.size.height + box.gutter.height == height
        assert last.region.bottom == box.region.bottom - 1


async def test_a_marked_row_is_in_one_colour() -> None:
    class Chosen(App[None]):
        def compose(self) -> ComposeResult:
            quiet = Content.assemble("New chat  ", ("begins another", "$text-muted"))
            yield ChoiceList(quiet, quiet, markup=False)

    app = Chosen()
    async with app.run_test(size=(40, 5)):
        choices = app.query_one(ChoiceList)
        choices.highlighted = 0
        colours = [
            {segment.style.color for segment in choices.render_line(row) if segment.text.strip() and segment.style}
            for row in (0, 1)
        ]
        assert [len(found) for found in colours] == [1, 2]
