"""Files in the sidebar: their lines' real numbers, marks, what is said of them; and what became of a diff's hunks."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from javari_tui.domain.blocks import BlockKind, SourceBlock
from javari_tui.domain.file_facts import FileChange, FileFacts
from javari_tui.domain.letting_go import let_go
from javari_tui.domain.patches import HunkState
from javari_tui.widgets.sidebar import code_paper, noted_paper
from javari_tui.widgets.sidebar.diff_paper import DiffPaper
from javari_tui.widgets.sidebar.document_paper import DocumentPaper
from javari_tui.widgets.sidebar.file_paper import FilePaper
from javari_tui.widgets.sidebar.file_words import change_text, size_text
from javari_tui.widgets.sidebar.json_paper import JsonPaper
from javari_tui.widgets.sidebar.paper import Paper
from javari_tui.widgets.sidebar.papers import paper_for, source_paper
from javari_tui.widgets.sidebar.table_paper import TablePaper
from javari_tui.widgets.transcript.glyphs import UNICODE

BLOCK = SourceBlock(kind=BlockKind.FILE, text="one\ntwo\nthree\n", title="x.txt", path="/x.txt")
DIFF = "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n@@ -9 +9 @@\n-c\n+d\n"


def rows(paper: Paper, width: int = 60) -> list[str]:
    """All rows with their margins, those that stay above first."""
    paper.fit(width, wrap=True)
    head = [line.text for line in paper.head]
    return [*head, *(f"{paper.margin(y)}{paper.row(y).text}".rstrip() for y in range(paper.rows))]


def test_lines_that_are_talked_about_are_marked_and_opened_at() -> None:
    paper = paper_for(replace(BLOCK, text="x\n" * 50, marks=((20, 21), (40, 40))), UNICODE)
    shown = rows(paper)
    assert shown[18:22] == [" 19 x", "▌20 x", "▌21 x", " 22 x"]
    assert (paper.opens_at, list(paper.stops("hunk"))) == (16, [19, 39])
    beyond = paper_for(replace(BLOCK, marks=((500, 501),)), UNICODE)
    assert (rows(beyond)[0], beyond.opens_at, list(beyond.stops("hunk"))) == (" 1 one", 2, [])
    assert rows(paper_for(replace(BLOCK, marks=((9, 8), (0, 10**9))), UNICODE)) == ["▌1 one", "▌2 two", "▌3 three"]


@pytest.mark.parametrize(
    ("name", "paper"),
    [("a.json", JsonPaper), ("a.csv", TablePaper), ("a.diff", DiffPaper), ("a.md", DocumentPaper), ("a.x", FilePaper)],
)
def test_a_file_is_drawn_by_its_name_but_as_lines_where_lines_matter(name: str, paper: type[Paper]) -> None:
    text = DIFF if name == "a.diff" else '{"a": 1}'
    block = replace(BLOCK, text=text, title=name)
    assert type(paper_for(block, UNICODE)) is paper
    assert type(paper_for(replace(block, marks=((1, 1),)), UNICODE)) is FilePaper
    assert type(paper_for(replace(block, file=FileFacts(size=9**9, is_cut=True)), UNICODE)) is FilePaper


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (FileFacts(size=2_000_000_000, is_cut=True), "Only the first 14 B of 2.0 GB are shown."),
        (FileFacts(size=12_345, is_binary=True, format="ELF"), "A binary file (ELF, 12 KB): there is no text to show."),
        (FileFacts(size=0), "This file is empty."),
    ],
)
def test_what_must_be_known_stays_above(facts: FileFacts, said: str) -> None:
    text = BLOCK.text if facts.is_cut else ""
    assert rows(paper_for(replace(BLOCK, text=text, file=facts), UNICODE)) == [
        said,
        *([" 1 one", " 2 two", " 3 three"] if text else []),
    ]


def test_what_happened_is_told_in_a_word() -> None:
    facts = FileFacts(size=1, changed_at=datetime(2026, 1, 1, 12, 31, tzinfo=UTC))
    told = [change_text(replace(facts, change=change)) for change in FileChange]
    assert told[1:] == ["gone", "no longer readable"]
    assert told[0].startswith("changed ")
    assert [size_text(size) for size in (999, 1000, 25_000_000)] == ["999 B", "1.0 KB", "25 MB"]


def test_nothing_is_so_long_that_it_holds_everything_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(code_paper, "LONGEST_DRAWN", 10)
    monkeypatch.setattr(noted_paper, "LONGEST", 100)
    long = replace(BLOCK, text="é" * 30 + "\n" + "y\n" * 100)
    for paper in (FilePaper(long, UNICODE), source_paper(replace(long, kind=BlockKind.CODE, title="x.json"))):
        shown = rows(paper)
        assert "éééééééééé…" in shown[1]
        assert "Only the" in shown[0]
        assert len(shown) < 50
        assert paper.source(0) == "é" * 30
    monkeypatch.setattr(noted_paper, "MOST_LINES", 5)
    assert len(rows(FilePaper(long, UNICODE))) == 1 + 5


async def test_what_nobody_looks_at_any_more_is_given_back_bit_by_bit() -> None:
    inner = ["x"] * 5_000
    outer = [inner, *([("a", None)] * 2_000)]
    let_go((("data", outer),))  # type: ignore[arg-type]
    async with asyncio.timeout(10):
        while inner or outer:
            await asyncio.sleep(0.001)


@pytest.mark.parametrize("width", [70, 120])
def test_what_became_of_changes_stands_in_the_margin(width: int) -> None:
    paper = DiffPaper(DIFF)
    paper.fit(width, wrap=True)
    first, second = (paper.row_of(line) for line in paper.diff.hunk_lines)
    paper.take_states({0: HunkState.APPLIED, 1: HunkState.MISFIT})
    assert (paper.margin(first).strip(), paper.margin_look(first)[-1]) == ("✓", "done")
    assert (paper.margin(second).strip(), paper.margin_look(second)[-1]) == ("!", "error")
    assert "✓1 !1" in paper.facts()
    paper.mark(paper.diff.hunk_lines[0])
    assert "✓" in paper.margin(first)
    paper.take_states({1: HunkState.REJECTED})
    assert paper.margin(second).strip() == "✗"
    changed = [span.look for y in range(second + 1, paper.rows) for span in paper.row(y).spans if span.text in "cd"]
    assert changed
    assert all("muted" in look for look in changed)
