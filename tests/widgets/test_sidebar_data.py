"""Trees and tables in the sidebar: read with a cursor, made only where they are seen, and never more than data."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from textual.pilot import Pilot

from javari_tui.domain.blocks import BlockKind, SourceBlock
from javari_tui.domain.json_tree import JsonTree, Node
from javari_tui.domain.untrusted_text import is_clean
from javari_tui.terminal.glyphs import use_glyphs
from javari_tui.widgets.sidebar.code_paper import CodePaper
from javari_tui.widgets.sidebar.json_paper import JsonPaper
from javari_tui.widgets.sidebar.sidebar import Sidebar
from javari_tui.widgets.sidebar.table_paper import TablePaper
from javari_tui.widgets.transcript.glyphs import UNICODE
from javari_tui.widgets.transcript.line import Line, cell_width
from tests.widgets.test_sidebar import Rig
from tests.widgets.transcript_rig import HOSTILE

TREE = '{"name": "Ada", "tags": ["a", "b"], "at": {"x": 1.50, "y": null}, "name": true}'
TABLE = "city,people,note\n" + "".join(f"Town {number},{number * 1000},{'long ' * number}\n" for number in range(1, 60))
CJK = "名前,数\n日本,5\nverylongname,1234\n"


@pytest.fixture(autouse=True)
def own_glyphs() -> Iterator[None]:
    use_glyphs("unicode")
    yield
    use_glyphs("unicode")


class DataRig(Rig):
    """A sidebar with data in it."""

    def open_data(self, text: str, language: str) -> Sidebar:
        self.sidebar.fit(self.size.width)
        self.sidebar.add_class("-open")
        self.sidebar.show(SourceBlock(kind=BlockKind.CODE, text=text, language=language, title="data"))
        self.sidebar.pane.focus()
        return self.sidebar


async def _until_read(pilot: Pilot[None], sidebar: Sidebar) -> None:
    while sidebar.pane.paper is None or sidebar.pane.paper.work(0, 0.0):
        await pilot.pause(0.01)
    await pilot.pause(0.02)


async def test_a_tree_is_walked_with_keys() -> None:
    app = DataRig()
    async with app.run_test(size=(120, 20)) as pilot:
        sidebar = app.open_data(TREE, "json")
        await pilot.pause()
        assert app.rows()[:9] == [
            "▌ ▾ {",
            '      "name": "Ada"',
            '    ▾ "tags": [',
            '        0: "a"',
            '        1: "b"',
            '    ▾ "at": {',
            '        "x": 1.50',
            '        "y": null',
            '      "name": true',
        ]
        await pilot.press("f")
        paper = sidebar.pane.pointed
        assert isinstance(paper, JsonPaper)
        sidebar.pane.unfold(1)
        await pilot.press("down", "down")
        assert app.rows()[2:4] == ['▌   ▸ "tags": […] 2', '    ▸ "at": {x: 1.50, y: null}']
        await pilot.press("right", "right", "down")
        assert app.rows()[4] == '▌       1: "b"'
        assert (paper.copied_place(), paper.copied_value()) == ("$.tags[1]", "b")
        await pilot.press("left")
        assert paper.cursor == 2
        assert json.loads(paper.copied_value()) == ["a", "b"]
        await pilot.press("space", "end", "up", "enter", "1")
        assert sidebar.pane.paper is paper
        assert (paper.cursor, paper.rows) == (3, 5)
        await pilot.press("2")
        assert paper.rows == 9


def test_the_row_of_a_folded_object_shows_what_there_is_room_for() -> None:
    deep = {"id": 3, "a b": "x" * 100, "list": [1], "no": {}, "\x1b[2J": "\x1b]0;x\x07"}
    text = json.dumps([deep, {f"key{number}": number for number in range(50_000)}, {"k" * 100_000: 1, "l": 2}])
    paper = JsonPaper(SourceBlock(kind=BlockKind.CODE, text=text, language="json"), UNICODE)
    if paper.reading.ident:
        paper.reading.join()
    rows = {}
    for width in (60, 200):
        paper.unfold(1)
        paper.toggle()
        paper.toggle()
        paper.fit(width, wrap=True)
        rows[width] = [paper.row(y).text for y in range(1, 4)]
    assert all(map(is_clean, rows[200]))
    assert rows[200][0].startswith('  ▸ 0: {id: 3, "a b": "xxxx')
    assert ", list: […], no: {}, " in rows[200][0]
    assert rows[60][1] == "  ▸ 1: {key0: 0, key1: 1, key2: 2, …} 50,000 keys"
    assert all(cell_width(row) <= width for width in (60, 200) for row in rows[width])


async def test_only_rows_in_sight_of_a_long_tree_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    node = JsonTree.node

    def counting(tree: JsonTree, row: int) -> Node:
        made.append(row)
        return node(tree, row)

    app = DataRig()
    async with app.run_test(size=(120, 20)) as pilot:
        monkeypatch.setattr(JsonTree, "node", counting)
        sidebar = app.open_data(json.dumps([{"id": number} for number in range(20_000)]), "json")
        await _until_read(pilot, sidebar)
        for _ in range(50):
            if "19,999: {id: 19999}" in app.rows()[-1]:
                break
            await pilot.press("end")
        assert "19,999: {id: 19999}" in app.rows()[-1]
        assert len(made) < 1_000


async def test_what_is_no_tree_or_table_is_code_below_a_word_on_why() -> None:
    app = DataRig()
    async with app.run_test(size=(120, 20)) as pilot:
        broken = (('{"a": 1,\n "b" 2}', "json", "line 2, column 6"), ("[" * 200_000, "json", "too deeply"))
        for text, language, why in (
            *broken,
            ('"' + "x" * 140_000, "csv", "not a table"),
            ("a,b\n1,2\n" + '"' + "x\n" * 70_000, "csv", "not a table"),
        ):
            sidebar = app.open_data(text, language)
            await _until_read(pilot, sidebar)
            assert isinstance(sidebar.pane.paper, CodePaper)
            assert why in " ".join(row.strip() for row in app.rows()[:2])
            await pilot.press("down", "enter", "right")
            assert why in " ".join(row.strip() for row in app.rows()[:2]), "it stays above"


async def test_the_source_is_shown_and_the_tree_comes_back_as_it_was() -> None:
    app = DataRig()
    async with app.run_test(size=(120, 20)) as pilot:
        sidebar = app.open_data(TREE, "json")
        await pilot.press("down", "down", "left")
        before = app.rows()
        sidebar.pane.toggle_source()
        await pilot.pause()
        assert app.rows()[0].split()[:2] == ["1", '{"name":']
        sidebar.pane.toggle_source()
        await pilot.pause()
        assert app.rows() == before
        sidebar = app.open_data("x = 1", "python")
        assert not sidebar.pane.has_source


async def test_a_table_keeps_its_names_above_and_moves_by_columns() -> None:
    app = DataRig()
    async with app.run_test(size=(120, 20)) as pilot:
        sidebar = app.open_data(TABLE, "csv")
        await pilot.pause()
        paper = sidebar.pane.pointed
        assert isinstance(paper, TablePaper)
        head, _rule, first, *_rest = app.rows()
        assert [name.strip() for name in head.split("│")] == ["city", "people", "note"]
        assert "Town 1  │  1000 │" in first
        await pilot.press("end")
        await pilot.pause()
        assert app.rows()[0].split()[0] == "city"
        assert app.rows()[-1].replace("▌", "").split()[:3] == ["59", "Town", "59"]
        assert app.rows()[-1].endswith("…")
        await pilot.press("right", "right")
        assert paper.copied_value() == "long " * 59
        assert paper.copied_place() == f"Town 59,59000,{'long ' * 59}"


async def test_columns_are_sized_by_what_is_in_sight_and_a_hundred_thousand_rows_open_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn: list[int] = []
    row = TablePaper.row

    def counting(paper: TablePaper, y: int) -> Line:
        drawn.append(y)
        return row(paper, y)

    monkeypatch.setattr(TablePaper, "row", counting)
    monkeypatch.setattr("javari_tui.widgets.sidebar.table_paper.AT_ONCE", 0.0)
    app = DataRig()
    async with app.run_test(size=(120, 20)) as pilot:
        wide = "w" * 12
        sidebar = app.open_data("name,n\n" + "x,1\n" * 100_000 + f"{wide},2\n", "csv")
        paper = sidebar.pane.paper
        assert isinstance(paper, TablePaper)
        assert 0 < paper.rows < 100_000
        await _until_read(pilot, sidebar)
        narrow = app.rows()[0]
        assert paper.rows == 100_001
        assert "100,001 rows" in sidebar.title_line.render().plain
        await pilot.press("end")
        await pilot.pause()
        assert wide in app.rows()[-1]
        assert len(app.rows()[0]) > len(narrow)
        assert len(drawn) < 2_000


async def test_wide_letters_take_their_cells_and_ascii_is_enough() -> None:
    app = DataRig()
    async with app.run_test(size=(60, 20)) as pilot:
        app.open_data(CJK, "csv")
        await pilot.pause()
        assert app.rows()[0] == "    名前         │  数"
        assert app.rows()[2:4] == ["▌1 ▌日本         │   5", " 2  verylongname │1234"]
        use_glyphs("ascii")
        app.open_data(CJK.replace("名前,数\n日本", "name,n\nJapan"), "csv")
        await pilot.pause()
        assert all(row.isascii() for row in app.rows()), app.rows()
        sidebar = app.open_data(TREE, "json")
        sidebar.pane.unfold(1)
        await pilot.pause()
        assert app.rows()[2] == '    > "tags": [...] 2'
        assert all(row.isascii() for row in app.rows()), app.rows()


@pytest.mark.parametrize("text", HOSTILE)
async def test_nothing_hostile_is_drawn(text: str) -> None:
    app = DataRig()
    async with app.run_test(size=(120, 20)) as pilot:
        value = json.dumps({text: text, "in": [text, text * 3]})
        for data, language in ((value, "json"), (f'{text},b\n"{text}",1\n', "csv"), (text, "tsv"), (text, "json")):
            app.open_data(data, language)
            await pilot.pause()
            assert all(map(is_clean, app.rows())), app.rows()
