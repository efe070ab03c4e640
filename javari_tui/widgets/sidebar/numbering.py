"""Lines by the numbers that stand before them."""

from __future__ import annotations

from javari_tui.domain.diffs import ADDED, CONTEXT, Diff
from javari_tui.widgets.sidebar.code_paper import CodePaper
from javari_tui.widgets.sidebar.diff_paper import DiffPaper
from javari_tui.widgets.sidebar.paper import Paper
from javari_tui.widgets.sidebar.table_paper import TablePaper


def is_numbered(paper: Paper | None) -> bool:
    """Whether its lines have numbers."""
    return isinstance(paper, CodePaper | TablePaper) or (isinstance(paper, DiffPaper) and bool(paper.diff.hunks))


def row_of_number(paper: Paper, number: int, near: int) -> tuple[int, int]:
    """The row of a number, or of the nearest one, and which number that is; of a diff in the file near a row."""
    if isinstance(paper, DiffPaper):
        line, nearest = _in_diff(paper.diff, number, paper.line_at(min(near, paper.rows - 1)))
        return paper.row_of(line), nearest
    nearest = min(max(number, 1), max(paper.last_line + 1, 1))
    return paper.row_of(nearest - 1), nearest


def number_at(paper: Paper | None, row: int) -> int | None:
    """The number of the line in a row: the new one, of a diff."""
    if paper is None or not paper.rows or not is_numbered(paper):
        return None
    line = paper.line_at(min(row, paper.rows - 1))
    return paper.diff.line(line).new if isinstance(paper, DiffPaper) else line + 1


def _in_diff(diff: Diff, number: int, near: int) -> tuple[int, int]:
    """The line of the diff whose new number is nearest."""
    first = next((at for at in reversed(diff.file_lines) if at <= near), 0)
    last = next((at for at in diff.file_lines if at > near), len(diff.lines))
    best: tuple[int, int] | None = None
    for hunk, end in zip(diff.hunks, (*diff.hunk_lines[1:], len(diff.lines)), strict=True):
        if not first <= hunk.first < last or hunk.new_start is None:
            continue
        new = hunk.new_start
        for line in range(hunk.first + 1, min(end, last)):
            if diff.kind(line) not in (CONTEXT, ADDED):
                continue
            if best is None or abs(new - number) < abs(best[1] - number):
                best = (line, new)
            new += 1
    return best if best is not None else (near, number)
