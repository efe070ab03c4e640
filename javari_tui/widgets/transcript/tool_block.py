"""A tool the model asked for: one row with what became of it, which unfolds to all of it."""

from __future__ import annotations

import re

from javari_tui.domain.chat import ToolCall, ToolState
from javari_tui.domain.json_layout import laid_out
from javari_tui.domain.untrusted_text import clean
from javari_tui.i18n import N_, _
from javari_tui.widgets.transcript.as_written import as_written
from javari_tui.widgets.transcript.chrome import FoldBlock, drawn, one_line
from javari_tui.widgets.transcript.code import LARGEST, code_block
from javari_tui.widgets.transcript.glyphs import Page
from javari_tui.widgets.transcript.line import Line, Span, cell_width
from javari_tui.widgets.transcript.tool_words import LONGEST_NAME, counted_of, cut, said_of

_WORDS = {
    ToolState.WAITING: N_("waits for your word"),
    ToolState.RUNNING: N_("running…"),
    ToolState.FAILED: N_("failed"),
    ToolState.DENIED: N_("denied"),
}
_CHANGES = ("write_file", "edit_file")
_COUNTS = re.compile(r"\((\+\d+ \S\d+)\)")
"""How many lines a change adds and takes away."""
_CAME_TO_NOTHING = (ToolState.FAILED, ToolState.DENIED)
_MOST_REASON = 3
"""Rows for why it did."""
_LOOKS = {ToolState.DONE: "done", ToolState.FAILED: "error", ToolState.DENIED: "muted"}


class ToolBlock(FoldBlock):
    """A tool call, folded to a row: what it does, what became of it, how its result begins."""

    def __init__(self, call: ToolCall, space: int) -> None:
        super().__init__(call.result or call.arguments)
        self.call, self.space = call, space

    def update(self, call: ToolCall, space: int) -> None:
        """It went on."""
        if (call, space) != (self.call, self.space):
            self.call, self.space, self.text = call, space, call.result or call.arguments
            self.invalidate()

    def _row(self, page: Page) -> list[Line]:
        """On one row, however long its words are; why it came to nothing on more where one is too short."""
        call, glyphs = self.call, page.glyphs
        look = _LOOKS.get(call.state, "tool")
        fold = glyphs.unfolded if self.unfolded else glyphs.folded
        state = f"  {_(_WORDS[call.state])}" if call.state in _WORDS else ""
        before = f"{self._sign(page)} "
        # What became of it is never cut off: what was asked for gives way.
        room = page.width - cell_width(fold) - 1 - cell_width(before) - cell_width(state)
        said = cut(said_of(call), max(room, 8), glyphs.ellipsis)
        spans = [Span(f"{fold} ", ("fold",)), Span(f"{before}{said}{state}", (look,))]
        room -= cell_width(said) + 2
        first = "" if self.unfolded else self._beginning()
        if call.state in _CAME_TO_NOTHING and cell_width(first) > room:
            reason = drawn([Span(first, ("muted",))], page.width, indent=4)
            return [*drawn(spans, page.width)[:1], *reason[:_MOST_REASON]]
        if room > 8 and first:
            spans.append(Span("  " + cut(first, room, glyphs.ellipsis), ("muted",)))
        return drawn(spans, page.width)[:1]

    def _beginning(self) -> str:
        """What it came to in short, else how its result begins; of an unknown tool how its arguments do until then."""
        if not self.call.result and said_of(self.call) != one_line(self.call.name, LONGEST_NAME):
            return ""
        if (counted := counted_of(self.call)) is not None:
            return counted
        lines = clean(self.text[:4000]).split("\n") if self.call.result else [self.text[:4000]]
        first = one_line(next((line for line in lines if line.strip()), ""), 200)
        counts = _COUNTS.search(first) if self.call.name in _CHANGES and self.call.state is ToolState.DONE else None
        return counts[1] if counts else first

    def _sign(self, page: Page) -> str:
        """The sign of what became of it."""
        glyphs = page.glyphs
        signs = {
            ToolState.ASKED: glyphs.tool,
            ToolState.WAITING: glyphs.waiting,
            ToolState.RUNNING: glyphs.running,
            ToolState.DONE: glyphs.success,
            ToolState.FAILED: glyphs.failed,
            ToolState.DENIED: glyphs.denied,
        }
        return signs[self.call.state]

    def _body(self, page: Page) -> list[Line]:
        """What it was asked with, and what it gave."""
        asked = clean(self.call.arguments)
        asked = (laid_out(asked) if len(asked) <= LARGEST else None) or asked
        rows = self._part(_("Asked with"), asked, "json", page)
        if self.call.result:
            rows += self._part(_("Result"), clean(self.call.result), "", page)
        return [*rows, Line(join="")]

    @staticmethod
    def _part(title: str, text: str, language: str, page: Page) -> list[Line]:
        """A text on the ground of code, below its title."""
        rows = drawn([Span(title, ("muted",))], page.width, indent=2)
        text = text.strip("\n")
        if len(text) > LARGEST:
            return rows + as_written(text, page)
        return rows + code_block(text, language, page)[int(bool(language)) :]
