"""The first line: title, model, meter, connection, in whatever width there is."""

from __future__ import annotations

import pytest

from javari_tui.domain.connection import Connection
from javari_tui.widgets.header_line import HeaderFacts, HeaderLine
from tests.widgets.shown import shown


async def _line(facts: HeaderFacts, width: int) -> str:
    header = HeaderLine()
    async with shown(header, width=width) as (pilot, app):
        header.facts = facts
        await pilot.pause()
        return app.rows()[0]


FACTS = HeaderFacts("Mounting disks", "Claude Opus 5.5", Connection.CLOUD, 430_000, 1_000_000)


async def test_all_is_told_where_there_is_room() -> None:
    line = await _line(FACTS, 100)
    assert line.startswith(" ◆ Javari · Mounting disks")
    assert line.endswith("context 43 %  Claude Opus 5.5  ● connected")


@pytest.mark.parametrize("width", [20, 40, 60, 80, 120])
async def test_a_long_title_gives_way_and_the_line_is_never_longer(width: int) -> None:
    line = await _line(HeaderFacts("title " * 800, "model" * 30, Connection.CLOUD, 1, 2), width)
    assert len(line) <= width
    if width >= 40:
        assert "…" in line


async def test_the_meter_gives_way_first() -> None:
    assert "context" not in await _line(FACTS, 70)
    assert "Claude Opus 5.5" in await _line(FACTS, 70)


@pytest.mark.parametrize("connection", list(Connection))
async def test_every_connection_has_a_word(connection: Connection) -> None:
    line = await _line(HeaderFacts("t", "m", connection), 80)
    good = connection not in (Connection.NO_KEY, Connection.TROUBLE)
    assert ("●" if good else "○") in line
    assert len(line.split("●" if good else "○")[1].strip()) > 3


async def test_trouble_keeps_its_word_where_it_is_narrow() -> None:
    assert "not reachable" in await _line(HeaderFacts("t", "m", Connection.TROUBLE), 50)
    assert "connected" not in await _line(HeaderFacts("t", "m", Connection.CLOUD), 50)


async def test_markup_and_newlines_in_a_title_are_only_text() -> None:
    assert "[/nope] [@click=app.quit]x[/]" in await _line(HeaderFacts("[/nope]\n[@click=app.quit]x[/]", "m"), 100)


@pytest.mark.parametrize(("used", "limit", "share"), [(0, None, None), (5, 10, 0.5), (20, 10, 1.0)])
def test_the_share_is_known_only_with_a_limit_and_never_above_one(
    used: int, limit: int | None, share: float | None
) -> None:
    assert HeaderFacts(context_used=used, context_limit=limit).context_share == share
