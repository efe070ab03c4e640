"""Data in the sidebar: a tree, a table."""

from __future__ import annotations

import pytest

from tests.journeys.person import Person
from tests.snapshots import home
from tests.snapshots.conftest import LARGE, SMALL, Picture

TREE = """```json
{"service": "ingest", "replicas": 3, "ratio": 0.250, "enabled": true, "owner": null,
 "labels": {"team": "data", "first name": "Ada \\u202enope", "日本": "語"},
 "hosts": [{"name": "a1", "disks": [1, 2, 3]}, {"name": "a2", "disks": []}],
 "note": "A long note that goes on beyond the edge of every sidebar, whatever its width may be, and then some more"}
```"""
TABLE = """```csv
city,country,inhabitants,share,note
Tokyo,日本,37194000,0.46 %,"Largest, by far"
São Paulo,Brasil,22620000,0.28 %,
"A city with a very long name that nobody can read at a glance",Nowhere,12,0.00 %,"with ""quotes"" and
two lines"
Madrid,España,6783000,0.08 %,[bold]no markup[/bold]
```"""


def tree(home_: home.Writing) -> None:
    home_.opened(home_.chat("Settings", "Which settings?", TREE)[0])


def table(home_: home.Writing) -> None:
    home_.opened(home_.chat("Cities", "Which cities?", TABLE)[0])


async def walk(person: Person) -> None:
    await person.until(lambda: person.chat_screen.sidebar.has_keys)
    await person.press("down", "down", "right")


def test_a_tree(picture: Picture) -> None:
    async def open_tree(person: Person) -> None:
        await person.press("shift+tab", "enter", "f6")
        await walk(person)

    picture(tree, open_tree, size=LARGE)


@pytest.mark.parametrize("config", ["", "glyphs: ascii\n"], ids=["unicode", "ascii"])
def test_a_table_where_there_is_little_room(picture: Picture, config: str) -> None:
    async def open_table(person: Person) -> None:
        await person.press("shift+tab", "enter")
        await walk(person)

    picture(table, open_table, size=SMALL, config=config)
