"""A row is drawn for its own widget: what another one drew of the same row has another ground."""

from __future__ import annotations

from textual.strip import Strip

from javari_tui.widgets.transcript.drawing import EMPTY, Painter
from javari_tui.widgets.transcript.palette import Palette
from tests.widgets.transcript_rig import Rig


async def test_an_empty_row_has_the_ground_of_the_widget_it_is_drawn_for() -> None:
    drawn: list[Strip] = []
    for theme in ("javari-dark", "javari-light"):
        app = Rig()
        async with app.run_test(size=(40, 10)) as pilot:
            app.theme = theme
            await pilot.pause()
            painter = Painter(Palette(app.transcript))
            painter.width, painter.text_width = 40, 34
            drawn.append(painter.draw(EMPTY))
    assert drawn[0] != drawn[1]
