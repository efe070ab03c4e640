"""A row is drawn for its own widget: what another one drew of the same row has another ground."""

from __future__ import annotations

from javari_tui.widgets.transcript.drawing import EMPTY, Painter, Row
from javari_tui.widgets.transcript.line import Line
from javari_tui.widgets.transcript.palette import Palette
from tests.widgets.transcript_rig import Rig


async def test_an_empty_row_has_the_ground_of_the_widget_it_is_drawn_for() -> None:
    painters = []
    for theme in ("javari-dark", "javari-light"):
        app = Rig()
        async with app.run_test(size=(40, 10)) as pilot:
            app.theme = theme
            await pilot.pause()
            painter = Painter(Palette(app.transcript))
            painter.width, painter.text_width = 40, 34
            painter.draw(Row(Line(join="")))  # the palette remembers its styles from here on
            painters.append(painter)
    dark, light = (painter.draw(EMPTY) for painter in painters)
    assert dark != light
