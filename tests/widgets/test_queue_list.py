"""The messages that wait, above the prompt."""

from __future__ import annotations

from javari_tui.domain.chat import QueuedMessage
from javari_tui.widgets.queue_list import QueueList
from tests.widgets.shown import shown


def _waiting(*texts: str) -> tuple[QueuedMessage, ...]:
    return tuple(QueuedMessage(id=number, chat_id=1, text=text) for number, text in enumerate(texts, 1))


async def test_nothing_is_shown_while_nothing_waits() -> None:
    widget = QueueList()
    async with shown(widget) as (pilot, _app):
        assert not widget.display
        widget.queue = _waiting("one")
        await pilot.pause()
        assert widget.display
        widget.queue = ()
        await pilot.pause()
        assert not widget.display


async def test_two_are_shown_in_order_and_the_rest_is_counted() -> None:
    widget = QueueList()
    widget.take_back_key = "Ctrl+Up"
    async with shown(widget) as (pilot, app):
        widget.queue = _waiting("one\ntwo", "three", "four", "five")
        await pilot.pause()
        rows = app.rows()
        assert rows[0] == "  ⧗ one two"
        assert rows[1] == "  ⧗ three"
        assert rows[2] == "  and 2 more, waiting; Ctrl+Up takes the last one back"
        assert widget.region.height == 3


async def test_a_halted_queue_says_how_it_goes_on() -> None:
    widget = QueueList()
    async with shown(widget) as (pilot, app):
        widget.queue, widget.halted = _waiting("[/nope] [@click=app.quit]x[/]"), True
        await pilot.pause()
        assert app.rows()[0] == "  ⧗ [/nope] [@click=app.quit]x[/]"
        assert "/send sends them" in app.rows()[1]


async def test_a_huge_message_takes_no_more_than_its_place() -> None:
    widget = QueueList()
    async with shown(widget, width=40, height=20) as (pilot, _app):
        widget.queue = _waiting("word " * 5000, "x" * 100_000)
        await pilot.pause()
        assert widget.region.height <= 4
