"""The mark that leads back to the end."""

from __future__ import annotations

from javari_tui.widgets.follow_mark import FollowMark
from tests.widgets.shown import shown


async def test_it_shows_while_the_reader_is_away_and_forgets_news_at_the_end() -> None:
    mark = FollowMark()
    mark.key = "Ctrl+End"
    async with shown(mark) as (pilot, app):
        assert not mark.display
        mark.shown = True
        await pilot.pause()
        assert any("↓ To the end · Ctrl+End" in row for row in app.rows())
        mark.news = True
        await pilot.pause()
        assert any("↓ New below · Ctrl+End" in row for row in app.rows())
        mark.shown = False
        await pilot.pause()
        assert not mark.display
        assert not mark.news


async def test_a_click_goes_to_the_end() -> None:
    mark = FollowMark()
    async with shown(mark) as (pilot, app):
        mark.shown = True
        await pilot.pause()
        await pilot.click(FollowMark)
        await pilot.pause()
        assert app.wanted == ["transcript.end"]
