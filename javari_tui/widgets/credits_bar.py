"""The bar below the header: what is left, on which plan, where to learn more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.events import Click
from textual.reactive import reactive
from textual.widget import Widget

from javari_tui.commands.application import OPEN_CREDITS
from javari_tui.i18n import _
from javari_tui.messages import CommandWanted
from javari_tui.terminal.glyphs import glyph

if TYPE_CHECKING:  # nothing is measured before the first picture
    from javari_tui.terminal.link import LinkState

_QUIET, _LINK = "$text-muted", "underline $text-accent"


class CreditsBar(Widget):
    """`◆ Credits: — | Plan: Free (local) | Learn More`. A figure that is not known is “—”, never 0.

    At the right end stands what is done about a slow line to the terminal, as long as something is.
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

    def render(self) -> Content:
        """One line; at 60 columns it still holds whole in every language we ship."""
        figure = "-" if glyph("ellipsis") == "..." and self.figure == "—" else self.figure
        left = Content.assemble(
            (f"{glyph('brand')} " + _("Credits: {figure}").format(figure=figure), _QUIET),
            (" | ", _QUIET),
            (_("Plan: {plan}").format(plan=_("Free (local)")), _QUIET),
        )
        more = Content.assemble((" | ", _QUIET), (_("Learn More"), _LINK))
        slow = Content.styled(self.link.sentence(glyph("middot")) if self.link else "", _QUIET)
        room = self.content_size.width - left.cell_length - slow.cell_length
        if not slow.plain or room < 2:
            return left + more if self.content_size.width >= left.cell_length + more.cell_length else left
        # Where not all of it fits, “Learn More” gives way: a click anywhere does the same.
        if room >= more.cell_length + 2:
            left, room = left + more, room - more.cell_length
        return left + " " * room + slow

    def on_click(self, event: Click) -> None:
        """A click anywhere in the bar opens the details."""
        event.stop()
        self.post_message(CommandWanted(OPEN_CREDITS.id))
