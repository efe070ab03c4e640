"""A list of very many rows."""

from __future__ import annotations

from textual.content import Content

from javari_tui.widgets.long_list import LongList
from tests.widgets.shown import Shown


async def test_of_a_thousand_rows_only_those_in_sight_are_made_and_cut_to_the_width() -> None:
    made: list[int] = []

    def make(at: int, width: int) -> Content:
        made.append(at)
        return Content(f"row {at} ".ljust(width, "."))

    rows = LongList()
    app = Shown(rows)
    async with app.run_test(size=(40, 10)) as pilot:
        rows.styles.height = "100%"
        rows.show_rows(1000, make)
        rows.highlighted = 0
        await pilot.pause()
        assert sorted(set(made)) == list(range(10))
        assert app.rows()[0].strip().rstrip("▁▂▃▄▅▆▇█").strip() == "row 0 ".ljust(37, ".")
        rows.highlighted = 999
        await pilot.pause()
        assert len(set(made)) <= 20
        assert app.rows()[-1].split(".")[0].strip() == "row 999"
        made.clear()
        await pilot.resize_terminal(60, 8)
        await pilot.pause()
        assert len(set(made)) <= 20
        assert "row 999 ".ljust(57, ".") in app.rows()[-1]
        rows.show_rows(0, make)
        assert rows.virtual_size.height == 0
