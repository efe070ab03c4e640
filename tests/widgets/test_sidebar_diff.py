"""Diffs in the sidebar: rows only for what is in sight, numbers, signs, words, both ways to lay them out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from javari_tui.domain.blocks import BlockKind, SourceBlock
from javari_tui.domain.diffs import Diff
from javari_tui.domain.patches import HunkState
from javari_tui.domain.untrusted_text import is_clean
from javari_tui.terminal.glyphs import use_glyphs
from javari_tui.widgets.sidebar import diff_ink
from javari_tui.widgets.sidebar.diff_paper import SIDE_BY_SIDE_FROM, DiffPaper
from javari_tui.widgets.sidebar.languages import language_of_file
from javari_tui.widgets.sidebar.pane import Pane
from javari_tui.widgets.sidebar.papers import paper_for
from javari_tui.widgets.transcript.glyphs import UNICODE
from tests.widgets.test_sidebar import Rig
from tests.widgets.transcript_rig import HOSTILE

DIFF = """\
diff --git a/one.py b/one.py
--- a/one.py
+++ b/one.py
@@ -8,4 +8,5 @@ def one():
 \tkept = "[/nope]"
-\treturn number + 1
+\treturn total + 1
+\tnever = "comes"
 end
diff --git a/two.txt b/two.txt
--- a/two.txt
+++ b/two.txt
@@ -1 +1 @@
-日本
+日本語
"""
NARROW, WIDE = 70, 120


def rows(paper: DiffPaper, width: int, *, wrap: bool = True) -> list[str]:
    """All rows with their margins."""
    paper.fit(width, wrap=wrap)
    return [f"{paper.margin(y)}{paper.row(y).text}".rstrip() for y in range(paper.rows)]


def opened(app: Rig, text: str) -> Pane:
    """The diff in the sidebar, as wide as was chosen."""
    pane = app.open("").pane
    app.sidebar.show(SourceBlock(kind=BlockKind.CODE, text=text, language="diff", title="some diff"))
    return pane


def long_diff(hunks: int) -> str:
    """A diff of five lines for each hunk."""
    places = (f"@@ -{n},3 +{n},3 @@\n a = {n}\n-old = {n}\n+new = {n}\n z\n" for n in range(10, hunks * 10 + 10, 10))
    return "diff --git a/x.py b/x.py\n--- a/x.py\n+++ b/x.py\n" + "".join(places)


def test_line_by_line_it_has_both_numbers_and_the_sign() -> None:
    drawn = rows(DiffPaper(DIFF), NARROW)
    assert drawn[3:9] == [
        "         @@ -8,4 +8,5 @@ def one():",
        '  8  8       kept = "[/nope]"',
        "  9    -     return number + 1",
        "     9 +     return total + 1",
        '    10 +     never = "comes"',
        " 10 11   end",
    ]
    assert rows(DiffPaper(DIFF), 50)[6:8] == ["  9 +     return total + 1", ' 10 +     never = "comes"']


def test_side_by_side_what_was_is_left_of_what_is() -> None:
    paper = DiffPaper(DIFF)
    drawn = rows(paper, WIDE)
    assert [row.split() for row in drawn[4:8]] == [
        ["8", "kept", "=", '"[/nope]"', "│", "8", "kept", "=", '"[/nope]"'],
        ["9", "-", "return", "number", "+", "1", "│", "9", "+", "return", "total", "+", "1"],
        ["│", "10", "+", "never", "=", '"comes"'],
        ["10", "end", "│", "11", "end"],
    ]
    assert len({row.index("│") for row in drawn if "│" in row and row.isascii()} | {59}) == 1
    assert {paper.row(y).cells for y in range(4, 8)} == {WIDE - 3}
    assert drawn[3] == "  @@ -8,4 +8,5 @@ def one():"
    assert (paper.shown(3), paper.source(5)) == (
        "@@ -8,4 +8,5 @@ def one():",
        DIFF.split("\n")[5] + "\n" + DIFF.split("\n")[6],
    )
    paper.split = False
    assert rows(paper, WIDE)[4].startswith("  8  8   ")
    assert not DiffPaper(DIFF).can_split


@pytest.mark.parametrize("width", [30, NARROW, WIDE])
@pytest.mark.parametrize("wrap", [True, False])
def test_every_line_is_there_and_keeps_its_place(width: int, wrap: bool) -> None:
    text = DIFF + "-" + "long " * 60 + "\n+" + "日本 " * 60 + "\n+short\n"
    paper = DiffPaper(text)
    rows(paper, width, wrap=wrap)
    assert [line for line in range(len(paper.diff.lines)) if paper.line_at(paper.row_of(line)) > line] == []
    addresses = range(paper.last_line + 1)
    assert sorted("\n".join(map(paper.source, addresses)).split("\n")) == sorted(text.removesuffix("\n").split("\n"))
    for y in range(paper.rows):
        assert paper.row(y).text == paper.shown(paper.address(y))[paper.begin(y) :][: len(paper.row(y).text)]


def test_changed_words_and_the_files_language_are_drawn() -> None:
    paper = DiffPaper(DIFF)
    paper.fit(NARROW, wrap=False)
    looks = {span.text: span.look for y in (5, 6) for span in paper.row(y).spans}
    assert {text for text, look in looks.items() if look[-1].endswith("-word")} == {"number", "total"}
    assert looks["return"][1].startswith("code:Keyword")
    assert {"removed", "removed-word"} <= set(looks["number"])
    assert (paper.row(5).fill, paper.margin_look(5)) == (("code", "removed"), ("code", "removed", "sign-removed"))
    names = ("a/b.py", "X.PY", "Makefile", "q.sql", "x.ts", "none", "")
    assert [language_of_file(name) for name in names] == ["python", "python", "make", "sql", "typescript", "", ""]


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often lines are coloured, compared, looked up."""
    counts: Counter[str] = Counter()

    def counting(module: object, name: str) -> None:
        real: Callable[..., object] = getattr(module, name)

        def call(*args: object) -> object:
            counts[name] += 1
            return real(*args)

        monkeypatch.setattr(module, name, call)

    counting(diff_ink, "colour_line")
    counting(diff_ink, "changed_words")
    counting(Diff, "line")
    return counts


@pytest.mark.parametrize("columns", [120, 220])
async def test_of_twenty_thousand_lines_only_those_in_sight_are_worked_on(counted: Counter[str], columns: int) -> None:
    app = Rig()
    async with app.run_test(size=(columns, 24)) as pilot:
        app.sidebar.widths.choose(columns, 150)
        pane = opened(app, long_diff(4_000))
        await pilot.pause()
        paper = pane.paper
        assert paper is not None and paper.rows > 15_000
        assert paper.can_split == (columns == 220)
        assert 0 < counted["colour_line"] <= 50
        assert 0 < counted["changed_words"] <= 50
        assert 0 < counted["line"] <= 250
        pane.focus()
        await pilot.press("end")
        assert "new = 40000" in "\n".join(app.rows())
        assert counted["colour_line"] <= 100
        assert counted["line"] <= 500


async def test_keys_go_from_change_to_change_also_where_nothing_scrolls_any_more() -> None:
    app = Rig()
    async with app.run_test(size=(120, 20)) as pilot:
        pane = opened(app, long_diff(8))
        await pilot.pause()
        paper = pane.paper
        assert paper is not None
        marked = []
        for _press in range(8):
            assert pane.stepping.go(pane, paper, "hunk", 1)
            await pilot.pause()
            marked.append(next(row for row in app.rows() if row.startswith("▸")).split()[2])
        assert marked == [f"-{number},3" for number in range(10, 90, 10)]
        assert not pane.stepping.go(pane, paper, "hunk", 1)
        assert pane.stepping.go(pane, paper, "hunk", -1)
        assert pane.stepping.go(pane, paper, "file", -1)
        assert pane.scroll_offset.y == 0
        assert not pane.stepping.go(pane, paper, "file", -1)


async def test_the_title_tells_of_files_and_lines() -> None:
    app = Rig()
    async with app.run_test(size=(120, 20)) as pilot:
        opened(app, DIFF)
        await pilot.pause()
        name, facts = str(app.sidebar.title_line.render()).split("\n")
        assert (name.split("   ")[0], facts) == ("one.py, two.txt", "Diff · 2 files · +3 −2")
        use_glyphs("ascii")
        assert str(app.sidebar.title_line.render()).split("\n")[1] == "Diff - 2 files - +3 -2"
    renamed = DiffPaper("diff --git a/x b/y\nrename from x\nrename to y")
    assert renamed.name == "x -> y"


@pytest.mark.parametrize(
    ("kind", "language", "text", "is_diff"),
    [
        (BlockKind.CODE, "diff", "- one\n+ two", True),
        (BlockKind.CODE, "patch", "", True),
        (BlockKind.CODE, "", DIFF, True),
        (BlockKind.DOCUMENT, "", DIFF, True),
        (BlockKind.CODE, "python", DIFF, False),
        (BlockKind.DOCUMENT, "", "- one\n- two", False),
    ],
)
def test_diffs_are_told_from_code_and_text(kind: BlockKind, language: str, text: str, is_diff: bool) -> None:
    paper = paper_for(SourceBlock(kind=kind, text=text, language=language), UNICODE)
    assert isinstance(paper, DiffPaper) == is_diff


@pytest.mark.parametrize("columns", [80, 120, 220])
async def test_nothing_hostile_is_drawn_of_a_diff(columns: int) -> None:
    app = Rig()
    async with app.run_test(size=(columns, 40)) as pilot:
        app.sidebar.widths.choose(columns, 150)
        for text in HOSTILE:
            name = text.replace("\n", "")
            pane = opened(
                app, f'--- a/{name}\n+++ "b/\\033[2J{name}\n@@ -1,9 +1,9 @@ {name}\n-{name}\n+{text} x\n{text}'
            )
            await pilot.pause()
            assert isinstance(pane.paper, DiffPaper)
            title_line = app.sidebar.title_line
            title = [strip.text for strip in title_line.render_lines(title_line.size.region)]
            assert all(map(is_clean, [*app.rows(), *title]))


def test_the_mark_and_what_became_of_a_change_have_columns_of_their_own() -> None:
    for split in (False, True):
        paper = DiffPaper(long_diff(2))
        paper.split = split
        paper.fit(WIDE, wrap=True)
        row = paper.row_of(paper.diff.hunk_lines[0])
        plain = paper.margin(row)
        paper.take_states({0: HunkState.APPLIED})
        applied = paper.margin(row)
        paper.mark(paper.diff.hunk_lines[0])
        both = paper.margin(row)
        assert len({plain.strip(), applied.strip(), both.strip()}) == 3
        assert {len(plain), len(applied), len(both)} == {len(plain)}
        assert applied.index("✓") == both.index("✓")


def test_side_by_side_needs_its_columns() -> None:
    paper = DiffPaper(DIFF)
    for width, can in ((SIDE_BY_SIDE_FROM - 1, False), (SIDE_BY_SIDE_FROM, True)):
        paper.fit(width, wrap=True)
        assert paper.can_split == can
