"""The bar below the header: what is left, on which plan, where to learn more."""

from __future__ import annotations

from textual.content import Content
from textual.events import Click
from textual.reactive import reactive
from textual.widget import Widget

from javari_tui.commands.application import OPEN_CREDITS
from javari_tui.i18n import _
from javari_tui.messages import CommandWanted
from javari_tui.terminal.glyphs import glyph


class CreditsBar(Widget):
    """`◆ Credits: — | Plan: Free (local) | Learn More`. A figure that is not known is “—”, never 0."""

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

    def render(self) -> Content:
        """One line; at 60 columns it still holds whole in every language we ship."""
        quiet, link = "$text-muted", "underline $text-accent"
        figure = "-" if glyph("ellipsis") == "..." and self.figure == "—" else self.figure
        return Content.assemble(
            (f"{glyph('brand')} " + _("Credits: {figure}").format(figure=figure), quiet),
            (" | ", quiet),
            (_("Plan: {plan}").format(plan=_("Free (local)")), quiet),
            (" | ", quiet),
            (_("Learn More"), link),
        )

    def on_click(self, event: Click) -> None:
        """A click anywhere in the bar opens the details."""
        event.stop()
        self.post_message(CommandWanted(OPEN_CREDITS.id))
