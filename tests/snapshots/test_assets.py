"""The page of what was kept."""

from __future__ import annotations

from javari_tui.screens.assets.screen import AssetsScreen
from javari_tui.widgets.assets.list import AssetList
from tests.journeys.person import Person
from tests.snapshots import home
from tests.snapshots.conftest import Act, Picture

WIDE = (140, 40)


def kept(*keys: str) -> Act:
    """The page, and keys that are pressed there one after the other."""

    async def open_it(person: Person) -> None:
        await person.press("f5")
        await person.on(AssetsScreen)
        rows = person.app.screen.query_one(AssetList)
        await person.until(lambda: rows.rows, "the overview never came")
        for key in keys:
            await person.press(key)
            await person.until(lambda: _rest(person), "it never came to rest")

    return open_it


def _rest(person: Person) -> bool:
    """Whether nothing is read any more."""
    return all(worker.is_finished for worker in person.app.workers if worker.group != "assets.list")


def test_overview(picture: Picture) -> None:
    picture(home.some_assets, kept(), size=WIDE)


def test_list_and_preview(picture: Picture) -> None:
    picture(home.some_assets, kept("alt+down", "down", "down", "down"), size=WIDE, theme="light", language="es")


def test_list_on_a_usual_screen(picture: Picture) -> None:
    picture(home.some_assets, kept("alt+down", "down"))


def test_nothing_kept(picture: Picture) -> None:
    picture(home.nothing, kept())
