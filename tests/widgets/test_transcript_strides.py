"""Following the end beside the sidebar: some rows at a time, since each step means writing all rows again."""

from __future__ import annotations

from javari_tui.domain.chat import MessageState
from javari_tui.widgets.transcript.viewport import Spot
from tests.widgets.transcript_rig import Rig, message, talk

SIZE = (60, 17)


async def _tops_while_growing(app: Rig, rows: int) -> list[Spot]:
    """The spot in the first row after each line that came."""
    tops, transcript = [], app.transcript
    for number in range(rows):
        transcript.grow(11, f"line {number}\n\n")
        transcript.flush()
        tops.append(transcript.viewport.top)
        assert any(line.endswith(f"line {number}") for line in app.screen_rows())
    return tops


async def test_beside_the_sidebar_the_end_is_followed_in_strides() -> None:
    app = Rig([*talk(10), message(11, "", state=MessageState.STREAMING)])
    async with app.run_test(size=SIZE):
        app.transcript.viewport.strides = True
        strided = await _tops_while_growing(app, 30)
    other = Rig([*talk(10), message(11, "", state=MessageState.STREAMING)])
    async with other.run_test(size=SIZE):
        steady = await _tops_while_growing(other, 30)
    assert len(set(steady)) == 30
    assert len(set(strided)) <= 30 * 2 // 4


async def test_another_size_puts_the_end_in_the_last_row() -> None:
    app = Rig([*talk(10), message(11, "", state=MessageState.STREAMING)])
    async with app.run_test(size=SIZE) as pilot:
        app.transcript.viewport.strides = True
        await _tops_while_growing(app, 7)
        await pilot.resize_terminal(58, 17)
        await pilot.pause()
        assert app.screen_rows()[-1].endswith("line 6")
