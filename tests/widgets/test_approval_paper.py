"""What is asked about stands on the paper word for word."""

from __future__ import annotations

from dataclasses import replace

from javari_tui.widgets.approval.request_paper import RequestPaper
from tests.screens.asked import COMMAND


def test_an_endless_line_of_an_argument_is_shown_to_its_end() -> None:
    value = "first\n" + "a" * 30_000 + "\t" * 9_000 + "THE END\nlast"
    paper = RequestPaper(replace(COMMAND, arguments=(("content", value),)))
    paper.fit(80, wrap=True)
    shown = "".join(paper.shown(row) for row in range(paper.rows))
    assert shown.replace(" ", "").endswith("a" * 30_000 + "THEENDlast")
    assert [paper.margin(row).strip() for row in range(paper.rows) if paper.margin(row).strip()] == ["1", "2", "3"]
