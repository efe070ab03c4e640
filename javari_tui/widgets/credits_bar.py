"""The bar below the header: what is left, on which plan, where to learn more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.events import Click
from textual.reactive import reactive
from textual.widget import Widget

from javari_tui.commands.application import OPEN_CREDITS
from javari_tui.commands.tools import GO_TO_QUESTION
from javari_tui.i18n import _, ngettext
from javari_tui.messages import CommandWanted
from javari_tui.terminal.glyphs import glyph

if TYPE_CHECKING:  # nothing is measured before the first picture
    from javari_tui.terminal.link import LinkState

_QUIET, _LINK = "$text-muted", "underline $text-accent"


class CreditsBar(Widget):
    """`◆ Credits: — | Plan: Free (local) | Learn More`. A figure that is not known is “—”, never 0.

    At the right end stands what is done about a slow line to the terminal, as long as something is; a question that
    waits for the user comes before everything else.
    """

    DEFAULT_CSS = """
    CreditsBar {
        height: 1;
        padding: 0 1;
        color: $text-muted;
        background: $surface;
    }
    """

    can_focus = False
    figure: reactive[str] = reactive("—")
    """The balance as shown."""

    link: reactive[LinkState | None] = reactive(None)
    """What the line to the terminal allows; translated as it is drawn."""

    waiting: reactive[int] = reactive(0)
    """How many questions of tools wait for the user."""
    question_key: reactive[str] = reactive("")
    """The key that shows them."""
    doing: reactive[str] = reactive("")
    """What the user started and what runs still, translated."""

    def render(self) -> Content:
        """One line; at 60 columns it still holds whole in every language we ship."""
        if not self.waiting and not self.doing:
            return self._usual(self.content_size.width)
        text = ngettext("{count} question waits", "{count} questions wait", self.waiting).format(count=self.waiting)
        text += f" ({self.question_key})" if self.question_key else ""
        question = Content.styled(f"! {text}", "bold $text-warning") if self.waiting else self._at_work()
        room = self.content_size.width - question.cell_length - 3
        usual = self._usual(room)
        fits = usual.cell_length <= room
        return Content.assemble(question, (" | ", _QUIET), usual) if fits else question

    def _at_work(self) -> Content:
        return Content(f"{glyph('dot_full')} {self.doing}").truncate(self.content_size.width, ellipsis=True)

    def _usual(self, width: int) -> Content:
        """What stands there when nothing waits."""
        figure = "-" if glyph("ellipsis") == "..." and self.figure == "—" else self.figure
        left = Content.assemble(
            (f"{glyph('brand')} " + _("Credits: {figure}").format(figure=figure), _QUIET),
            (" | ", _QUIET),
            (_("Plan: {plan}").format(plan=_("Free (local)")), _QUIET),
        )
        more = Content.assemble((" | ", _QUIET), (_("Learn More"), _LINK))
        slow = Content.styled(self.link.sentence(glyph("middot")) if self.link else "", _QUIET)
        room = width - left.cell_length - slow.cell_length
        if not slow.plain or room < 2:
            return left + more if width >= left.cell_length + more.cell_length else left
        # Where not all of it fits, “Learn More” gives way: a click anywhere does the same.
        if room >= more.cell_length + 2:
            left, room = left + more, room - more.cell_length
        return left + " " * room + slow

    def on_click(self, event: Click) -> None:
        """A click anywhere in the bar opens the details, or the question that waits."""
        event.stop()
        self.post_message(CommandWanted(GO_TO_QUESTION.id if self.waiting else OPEN_CREDITS.id))
