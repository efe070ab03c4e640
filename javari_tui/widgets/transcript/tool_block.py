"""A tool the model asked for: one row with what became of it, which unfolds to all of it."""

from __future__ import annotations

from javari_tui.domain.chat import ToolCall, ToolState
from javari_tui.domain.json_layout import laid_out
from javari_tui.domain.untrusted_text import clean
from javari_tui.i18n import N_, _
from javari_tui.widgets.transcript.as_written import as_written
from javari_tui.widgets.transcript.chrome import FoldBlock, drawn, one_line
from javari_tui.widgets.transcript.code import LARGEST, code_block
from javari_tui.widgets.transcript.glyphs import Page
from javari_tui.widgets.transcript.line import Line, Span, cell_width

_WORDS = {
    ToolState.WAITING: N_("waits for you"),
    ToolState.RUNNING: N_("running…"),
    ToolState.DONE: N_("done"),
    ToolState.FAILED: N_("failed"),
    ToolState.DENIED: N_("not allowed"),
}
_LOOKS = {ToolState.DONE: "done", ToolState.FAILED: "error", ToolState.DENIED: "muted"}
_LONGEST_NAME = 40


class ToolBlock(FoldBlock):
    """A tool call, folded to a row: its name, what became of it, how its result begins."""

    def __init__(self, call: ToolCall, space: int) -> None:
        super().__init__(call.result or call.arguments)
        self.call, self.space = call, space

    def update(self, call: ToolCall, space: int) -> None:
        """It went on."""
        if (call, space) != (self.call, self.space):
            self.call, self.space, self.text = call, space, call.result or call.arguments
            self.invalidate()

    def _row(self, page: Page) -> list[Line]:
        """On one row, however long its words are."""
        call, glyphs = self.call, page.glyphs
        look = _LOOKS.get(call.state, "tool")
        fold = glyphs.unfolded if self.unfolded else glyphs.folded
        name = one_line(call.name, _LONGEST_NAME)
        spans = [Span(f"{fold} ", ("fold",)), Span(f"{self._sign(page)} {name}", (look,))]
        if call.state in _WORDS:
            spans.append(Span(f"  {_(_WORDS[call.state])}", (look,)))
        room = page.width - sum(cell_width(span.text) for span in spans) - 2
        first = next((line for line in clean(self.text[:4000]).split("\n") if line.strip()), "")
        if room > 3 and first and not self.unfolded:
            start = first if call.result else self.text
            spans.append(Span("  " + one_line(start, room), ("muted",)))
        return drawn(spans, page.width)[:1]

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
