"""Searching in the sidebar: every kind of paper, folded values, plain text whatever is typed, never long at once."""

from __future__ import annotations

import json
from itertools import count

import pytest
from textual.app import App, ComposeResult

from javari_tui.domain.blocks import BlockKind, SourceBlock
from javari_tui.domain.json_search import search_json
from javari_tui.domain.json_tree import JsonTree
from javari_tui.themes import VARIABLE_DEFAULTS
from javari_tui.widgets.sidebar.history import MOST, History
from javari_tui.widgets.sidebar.papers import paper_for
from javari_tui.widgets.sidebar.searched import Beat, Match, Needle, hits, searched
from javari_tui.widgets.sidebar.sidebar import Sidebar
from javari_tui.widgets.transcript.glyphs import UNICODE

DIFF = "--- a/x.py\n+++ b/x.py\n@@ -10,2 +10,3 @@\n one\n-two\n+TWO\n+two and a half\n@@ -40,1 +41,1 @@\n-end\n+END"
DEEP = json.dumps({"a": [{"name": "Ada"}, {"name": "Bea", "note": "two\nlines"}], "b": {"Ada": 2.5, "none": None}})
PROSE = "# Head\n\n" + "word " * 30 + "the long way home.\n\n- one\n- two **bold** words\n"


def block(text: str, language: str = "", kind: BlockKind = BlockKind.CODE) -> SourceBlock:
    return SourceBlock(kind=kind, text=text, language=language)


class Rig(App[None]):
    """A sidebar alone."""

    AUTO_FOCUS = None

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return VARIABLE_DEFAULTS

    def compose(self) -> ComposeResult:
        yield Sidebar()

    def open(self, shown: SourceBlock) -> Sidebar:
        sidebar = self.query_one(Sidebar)
        sidebar.fit(self.size.width)
        sidebar.add_class("-open")
        sidebar.show(shown)
        return sidebar


@pytest.mark.parametrize(
    ("shown", "text", "rows"),
    [
        (block("one\nTwo three two\n\tfour", "python"), "two", [1, 1]),
        (block("one\nTwo three two\n", "python"), "Two", [1]),
        (block("a" * 95 + "needle", "python"), "needle", [2]),
        (block("x [/nope] (.*)+ \\d", "python"), "(.*)+", [0]),
        (block("日本語のテキスト" * 9, ""), "テキスト日本", list(range(3))),
        (block(DIFF, "diff"), "two", [4, 5, 6]),
        (block(PROSE, kind=BlockKind.DOCUMENT), "long way", None),
        (block("city,people\nRome,28\nOslo,7\nRome,1", "csv"), "rom", [0, 2]),
        (block(DEEP, "json"), "ada", [3, 8]),
        (block(DEEP, "json"), "null", [9]),
    ],
)
def test_each_kind_of_paper_is_searched_and_leads_to_the_row(shown: SourceBlock, text: str, rows: list[int]) -> None:
    paper = paper_for(shown, UNICODE)
    paper.fit(40, wrap=True)
    while paper.work(1000, 0.1):
        pass
    how = searched(paper)
    assert how is not None
    needle = Needle.of(text)
    found = [match for match in how.hunt(needle) if isinstance(match, Match)]
    assert found == sorted(found)
    reached = [how.reach(match) for match in found]
    if rows is None:
        assert [paper.row(row).text[-8:].strip() for row in reached] != []
    elif text == "テキスト日本":
        assert len(found) == 8
        assert reached == sorted(reached)
    else:
        assert reached == rows
    for match, row in zip(found, reached, strict=True):
        told = how.ranges(needle, row, 0, 1000)
        assert told, f"{match} is not highlighted"


def test_a_match_that_goes_on_in_the_next_row_is_highlighted_in_both() -> None:
    paper = paper_for(block("x" * 30 + "needle" * 2, ""), UNICODE)
    paper.fit(36, wrap=True)
    how, needle = searched(paper), Needle.of("needle")
    assert how is not None
    drawn = [
        "".join(paper.row(row).text[start:end] for (start, end), _match in how.ranges(needle, row, 0, 99))
        for row in range(paper.rows)
    ]
    assert "".join(drawn) == "needle" * 2
    assert len([row for row in drawn if row]) == 2


def test_long_texts_are_searched_in_pieces_without_losing_what_lies_across() -> None:
    text = "a" * 4_998 + "needle" + "b" * 60_000 + "needle"
    beats = list(hits(Needle.of("needle"), text, 0))
    assert [beat.start for beat in beats if isinstance(beat, Match)] == [4_998, len(text) - 6]
    assert beats.count(Beat.LOOK) == len(text) // 5_000


def test_a_json_value_is_found_and_unfolded_however_deep() -> None:
    deep: list[object] = ["needle"]
    for _level in range(5_000):
        deep = [0, deep]
    steps = [found for found in search_json(deep, lambda text: text == "needle") if found is not None]  # type: ignore[arg-type]
    assert [len(found) for found in steps] == [5_001]
    tree = JsonTree(deep)  # type: ignore[arg-type]
    assert tree.node(tree.reveal(steps[0])).value == "needle"


async def test_it_finds_as_one_types_goes_on_and_back_and_keeps_the_place() -> None:
    app = Rig()
    lines = "\n".join(f"row {number} {'Needle' if number % 40 == 30 else ''}" for number in range(200))
    async with app.run_test(size=(60, 20)) as pilot:
        sidebar = app.open(block(lines, "text"))
        await pilot.pause()
        sidebar.pane.scroll_to(y=50, animate=False)
        await pilot.pause()
        sidebar.ask_line.ask_words()
        await pilot.press(*"needle")
        line = sidebar.ask_line
        while line.search.told() != "2/5":
            await pilot.pause()
        assert sidebar.pane.scroll_offset.y < 70 < sidebar.pane.scroll_offset.y + 17
        strip = sidebar.pane.render_line(70 - int(sidebar.pane.scroll_offset.y))
        assert any(segment.text == "Needle" and segment.style and segment.style.bold for segment in strip)
        await pilot.press("down", "enter", "enter")
        assert line.search.told() == "5/5"
        await pilot.press("enter")
        assert line.search.told() == "1/5"
        await pilot.press("up", "up", "N")
        while line.search.told() != "Nothing found":
            await pilot.pause()
        await pilot.press("backspace")
        place = sidebar.pane.scroll_offset.y
        await pilot.press("escape")
        assert not line.is_open
        assert sidebar.pane.has_focus
        assert sidebar.pane.highlights is None
        assert sidebar.pane.scroll_offset.y == place


@pytest.mark.parametrize(
    ("shown", "typed", "first", "told"),
    [
        (block("\n".join(map(str, range(1, 301))), "text"), "150", "150", ""),
        (block("\n".join(map(str, range(1, 301))), "text"), "9999", "300", "300 is the nearest"),
        (block(DIFF, "diff"), "41", "END", ""),
        (block("n,m\n" + "\n".join(f"{n},x" for n in range(1, 301)), "csv"), "200", "200", ""),
    ],
)
async def test_a_line_is_gone_to_by_its_number(shown: SourceBlock, typed: str, first: str, told: str) -> None:
    app = Rig()
    async with app.run_test(size=(60, 20)) as pilot:
        sidebar = app.open(shown)
        await pilot.pause()
        sidebar.ask_line.ask_number()
        await pilot.press(*typed, "enter")
        await pilot.pause()
        pane = sidebar.pane
        assert any(first in pane.render_line(y).text for y in range(pane.size.height))
        assert sidebar.ask_line.is_open == bool(told)
        assert told in str(sidebar.ask_line.query(".ask--told").first().render())


def test_the_history_is_bounded_keeps_what_is_shown_and_has_nothing_twice() -> None:
    history = History()
    blocks = [SourceBlock(kind=BlockKind.CODE, text="x", message_id=1, block=number) for number in range(MOST + 10)]
    for each in blocks:
        history.turn_to(each)
    assert history.position == (MOST, MOST)
    history.turn_to(blocks[30])
    assert history.position == (MOST, MOST)
    assert history.step(-1) is not None
    assert history.now is not None
    assert history.now.block == blocks[-1]
    for number in count(100):
        history.put_behind(SourceBlock(kind=BlockKind.CODE, text="x", message_id=2, block=number))
        if number == 200:
            break
    assert history.now.block == blocks[-1]
    assert len(history.entries) == MOST
    assert history.waiting == 101
