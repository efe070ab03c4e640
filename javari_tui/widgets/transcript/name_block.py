"""The head of a message: who speaks, when, what it cost."""

from __future__ import annotations

from javari_tui.domain.answer_cost import AnswerCost
from javari_tui.domain.chat import Message, Role
from javari_tui.i18n import _
from javari_tui.widgets.credits.words import credits_text
from javari_tui.widgets.transcript.blocks import Block
from javari_tui.widgets.transcript.chrome import drawn, one_line
from javari_tui.widgets.transcript.glyphs import Glyphs, Hints, Page
from javari_tui.widgets.transcript.line import Line, Span, cell_width


class NameBlock(Block):
    """Who speaks, when, what it cost, and which version this is."""

    can_have_cursor = False
    space = 1

    def __init__(self, message: Message, hints: Hints, key: object, cost: AnswerCost | None = None) -> None:
        super().__init__()
        self._message, self._hints, self._cost = message, hints, cost
        self.key = key
        """All it depends on."""

    @property
    def source(self) -> str:
        """Nothing: it was not said."""
        return ""

    def estimate(self, width: int) -> int:
        """One row."""
        return self.space + 1

    def _compose(self, page: Page) -> list[Line]:
        """Name at the left, version at the right."""
        message, glyphs = self._message, page.glyphs
        is_user = message.role is Role.USER
        spans = [Span(_("You") if is_user else _("Javari"), ("user-name",) if is_user else ("name",))]
        details = [one_line(message.model.shown_name, 40)] if message.model else []
        if self._hints.timestamps:
            details.append(message.created_at.astimezone().strftime("%H:%M"))
        if self._cost is not None:
            details.append(cost_text(self._cost, glyphs))
        if details:
            spans.append(Span("  " + f" {glyphs.dot} ".join(details), ("muted",)))
        if message.is_branching:
            version = f"{glyphs.before} {message.sibling}/{message.siblings} {glyphs.after}"
            used = sum(cell_width(span.text) for span in spans)
            spans.append(Span(" " * max(page.width - used - len(version), 2)))
            spans.append(Span(version, ("version",)))
        lines = drawn(spans, page.width)
        lines[0].mark = "" if is_user else glyphs.answer
        return lines


def cost_text(cost: AnswerCost, glyphs: Glyphs) -> str:
    """What an answer cost, in a word or two."""
    return (glyphs.about if cost.is_estimated else "") + credits_text(cost.amount)


class ContinuedBlock(Block):
    """Stands for the name where the answer to one question goes on: an empty row."""

    can_have_cursor = False
    space = 1

    @property
    def source(self) -> str:
        """Nothing."""
        return ""

    def estimate(self, width: int) -> int:
        """The row."""
        return self.space

    def _compose(self, page: Page) -> list[Line]:
        """Nothing below it."""
        return []
